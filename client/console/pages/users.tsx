/** The people who work here, for administrators. */
import type { User } from '../../../store/staff-types';
import { Choices, TextField, type FormState } from '../../design/fields';
import { GATES } from '../../../domain/services';
import { permissionsOf, STAFF_ROLES } from '../../permissions';
import { TableHead } from '../../design/table';
import type { OpenVisit, Visit } from '../visit';
import { Done, When, rolesInWords } from './account';
import { Form } from './form';

const stateOf = (user: User, { t }: OpenVisit): string => {
  const { states } = t.users;
  if (user.disabledAt !== null) return states.disabled;
  return user.login !== null && !(user.hasPassword && user.hasSecondFactor) ? states.waiting : states.active;
};

function Row({ visit, user }: { visit: Visit; user: User }) {
  const { users, account } = visit.t;
  return (
    <tr>
      <th scope="row">
        <a href={`/admin/users/${user.id}`}>{user.name}</a>
      </th>
      <td data-label={users.login}>{user.login ?? account.fromProvider}</td>
      <td data-label={users.roles}>{rolesInWords(user.roles, visit.t)}</td>
      <td data-label={users.state}>{stateOf(user, visit)}</td>
      <td data-label={users.lastSignIn}>{user.lastSignInAt ? <When visit={visit} at={user.lastSignInAt} /> : users.never}</td>
    </tr>
  );
}

export function Users({ visit, list }: { visit: Visit; list: readonly User[] }) {
  const { users } = visit.t;
  return (
    <>
      <h1>{users.title}</h1>
      <p>
        <a class="button primary" href="/admin/users/new">
          {users.add}
        </a>
      </p>
      {list.length === 0 ? (
        <p>{users.none}</p>
      ) : (
        <table>
          <TableHead heads={[users.name, users.login, users.roles, users.state, users.lastSignIn]} />
          <tbody>
            {list.map((user) => (
              <Row key={user.id} visit={visit} user={user} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function RoleChoices({ visit, form }: { visit: Visit; form: FormState }) {
  const { users, roles, roleHints } = visit.t;
  const options = STAFF_ROLES.map((role) => ({ value: role, label: `${roles[role]} － ${roleHints[role]}` }));
  return <Choices page={visit} form={form} kind="checkbox" name="roles" label={users.roles} options={options} required />;
}

export function AddUser({ visit, form }: { visit: Visit; form: FormState }) {
  const { users } = visit.t;
  return (
    <div class="narrow">
      <h1>{users.addTitle}</h1>
      <Form visit={visit} action="/admin/users/new" form={form} draftOf="/admin/users/new">
        <TextField page={visit} form={form} name="name" label={users.name} required />
        <TextField page={visit} form={form} name="login" label={users.login} hint={users.loginHint} required />
        <RoleChoices visit={visit} form={form} />
        <p class="actions">
          <button class="button primary">{users.addSubmit}</button>
          <a href="/admin/users">{users.title}</a>
        </p>
      </Form>
    </div>
  );
}

export function SetupLink({ visit, user, link }: { visit: Visit; user: User; link: string }) {
  const { users } = visit.t;
  return (
    <div class="narrow">
      <h1>{users.linkTitle}</h1>
      <p>{users.linkLead(user.name)}</p>
      <p class="code">{link}</p>
      <p>
        <a class="button" href={`/admin/users/${user.id}`}>
          {users.linkDone}
        </a>
      </p>
    </div>
  );
}

function About({ visit, user, openSessions }: { visit: Visit; user: User; openSessions: number }) {
  const { users, account } = visit.t;
  const facts: readonly (readonly [string, string])[] = [
    [users.id, user.id],
    [users.login, user.login ?? account.fromProvider],
    [users.roles, rolesInWords(user.roles, visit.t)],
    [users.state, stateOf(user, visit)],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p>{users.openSessions(openSessions)}</p>
    </>
  );
}

interface ActProps {
  readonly visit: Visit;
  readonly action: string;
  readonly label: string;
  readonly hint?: string;
}

function Act({ visit, action, label, hint }: ActProps) {
  return (
    <>
      {hint && <p>{hint}</p>}
      <Form visit={visit} action={action}>
        <p>
          <button class="button">{label}</button>
        </p>
      </Form>
    </>
  );
}

function Acts({ visit, user, openSessions }: { visit: Visit; user: User; openSessions: number }) {
  const { users } = visit.t;
  const at = `/admin/users/${user.id}`;
  const isDisabled = user.disabledAt !== null;
  return (
    <>
      {openSessions > 0 && <Act visit={visit} action={`${at}/end-sessions`} label={users.endSessions} />}
      {user.login !== null && !isDisabled && (
        <Act visit={visit} action={`${at}/setup-link`} label={users.reset} hint={users.resetHint} />
      )}
      {isDisabled ? (
        <Act visit={visit} action={`${at}/enable`} label={users.enable} />
      ) : (
        <Act visit={visit} action={`${at}/disable`} label={users.disable} hint={users.disableHint} />
      )}
    </>
  );
}

/** Of two forms on one page, what is wrong with this one. */
const only = (name: string, form: FormState): FormState => ({
  ...form,
  problems: new Map([...form.problems].filter(([field]) => field === name)),
});

/** Which kinds of approval this person decides. */
function Gates({ visit, user, form }: { visit: Visit; user: User; form: FormState }) {
  const { users, approvals } = visit.t;
  const options = GATES.map((value) => ({ value, label: approvals.gates[value] }));
  const own = only('gates', form);
  return (
    <Form visit={visit} action={`/admin/users/${user.id}/gates`} form={own}>
      <Choices
        kind="checkbox"
        page={visit}
        form={own}
        name="gates"
        label={users.gates}
        hint={users.gatesHint}
        options={options}
        required
      />
      <p>
        <button class="button">{users.gatesSubmit}</button>
      </p>
    </Form>
  );
}

interface UserProps {
  readonly visit: Visit;
  readonly user: User;
  readonly openSessions: number;
  readonly form: FormState;
}

export function OneUser({ visit, user, openSessions, form }: UserProps) {
  const { users } = visit.t;
  const isSelf = user.id === visit.who.userId;
  return (
    <div class="narrow">
      <h1>{user.name}</h1>
      <Done visit={visit} words={users.done} />
      <About visit={visit} user={user} openSessions={openSessions} />
      {isSelf && <p>{users.self}</p>}
      {!isSelf && user.login === null && <p>{users.rolesFromProvider}</p>}
      {!isSelf && user.login !== null && (
        <Form visit={visit} action={`/admin/users/${user.id}`} form={only('roles', form)}>
          <RoleChoices visit={visit} form={only('roles', form)} />
          <p>
            <button class="button primary">{users.rolesSubmit}</button>
          </p>
        </Form>
      )}
      {!isSelf && permissionsOf(user.roles).includes('APPROVE') && <Gates visit={visit} user={user} form={form} />}
      {!isSelf && <Acts visit={visit} user={user} openSessions={openSessions} />}
      <p>
        <a href="/admin/users">{users.title}</a>
      </p>
    </div>
  );
}

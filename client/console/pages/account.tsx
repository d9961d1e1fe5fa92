/** What somebody can see and change of the own account. */
import { sayWhen } from '../../../domain/time-words';
import type { Session, User } from '../../../store/staff-types';
import { TextField, type FormState } from '../../design/fields';
import { isStaffRole } from '../../permissions';
import type { Enrolment } from '../security/second-factor';
import type { Texts } from '../texts';
import type { OpenVisit, Visit } from '../visit';
import { Form } from './form';
import { KeySetting } from './keys';
import { CodeField, Enrol, NewPassword, WhosePassword } from './sign-in';
import { TableHead } from '../../design/table';

/** Roles as people call them. */
export const rolesInWords = (roles: readonly string[], { roles: words }: Texts): string =>
  roles
    .filter(isStaffRole)
    .map((role) => words[role])
    .join('・') || '―';

export const When = ({ visit: { language, nowMs }, at }: { visit: OpenVisit; at: string }) => (
  <time dateTime={at}>{sayWhen(at, language, nowMs)}</time>
);

/** What was just done, as the address says. */
export function Done({ visit, words }: { visit: OpenVisit; words: Readonly<Record<string, string>> }) {
  const done = visit.query('done');
  return Object.hasOwn(words, done) ? (
    <p class="notice" role="status">
      {words[done]}
    </p>
  ) : null;
}

function Credentials({ visit, user }: { visit: Visit; user: User }) {
  const { account } = visit.t;
  if (!visit.who.local) return <p>{account.fromProviderNote}</p>;
  return (
    <dl class="facts">
      <div>
        <dt>{account.login}</dt>
        <dd>{user.login}</dd>
      </div>
      <div>
        <dt>{account.password}</dt>
        <dd>
          <a href="/account/password">{account.change}</a>
        </dd>
      </div>
      <div>
        <dt>{account.factor}</dt>
        <dd>
          {account.codesLeft(user.recoveryCodesLeft)} <a href="/account/second-factor">{account.factorAgain}</a>
        </dd>
      </div>
    </dl>
  );
}

function Sessions({ visit, sessions }: { visit: Visit; sessions: readonly Session[] }) {
  const { account } = visit.t;
  return (
    <>
      <h2>{account.sessions}</h2>
      <table>
        <TableHead heads={[account.where, account.started, account.seen]} />
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">{session.id === visit.who.session.id ? account.thisOne : account.otherOne}</th>
              <td data-label={account.started}>
                <When visit={visit} at={session.startedAt} />
              </td>
              <td data-label={account.seen}>
                <When visit={visit} at={session.lastSeenAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sessions.length > 1 ? (
        <Form visit={visit} action="/account/sessions">
          <button class="button">{account.endOthers}</button>
        </Form>
      ) : (
        <p>{account.onlyThis}</p>
      )}
    </>
  );
}

export function Account({ visit, user, sessions }: { visit: Visit; user: User; sessions: readonly Session[] }) {
  const { account } = visit.t;
  return (
    <div class="narrow">
      <h1>{account.title}</h1>
      <Done visit={visit} words={account.done} />
      <dl class="facts">
        <div>
          <dt>{account.name}</dt>
          <dd>{user.name}</dd>
        </div>
        <div>
          <dt>{account.roles}</dt>
          <dd>{rolesInWords(user.roles, visit.t)}</dd>
        </div>
      </dl>
      <Credentials visit={visit} user={user} />
      <Sessions visit={visit} sessions={sessions} />
      <KeySetting visit={visit} />
    </div>
  );
}

export function ChangePassword({ visit, form, user }: { visit: Visit; form: FormState; user: User }) {
  const { account } = visit.t;
  return (
    <div class="narrow">
      <h1>{account.passwordTitle}</h1>
      <p>{account.passwordLead}</p>
      <Form visit={visit} action="/account/password" form={form}>
        <WhosePassword login={user.login} />
        <TextField
          page={visit}
          form={form}
          name="current"
          type="password"
          label={account.current}
          autocomplete="current-password"
          required
        />
        <NewPassword visit={visit} form={form} />
        <p class="actions">
          <button class="button primary">{account.passwordSubmit}</button>
          <a href="/account">{account.title}</a>
        </p>
      </Form>
    </div>
  );
}

export function ChangeFactor({ visit, form, enrolment }: { visit: Visit; form: FormState; enrolment: Enrolment }) {
  const { account, signIn } = visit.t;
  return (
    <div class="narrow">
      <h1>{account.factorTitle}</h1>
      <p>{account.factorReplace}</p>
      <Form visit={visit} action="/account/second-factor" form={form}>
        <TextField
          page={visit}
          form={form}
          name="current"
          label={account.currentCode}
          hint={signIn.codeHint}
          autocomplete="one-time-code"
          required
        />
        <Enrol visit={visit} enrolment={enrolment} />
        <CodeField visit={visit} form={form} />
        <p class="actions">
          <button class="button primary">{account.factorSubmit}</button>
          <a href="/account">{account.title}</a>
        </p>
      </Form>
    </div>
  );
}

/** Pages on the way in: password, code, set-up. */
import type { User } from '../../../store/staff-types';
import { TextField, type FormState } from '../../design/fields';
import { SHORTEST_PASSWORD } from '../security/passwords';
import type { Enrolment } from '../security/second-factor';
import type { OpenVisit } from '../visit';
import { Form } from './form';

interface Props {
  readonly visit: OpenVisit;
  readonly form: FormState;
  /** Where to go after signing in. */
  readonly to: string;
}

export const withTo = (path: string, to: string): string => (to === '/' ? path : `${path}?to=${encodeURIComponent(to)}`);

function Notices({ visit }: { visit: OpenVisit }) {
  const { t } = visit;
  const words = visit.query('kept') ? t.signIn.kept : visit.query('ended') ? t.signIn.ended : null;
  return words === null ? null : (
    <p class="notice" role="status">
      {words}
    </p>
  );
}

export function SignIn({ visit, form, to }: Props) {
  const { t, deps } = visit;
  const { signIn } = t;
  return (
    <div class="narrow">
      <h1>{signIn.title}</h1>
      <Notices visit={visit} />
      {deps.identity && (
        <p>
          <a class="button primary" href={withTo('/sign-in/provider', to)}>
            {signIn.withProvider}
          </a>
        </p>
      )}
      {deps.identity && deps.localAccounts && <h2>{signIn.orLocal}</h2>}
      {deps.localAccounts && (
        <>
          <Form visit={visit} action={withTo('/sign-in', to)} form={form}>
            <TextField page={visit} form={form} name="login" label={signIn.login} autocomplete="username" required />
            <TextField
              page={visit}
              form={form}
              name="password"
              type="password"
              label={signIn.password}
              autocomplete="current-password"
              required
            />
            <p class="actions">
              <button class="button primary">{signIn.submit}</button>
            </p>
          </Form>
          <p class="small">{signIn.help}</p>
        </>
      )}
    </div>
  );
}

export function CodeField({ visit, form, hint }: { visit: OpenVisit; form: FormState; hint?: string }) {
  return (
    <TextField
      page={visit}
      form={form}
      name="code"
      label={visit.t.signIn.code}
      hint={hint}
      autocomplete="one-time-code"
      required
    />
  );
}

export function Code({ visit, form, to }: Props) {
  const { signIn } = visit.t;
  return (
    <div class="narrow">
      <h1>{signIn.codeTitle}</h1>
      <p>{signIn.codeLead}</p>
      <Form visit={visit} action={withTo('/sign-in/code', to)} form={form}>
        <CodeField visit={visit} form={form} hint={signIn.codeHint} />
        <p class="actions">
          <button class="button primary">{signIn.codeSubmit}</button>
        </p>
      </Form>
      <Form visit={visit} action="/sign-out">
        <button class="link-button">{signIn.startOver}</button>
      </Form>
    </div>
  );
}

/** Tells password managers whose password this is. */
export const WhosePassword = ({ login }: { login: string | null }) => (
  <input type="text" name="username" autocomplete="username" value={login ?? ''} readOnly hidden />
);

/** A new password, twice. */
export function NewPassword({ visit, form }: { visit: OpenVisit; form: FormState }) {
  const { signIn } = visit.t;
  const common = { page: visit, form, type: 'password', autocomplete: 'new-password', required: true } as const;
  return (
    <>
      <TextField {...common} name="password" label={signIn.newPassword} hint={signIn.passwordHint(SHORTEST_PASSWORD)} />
      <TextField {...common} name="repeat" label={signIn.repeat} />
    </>
  );
}

export function Setup({ visit, form, user }: { visit: OpenVisit; form: FormState; user: User }) {
  const { signIn } = visit.t;
  return (
    <div class="narrow">
      <h1>{signIn.setupTitle}</h1>
      <p>{signIn.setupLead(user.name)}</p>
      <Form visit={visit} action={visit.path} form={form}>
        <WhosePassword login={user.login} />
        <NewPassword visit={visit} form={form} />
        <p class="actions">
          <button class="button primary">{signIn.setupSubmit}</button>
        </p>
      </Form>
    </div>
  );
}

/** What the authenticator app reads. */
export function Enrol({ visit, enrolment }: { visit: OpenVisit; enrolment: Enrolment }) {
  const { signIn } = visit.t;
  return (
    <>
      <p>{signIn.factorLead}</p>
      <p>
        <img src={enrolment.qrCode} width="240" height="240" alt={signIn.qrCode} />
      </p>
      <p>
        {signIn.secretLead} <span class="code">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</span>
      </p>
      <input type="hidden" name="enrolment" value={enrolment.sealed} />
    </>
  );
}

export function SecondFactor({ visit, form, to, enrolment }: Props & { enrolment: Enrolment }) {
  const { signIn } = visit.t;
  return (
    <div class="narrow">
      <h1>{signIn.factorTitle}</h1>
      <Form visit={visit} action={withTo('/sign-in/second-factor', to)} form={form}>
        <Enrol visit={visit} enrolment={enrolment} />
        <CodeField visit={visit} form={form} />
        <p class="actions">
          <button class="button primary">{signIn.factorSubmit}</button>
        </p>
      </Form>
    </div>
  );
}

export function RecoveryCodes({ visit, codes, to }: { visit: OpenVisit; codes: readonly string[]; to: string }) {
  const { signIn } = visit.t;
  return (
    <div class="narrow">
      <h1>{signIn.codesTitle}</h1>
      <p>{signIn.codesLead}</p>
      <ul class="code">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p>
        <a class="button primary" href={to}>
          {signIn.codesDone}
        </a>
      </p>
    </div>
  );
}

/** Something on the way in that leads no further. */
/** Between signing out here and at the identity provider; leads on by itself. */
export function Ending({ visit, href }: { visit: OpenVisit; href: string }) {
  const { signIn } = visit.t;
  return (
    <>
      <h1>{signIn.endingTitle}</h1>
      <p>{signIn.endingBody}</p>
      <p>
        <a href={href}>{signIn.endingLink}</a>
      </p>
    </>
  );
}

export function Stopped({ visit, title, body }: { visit: OpenVisit; title: string; body: string }) {
  return (
    <>
      <h1>{title}</h1>
      <p>{body}</p>
      <p>
        <a href="/sign-in">{visit.t.signIn.again}</a>
      </p>
    </>
  );
}

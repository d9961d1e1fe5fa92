/** Signing in with an account kept here: password, then code. And signing out. */
import { h } from 'preact';
import type { User } from '../../../store/staff-types';
import { formAgain, go, page, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import { formState, problem, type Problems } from '../form';
import { ownPath } from '../own-path';
import { Code, SignIn, withTo } from '../pages/sign-in';
import type { Route } from '../route';
import { tryOnce } from '../security/lockout';
import { isPassword } from '../security/passwords';
import { takeCode } from '../security/second-factor';
import { startSession } from '../security/sessions';
import { plainLogin } from '../users';
import type { AuditWhat, OpenVisit } from '../visit';

/** Where somebody wanted to go. */
export const wanted = (visit: OpenVisit): string => ownPath(visit.query('to')) ?? '/';

/** What happens to an account by the person behind it stands in the same log as what that person looks at. */
export const noteOnUser = (deps: ConsoleDeps, userId: string, what: AuditWhat, outcome: 'DONE' | 'REFUSED' = 'DONE') =>
  deps.store.noteAudit({ userId, what, outcome, incidentNumber: null, targetUserId: null });

/** Where a session that is only half there goes on. */
export const NEXT_STEP = { FACTOR: '/sign-in/code', ENROL: '/sign-in/second-factor' } as const;

function showSignIn(visit: OpenVisit): Answer {
  const { who, signed } = visit;
  if (who) return go(wanted(visit));
  if (signed && signed.session.stage !== 'FULL') return go(withTo(NEXT_STEP[signed.session.stage], wanted(visit)));
  return page(visit.t.signIn.title, h(SignIn, { visit, form: formState(visit), to: wanted(visit) }));
}

function signInAgain(visit: OpenVisit, key: 'wrong' | 'locked'): Answer {
  const form = { ...formState(visit, problem('login', visit.t.signIn.errors[key])), ...withoutPassword(visit) };
  const content = h(SignIn, { visit, form, to: wanted(visit) });
  return formAgain(visit.t.signIn.title, content, { status: key === 'locked' ? 429 : 422 });
}

/** A password never comes back with a page. */
const withoutPassword = (visit: OpenVisit) => ({ typed: (name: string) => (name === 'login' ? visit.field(name) : '') });

async function userWithPassword(visit: OpenVisit, login: string): Promise<User | null> {
  const { deps } = visit;
  // A text with NUL is no login, and nothing the database would look for.
  const found = login.includes('\0') ? null : await deps.store.userByLogin(login);
  const isRight = await isPassword(visit.field('password'), found?.passwordHash ?? null);
  if (found && isRight && found.disabledAt === null) return found;
  if (found) await noteOnUser(deps, found.id, 'SIGN_IN_FAILED', 'REFUSED');
  return null;
}

async function takePassword(visit: OpenVisit): Promise<Answer> {
  const { deps, reply, signed } = visit;
  if (!deps.localAccounts) return { kind: 'NOT_FOUND' };
  const login = plainLogin(visit.field('login'));
  const attempt = { login, ip: visit.request.ip };
  const user = await tryOnce(deps, attempt, { run: () => userWithPassword(visit, login), done: false });
  if (user === null || user === 'locked') return signInAgain(visit, user ?? 'wrong');
  const stage = user.hasSecondFactor ? 'FACTOR' : 'ENROL';
  await startSession(deps, { reply, userId: user.id, stage, before: signed });
  return go(withTo(NEXT_STEP[stage], wanted(visit)));
}

const codePage = (visit: OpenVisit, problems?: Problems): Answer => {
  const content = h(Code, { visit, form: { ...formState(visit, problems), typed: () => '' }, to: wanted(visit) });
  return problems ? formAgain(visit.t.signIn.codeTitle, content) : page(visit.t.signIn.codeTitle, content);
};

async function takeFactor(visit: OpenVisit): Promise<Answer> {
  const { deps, reply, request, signed, t } = visit;
  if (signed?.session.stage !== 'FACTOR') return go(withTo('/sign-in', wanted(visit)));
  const { user } = signed;
  const attempt = { login: user.login ?? '', ip: request.ip };
  const taken = await tryOnce(deps, attempt, { run: () => takeCode(deps, user.id, visit.field('code')), done: true });
  if (taken === null || taken === 'locked') {
    await noteOnUser(deps, user.id, 'SIGN_IN_FAILED', 'REFUSED');
    return codePage(visit, problem('code', t.signIn.errors[taken ?? 'codeWrong']));
  }
  await startSession(deps, { reply, userId: user.id, stage: 'FULL', before: signed });
  await noteOnUser(deps, user.id, taken === 'RECOVERY' ? 'SIGNED_IN_BY_RECOVERY_CODE' : 'SIGNED_IN');
  return go(wanted(visit));
}

export const signInRoutes: readonly Route[] = [
  { method: 'GET', path: '/sign-in', may: 'ANYONE', handle: showSignIn },
  { method: 'POST', path: '/sign-in', may: 'ANYONE', handle: takePassword },
  {
    method: 'GET',
    path: '/sign-in/code',
    may: 'ANYONE',
    handle: (visit) => (visit.signed?.session.stage === 'FACTOR' ? codePage(visit) : showSignIn(visit)),
  },
  { method: 'POST', path: '/sign-in/code', may: 'ANYONE', handle: takeFactor },
];

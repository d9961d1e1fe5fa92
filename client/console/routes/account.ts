/** The own account: password, second factor, where one is signed in. */
import { h } from 'preact';
import { toInstant } from '../../../domain/time';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { problem, type Problems } from '../form';
import { Account, ChangeFactor, ChangePassword } from '../pages/account';
import { RecoveryCodes } from '../pages/sign-in';
import type { Route } from '../route';
import { tryOnce } from '../security/lockout';
import { hashPassword, isPassword } from '../security/passwords';
import { drawRecoveryCodes, enrolmentSecret, keptFactor, newEnrolment, stepOf, takeCode } from '../security/second-factor';
import type { Visit } from '../visit';
import { blankForm, newPasswordProblem } from './setup';
import { noteOnUser } from './sign-in';

async function showAccount(visit: Visit): Promise<Answer> {
  const { deps, who, t } = visit;
  const user = await deps.store.user(who.userId);
  if (!user) return notFound();
  const sessions = await deps.store.openSessions(toInstant(visit.nowMs), who.userId);
  return page(t.account.title, h(Account, { visit, user, sessions }));
}

const endOthers = ({ deps, who, nowMs }: Visit): Promise<number> =>
  deps.store.endSessionsOf(who.userId, 'CREDENTIALS_CHANGED', toInstant(nowMs), who.session.id);

async function showPassword(visit: Visit, problems?: Problems): Promise<Answer> {
  const user = await visit.deps.store.user(visit.who.userId);
  if (!user || !visit.who.local) return notFound();
  const content = h(ChangePassword, { visit, form: blankForm(visit, problems), user });
  const { passwordTitle } = visit.t.account;
  return problems ? formAgain(passwordTitle, content) : page(passwordTitle, content);
}

/** Whoever sits down at an open screen must not guess either: failures count as those of signing in do. */
async function guarded(visit: Visit, check: () => Promise<boolean>): Promise<'right' | 'locked' | null> {
  const { deps, who, request } = visit;
  const login = (await deps.store.user(who.userId))?.login ?? '';
  const run = async () => ((await check()) ? ('right' as const) : null);
  return tryOnce(deps, { login, ip: request.ip }, { run, done: true });
}

async function changePassword(visit: Visit): Promise<Answer> {
  const { deps, who, t } = visit;
  if (!who.local) return notFound();
  const { errors } = t.signIn;
  const isRight = await guarded(visit, async () => {
    const credentials = await deps.store.credentials(who.userId);
    return isPassword(visit.field('current'), credentials?.passwordHash ?? null);
  });
  if (isRight !== 'right') return showPassword(visit, problem('current', isRight ? errors.locked : errors.currentWrong));
  const user = await deps.store.user(who.userId);
  const problems = newPasswordProblem(visit, [user?.login ?? null, who.name]);
  if (problems) return showPassword(visit, problems);
  await deps.store.setPassword(who.userId, await hashPassword(visit.field('password')));
  await endOthers(visit);
  await noteOnUser(deps, who.userId, 'PASSWORD_SET');
  return go('/account?done=password');
}

async function showFactor(visit: Visit, problems?: Problems): Promise<Answer> {
  const { deps, who, t } = visit;
  const user = await deps.store.user(who.userId);
  if (!user || !who.local) return notFound();
  const content = h(ChangeFactor, { visit, form: blankForm(visit, problems), enrolment: newEnrolment(deps, user) });
  return problems ? formAgain(t.account.factorTitle, content) : page(t.account.factorTitle, content);
}

async function changeFactor(visit: Visit): Promise<Answer> {
  const { deps, who, t } = visit;
  if (!who.local) return notFound();
  const { errors } = t.signIn;
  const secret = enrolmentSecret(deps, who.userId, visit.field('enrolment'));
  const step = secret === null ? null : stepOf(secret, visit.field('code'), visit.nowMs);
  if (secret === null || step === null) return showFactor(visit, problem('code', errors.factorWrong));
  const isRight = await guarded(visit, async () => (await takeCode(deps, who.userId, visit.field('current'))) !== null);
  if (isRight !== 'right') return showFactor(visit, problem('current', isRight ? errors.locked : errors.codeWrong));
  const codes = drawRecoveryCodes();
  await deps.store.setSecondFactor(who.userId, keptFactor(deps, secret, codes));
  await deps.store.takeTotpStep(who.userId, step);
  await endOthers(visit);
  await noteOnUser(deps, who.userId, 'SECOND_FACTOR_SET');
  return page(t.signIn.codesTitle, h(RecoveryCodes, { visit, codes, to: '/account' }));
}

async function setShortcuts(visit: Visit): Promise<Answer> {
  const { deps, who } = visit;
  await deps.store.changeUser(who.userId, { shortcuts: visit.field('shortcuts') === 'on' });
  return go('/account?done=shortcuts');
}

export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/account', may: 'SIGNED_IN', handle: showAccount },
  { method: 'GET', path: '/account/password', may: 'SIGNED_IN', handle: (visit) => showPassword(visit) },
  { method: 'POST', path: '/account/password', may: 'SIGNED_IN', handle: changePassword },
  { method: 'GET', path: '/account/second-factor', may: 'SIGNED_IN', handle: (visit) => showFactor(visit) },
  { method: 'POST', path: '/account/second-factor', may: 'SIGNED_IN', handle: changeFactor },
  { method: 'POST', path: '/account/shortcuts', may: 'SIGNED_IN', handle: setShortcuts },
  {
    method: 'POST',
    path: '/account/sessions',
    may: 'SIGNED_IN',
    handle: async (visit) => {
      await endOthers(visit);
      await noteOnUser(visit.deps, visit.who.userId, 'SESSIONS_ENDED');
      return go('/account?done=sessions');
    },
  },
];

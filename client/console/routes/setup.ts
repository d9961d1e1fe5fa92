/** The first way in: a link that works once, a password, a second factor. */
import { h } from 'preact';
import { toInstant } from '../../../domain/time';
import { formAgain, go, page, type Answer } from '../answer';
import { formState, problem, type Problems } from '../form';
import { RecoveryCodes, SecondFactor, Setup, Stopped, withTo } from '../pages/sign-in';
import type { Route } from '../route';
import { forgetFailures } from '../security/lockout';
import { sha256 } from '../security/keys';
import { hashPassword, passwordFault } from '../security/passwords';
import { drawRecoveryCodes, enrolmentSecret, keptFactor, newEnrolment, stepOf } from '../security/second-factor';
import { startSession, type Signed } from '../security/sessions';
import type { OpenVisit } from '../visit';
import { NEXT_STEP, noteOnUser, wanted } from './sign-in';

const linkOf = (visit: OpenVisit): string => sha256(visit.param('token'));

const linkGone = (visit: OpenVisit): Answer => {
  const { linkGone: title, linkGoneBody: body } = visit.t.signIn;
  return page(title, h(Stopped, { visit, title, body }), { status: 410 });
};

/** Passwords never come back with a page. */
export const blankForm = (visit: OpenVisit, problems?: Problems) => ({ ...formState(visit, problems), typed: () => '' });

async function showSetup(visit: OpenVisit, problems?: Problems): Promise<Answer> {
  const user = await visit.deps.store.userBySetupLink(linkOf(visit), toInstant(visit.nowMs));
  if (!user) return linkGone(visit);
  const content = h(Setup, { visit, form: blankForm(visit, problems), user });
  const title = visit.t.signIn.setupTitle;
  return problems ? formAgain(title, content) : page(title, content);
}

/** What is wrong with a new password that was typed twice. */
export function newPasswordProblem(visit: OpenVisit, about: readonly (string | null)[]): Problems | null {
  const { errors } = visit.t.signIn;
  const fault = passwordFault(
    visit.field('password'),
    about.filter((word) => word !== null),
  );
  if (fault) return problem('password', errors[fault]);
  return visit.field('password') === visit.field('repeat') ? null : problem('repeat', errors.repeatDiffers);
}

async function takeSetup(visit: OpenVisit): Promise<Answer> {
  const { deps, reply, signed } = visit;
  const at = toInstant(visit.nowMs);
  const user = await deps.store.userBySetupLink(linkOf(visit), at);
  if (!user) return linkGone(visit);
  const problems = newPasswordProblem(visit, [user.login, user.name]);
  if (problems) return showSetup(visit, problems);
  const taken = await deps.store.takeSetupLink(linkOf(visit), at, await hashPassword(visit.field('password')));
  if (!taken) return linkGone(visit);
  if (user.login) await forgetFailures(deps, { login: user.login, ip: visit.request.ip });
  await deps.store.endSessionsOf(user.id, 'CREDENTIALS_CHANGED', at);
  await startSession(deps, { reply, userId: user.id, stage: 'ENROL', before: signed });
  await noteOnUser(deps, user.id, 'PASSWORD_SET');
  return go(NEXT_STEP.ENROL);
}

const isEnrolling = (signed: Signed | null): signed is Signed => signed?.session.stage === 'ENROL';

function showFactor(visit: OpenVisit, problems?: Problems): Answer {
  const { signed, deps, t } = visit;
  if (!isEnrolling(signed)) return go(withTo('/sign-in', wanted(visit)));
  const enrolment = newEnrolment(deps, signed.user);
  const content = h(SecondFactor, { visit, form: blankForm(visit, problems), to: wanted(visit), enrolment });
  return problems ? formAgain(t.signIn.factorTitle, content) : page(t.signIn.factorTitle, content);
}

async function takeEnrolment(visit: OpenVisit): Promise<Answer> {
  const { signed, deps, reply, t } = visit;
  if (!isEnrolling(signed)) return go(withTo('/sign-in', wanted(visit)));
  const { user } = signed;
  const secret = enrolmentSecret(deps, user.id, visit.field('enrolment'));
  const step = secret === null ? null : stepOf(secret, visit.field('code'), visit.nowMs);
  if (secret === null || step === null) return showFactor(visit, problem('code', t.signIn.errors.factorWrong));
  const codes = drawRecoveryCodes();
  await deps.store.setSecondFactor(user.id, keptFactor(deps, secret, codes));
  await deps.store.takeTotpStep(user.id, step);
  await startSession(deps, { reply, userId: user.id, stage: 'FULL', before: signed });
  await noteOnUser(deps, user.id, 'SECOND_FACTOR_SET');
  await noteOnUser(deps, user.id, 'SIGNED_IN');
  return page(t.signIn.codesTitle, h(RecoveryCodes, { visit, codes, to: wanted(visit) }));
}

export const setupRoutes: readonly Route[] = [
  { method: 'GET', path: '/sign-in/setup/:token', may: 'ANYONE', handle: (visit) => showSetup(visit) },
  { method: 'POST', path: '/sign-in/setup/:token', may: 'ANYONE', handle: takeSetup },
  { method: 'GET', path: '/sign-in/second-factor', may: 'ANYONE', handle: (visit) => showFactor(visit) },
  { method: 'POST', path: '/sign-in/second-factor', may: 'ANYONE', handle: takeEnrolment },
];

/** Signing in with the organisation's own accounts. */
import { h } from 'preact';
import { MINUTE_MS } from '../../../domain/time';
import { go, page, type Answer } from '../answer';
import { ownPath } from '../own-path';
import { Ending, Stopped } from '../pages/sign-in';
import type { Route } from '../route';
import type { Vouched } from '../security/identity';
import { BACK_PATH, ENDED_PATH } from '../security/oidc';
import { cookieOf, endOwnSession, setCookie, startSession } from '../security/sessions';
import { newUserId } from '../users';
import type { OpenVisit } from '../visit';
import { noteOnUser, wanted } from './sign-in';

/** What was begun, sealed: only the browser that began can finish. */
const BEGUN = 'signing-in';
const BEGUN_FOR_MS = 10 * MINUTE_MS;

interface Begun {
  readonly pending: string;
  readonly to: string;
  readonly untilMs: number;
}

function stopped(visit: OpenVisit, why: 'providerFailed' | 'noRole', status: number): Answer {
  const { signIn } = visit.t;
  const [title, body] =
    why === 'noRole' ? [signIn.noRole, signIn.noRoleBody] : [signIn.providerFailed, signIn.providerFailedBody];
  return page(title, h(Stopped, { visit, title, body }), { status });
}

/** The message of such an error can hold what the provider sent; its code says enough. */
const codeOf = (error: unknown): unknown =>
  error instanceof Error ? ((error as { readonly code?: unknown }).code ?? error.name) : null;

async function begin(visit: OpenVisit): Promise<Answer> {
  const { deps, reply } = visit;
  if (!deps.identity) return { kind: 'NOT_FOUND' };
  try {
    const { url, pending } = await deps.identity.begin();
    const begun: Begun = { pending, to: wanted(visit), untilMs: visit.nowMs + BEGUN_FOR_MS };
    setCookie(deps, reply, BEGUN, deps.keys.seal('identity-provider', JSON.stringify(begun)));
    return go(url);
  } catch (error) {
    deps.log.warn({ code: codeOf(error) }, 'the identity provider does not answer');
    return stopped(visit, 'providerFailed', 503);
  }
}

function begunBy(visit: OpenVisit): Begun | null {
  const { deps, request } = visit;
  const sealed = cookieOf(deps, request, BEGUN);
  const text = sealed === null ? null : deps.keys.unseal('identity-provider', sealed);
  const begun = text === null ? null : (JSON.parse(text) as Begun);
  return begun && begun.untilMs > visit.nowMs ? begun : null;
}

async function vouched(visit: OpenVisit, { pending }: Begun): Promise<Vouched | null> {
  const { deps, request } = visit;
  try {
    return (await deps.identity?.finish(pending, request.url.split('?')[1] ?? '')) ?? null;
  } catch (error) {
    deps.log.warn({ code: codeOf(error) }, 'a sign-in at the identity provider was not finished');
    return null;
  }
}

async function finish(visit: OpenVisit): Promise<Answer> {
  const { deps, reply, signed } = visit;
  if (!deps.identity) return { kind: 'NOT_FOUND' };
  const begun = begunBy(visit);
  setCookie(deps, reply, BEGUN, null);
  const who = begun && (await vouched(visit, begun));
  if (!begun || !who) return stopped(visit, 'providerFailed', 400);
  const { idToken, ...person } = who;
  const user = await deps.store.takeUser({ id: newUserId(), ...person });
  if (!who.roles.length || user.disabledAt !== null) {
    await noteOnUser(deps, user.id, 'SIGN_IN_FAILED', 'REFUSED');
    return stopped(visit, 'noRole', 403);
  }
  const idTokenSealed = deps.keys.seal('id-token', idToken);
  await startSession(deps, { reply, userId: user.id, stage: 'FULL', before: signed, idTokenSealed });
  await noteOnUser(deps, user.id, 'SIGNED_IN');
  return go(ownPath(begun.to) ?? '/');
}

/** Where the sign-in ends at the provider; null: it began here, or the provider cannot be asked. */
async function endThere({ deps }: OpenVisit, idTokenSealed: string | null): Promise<string | null> {
  const idToken = idTokenSealed === null ? null : deps.keys.unseal('id-token', idTokenSealed);
  if (!deps.identity || !idToken) return null;
  try {
    return await deps.identity.end(idToken);
  } catch (error) {
    deps.log.warn({ code: codeOf(error) }, 'the identity provider does not answer');
    return null;
  }
}

/** Out here first, whatever the provider says; then there, so that the next person at this machine is not let in unasked. */
async function signOut(visit: OpenVisit): Promise<Answer> {
  const { deps, reply, signed, who, t } = visit;
  if (signed) await endOwnSession(deps, reply, signed);
  if (who) await noteOnUser(deps, who.userId, 'SIGNED_OUT');
  const there = signed && (await endThere(visit, signed.session.idTokenSealed));
  if (!there) return go('/sign-in?ended=1');
  // A form may lead nowhere but here (form-action of the policy), so a page of ours leads on.
  reply.header('refresh', `0; url=${there}`);
  const left = { ...visit, who: null, signed: null, nav: [] };
  return page(t.signIn.endingTitle, h(Ending, { visit: left, href: there }));
}

export const providerRoutes: readonly Route[] = [
  { method: 'POST', path: '/sign-out', may: 'ANYONE', handle: signOut },
  { method: 'GET', path: ENDED_PATH, may: 'ANYONE', handle: () => go('/sign-in?ended=1') },
  { method: 'GET', path: '/sign-in/provider', may: 'ANYONE', handle: begin },
  { method: 'GET', path: BACK_PATH, may: 'ANYONE', handle: finish },
];

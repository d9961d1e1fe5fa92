/** Sessions: a cookie holds the secret, the record its hash. Each has an idle and an absolute end. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { MINUTE_MS, toInstant, toMs } from '../../../domain/time';
import type { Session, SessionStage, User } from '../../../store/staff-types';
import type { ConsoleDeps } from '../deps';
import { drawSecret, sha256 } from './keys';
import { HALF_SIGNED_IN_MS } from './rules';

export type SessionDeps = Pick<ConsoleDeps, 'store' | 'rules' | 'url' | 'nowMs'>;

export interface Signed {
  readonly session: Session;
  readonly user: User;
  readonly secret: string;
  readonly going: boolean;
}

const isHttps = ({ url }: Pick<ConsoleDeps, 'url'>): boolean => url.startsWith('https:');
/** `__Host-`: of this host alone, and only over TLS. On loopback there is no TLS. */
const cookieName = (deps: Pick<ConsoleDeps, 'url'>, name: string): string => (isHttps(deps) ? `__Host-${name}` : name);

/** Lax, not Strict: links in mails lead here. A POST from another site carries no Lax cookie. */
export function setCookie(deps: Pick<ConsoleDeps, 'url'>, reply: FastifyReply, name: string, value: string | null): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(deps) } as const;
  if (value === null) void reply.clearCookie(cookieName(deps, name), options);
  else void reply.setCookie(cookieName(deps, name), value, options);
}

export const cookieOf = (deps: Pick<ConsoleDeps, 'url'>, request: FastifyRequest, name: string): string | null =>
  request.cookies[cookieName(deps, name)] ?? null;

const SESSION = 'session';
/** A write for every request would be one too many. */
const TOUCHED_AFTER_MS = MINUTE_MS;
const SECRET = /^[\w-]{43}$/;

function isGoing({ session, user }: { session: Session; user: User }, deps: SessionDeps): boolean {
  const now = deps.nowMs();
  const isIdle = toMs(session.lastSeenAt) + deps.rules.idleMs <= now;
  return session.endedAt === null && user.disabledAt === null && !isIdle && toMs(session.expiresAt) > now;
}

/** Whose session the cookie names, whether or not it still goes on. */
export async function readSession(deps: SessionDeps, request: FastifyRequest): Promise<Signed | null> {
  const secret = cookieOf(deps, request, SESSION);
  if (secret === null || !SECRET.test(secret)) return null;
  const found = await deps.store.findSession(sha256(secret));
  if (!found) return null;
  const going = isGoing(found, deps);
  if (going && toMs(found.session.lastSeenAt) + TOUCHED_AFTER_MS <= deps.nowMs()) {
    await deps.store.touchSession(found.session.id, toInstant(deps.nowMs()));
  }
  return { ...found, secret, going };
}

interface NewSession {
  readonly reply: FastifyReply;
  readonly userId: string;
  readonly stage: SessionStage;
  readonly before: Signed | null;
  readonly idTokenSealed?: string | null;
}

/** A new session under a new id; the one that was is over. */
export async function startSession(
  deps: SessionDeps,
  { reply, userId, stage, before, idTokenSealed = null }: NewSession,
): Promise<Session> {
  const secret = drawSecret();
  const nowMs = deps.nowMs();
  const at = toInstant(nowMs);
  const expiresAt = toInstant(nowMs + (stage === 'FULL' ? deps.rules.absoluteMs : HALF_SIGNED_IN_MS));
  const session = { id: randomUUID(), userId, stage, startedAt: at, lastSeenAt: at, expiresAt };
  if (before) await deps.store.endSession(before.session.id, 'RENEWED', at);
  await deps.store.addSession({ ...session, idTokenSealed, sha256: sha256(secret) });
  if (stage === 'FULL') await deps.store.noteSignIn(userId, at);
  setCookie(deps, reply, SESSION, secret);
  return { ...session, idTokenSealed, endedAt: null, endedBy: null };
}

export async function endOwnSession(deps: SessionDeps, reply: FastifyReply, { session }: Signed): Promise<void> {
  await deps.store.endSession(session.id, 'SIGN_OUT', toInstant(deps.nowMs()));
  setCookie(deps, reply, SESSION, null);
}

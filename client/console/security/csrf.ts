/** That a form comes from a page of ours: a token bound to the session, and what the browser says about its origin. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../deps';
import { drawSecret, isSame } from './keys';
import { cookieOf, setCookie, type Signed } from './sessions';

type CsrfDeps = Pick<ConsoleDeps, 'keys' | 'url'>;

/** Who has no session yet signs in under this. */
const VISITOR = 'visitor';

/** The token for the forms of this page. Whoever is not signed in gets a cookie to bind it to. */
export function csrfFor(deps: CsrfDeps, request: FastifyRequest, reply: FastifyReply, signed: Signed | null): string {
  if (signed) return deps.keys.hash('csrf', `session ${signed.secret}`);
  const known = cookieOf(deps, request, VISITOR);
  const visitor = known && /^[\w-]{43}$/.test(known) ? known : drawSecret();
  if (visitor !== known) setCookie(deps, reply, VISITOR, visitor);
  return deps.keys.hash('csrf', `visitor ${visitor}`);
}

/** Whether this form may be listened to. */
export function isOwnForm(deps: CsrfDeps, request: FastifyRequest, signed: Signed | null, token: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== new URL(deps.url).origin && originHost(origin) !== request.headers.host) return false;
  if (signed) return isSame(token, deps.keys.hash('csrf', `session ${signed.secret}`));
  const visitor = cookieOf(deps, request, VISITOR);
  return visitor !== null && isSame(token, deps.keys.hash('csrf', `visitor ${visitor}`));
}

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/** That a form comes from a page of ours: a token bound to the session, and what the browser says about its origin. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../deps';
import { randomBytes } from 'node:crypto';
import { drawSecret, isSame } from './keys';
import { cookieOf, setCookie, type Signed } from './sessions';

type CsrfDeps = Pick<ConsoleDeps, 'keys' | 'url'>;

/** Who has no session yet signs in under this. */
const VISITOR = 'visitor';

const TOKEN_BYTES = 32;

const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));

/**
 * The token as it stands in one page: under a mask drawn for it. Pages are compressed and show what was searched for, so
 * their size would tell a token that is always the same, letter by letter, to whoever can open pages in this browser and
 * see how long the answers are.
 */
function masked(token: string): string {
  const mask = randomBytes(TOKEN_BYTES);
  return Buffer.concat([mask, xor(mask, Buffer.from(token, 'base64url'))]).toString('base64url');
}

function unmasked(sent: string): string {
  const bytes = Buffer.from(sent, 'base64url');
  if (bytes.length !== 2 * TOKEN_BYTES) return '';
  return xor(bytes.subarray(0, TOKEN_BYTES), bytes.subarray(TOKEN_BYTES)).toString('base64url');
}

const tokenOf = ({ keys }: Pick<CsrfDeps, 'keys'>, { secret }: Pick<Signed, 'secret'>): string =>
  keys.hash('csrf', `session ${secret}`);

/**
 * Whether another site made the browser ask. Its answer is not compressed: what stands in the page besides the token is
 * not masked, and only another site would have pages made with words of its own to measure them.
 */
export const isFromElsewhere = ({ headers, url }: FastifyRequest): boolean =>
  !url.startsWith('/assets/') && ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']));

/** Whether this token was given out to whoever is signed in here. */
export const isTokenOf = (deps: Pick<CsrfDeps, 'keys'>, signed: Pick<Signed, 'secret'>, sent: string): boolean =>
  isSame(unmasked(sent), tokenOf(deps, signed));

/** The token for the forms of this page. Whoever is not signed in gets a cookie to bind it to. */
export function csrfFor(deps: CsrfDeps, request: FastifyRequest, reply: FastifyReply, signed: Signed | null): string {
  if (signed) return masked(tokenOf(deps, signed));
  const known = cookieOf(deps, request, VISITOR);
  const visitor = known && /^[\w-]{43}$/.test(known) ? known : drawSecret();
  if (visitor !== known) setCookie(deps, reply, VISITOR, visitor);
  return masked(deps.keys.hash('csrf', `visitor ${visitor}`));
}

/** Whether this form may be listened to. */
export function isOwnForm(deps: CsrfDeps, request: FastifyRequest, signed: Signed | null, token: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== new URL(deps.url).origin && originHost(origin) !== request.headers.host) return false;
  if (signed) return isTokenOf(deps, signed, token);
  const visitor = cookieOf(deps, request, VISITOR);
  return visitor !== null && isSame(unmasked(token), deps.keys.hash('csrf', `visitor ${visitor}`));
}

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

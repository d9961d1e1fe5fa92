/** Who is asking: a bearer token, its role, and what that role may do. Nothing is open unless it says so. */
import type { TokenStore } from '../../store/types';
import { isRecordProblem } from '../incident-reader';
import { callerOf, hashOfToken, tokenText, type Caller, type Permission } from '../tokens';
import { ApiProblem } from './problems';

export interface AuthDeps {
  readonly store: Pick<TokenStore, 'findToken'>;
  readonly nowMs: () => number;
}

export type Authenticate = (header: string | undefined) => Promise<Caller>;

/** A revoked token works no longer than this; a record that is down is not noticed for as long. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 1_000;

type Token = NonNullable<Awaited<ReturnType<TokenStore['findToken']>>>;

/** Good tokens are remembered for seconds, so that a busy program does not ask the record with every request. */
export function createAuthenticate({ store, nowMs }: AuthDeps): Authenticate {
  const remembered = new Map<string, { readonly token: Token; readonly untilMs: number }>();
  const find = async (sha256: string): Promise<Token | null> => {
    const known = remembered.get(sha256);
    if (known && known.untilMs > nowMs()) return known.token;
    remembered.delete(sha256);
    const token = await store.findToken(sha256).catch((error: unknown) => {
      throw isRecordProblem(error) ? cannotTell() : error;
    });
    if (token) remember(sha256, token);
    return token;
  };
  const remember = (sha256: string, token: Token): void => {
    const oldest = remembered.keys().next();
    if (remembered.size >= MOST_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
    remembered.set(sha256, { token, untilMs: nowMs() + REMEMBERED_MS });
  };
  return async (header) => {
    const secret = secretIn(header);
    const token = secret === null ? null : await find(hashOfToken(secret));
    const caller = token && callerOf(token, nowMs());
    if (!caller) throw unauthorized(header !== undefined);
    return caller;
  };
}

/** The token in an Authorization header; null when there is none that could be ours. */
function secretIn(header: string | undefined): string | null {
  const secret = /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1];
  return tokenText.safeParse(secret).success ? (secret ?? null) : null;
}

/** @throws ApiProblem when the caller may not do this. */
export function allow(caller: Caller, permission: Permission): void {
  if (caller.permissions.includes(permission)) return;
  throw new ApiProblem('FORBIDDEN', {
    ja: `この鍵の役割では ${permission} は許可されていません。別の役割の鍵をお使いください`,
    en: `The role of this token does not allow ${permission}. Use a token of another role`,
  });
}

const unauthorized = (given: boolean): ApiProblem =>
  new ApiProblem(
    'UNAUTHORIZED',
    given
      ? {
          ja: 'この鍵は使えません(誤り・期限切れ・失効)。「desk token create」で作り直してください',
          en: 'This token cannot be used (wrong, expired or revoked). Make another with "desk token create"',
        }
      : {
          ja: 'Authorization: Bearer に鍵を付けてください。鍵は「desk token create」で作れます',
          en: 'Send a token as Authorization: Bearer. Make one with "desk token create"',
        },
  );

const cannotTell = (): ApiProblem =>
  new ApiProblem('RECORD_DOWN', {
    ja: '鍵を確認できないため、何も行いませんでした。しばらくしてからもう一度お試しください',
    en: 'Tokens cannot be checked now, so nothing was done. Try again in a while',
  });

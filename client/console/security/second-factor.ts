/** The second factor: codes that change every 30 seconds (RFC 6238), and codes for when the phone is lost. */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { ConsoleDeps } from '../deps';
import { sha256 } from './keys';

const PERIOD_S = 30;
/** One step earlier and later: clocks of phones are not exact. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Crockford base32: 80 bits a code. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 16;

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: 'Emergency Support Desk', label, period: PERIOD_S, secret: Secret.fromBase32(secret) });

export interface Enrolment {
  readonly secret: string;
  /** For a hidden field: comes back with the first code. */
  readonly sealed: string;
  readonly qrCode: string;
}

/** A new secret for this user, not kept anywhere until its first code was right. */
export function newEnrolment({ keys }: Pick<ConsoleDeps, 'keys'>, user: { id: string; login: string | null }): Enrolment {
  const secret = new Secret().base32;
  const svg = renderSVG(totpOf(secret, user.login ?? '').toString(), { border: 2, pixelSize: 4 });
  return {
    secret,
    sealed: keys.seal('enrolment', JSON.stringify([user.id, secret])),
    qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  };
}

/** The secret of an enrolment that this user began; null for everything else. */
export function enrolmentSecret({ keys }: Pick<ConsoleDeps, 'keys'>, userId: string, sealed: string): string | null {
  const text = keys.unseal('enrolment', sealed);
  const [id, secret] = text === null ? [] : (JSON.parse(text) as [string, string]);
  return id === userId && secret !== undefined ? secret : null;
}

/** Full-width digits and spaces are as good as none. */
const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

/** The step to which this code belongs; null when it is wrong. */
export function stepOf(secret: string, typed: string, nowMs: number): number | null {
  const token = plainCode(typed);
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : Math.floor(nowMs / 1_000 / PERIOD_S) + delta;
}

export const drawRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });

/** I, L and O are read as the digits they look like. */
const recoveryHash = (code: string): string => sha256(plainCode(code).replace(/[IL]/g, '1').replace(/O/g, '0'));

/** Seals what must be read again; hashes the rest. */
export const keptFactor = ({ keys }: Pick<ConsoleDeps, 'keys'>, secret: string, codes: readonly string[]) => ({
  totpSealed: keys.seal('second-factor', secret),
  recoverySha256: codes.map(recoveryHash),
});

/** Takes a code of either kind, each once. */
export async function takeCode(
  { keys, store, nowMs }: Pick<ConsoleDeps, 'keys' | 'store' | 'nowMs'>,
  userId: string,
  typed: string,
): Promise<'TOTP' | 'RECOVERY' | null> {
  const credentials = await store.credentials(userId);
  const secret = credentials?.totpSealed ? keys.unseal('second-factor', credentials.totpSealed) : null;
  if (secret === null) return null;
  const step = stepOf(secret, typed, nowMs());
  if (step !== null) return (await store.takeTotpStep(userId, step)) ? 'TOTP' : null;
  if (plainCode(typed).length !== CODE_LENGTH) return null;
  return (await store.takeRecoveryCode(userId, recoveryHash(typed))) ? 'RECOVERY' : null;
}

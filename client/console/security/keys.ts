/** The console's own keys, all drawn from one secret, each for one purpose. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Keys {
  /** A keyed hash: the same text gives the same, and nobody can tell the text from it. */
  hash(purpose: 'csrf' | 'lockout', text: string): string;
  /** Nobody else can read or change what is sealed. */
  seal(purpose: SealedFor, text: string): string;
  /** Null for what was not sealed here, or for another purpose. */
  unseal(purpose: SealedFor, sealed: string): string | null;
}

type SealedFor = 'id-token' | 'second-factor' | 'enrolment' | 'identity-provider' | 'kept-file';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createKeys(secret: string): Keys {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `console ${purpose}`, KEY_BYTES));
  return {
    hash: (purpose, text) => createHmac('sha256', key(purpose)).update(text).digest('base64url'),
    seal: (purpose, text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key(purpose), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    unseal: (purpose, sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key(purpose), bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Drawn, not chosen: one round of SHA-256 is enough to hide it. */
export const drawSecret = (): string => randomBytes(KEY_BYTES).toString('base64url');

export const isSame = (given: string, wanted: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(wanted).digest());

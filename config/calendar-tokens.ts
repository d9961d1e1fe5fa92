/** Addresses of calendar feeds: a calendar program sends no header, so the address itself says what may be read, and until when. */
import { SignJWT, errors, jwtVerify } from 'jose';
import { createSecretKey } from 'node:crypto';
import { z } from 'zod';
import { DAY_MS } from '../domain/time';

/** Whose due dates: one incident's, or those of the whole desk (null). */
export type CalendarScope = string | null;

type CalendarVerdict =
  | { readonly ok: true; readonly scope: CalendarScope }
  /** EXPIRED is said only of a token this desk signed itself. */
  | { readonly ok: false; readonly why: 'EXPIRED' | 'INVALID' };

export interface CalendarTokens {
  sign(scope: CalendarScope, validDays: number, nowMs: number): Promise<string>;
  verify(token: string, nowMs: number): Promise<CalendarVerdict>;
}

const ALGORITHM = 'HS256';
/** Not that of partners' links: neither works in place of the other. */
const AUDIENCE = 'calendar-feed';
const INVALID: CalendarVerdict = { ok: false, why: 'INVALID' };
const LONGEST_TOKEN = 400;
const claims = z.object({ n: z.string().min(1).nullable() });

export function createCalendarTokens(secret: string): CalendarTokens {
  const key = createSecretKey(secret, 'utf8');
  return {
    sign: (scope, validDays, nowMs) =>
      new SignJWT({ n: scope })
        .setProtectedHeader({ alg: ALGORITHM })
        .setAudience(AUDIENCE)
        .setExpirationTime(new Date(nowMs + validDays * DAY_MS))
        .sign(key),
    async verify(token, nowMs) {
      if (token.length > LONGEST_TOKEN || !isCanonical(token)) return INVALID;
      try {
        const { payload } = await jwtVerify(token, key, {
          ...{ algorithms: [ALGORITHM], audience: AUDIENCE, requiredClaims: ['exp'], currentDate: new Date(nowMs) },
        });
        const read = claims.safeParse(payload);
        return read.success ? { ok: true, scope: read.data.n } : INVALID;
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { ok: false, why: 'EXPIRED' };
        if (error instanceof errors.JOSEError) return INVALID;
        throw error;
      }
    },
  };
}

/** base64url can write the same bytes in several ways; only the one this desk writes is accepted. */
const isCanonical = (token: string): boolean =>
  token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

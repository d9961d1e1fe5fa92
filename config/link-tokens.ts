/** Signed partner links: who may act for which task, with which link, and until when. */
import { SignJWT, errors, jwtVerify } from 'jose';
import { createSecretKey } from 'node:crypto';
import { z } from 'zod';
import type { PartnerLink } from '../domain/mail';
import { DAY_MS } from '../domain/time';

/** What a token says once its signature was found good. */
export type LinkClaims = Omit<PartnerLink, 'validDays'>;

/** EXPIRED is said only of a token this desk signed itself; everything else is INVALID, without a reason. */
type LinkVerdict =
  | { readonly ok: true; readonly link: LinkClaims }
  | { readonly ok: false; readonly why: 'EXPIRED'; readonly link: LinkClaims }
  | { readonly ok: false; readonly why: 'INVALID' };

export interface LinkTokens {
  sign(link: PartnerLink, nowMs: number): Promise<string>;
  verify(token: string, nowMs: number): Promise<LinkVerdict>;
}

const ALGORITHM = 'HS256';
const AUDIENCE = 'partner-link';
const INVALID: LinkVerdict = { ok: false, why: 'INVALID' };
/** Far above any token of ours, far below what would cost anything to look at. */
const LONGEST_TOKEN = 2_000;

/** Short claim names keep the address short enough not to be wrapped by mail programs. */
const claimsSchema = z
  .object({ n: z.string().min(1), t: z.string().min(1), p: z.string().min(1), g: z.number().int().nonnegative() })
  .transform(({ n, t, p, g }): LinkClaims => ({ incidentNumber: n, taskId: t, partnerId: p, generation: g }));

/** Signs and verifies links with one secret; a link of another secret is as good as none. */
export function createLinkTokens(secret: string): LinkTokens {
  const key = createSecretKey(secret, 'utf8');
  return {
    sign: ({ incidentNumber, taskId, partnerId, generation, validDays }, nowMs) =>
      new SignJWT({ n: incidentNumber, t: taskId, p: partnerId, g: generation })
        .setProtectedHeader({ alg: ALGORITHM })
        .setAudience(AUDIENCE)
        .setExpirationTime(new Date(nowMs + validDays * DAY_MS))
        .sign(key),
    async verify(token, nowMs) {
      if (!isCanonical(token)) return INVALID;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          audience: AUDIENCE,
          requiredClaims: ['exp'],
          currentDate: new Date(nowMs),
        });
        const claims = claimsSchema.safeParse(payload);
        return claims.success ? { ok: true, link: claims.data } : INVALID;
      } catch (error) {
        if (error instanceof errors.JWTExpired) return expired(error);
        if (error instanceof errors.JOSEError) return INVALID;
        throw error;
      }
    },
  };
}

/** jose checks the signature and the audience before the time: an expired token is one of ours. */
function expired(error: errors.JWTExpired): LinkVerdict {
  const claims = claimsSchema.safeParse(error.payload);
  return claims.success ? { ok: false, why: 'EXPIRED', link: claims.data } : INVALID;
}

/** base64url can write the same bytes in several ways; only the one this desk writes is accepted. */
function isCanonical(token: string): boolean {
  if (token.length > LONGEST_TOKEN) return false;
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

/** Signed links: which partner may act for which task, which insured may see its incident, and until when. */
import { SignJWT, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { InsuredLink, PartnerLink } from '../domain/mail';
import { DAY_MS } from '../domain/time';

/** What a token says once its signature was found good. */
export type LinkClaims = Omit<PartnerLink, 'validDays'>;

export type InsuredClaims = Omit<InsuredLink, 'validDays'>;

/** EXPIRED is said only of a token this desk signed itself; everything else is INVALID, without a reason. */
type LinkVerdict<C> =
  | { readonly ok: true; readonly link: C }
  | { readonly ok: false; readonly why: 'EXPIRED'; readonly link: C }
  | { readonly ok: false; readonly why: 'INVALID' };

/** What one part of this system gives to a browser to bring back later: nobody else can read more into it, or change it. */
interface Kept {
  readonly about: string;
  readonly contents: unknown;
}

export interface LinkTokens {
  sign(link: PartnerLink, nowMs: number): Promise<string>;
  verify(token: string, nowMs: number): Promise<LinkVerdict<LinkClaims>>;
  /** Another link of the same person, which lasts as long as `token`, a good one. */
  signLike(link: LinkClaims, token: string): Promise<string>;
  signInsured(link: InsuredLink, nowMs: number): Promise<string>;
  verifyInsured(token: string, nowMs: number): Promise<LinkVerdict<InsuredClaims>>;
  /** Seals what was typed for the page on which it is checked. */
  seal(kept: Kept, nowMs: number): Promise<string>;
  /** The contents, when this desk sealed them about the same thing and not too long ago; null otherwise. */
  unseal(sealed: string, about: string, nowMs: number): Promise<unknown>;
}

const ALGORITHM = 'HS256';
const AUDIENCES = { partner: 'partner-link', insured: 'insured-link', sealed: 'sealed-form' } as const;
const INVALID = { ok: false, why: 'INVALID' } as const;
/** How long a check page may stay open. */
const SEALED_FOR_MS = DAY_MS;
const LONGEST_SEALED = 60_000;
/** Far above any token of ours, far below what would cost anything to look at. */
const LONGEST_TOKEN = 2_000;

/** Short claim names keep the address short enough not to be wrapped by mail programs. */
const claimsSchema = z
  .object({ n: z.string().min(1), t: z.string().min(1), p: z.string().min(1), g: z.number().int().nonnegative() })
  .transform(({ n, t, p, g }): LinkClaims => ({ incidentNumber: n, taskId: t, partnerId: p, generation: g }));

const insuredClaims = z
  .object({ n: z.string().min(1), g: z.number().int().positive() })
  .transform(({ n, g }): InsuredClaims => ({ incidentNumber: n, generation: g }));

const sealedClaims = z.object({ a: z.string(), c: z.unknown() });

/** Signs and verifies links with one secret; a link of another secret is as good as none. */
export function createLinkTokens(secret: string): LinkTokens {
  const key = createSecretKey(secret, 'utf8');
  const signed = (claims: JWTPayload, audience: string, untilMs: number): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM })
      .setAudience(audience)
      .setExpirationTime(new Date(untilMs))
      .sign(key);
  const claimsOf = ({ incidentNumber, taskId, partnerId, generation }: LinkClaims): JWTPayload => ({
    ...{ n: incidentNumber, t: taskId, p: partnerId, g: generation },
  });
  return {
    sign: (link, nowMs) => signed(claimsOf(link), AUDIENCES.partner, nowMs + link.validDays * DAY_MS),
    signLike: (link, token) => signed(claimsOf(link), AUDIENCES.partner, (decodeJwt(token).exp ?? 0) * 1_000),
    verify: (token, nowMs) => verify(key, AUDIENCES.partner, claimsSchema, token, nowMs),
    signInsured: ({ incidentNumber, generation, validDays }, nowMs) =>
      signed({ n: incidentNumber, g: generation }, AUDIENCES.insured, nowMs + validDays * DAY_MS),
    verifyInsured: (token, nowMs) => verify(key, AUDIENCES.insured, insuredClaims, token, nowMs),
    seal: ({ about, contents }, nowMs) => signed({ a: about, c: contents }, AUDIENCES.sealed, nowMs + SEALED_FOR_MS),
    async unseal(sealed, about, nowMs) {
      const verdict = await verify(key, AUDIENCES.sealed, sealedClaims, sealed, nowMs, LONGEST_SEALED);
      return verdict.ok && verdict.link.a === about ? verdict.link.c : null;
    },
  };
}

async function verify<C>(
  key: KeyObject,
  audience: string,
  schema: z.ZodType<C>,
  token: string,
  nowMs: number,
  longest = LONGEST_TOKEN,
): Promise<LinkVerdict<C>> {
  if (token.length > longest || !isCanonical(token)) return INVALID;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience,
      requiredClaims: ['exp'],
      currentDate: new Date(nowMs),
    });
    const claims = schema.safeParse(payload);
    return claims.success ? { ok: true, link: claims.data } : INVALID;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return expired(error, schema);
    if (error instanceof errors.JOSEError) return INVALID;
    throw error;
  }
}

/** jose checks the signature and the audience before the time: an expired token is one of ours. */
function expired<C>(error: errors.JWTExpired, schema: z.ZodType<C>): LinkVerdict<C> {
  const claims = schema.safeParse(error.payload);
  return claims.success ? { ok: false, why: 'EXPIRED', link: claims.data } : INVALID;
}

/** base64url can write the same bytes in several ways; only the one this desk writes is accepted. */
const isCanonical = (token: string): boolean =>
  token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

/** Keys of programs that use the HTTP API: what they look like, who stands behind one, and how one is made. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { id } from '../config/fields';
import type { Instant } from '../domain/time';
import type { ApiToken, TokenStore } from '../store/types';
import { isStaffRole, permissionsOf, type Permission } from './permissions';

export type { Permission };

/** Who is asking, once the token was found good. */
export interface Caller {
  readonly tokenId: string;
  /** Stands as the actor in timelines. */
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Set for a partner's program. */
  readonly partnerId: string | null;
}

const PARTNER_PREFIX = 'partner:';

/** The partner that a role speaks for; null for staff. Whether such a partner exists is for whoever makes the token. */
export const partnerOf = (role: string): string | null =>
  role.startsWith(PARTNER_PREFIX) ? role.slice(PARTNER_PREFIX.length) : null;

/** Accounts and settings are in the console alone: a program has nothing to administrate. */
const isRoleOfPrograms = (role: string): boolean => isStaffRole(role) && role !== 'administrator';

/** Whether this is a role of programs: one of the four, or `partner:<id>`. */
export function isRole(role: string): boolean {
  const partnerId = partnerOf(role);
  return partnerId === null ? isRoleOfPrograms(role) : id.safeParse(partnerId).success;
}

/** The caller behind a token as it stands in the record; null when it was revoked, has expired, or has a role we do not know. */
export function callerOf(token: ApiToken, nowMs: number): Caller | null {
  if (token.revokedAt !== null || (token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs)) return null;
  const { id: tokenId, name, role } = token;
  const partnerId = partnerOf(role);
  if (partnerId !== null) return { tokenId, name, permissions: ['PARTNER'], partnerId };
  return isRoleOfPrograms(role) ? { tokenId, name, permissions: permissionsOf([role]), partnerId: null } : null;
}

const SECRET_BYTES = 32;
/** The prefix lets scanners of source code recognise a leaked one. */
export const tokenText = z.string().regex(/^anshin_[\w-]{43}$/);

/** A token is drawn, not chosen: one round of SHA-256 is enough to hide it. */
export const hashOfToken = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export interface NewToken {
  readonly name: string;
  readonly role: string;
  readonly expiresAt: Instant | null;
}

/** Draws a token and keeps its hash. `secret` is shown once and cannot be had again. */
export async function makeToken(
  store: Pick<TokenStore, 'addToken'>,
  { name, role, expiresAt }: NewToken,
): Promise<{ readonly secret: string; readonly token: ApiToken }> {
  const secret = `anshin_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const tokenId = `tok-${randomBytes(5).toString('hex')}`;
  const token = await store.addToken({ id: tokenId, name, role, expiresAt, sha256: hashOfToken(secret) });
  return { secret, token };
}

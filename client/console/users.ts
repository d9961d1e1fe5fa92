/** Accounts of the people who work here: how one is made, by the command line or in the console. */
import { randomBytes } from 'node:crypto';
import { toInstant } from '../../domain/time';
import type { User, UserStore } from '../../store/staff-types';
import { STAFF_ROLES, type StaffRole } from '../permissions';
import { drawSecret, sha256 } from './security/keys';
import { SETUP_LINK_MS } from './security/rules';

const LOGIN = /^[a-z0-9][a-z0-9._@-]{0,99}$/;
export const LONGEST_NAME = 100;

/** As people type it; the same person whether in full-width or capital letters. */
export const plainLogin = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

export const isLogin = (login: string): boolean => LOGIN.test(login);

export const newUserId = (): string => `usr-${randomBytes(5).toString('hex')}`;

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

/** Null when somebody has this login. */
export const makeUser = (store: Pick<UserStore, 'addUser'>, { login, name, roles }: NewUser): Promise<User | null> =>
  store.addUser({ id: newUserId(), login, name, roles: STAFF_ROLES.filter((role) => roles.includes(role)) });

/**
 * A link with which this person, once, chooses a password and a second factor. The address is shown once and cannot be
 * had again; a newer one takes its place.
 */
export async function makeSetupLink(
  store: Pick<UserStore, 'setSetupLink'>,
  { userId, url, nowMs }: { readonly userId: string; readonly url: string; readonly nowMs: number },
): Promise<string> {
  const secret = drawSecret();
  await store.setSetupLink(userId, { sha256: sha256(secret), expiresAt: toInstant(nowMs + SETUP_LINK_MS) });
  return `${url}/sign-in/setup/${secret}`;
}

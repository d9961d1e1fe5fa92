/** How long sessions last and when somebody is locked out. */
import type { LockRule } from '../../../store/staff-types';

export interface Rules {
  /** A session in which nothing happens ends after this. */
  readonly idleMs: number;
  /** And every session after this. */
  readonly absoluteMs: number;
  readonly lockAccount: LockRule;
  readonly lockAddress: LockRule;
}

/** Between the right password and the second factor. */
export const HALF_SIGNED_IN_MS = 10 * 60_000;
export const SETUP_LINK_MS = 24 * 60 * 60_000;

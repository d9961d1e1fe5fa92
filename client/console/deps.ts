/** What the console needs from outside. The real things are put together in `main.ts`; tests bring their own. */
import type { Setup } from '../../domain/setup';
import type { OverviewStore } from '../../store/overview-types';
import type { StaffStore } from '../../store/staff-types';
import type { Store } from '../../store/types';
import type { Desk } from '../desk';
import type { Business } from './business';
import type { Keys } from './security/keys';
import type { Identity } from './security/identity';
import type { Rules } from './security/rules';

interface ConsoleLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}

export interface ConsoleDeps {
  readonly desk: Omit<Desk, 'close'>;
  readonly store: Omit<Store, 'close'> & StaffStore & OverviewStore;
  /** The business data in force, with the closed days around this moment. @throws ConfigProblems */
  readonly setup: (nowMs: number) => Setup;
  readonly contact: Setup['desk'];
  readonly business: Business;
  /** How the console's addresses begin, e.g. `https://desk.example`. */
  readonly url: string;
  readonly keys: Keys;
  readonly rules: Rules;
  /** The identity provider of the staff; null: local accounts only. */
  readonly identity: Identity | null;
  readonly localAccounts: boolean;
  /** The page of the local mailbox in a system that mails nobody; null otherwise. */
  readonly mailboxUrl: string | null;
  readonly maxFileMb: number;
  readonly build: string;
  /** Proxies that are believed when they say whom they speak for. */
  readonly trustedProxies: readonly string[];
  readonly nowMs: () => number;
  readonly log: ConsoleLog;
  /** How often open pages hear that they are still watched. */
  readonly liveBeatMs?: number;
  /** Requests a minute of one session, and attempts to sign in a minute from one address. */
  readonly limits?: { readonly requests: number; readonly signIns: number };
}

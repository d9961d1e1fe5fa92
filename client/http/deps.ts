/** What the API needs from outside. The real things are put together in `main.ts`; tests bring their own. */
import type { CalendarTokens } from '../../config/calendar-tokens';
import type { Problem } from '../../config/problems';
import type { Setup } from '../../domain/setup';
import type { UserStore } from '../../store/staff-types';
import type { Store } from '../../store/types';
import type { Law } from '../assess-file';
import type { Desk } from '../desk';

interface ApiLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}

export interface ApiDeps {
  readonly desk: Omit<Desk, 'close'>;
  readonly store: Omit<Store, 'close'>;
  /** Who can be put in charge of an incident. */
  readonly staff: Pick<UserStore, 'users'>;
  /** The business data in force, with the closed days around this moment. @throws ConfigProblems */
  readonly setup: (nowMs: number) => Setup;
  /** The law in force. @throws ConfigProblems */
  readonly law: () => Law;
  /** Addresses of calendar feeds: who may read which, and how they begin. */
  readonly calendar: { readonly tokens: CalendarTokens; readonly url: string };
  /** Problems of the business data in force, or of this playbook beside the rest of it. */
  readonly checkPlaybook: (text: string | null) => Promise<readonly Problem[]>;
  /** Address of the local mailbox's page; null: there is none. */
  readonly mailboxUrl: string | null;
  readonly maxFileMb: number;
  readonly nowMs: () => number;
  readonly log: ApiLog;
  /** Requests a minute with one token, and failed attempts a minute from one address. */
  readonly limits?: { readonly requests: number; readonly failures: number };
  /** How often a stream looks for new entries, and how often it says that it is still there. */
  readonly stream?: { readonly lookEveryMs: number; readonly heartbeatMs: number };
  /** How often whoever plays a drill says so. */
  readonly drills?: { readonly aliveEveryMs: number };
}

/**
 * Everything the business decides, snapshotted into an incident when it opens: editing the files under `config/`
 * changes new incidents, never running ones.
 */
import type { ClosedDayCalendar, WorkingHours } from './calendar';
import type { LegalSetup } from './legal';
import type { ApproverRole, Playbook } from './playbook';
import type { FunctionId, ServiceId } from './services';
import type { Bilingual, Language } from './wording';

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly language: Language;
}

/** A partner firm (協力会社). */
export interface Partner {
  readonly id: string;
  readonly name: Bilingual;
  /** Whom a request goes to until somebody takes it over. */
  readonly contact: Contact;
  readonly hours: WorkingHours;
}

export const RUNG_ACTIONS = ['REMIND', 'CALL_LIST', 'NEXT_PARTNER', 'SUPERVISOR'] as const;
export type RungAction = (typeof RUNG_ACTIONS)[number];

/** One step of an escalation: at this share of the limit (100 = the limit itself), do this. */
export interface Rung {
  readonly atPercent: number;
  readonly action: RungAction;
}

export const CLOCK_KINDS = ['ACCEPT', 'COMPLETE', 'APPROVAL', 'CHECK'] as const;
/** What a task is being waited for: an answer, its work, a decision, or the desk's look at a delivery. */
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** The second firm's silence is the first one's twice over, so it climbs a ladder of its own. */
export const LADDERS = [...CLOCK_KINDS, 'ACCEPT_SUBSTITUTE'] as const;
export type LadderName = (typeof LADDERS)[number];

export interface Desk {
  /** Name of the desk as it signs its mails. */
  readonly name: Bilingual;
  readonly insurer: Bilingual;
  readonly phone: string;
  /** Reply-To of every mail. */
  readonly email: string;
  readonly callList: readonly Contact[];
  readonly supervisors: readonly Contact[];
  /** Who hears of a report that is not filed in time; absent in older setups: the supervisors. */
  readonly heads?: readonly Contact[];
  readonly approvers: Readonly<Record<ApproverRole, readonly Contact[]>>;
  /** The desk's look at a delivery: its limit, round the clock. */
  readonly checkWithinMinutes: number;
  /** The least time a partner gets for a delivery that was sent back. */
  readonly reworkWithinMinutes: number;
  /** How long a partner's link works after it was issued. */
  readonly linkValidDays: number;
  /** The same for the insured's; absent in older setups: the insured has no page. */
  readonly insuredLinkValidDays?: number;
  /** Whether the insured is mailed when its incident is closed; absent in older setups: it is not. */
  readonly insuredClosingMail?: boolean;
}

export interface Setup {
  readonly playbook: Playbook;
  readonly partners: readonly Partner[];
  /** Partner ids, best first. An entry for a service goes before the entry of its function. */
  readonly ranking: Readonly<Partial<Record<FunctionId | ServiceId, readonly string[]>>>;
  readonly ladders: Readonly<Record<LadderName, readonly Rung[]>>;
  readonly calendar: ClosedDayCalendar;
  readonly desk: Desk;
  /** Absent in incidents that were opened without it: none of it happens there. */
  readonly legal?: LegalSetup;
}

/** What can be asked of all incidents at once: what waits for a decision, what stands still, how partners answer. */
import type { Approval } from '../domain/incident';
import type { MailKind } from '../domain/mail';
import type { Severity } from '../domain/playbook';
import type { ServiceId } from '../domain/services';
import type { ClockKind, RungAction } from '../domain/setup';
import type { Instant } from '../domain/time';

/** An approval that nobody has decided yet. */
export interface WaitingApproval extends Pick<
  Approval,
  'approvalId' | 'taskId' | 'gate' | 'stage' | 'approver' | 'askedAt' | 'factsVersion'
> {
  readonly service: ServiceId;
  /** The firm whose work it is about. */
  readonly company: string;
  /** null while the task is paused: the time that is left is kept. */
  readonly dueAt: Instant | null;
}

/** People were told that somebody is silent, and nobody has said that they look after it. */
export interface OpenEscalation {
  readonly taskId: string;
  readonly service: ServiceId;
  readonly approvalId: string | null;
  readonly level: number;
  readonly action: RungAction;
  readonly waitingFor: ClockKind | null;
  readonly company: string;
}

export interface BouncedMail {
  readonly mail: MailKind;
  readonly taskId: string | null;
  /** A company or a role, never an address. */
  readonly recipient: string;
  readonly at: Instant;
}

/** An incident that is under way, as far as overviews need it. */
export interface OpenIncident {
  readonly number: string;
  readonly insured: string | null;
  readonly drill: boolean;
  readonly severity: Severity;
  readonly openedBy: string;
  /** Who is in charge; null: nobody. */
  readonly owner: string | null;
  readonly openedAt: Instant;
  readonly awareAt: Instant;
  readonly nextDueAt: Instant | null;
  readonly factsVersion: number;
  readonly approvals: readonly WaitingApproval[];
  readonly escalations: readonly OpenEscalation[];
  /** Services for which no partner is left to ask. */
  readonly exhausted: readonly { readonly taskId: string; readonly service: ServiceId }[];
  /** Mails that never arrived and that nobody has made up for. */
  readonly bounced: readonly BouncedMail[];
  /** When a person, not the engine, last did something in it. */
  readonly lastActAt: Instant;
}

/** How one firm answered what it was asked. A firm that was asked twice counts twice. */
export interface PartnerAnswers {
  readonly partnerId: string;
  readonly requests: number;
  /** Not answered yet, and still in time. */
  readonly waiting: number;
  /** Taken back by staff before the limit: no answer can be held against the firm. */
  readonly takenBack: number;
  readonly accepted: number;
  readonly acceptedInTime: number;
  readonly medianMinutes: number | null;
  readonly declined: number;
  readonly silent: number;
  readonly deliveredInTime: number;
  readonly deliveredLate: number;
  /** Deliveries that were sent back. */
  readonly returned: number;
  /** The latest acceptances: how much of the limit each took, 1 = all of it. */
  readonly shares: readonly number[];
}

export interface OverviewStore {
  /** All that are under way, drills included. What did not change since the last time is not read again. */
  openIncidents(): Promise<readonly OpenIncident[]>;
  /** How many incidents, drills left out, were under way at that moment. */
  countOpenAt(at: Instant): Promise<number>;
  /** Of incidents opened since then, drills left out; firms without a request are not in it. */
  partnerAnswers(range: { readonly since: Instant; readonly now: Instant }): Promise<readonly PartnerAnswers[]>;
}

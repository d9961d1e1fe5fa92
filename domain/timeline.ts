/**
 * The closed list of what can stand in an incident's timeline, one line of meaning each.
 * An entry holds all that `evolve` needs: folding the entries from the first gives the state.
 */
import type { Facts, FactsVersion } from './facts';
import type {
  Actor,
  Assignment,
  Caller,
  Clock,
  Delivery,
  FastClock,
  FileRef,
  IncidentState,
  PlannedTask,
  Policy,
  RetiredLink,
  TaskState,
} from './incident';
import type { AssessmentProblem, Filing, LegalClock, LegalVerdicts, LiveObligation, LiveProposal, ObligationKey } from './legal';
import type { MailKind } from './mail';
import type { ApprovalSpec, Severity } from './playbook';
import type { ServiceId } from './services';
import type { ObligationChange } from './obligations/assessment';
import type { Contact, RungAction } from './setup';
import type { Instant } from './time';

type NotActivated = IncidentState['notActivated'];

/** An approval's clock after its task was paused or resumed. */
interface ApprovalClock {
  readonly approvalId: string;
  readonly clock: Clock;
}

/** What an obligation's clock is after something happened to it. */
export interface ClockMove extends ObligationKey {
  readonly clock: LegalClock | null;
}

/** What each kind of entry carries. */
export interface EntryData {
  /** The desk opened the incident. */
  INCIDENT_OPENED: {
    number: string;
    insured: string | null;
    caller: Caller;
    policy: Policy | null;
    versions: readonly FactsVersion[];
    severity: Severity;
    clock: FastClock | null;
    playbook: { id: string; version: string };
    notActivated: NotActivated;
    /** Who decides at the insured, where it was told. */
    insuredHead?: Contact;
    /** Who is in charge, where that is somebody else than the opener; null: nobody yet. */
    owner?: string | null;
    /** By when the desk promised to call back. */
    callBack?: { dueAt: Instant };
  };
  /** Somebody else is in charge from now on (引継ぎ); null: nobody. */
  INCIDENT_HANDED_OVER: { from: string | null; to: string | null; note: string };
  /** The promised call was made. */
  CALL_BACK_MADE: { note: string };
  /** The promised time has passed and nobody called. */
  CALL_BACK_OVERDUE: { dueAt: Instant };
  /** The facts call for a service; it waits for what it depends on. */
  SERVICE_PLANNED: Omit<PlannedTask, 'cancelProposed' | 'kept'>;
  /** A partner was asked. */
  TASK_REQUESTED: {
    taskId: string;
    service: ServiceId;
    assignment: Assignment;
    why: 'PLAYBOOK' | 'SUBSTITUTE' | 'DECLINED' | 'STAFF';
    reason: string | null;
    clock: Clock;
  };
  /** The link before this one works no longer. */
  LINK_RETIRED: { taskId: string; link: RetiredLink };
  /** A new link was sent to the same person. */
  LINK_REISSUED: { taskId: string; generation: number };
  /** Staff made the link in force unusable. */
  LINK_REVOKED: { taskId: string; generation: number; reason: string };
  /** The partner took the work. `implied`: it delivered without having accepted. */
  TASK_ACCEPTED: {
    taskId: string;
    generation: number;
    implied: boolean;
    expectedStartAt: Instant | null;
  };
  /** The partner declined; `exhausted`: nobody is left in the ranking. */
  TASK_DECLINED: { taskId: string; generation: number; reason: string; note: string; exhausted: boolean };
  /** Work may start or goes on: its limit runs from here. */
  WORK_STARTED: {
    taskId: string;
    state: 'ACCEPTED' | 'IN_PROGRESS';
    clock: Clock;
    interimBy: Instant | null;
    completeBy: Instant | null;
  };
  /** The partner told how it goes. Never moves a limit. */
  PROGRESS_REPORTED: { taskId: string; note: string; expectedAt: Instant | null };
  /** The partner delivered. `clock`: what is waited for now. */
  TASK_DELIVERED: { taskId: string; delivery: Omit<Delivery, 'at' | 'by' | 'returnedAt'>; state: TaskState; clock: Clock | null };
  /** Every approval of the delivery was given; the desk looks at it next. */
  DELIVERY_APPROVED: { taskId: string; clock: Clock | null };
  /** The delivery was found good; the task is done. */
  DELIVERY_ACCEPTED: { taskId: string; note: string };
  /** The delivery was sent back. */
  DELIVERY_RETURNED: { taskId: string; reason: string };
  /** Another person of the partner took over (代理対応). */
  TASK_HANDED_OVER: { taskId: string; from: string; assignment: Assignment };
  TASK_PAUSED: { taskId: string; reason: string; clock: Clock | null; approvalClocks: readonly ApprovalClock[] };
  TASK_RESUMED: {
    taskId: string;
    clock: Clock | null;
    approvalClocks: readonly ApprovalClock[];
    interimBy: Instant | null;
    completeBy: Instant | null;
    acceptBy: Instant | null;
  };
  TASK_CANCELLED: { taskId: string; service: ServiceId; reason: string };
  /** New facts no longer call for the task; staff decide. */
  CANCELLATION_PROPOSED: { taskId: string; service: ServiceId; because: string; factsVersion: number };
  /** Staff keep a task although the facts do not call for it. */
  TASK_KEPT: { taskId: string; service: ServiceId; reason: string };
  /** A rung of a ladder was climbed: by time, by hand, by a bounced mail or because nobody is left to ask. */
  ESCALATED: {
    taskId: string;
    /** Set when it is a decision that is being waited for. */
    approvalId: string | null;
    service: ServiceId;
    level: number;
    action: RungAction;
    why: 'SILENCE' | 'BY_HAND' | 'MAIL_BOUNCED' | 'NOBODY_LEFT';
    waitingFor: Clock['kind'] | null;
    reason: string | null;
    /** The clock of the task (or of the approval) afterwards. */
    clock: Clock | null;
  };
  /** Somebody at the desk has taken the escalation on; its ladder stops. */
  ESCALATION_ACKNOWLEDGED: { taskId: string; note: string };
  APPROVAL_ASKED: {
    approvalId: string;
    taskId: string;
    gate: ApprovalSpec['gate'];
    stage: ApprovalSpec['stage'];
    approver: ApprovalSpec['approver'];
    decideBy: Instant;
    factsVersion: number;
    clock: Clock;
  };
  APPROVAL_DECIDED: {
    approvalId: string;
    taskId: string;
    gate: ApprovalSpec['gate'];
    decision: 'APPROVED' | 'REJECTED';
    reason: string;
    /** Set when the insured decided on its page: the position of whoever decided, and the delivery that was shown. */
    insured?: { title: string; deliveryVersion: number | null };
  };
  /** The insured's link was replaced by a new one, or made unusable. */
  INSURED_LINK_CHANGED: { change: 'REISSUED' | 'REVOKED'; generation: number; reason: string };
  /** The task ended before anybody decided. */
  APPROVAL_WITHDRAWN: { approvalId: string; taskId: string; gate: ApprovalSpec['gate'] };
  FACTS_REVISED: {
    version: number;
    knownAt: Instant;
    facts: Facts;
    reason: string;
    severity: Severity;
    notActivated: NotActivated;
  };
  /** What the law asks by the facts in force: the obligations that are new or changed, and which fact moved which date. */
  OBLIGATIONS_ASSESSED: {
    because: 'OPENED' | 'FACTS' | 'PROPOSAL';
    factsVersion: number;
    ruleset: string;
    verdicts: LegalVerdicts;
    obligations: readonly LiveObligation[];
    changes: readonly ObligationChange[];
    proposals: readonly LiveProposal[];
  };
  /** The facts in force cannot be assessed; what stood before goes on. */
  OBLIGATIONS_NOT_ASSESSED: AssessmentProblem;
  /** Somebody was reminded of what is to be filed. */
  OBLIGATIONS_REMINDED: { obligations: readonly ClockMove[] };
  /** A report was not filed by the time at which the heads are told. */
  OBLIGATIONS_ESCALATED: { obligations: readonly ClockMove[] };
  /** The earlier end of the yardstick is over; from now on the last day counts. */
  OBLIGATIONS_PAST_TARGET: { obligations: readonly ClockMove[] };
  /** The last day is over without a report. Filing stays possible. */
  OBLIGATIONS_OVERDUE: { obligations: readonly ClockMove[] };
  /** It was no incident: nothing is owed, save a closing report where one had been filed. */
  OBLIGATIONS_WITHDRAWN: {
    reason: string;
    obligations: readonly LiveObligation[];
    changes: readonly ObligationChange[];
    proposals: readonly LiveProposal[];
  };
  /** A report or notice was filed. `closeOut`: the closing report that it brings with it. */
  FILING_RECORDED: { filing: Filing; closeOut: LiveObligation | null };
  /** Counsel decided what the rules leave to it. */
  PROPOSAL_DECIDED: Pick<LiveProposal, 'proposalId' | 'what' | 'kind' | 'party'> & {
    decision: 'APPROVED' | 'REJECTED';
    reason: string;
  };
  /** A drill's clock was moved forward. */
  CLOCK_ADVANCED: { from: Instant; to: Instant; byMs: number };
  FALSE_ALARM_RULED: { reason: string };
  INCIDENT_CLOSED: {
    outcome: 'RESOLVED' | 'FALSE_ALARM';
    reason: string;
    tasksClosed: number;
    tasksCancelled: number;
    /** Reports and notices that were still to be filed; absent where nothing was ever assessed. */
    obligationsOpen?: number;
  };
  /** `taskId` null: the insured wrote to the desk. */
  MESSAGE_SENT: { taskId: string | null; text: string };
  QUOTE_SUBMITTED: { taskId: string; amountYen: number; note: string; files: readonly FileRef[] };
  INVOICE_SUBMITTED: { taskId: string; amountYen: number; note: string; files: readonly FileRef[] };
  /** A mail was accepted by the mail server. */
  MAIL_SENT: { mailId: string; mail: MailKind; taskId: string | null; recipient: string };
  /** The mail server does not take it now; the engine goes on trying. */
  MAIL_DELAYED: { mailId: string; mail: MailKind; taskId: string | null; recipient: string; problem: string };
  /** The mail server refused it for good. */
  MAIL_BOUNCED: { mailId: string; mail: MailKind; taskId: string | null; recipient: string; problem: string };
  /** An answer that came too late, from a retired link or for an ended task: kept, changes nothing. */
  ANSWER_NOT_APPLIED: { signal: string; taskId: string; code: string; kept: Readonly<Record<string, unknown>> };
  /** The same message again; changes nothing. */
  ANSWER_REPEATED: { signal: string; taskId: string };
  /** A signal that could not be understood; changes nothing. */
  SIGNAL_REFUSED: { signal: string; problem: string };
}

export type EntryKind = keyof EntryData;

export interface EntryOf<K extends EntryKind> {
  /** 1, 2, 3 … without gaps, per incident. */
  readonly seq: number;
  /** On the incident's own clock. */
  readonly at: Instant;
  readonly kind: K;
  readonly actor: Actor;
  readonly data: Readonly<EntryData[K]>;
  /** Id of the message that caused it, when one did. */
  readonly messageId: string | null;
}

export type TimelineEntry = { [K in EntryKind]: EntryOf<K> }[EntryKind];

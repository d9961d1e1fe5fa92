/** The state of an incident: plain JSON, built only by `evolve` from the entries of its timeline. */
import { callBackDueAt, type CallBack } from './call-back';
import type { FactsVersion } from './facts';
import type { FileRef } from './files';
import type { Filing, LegalAssessment, LiveObligation } from './legal';
import { nextLegalDueAt } from './legal-due';
import type { ApprovalSpec, Dependency, Milestone, Severity } from './playbook';
import type { FunctionId, ServiceId } from './services';
import type { ClockKind, Contact, LadderName, RungAction } from './setup';
import type { Instant } from './time';

export type TaskState =
  'REQUESTED' | 'ACCEPTED' | 'IN_PROGRESS' | 'WAITING_APPROVAL' | 'DELIVERED' | 'CLOSED' | 'DECLINED' | 'CANCELLED';

/** Who speaks. Staff and programs by name, partners with their company; the engine is nobody. */
export interface Actor {
  readonly role: 'STAFF' | 'PARTNER' | 'INSURED' | 'ENGINE';
  readonly name: string;
  readonly company: string | null;
}

export const ENGINE: Actor = { role: 'ENGINE', name: 'engine', company: null };

/**
 * One running limit with its escalation ladder. A task has at most one at a time.
 * All instants are those of the incident's own clock.
 */
export interface Clock {
  readonly kind: ClockKind;
  /** The ladder its rungs come from. */
  readonly ladder: LadderName;
  /** Whole limit, in working milliseconds of the hours it runs in. */
  readonly limitMs: number;
  /** Whose business hours it runs in; null: round the clock. */
  readonly hoursOfPartner: string | null;
  /** Working time used up before the last pause. */
  readonly consumedMs: number;
  /** null while paused. */
  readonly runningSince: Instant | null;
  readonly dueAt: Instant | null;
  /** Index into the ladder of the rung that comes next. */
  readonly nextRung: number;
  /** null: no rung is left, the clock is paused, or somebody has acknowledged the escalation. */
  readonly nextRungAt: Instant | null;
}

export interface Escalation {
  /** How many rungs have been climbed; 0: none. */
  readonly level: number;
  readonly lastAction: RungAction | null;
  readonly acknowledgedBy: string | null;
}

/** Who has been asked, and with which link. */
export interface Assignment {
  readonly partnerId: string;
  /** 1 = first choice. 0: chosen by staff outside the ranking. */
  readonly rank: number;
  /** Number of the link in force; older ones are retired. */
  readonly generation: number;
  readonly company: string;
  readonly holder: Contact;
  readonly requestedAt: Instant;
  /** False once the link was revoked. */
  readonly linkValid: boolean;
}

export interface RetiredLink {
  readonly generation: number;
  readonly partnerId: string;
  readonly why: 'SUBSTITUTED' | 'HANDED_OVER' | 'REASSIGNED' | 'DECLINED' | 'REISSUED';
  readonly at: Instant;
}

export type { FileRef };

export interface Delivery {
  readonly version: number;
  readonly milestone: Milestone;
  readonly at: Instant;
  readonly by: Actor;
  /** The firm that was assigned then; another one does not see it. */
  readonly partnerId: string;
  readonly note: string;
  /** Version of the facts the partner worked from, when told. */
  readonly factsVersion: number | null;
  readonly files: readonly FileRef[];
  /** When the desk or an approver sent it back, or another firm was asked for the task. */
  readonly returnedAt: Instant | null;
}

/** What a partner and the desk wrote to each other about a task. */
export interface TaskMessage {
  readonly at: Instant;
  readonly from: 'PARTNER' | 'DESK';
  /** The firm that was assigned then; another one does not see it. */
  readonly partnerId: string;
  readonly text: string;
}

export interface Task {
  readonly taskId: string;
  readonly service: ServiceId;
  readonly function: FunctionId;
  readonly state: TaskState;
  readonly assignment: Assignment;
  /** Every partner asked so far, in order. */
  readonly askedPartners: readonly string[];
  readonly retiredLinks: readonly RetiredLink[];
  readonly clock: Clock | null;
  readonly escalation: Escalation;
  readonly pause: { readonly reason: string; readonly at: Instant; readonly by: string } | null;
  readonly acceptBy: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly interimBy: Instant | null;
  readonly completeBy: Instant | null;
  readonly deliveries: readonly Delivery[];
  /** The latest of them; absent before the first. */
  readonly messages?: readonly TaskMessage[];
  readonly lastProgress: { readonly at: Instant; readonly note: string; readonly expectedAt: Instant | null } | null;
  /** The facts no longer call for it; staff decide. */
  readonly cancelProposed: { readonly because: string; readonly factsVersion: number } | null;
  readonly endedAt: Instant | null;
  readonly endReason: string | null;
}

/** An activated service that still waits for others: no partner knows of it yet. */
export interface PlannedTask {
  readonly taskId: string;
  readonly service: ServiceId;
  readonly function: FunctionId;
  readonly dependsOn: readonly Dependency[];
  readonly cancelProposed: { readonly because: string; readonly factsVersion: number } | null;
  /** Staff keep it: it no longer waits for services that were cancelled. */
  readonly kept: boolean;
}

export interface Approval {
  readonly approvalId: string;
  readonly taskId: string;
  readonly gate: ApprovalSpec['gate'];
  readonly stage: ApprovalSpec['stage'];
  readonly approver: ApprovalSpec['approver'];
  readonly state: 'PENDING' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN';
  readonly askedAt: Instant;
  readonly decideBy: Instant;
  /** null once decided or withdrawn. */
  readonly clock: Clock | null;
  readonly escalation: Escalation;
  readonly factsVersion: number;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** Set when the insured decided it on its page: the position of whoever decided, and the delivery that was shown. */
  readonly insured?: { readonly title: string; readonly deliveryVersion: number | null };
}

export interface Caller {
  readonly name: string | null;
  readonly phone: string;
  readonly email: string | null;
}

/** A plain block until there is a policy register: what the caller told, shown as it is and never judged. */
export type Policy = Readonly<Record<string, unknown>>;

/** A fast clock (a drill): incident time starts at `startAt` and runs `speed` times as fast as the wall clock. */
export interface FastClock {
  readonly startAt: Instant;
  readonly speed: number;
}

/** Which link of the insured is in force; `valid` false: none, staff revoked it. */
export interface InsuredLinkState {
  readonly generation: number;
  readonly valid: boolean;
}

export interface IncidentState {
  readonly number: string;
  readonly clock: FastClock | null;
  /** How far a drill's clock was moved forward by hand, in incident milliseconds. */
  readonly skippedMs: number;
  readonly status: 'OPEN' | 'CLOSED';
  readonly outcome: 'RESOLVED' | 'FALSE_ALARM' | null;
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly openedBy: string;
  /** Who is in charge; null: nobody. Absent until somebody else than the opener is: see `ownerOf`. */
  readonly owner?: string | null;
  /** The call that was promised to the caller; absent where none was. */
  readonly callBack?: CallBack;
  readonly insured: string | null;
  readonly caller: Caller;
  readonly policy: Policy | null;
  readonly playbook: { readonly id: string; readonly version: string };
  readonly factsVersions: readonly FactsVersion[];
  readonly planned: readonly PlannedTask[];
  readonly tasks: readonly Task[];
  readonly approvals: readonly Approval[];
  /** Services cancelled before any partner was asked. */
  readonly withdrawn: readonly { readonly taskId: string; readonly service: ServiceId; readonly reason: string }[];
  readonly notActivated: readonly { readonly service: ServiceId; readonly because: string }[];
  /** Who decides at the insured, where it was told. */
  readonly insuredHead?: Contact;
  /** The insured's link, once it is another than the first. */
  readonly insuredLink?: InsuredLinkState;
  /** The latest words of the insured to the desk; absent before the first. */
  readonly insuredMessages?: readonly { readonly at: Instant; readonly by: string; readonly text: string }[];
  /** What the law asks; absent in incidents that were opened without it. */
  readonly obligations?: readonly LiveObligation[];
  /** Reports and notices that were filed, in the order in which they were recorded. */
  readonly filings?: readonly Filing[];
  readonly assessment?: LegalAssessment;
  /** Sequence number of the last timeline entry. */
  readonly seq: number;
  readonly seenMessageIds: readonly string[];
}

/** An incident is a drill exactly when it has a clock of its own. */
export const isDrill = (state: Pick<IncidentState, 'clock'>): boolean => state.clock !== null;

export const isEnded = (task: Task): boolean => task.state === 'CLOSED' || task.state === 'CANCELLED';

/** Who is in charge of the incident: whoever opened it, until it is handed over. null: nobody. */
export const ownerOf = ({ owner, openedBy }: Pick<IncidentState, 'owner' | 'openedBy'>): string | null =>
  owner === undefined ? openedBy : owner;

/** The insured's link in force: the first one until it was changed. */
export const insuredLinkOf = ({ insuredLink }: Pick<IncidentState, 'insuredLink'>): InsuredLinkState =>
  insuredLink ?? { generation: 1, valid: true };

/** The facts in force. An incident has at least one version from its opening. */
export function currentFacts(state: IncidentState): FactsVersion {
  const last = state.factsVersions.at(-1);
  if (!last) throw new Error(`incident ${state.number} has no facts`);
  return last;
}

/** When the insured first knew: day 1 of every clock (rules A9, C1). */
export function awareAt(state: IncidentState): Instant {
  return state.factsVersions[0]?.knownAt ?? state.openedAt;
}

/** The earliest open due time of the incident, the end of a legal day included: what lists sort by. */
export function nextDueAt(state: IncidentState): Instant | null {
  const open = [...state.tasks, ...state.approvals].flatMap(({ clock }) => (clock?.dueAt ? [clock.dueAt] : []));
  const others = [nextLegalDueAt(state), callBackDueAt(state)].filter((at) => at !== null);
  return [...open, ...others].reduce<Instant | null>((a, b) => (a !== null && a <= b ? a : b), null);
}

/** What a partner sees of a task: only what the task needs, put together inside the incident and nowhere else. */
import type { Nature } from './facts';
import {
  currentFacts,
  isDrill,
  type Delivery,
  type IncidentState,
  type RetiredLink,
  type Task,
  type TaskState,
} from './incident';
import type { Deliverable, LimitHours } from './playbook';
import type { ServiceId } from './services';
import type { Setup } from './setup';
import { toInstant, type Instant } from './time';
import type { Bilingual } from './wording';

/** Whether the link that asks may act, or why not. */
export type LinkStanding = 'IN_FORCE' | 'REVOKED' | 'UNKNOWN' | RetiredLink['why'];

export interface PartnerTaskView {
  readonly now: Instant;
  readonly incidentNumber: string;
  readonly drill: boolean;
  readonly incidentClosed: boolean;
  readonly link: LinkStanding;
  /** When the link was retired, if it was. */
  readonly linkRetiredAt: Instant | null;
  readonly taskId: string;
  readonly service: ServiceId;
  readonly serviceName: Bilingual;
  readonly request: Bilingual;
  readonly deliverables: readonly Deliverable[];
  readonly state: TaskState;
  readonly paused: boolean;
  readonly endReason: string | null;
  readonly company: string;
  readonly holderName: string;
  readonly requestedAt: Instant;
  readonly acceptBy: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly interimBy: Instant | null;
  readonly completeBy: Instant | null;
  /** The limits that will run once the work is taken, for whoever has to judge that first. */
  readonly interimWithinMinutes: number | null;
  readonly completeWithinMinutes: number;
  readonly limitHours: LimitHours;
  readonly waitsForApproval: boolean;
  readonly deliveries: readonly Pick<Delivery, 'version' | 'milestone' | 'at' | 'note' | 'files' | 'returnedAt'>[];
  readonly lastProgress: Task['lastProgress'];
  /** The accident, as far as any partner needs it; who the insured is comes only with acceptance. */
  readonly situation: {
    readonly nature: Nature;
    readonly factsVersion: number;
    readonly persons: { readonly min: number; readonly max: number | null };
    readonly insured: string | null;
  };
  readonly desk: { readonly name: Bilingual; readonly insurer: Bilingual; readonly phone: string };
}

/** Whether the link of this generation may still act for the task. */
export function linkStanding(task: Task, partnerId: string, generation: number): { link: LinkStanding; at: Instant | null } {
  const { assignment } = task;
  if (assignment.generation === generation && assignment.partnerId === partnerId) {
    const last = task.retiredLinks.find((link) => link.generation === generation);
    if (last) return { link: last.why, at: last.at };
    return { link: assignment.linkValid ? 'IN_FORCE' : 'REVOKED', at: null };
  }
  const retired = task.retiredLinks.find((link) => link.generation === generation && link.partnerId === partnerId);
  return retired ? { link: retired.why, at: retired.at } : { link: 'UNKNOWN', at: null };
}

/** What only the link in force is shown of its task. */
type OwnTask = Pick<
  PartnerTaskView,
  | 'paused'
  | 'endReason'
  | 'holderName'
  | 'acceptBy'
  | 'acceptedAt'
  | 'interimBy'
  | 'completeBy'
  | 'waitsForApproval'
  | 'deliveries'
  | 'lastProgress'
>;

const HIDDEN: OwnTask = {
  ...{ paused: false, endReason: null, holderName: '', waitsForApproval: false, deliveries: [], lastProgress: null },
  ...{ acceptBy: null, acceptedAt: null, interimBy: null, completeBy: null },
};

function ownTask(task: Task): OwnTask {
  const { assignment, endReason, acceptBy, acceptedAt, interimBy, completeBy, lastProgress } = task;
  return {
    ...{ endReason, acceptBy, acceptedAt, interimBy, completeBy, lastProgress },
    paused: task.pause !== null,
    holderName: assignment.holder.name,
    waitsForApproval: task.state === 'WAITING_APPROVAL',
    deliveries: task.deliveries
      .filter(({ partnerId }) => partnerId === assignment.partnerId)
      .map(({ version, milestone, at, note, files, returnedAt }) => ({ version, milestone, at, note, files, returnedAt })),
  };
}

/**
 * The page of one link. A link that is not in force learns that and nothing of what happened since:
 * deliveries, people and the insured stay hidden from it.
 */
export function partnerView(
  state: IncidentState,
  setup: Setup,
  asking: { taskId: string; partnerId: string; generation: number },
  nowMs: number,
): PartnerTaskView | null {
  const task = state.tasks.find((candidate) => candidate.taskId === asking.taskId);
  const spec = setup.playbook.services.find((candidate) => candidate.service === task?.service);
  if (!task || !spec) return null;
  const { link, at } = linkStanding(task, asking.partnerId, asking.generation);
  const mine = link === 'IN_FORCE';
  const { facts, version } = currentFacts(state);
  const knowsInsured = mine && task.acceptedAt !== null;
  return {
    now: toInstant(nowMs),
    incidentNumber: state.number,
    drill: isDrill(state),
    incidentClosed: state.status === 'CLOSED',
    link,
    linkRetiredAt: at,
    taskId: task.taskId,
    service: task.service,
    serviceName: spec.name,
    request: spec.request,
    deliverables: spec.deliverables,
    state: task.state,
    company: mine ? task.assignment.company : (setup.partners.find(({ id }) => id === asking.partnerId)?.name.ja ?? ''),
    requestedAt: task.assignment.requestedAt,
    interimWithinMinutes: spec.interimWithinMinutes,
    completeWithinMinutes: spec.completeWithinMinutes,
    limitHours: spec.limitHours,
    ...(mine ? ownTask(task) : HIDDEN),
    situation: {
      nature: facts.nature,
      factsVersion: version,
      persons: facts.persons,
      insured: knowsInsured ? state.insured : null,
    },
    desk: { name: setup.desk.name, insurer: setup.desk.insurer, phone: setup.desk.phone },
  };
}

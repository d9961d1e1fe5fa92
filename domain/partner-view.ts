/** What a partner sees of a task: only what the task needs, put together inside the incident and nowhere else. */
import type { Nature } from './facts';
import {
  currentFacts,
  isDrill,
  type Delivery,
  type IncidentState,
  type RetiredLink,
  type Task,
  type TaskMessage,
  type TaskState,
} from './incident';
import { maskedAddress } from './mail';
import type { Deliverable, LimitHours, ServiceSpec } from './playbook';
import type { ServiceId } from './services';
import type { Setup } from './setup';
import { toInstant, type Instant } from './time';
import type { Bilingual } from './wording';

/** Whether the link that asks may act, or why not. */
export type LinkStanding = 'IN_FORCE' | 'REVOKED' | 'UNKNOWN' | RetiredLink['why'];

interface LinkPage {
  readonly now: Instant;
  readonly drill: boolean;
  readonly desk: { readonly name: Bilingual; readonly insurer: Bilingual; readonly phone: string };
}

/** A link that may not act: it learns that, when that came to be, and whom to call. */
export interface RetiredLinkView extends LinkPage {
  readonly link: Exclude<LinkStanding, 'IN_FORCE'>;
  /** When the link was retired, if it was. */
  readonly linkRetiredAt: Instant | null;
}

export type PartnerView = PartnerTaskView | RetiredLinkView;

export interface PartnerTaskView extends LinkPage {
  readonly link: 'IN_FORCE';
  readonly incidentNumber: string;
  readonly incidentClosed: boolean;
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
  /** Where a new link would be sent, with most of it hidden. */
  readonly holderAddress: string;
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
  /** By when the desk means to have looked at the delivery; null: it is not looking at one. */
  readonly checkedBy: Instant | null;
  readonly deliveries: readonly Pick<Delivery, 'version' | 'milestone' | 'at' | 'note' | 'files' | 'returnedAt'>[];
  readonly lastProgress: Task['lastProgress'];
  /** What this firm and the desk wrote to each other about the task, oldest first. */
  readonly messages: readonly Pick<TaskMessage, 'at' | 'from' | 'text'>[];
  /** The last word is the firm's: the desk has not answered yet. */
  readonly unanswered: boolean;
  /** The accident, as far as any partner needs it; who the insured is comes only with acceptance. */
  readonly situation: {
    readonly nature: Nature;
    readonly factsVersion: number;
    readonly persons: { readonly min: number; readonly max: number | null };
    readonly insured: string | null;
  };
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

/**
 * The page of one link. A link that is not in force learns that and nothing else: what is asked, of whom, and what
 * happened since stay hidden from it.
 */
export function partnerView(
  state: IncidentState,
  setup: Setup,
  asking: { taskId: string; partnerId: string; generation: number },
  nowMs: number,
): PartnerView | null {
  const task = state.tasks.find((candidate) => candidate.taskId === asking.taskId);
  const spec = setup.playbook.services.find((candidate) => candidate.service === task?.service);
  if (!task || !spec) return null;
  const { link, at: linkRetiredAt } = linkStanding(task, asking.partnerId, asking.generation);
  const { name, insurer, phone } = setup.desk;
  const page: LinkPage = { now: toInstant(nowMs), drill: isDrill(state), desk: { name, insurer, phone } };
  return link === 'IN_FORCE' ? { ...page, link, ...taskOf(state, task, spec) } : { ...page, link, linkRetiredAt };
}

type OwnTask = Omit<PartnerTaskView, keyof LinkPage | 'link'>;

function taskOf(state: IncidentState, task: Task, spec: ServiceSpec): OwnTask {
  const { assignment, taskId, service, acceptBy, acceptedAt, interimBy, completeBy, endReason, lastProgress } = task;
  const { facts, version } = currentFacts(state);
  return {
    ...{ incidentNumber: state.number, incidentClosed: state.status === 'CLOSED', taskId, service, state: task.state },
    ...{ serviceName: spec.name, request: spec.request, deliverables: spec.deliverables, limitHours: spec.limitHours },
    ...{ interimWithinMinutes: spec.interimWithinMinutes, completeWithinMinutes: spec.completeWithinMinutes },
    ...{ acceptBy, acceptedAt, interimBy, completeBy, endReason, lastProgress, paused: task.pause !== null },
    ...{ company: assignment.company, holderName: assignment.holder.name, requestedAt: assignment.requestedAt },
    holderAddress: maskedAddress(assignment.holder.email),
    waitsForApproval: task.state === 'WAITING_APPROVAL',
    checkedBy: task.clock?.kind === 'CHECK' ? task.clock.dueAt : null,
    ...workOf(task),
    situation: {
      nature: facts.nature,
      factsVersion: version,
      persons: facts.persons,
      insured: acceptedAt === null ? null : state.insured,
    },
  };
}

/** Only this firm's: another one had the task before, or has it next. */
function workOf({ assignment, deliveries, messages = [] }: Task): Pick<OwnTask, 'deliveries' | 'messages' | 'unanswered'> {
  const isOwn = ({ partnerId }: { readonly partnerId: string }): boolean => partnerId === assignment.partnerId;
  const said = messages.filter(isOwn);
  return {
    deliveries: deliveries
      .filter(isOwn)
      .map(({ version, milestone, at, note, files, returnedAt }) => ({ version, milestone, at, note, files, returnedAt })),
    messages: said.map(({ at, from, text }) => ({ at, from, text })),
    unanswered: said.at(-1)?.from === 'PARTNER',
  };
}

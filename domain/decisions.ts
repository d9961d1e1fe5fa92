/** What staff may decide about tasks. A decision is refused with a reason, or it is made whole. */
import { specOf, taskIdOf } from './activation';
import { pauseClock, resumeClock, withLimit } from './clocks';
import { refuse, refuseMissing, taskIn, type Draft } from './draft';
import type { Refusal } from './errors';
import { climbTask } from './escalation';
import { blockingApprovals, goOnAfterApprovals, renewLink, requestTask, resumeWork, retireLink, withdrawApprovals } from './flow';
import { currentFacts, isEnded, type Approval, type Clock, type IncidentState, type Task } from './incident';
import type { DecisionName, Decisions } from './messages';
import { isIndependent, rankingFor } from './partners';
import { MINUTE_MS, type Instant } from './time';
import { both } from './wording';

export type Rule<N extends DecisionName> = (draft: Draft, body: Decisions[N]) => Refusal | null;

/** A task that somebody was asked for, or the reason why there is none. */
function openTask(state: IncidentState, taskId: string): Task | Refusal {
  const task = state.tasks.find((one) => one.taskId === taskId);
  if (!task) return refuseMissing(state, taskId);
  return isEnded(task) ? refuse('TASK_ENDED', taskId) : task;
}

/** Runs a rule on an open task. */
const onOpenTask =
  <N extends DecisionName>(rule: (draft: Draft, task: Task, body: Decisions[N]) => Refusal | null): Rule<N> =>
  (draft, body) => {
    const task = openTask(draft.state(), (body as { taskId: string }).taskId);
    return 'code' in task ? task : rule(draft, task, body);
  };

const assign: Rule<'assignTask'> = (draft, { taskId, partnerId, reason }) => {
  const { setup } = draft;
  const state = draft.state();
  const spec = setup.playbook.services.find(({ service }) => taskIdOf(setup.playbook, service) === taskId);
  const partner = setup.partners.find(({ id }) => id === partnerId);
  if (!spec) return refuse('UNKNOWN_TASK', taskId);
  if (!partner) return refuse('UNKNOWN_PARTNER', partnerId);
  const task = state.tasks.find((one) => one.taskId === taskId);
  if (task?.state === 'CLOSED') return refuse('TASK_ENDED', taskId);
  const isAsked = task && task.state !== 'CANCELLED' && task.state !== 'DECLINED';
  if (isAsked && task.assignment.partnerId === partnerId) return refuse('SAME_PARTNER', partnerId);
  if (!isIndependent(state, setup, spec.service, partnerId)) return refuse('NOT_INDEPENDENT', partnerId);
  if (isAsked) {
    withdrawApprovals(draft, taskId);
    retireLink(draft, task, 'REASSIGNED');
  }
  const rank = rankingFor(setup, spec.service).indexOf(partnerId) + 1;
  requestTask(draft, { service: spec.service, partner, rank, why: 'STAFF', reason });
  return null;
};

const pause = onOpenTask<'pauseTask'>((draft, task, { taskId, reason }) => {
  if (task.pause) return refuse('TASK_PAUSED', taskId);
  const { setup, nowMs } = draft;
  const stop = (clock: Clock) => pauseClock(setup, clock, nowMs);
  const approvalClocks = approvalClocksOf(draft.state(), taskId).map(({ approvalId, clock }) => ({
    approvalId,
    clock: stop(clock),
  }));
  draft.emit('TASK_PAUSED', { taskId, reason, clock: task.clock && stop(task.clock), approvalClocks });
  return null;
});

const approvalClocksOf = (state: IncidentState, taskId: string) =>
  state.approvals.flatMap(({ taskId: of, approvalId, clock, escalation }) =>
    of === taskId && clock ? [{ approvalId, clock, acknowledged: escalation.acknowledgedBy !== null }] : [],
  );

const resume = onOpenTask<'resumeTask'>((draft, task, { taskId }) => {
  if (!task.pause) return refuse('NOT_PAUSED', taskId);
  const { setup, nowMs } = draft;
  const clock = task.clock && resumeClock(setup, task.clock, nowMs, task.escalation.acknowledgedBy !== null);
  const approvalClocks = approvalClocksOf(draft.state(), taskId).map(({ approvalId, clock: one, acknowledged }) => ({
    approvalId,
    clock: resumeClock(setup, one, nowMs, acknowledged),
  }));
  draft.emit('TASK_RESUMED', { taskId, clock, approvalClocks, ...limitsAfterPause(draft, task, clock) });
  return null;
});

/** What the partner was promised moves by as long as the pause took. */
function limitsAfterPause({ setup, nowMs }: Draft, task: Task, clock: Clock | null) {
  const limits: Record<'acceptBy' | 'interimBy' | 'completeBy', Instant | null> = {
    acceptBy: task.acceptBy,
    interimBy: task.interimBy,
    completeBy: task.completeBy,
  };
  if (clock?.kind === 'ACCEPT') return { ...limits, acceptBy: clock.dueAt };
  if (clock?.kind !== 'COMPLETE') return limits;
  const hasResult = task.deliveries.some(({ returnedAt }) => returnedAt === null);
  if (task.interimBy === null || hasResult) return { ...limits, completeBy: clock.dueAt };
  const wholeMs = specOf(setup, task.service).completeWithinMinutes * MINUTE_MS;
  return { ...limits, interimBy: clock.dueAt, completeBy: withLimit(setup, clock, wholeMs, nowMs).dueAt };
}

const cancel: Rule<'cancelTask'> = (draft, { taskId, reason }) => {
  const planned = draft.state().planned.find((one) => one.taskId === taskId);
  const task = planned ?? openTask(draft.state(), taskId);
  if ('code' in task) return task;
  cancelTask(draft, task, reason);
  proposeCancellingDependents(draft, task.service);
  return null;
};

/** Ends a task or a planned service. */
export function cancelTask(draft: Draft, { taskId, service }: Pick<Task, 'taskId' | 'service'>, reason: string): void {
  withdrawApprovals(draft, taskId);
  draft.emit('TASK_CANCELLED', { taskId, service, reason });
}

/** What waited for a cancelled service would wait for ever: staff are asked, nothing is dropped or started unseen. */
export function proposeCancellingDependents(draft: Draft, cancelled: Task['service']): void {
  const { version: factsVersion } = currentFacts(draft.state());
  const because = both({
    ja: `先行する依頼 ${cancelled} が取り消されました`,
    en: `${cancelled}, which it waits for, was cancelled`,
  });
  for (const { taskId, service, dependsOn, kept, cancelProposed } of draft.state().planned) {
    if (kept || cancelProposed || !dependsOn.some((one) => one.service === cancelled)) continue;
    draft.follow('CANCELLATION_PROPOSED', { taskId, service, because, factsVersion });
  }
}

const keep: Rule<'keepTask'> = (draft, { taskId, reason }) => {
  const { planned, tasks } = draft.state();
  const found = [...planned, ...tasks].find((one) => one.taskId === taskId);
  if (!found) return refuse('UNKNOWN_TASK', taskId);
  if (!found.cancelProposed) return refuse('NOT_PROPOSED', taskId);
  draft.emit('TASK_KEPT', { taskId, service: found.service, reason });
  return null;
};

const escalateByHand = onOpenTask<'escalateTask'>((draft, task, { taskId, reason }) => {
  if (task.pause) return refuse('TASK_PAUSED', taskId);
  if (!task.clock) return refuse('NOTHING_TO_ESCALATE', taskId);
  climbTask(draft, task, task.clock, 'BY_HAND', reason);
  return null;
});

/** Also for a task that is done: its approvals may still be waited for. */
const acknowledge: Rule<'acknowledgeEscalation'> = (draft, { taskId, note }) => {
  const task = draft.state().tasks.find((one) => one.taskId === taskId);
  if (!task) return openTask(draft.state(), taskId) as Refusal;
  const pending = draft.state().approvals.filter((one) => one.taskId === taskId && one.state === 'PENDING');
  const open = isEnded(task) ? pending : [task, ...pending];
  const isWaiting = open.some(({ escalation }) => escalation.level > 0 && escalation.acknowledgedBy === null);
  if (!isWaiting) return refuse('NO_ESCALATION', taskId);
  draft.emit('ESCALATION_ACKNOWLEDGED', { taskId, note });
  return null;
};

const decideApproval: Rule<'decideApproval'> = (draft, body) => decideApprovalAs(draft, body);

/** @param insured set when it is the insured who decides, on its page. */
export function decideApprovalAs(
  draft: Draft,
  { approvalId, decision, reason }: Pick<Decisions['decideApproval'], 'approvalId' | 'decision' | 'reason'>,
  insured?: NonNullable<Approval['insured']>,
): Refusal | null {
  const approval = draft.state().approvals.find((one) => one.approvalId === approvalId);
  if (!approval) return refuse('UNKNOWN_APPROVAL', approvalId);
  if (approval.state !== 'PENDING') return refuse('ALREADY_DECIDED', approvalId);
  if (decision === 'REJECTED' && !reason) return refuse('REASON_MISSING');
  const { taskId, gate, stage } = approval;
  draft.emit('APPROVAL_DECIDED', { approvalId, taskId, gate, decision, reason, ...(insured && { insured }) });
  if (decision === 'APPROVED') goOnAfterApprovals(draft, taskId);
  else if (stage === 'START') cancelAfterRejection(draft, taskIn(draft, taskId), reason);
  else if (stage === 'DELIVERY') sendBack(draft, taskId, reason);
  return null;
}

function cancelAfterRejection(draft: Draft, task: Task, reason: string): void {
  cancelTask(draft, task, reason);
  proposeCancellingDependents(draft, task.service);
}

function sendBack(draft: Draft, taskId: string, reason: string): void {
  withdrawApprovals(draft, taskId, 'DELIVERY');
  draft.emit('DELIVERY_RETURNED', { taskId, reason });
  if (!blockingApprovals(draft.state(), taskId).length) resumeWork(draft, taskId);
}

const acceptDelivery = onOpenTask<'acceptDelivery'>((draft, task, { taskId, note }) => {
  if (task.state !== 'DELIVERED') return refuse('NOT_DELIVERED', taskId);
  draft.emit('DELIVERY_ACCEPTED', { taskId, note });
  return null;
});

const returnDelivery = onOpenTask<'returnDelivery'>((draft, task, { taskId, reason }) => {
  const last = task.deliveries.at(-1);
  const isWaiting = task.state === 'WAITING_APPROVAL' && last?.milestone === 'FINAL' && last.returnedAt === null;
  if (task.state !== 'DELIVERED' && !isWaiting) return refuse('NOT_DELIVERED', taskId);
  sendBack(draft, taskId, reason);
  return null;
});

const reissueLink = onOpenTask<'reissueLink'>((draft, task, { taskId }) => {
  if (task.state === 'DECLINED') return refuse('ALREADY_ANSWERED', taskId);
  const { generation } = renewLink(draft, task, 'REISSUED');
  draft.emit('LINK_REISSUED', { taskId, generation });
  return null;
});

const revokeLink = onOpenTask<'revokeLink'>((draft, task, { taskId, reason }) => {
  draft.emit('LINK_REVOKED', { taskId, generation: task.assignment.generation, reason });
  return null;
});

/** Only words: who reads them is whoever holds the link now. */
const writeToPartner: Rule<'writeToPartner'> = (draft, { taskId, text }) => {
  const task = draft.state().tasks.find((one) => one.taskId === taskId);
  if (!task) return refuseMissing(draft.state(), taskId);
  draft.emit('MESSAGE_SENT', { taskId, text });
  return null;
};

/** The decisions about single tasks; those about the whole incident are in `incident-decisions.ts`. */
export const TASK_RULES = {
  assignTask: assign,
  pauseTask: pause,
  resumeTask: resume,
  cancelTask: cancel,
  keepTask: keep,
  escalateTask: escalateByHand,
  acknowledgeEscalation: acknowledge,
  decideApproval,
  acceptDelivery,
  returnDelivery,
  reissueLink,
  revokeLink,
  writeToPartner,
} as const satisfies { [N in DecisionName]?: Rule<N> };

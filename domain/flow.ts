/** How work moves on by itself: what becomes ready, who is asked, what is waited for next. */
import { specOf, taskIdOf } from './activation';
import { reworkBy, startClock, withLimit, workLimits } from './clocks';
import { nextLink, taskIn, type Draft } from './draft';
import {
  currentFacts,
  type Approval,
  type Assignment,
  type IncidentState,
  type PlannedTask,
  type RetiredLink,
  type Task,
} from './incident';
import { nextPartner } from './partners';
import { REFUSALS } from './errors';
import type { Dependency, Milestone, ServiceSpec } from './playbook';
import type { ServiceId } from './services';
import type { Partner } from './setup';
import { MINUTE_MS, toInstant, toMs } from './time';
import type { EntryData } from './timeline';
import { both } from './wording';

/** Whether a task has brought the result that others wait for. */
export function hasReached(task: Task, milestone: Milestone): boolean {
  if (task.state === 'DELIVERED' || task.state === 'CLOSED') return true;
  return milestone === 'INTERIM' && task.deliveries.some(({ returnedAt }) => returnedAt === null);
}

/** A service that is not part of the incident holds nobody up; one that was cancelled does until staff say otherwise. */
function isSatisfied(state: IncidentState, { service, at }: Dependency, kept: boolean): boolean {
  const task = state.tasks.find((one) => one.service === service);
  if (task && task.state !== 'CANCELLED') return hasReached(task, at);
  if (task || state.withdrawn.some((one) => one.service === service)) return kept;
  return !state.planned.some((one) => one.service === service);
}

/** The services a planned one still waits for. */
export const waitsFor = (state: IncidentState, planned: PlannedTask): readonly Dependency[] =>
  planned.dependsOn.filter((dependency) => !isSatisfied(state, dependency, planned.kept));

/** Asks a partner for every planned service that waits for nothing any more. */
export function requestReady(draft: Draft): void {
  for (const planned of draft.state().planned) {
    if (planned.cancelProposed || waitsFor(draft.state(), planned).length) continue;
    const next = nextPartner(draft.state(), draft.setup, planned.service, []);
    if (next) requestTask(draft, { service: planned.service, ...next, why: 'PLAYBOOK', reason: null });
    else reportNobodyToAsk(draft, planned);
  }
}

function reportNobodyToAsk(draft: Draft, { taskId, service }: PlannedTask): void {
  const { version: factsVersion } = currentFacts(draft.state());
  draft.follow('CANCELLATION_PROPOSED', { taskId, service, because: both(REFUSALS.NO_PARTNER_LEFT), factsVersion });
  draft.follow('ESCALATED', {
    taskId,
    approvalId: null,
    service,
    level: 1,
    action: 'SUPERVISOR',
    why: 'NOBODY_LEFT',
    waitingFor: null,
    reason: null,
    clock: null,
  });
}

export interface Request {
  readonly service: ServiceId;
  readonly partner: Partner;
  readonly rank: number;
  readonly why: EntryData['TASK_REQUESTED']['why'];
  readonly reason: string | null;
}

/** Asks this partner; the link it gets is newer than any before. */
export function requestTask(draft: Draft, { service, partner, rank, why, reason }: Request): void {
  const { setup, nowMs } = draft;
  const spec = specOf(setup, service);
  const taskId = taskIdOf(setup.playbook, service);
  const before = draft.state().tasks.find((one) => one.taskId === taskId);
  const assignment: Assignment = {
    ...{ partnerId: partner.id, rank, company: partner.name.ja, holder: partner.contact },
    ...{ generation: (before?.assignment.generation ?? 0) + 1, requestedAt: toInstant(nowMs), linkValid: true },
  };
  const limitMs = spec.acceptWithinMinutes * MINUTE_MS;
  const ladder = why === 'SUBSTITUTE' || why === 'DECLINED' ? 'ACCEPT_SUBSTITUTE' : 'ACCEPT';
  const hoursOfPartner = spec.limitHours === 'PARTNER' ? partner.id : null;
  const clock = startClock(setup, { kind: 'ACCEPT', ladder, limitMs, hoursOfPartner }, nowMs, before?.pause != null);
  const data = { taskId, service, assignment, why, reason, clock };
  if (why === 'STAFF') draft.emit('TASK_REQUESTED', data);
  else draft.follow('TASK_REQUESTED', data);
}

/** Passes the task to the best partner not asked yet. False when nobody is left. */
export function requestNextPartner(draft: Draft, task: Task, why: 'SUBSTITUTE' | 'DECLINED'): boolean {
  const next = nextPartner(draft.state(), draft.setup, task.service, task.askedPartners);
  if (!next) return false;
  retireLink(draft, task, why === 'DECLINED' ? 'DECLINED' : 'SUBSTITUTED');
  requestTask(draft, { service: task.service, ...next, why, reason: null });
  return true;
}

/** The link in force stops working; whoever holds it learns why. */
export function retireLink(draft: Draft, { taskId, assignment }: Task, why: RetiredLink['why']): void {
  const { generation, partnerId } = assignment;
  draft.follow('LINK_RETIRED', { taskId, link: { generation, partnerId, why, at: toInstant(draft.nowMs) } });
}

/** Retires the link in force and returns the assignment with the next one. */
export function renewLink(draft: Draft, task: Task, why: RetiredLink['why']): Assignment {
  retireLink(draft, task, why);
  return nextLink(task.assignment);
}

/** After acceptance: asks for what has to be decided, and lets the work begin unless something must be decided first. */
export function beginWork(draft: Draft, taskId: string): void {
  askApprovals(draft, taskId, 'BESIDE');
  askApprovals(draft, taskId, 'START');
  if (!blockingApprovals(draft.state(), taskId).length) startWork(draft, taskId);
}

function startWork(draft: Draft, taskId: string): void {
  const { setup, nowMs } = draft;
  const task = taskIn(draft, taskId);
  const spec = specOf(setup, task.service);
  const whole = workClock(draft, task, spec, spec.completeWithinMinutes);
  const hasInterim = task.deliveries.some(({ returnedAt }) => returnedAt === null);
  const interim =
    spec.interimWithinMinutes === null || hasInterim ? null : workClock(draft, task, spec, spec.interimWithinMinutes);
  const { interimBy, completeBy } = workLimits(setup, spec, task.assignment.partnerId, nowMs);
  draft.follow('WORK_STARTED', {
    taskId,
    state: 'ACCEPTED',
    clock: interim ?? whole,
    interimBy: interim && interimBy,
    completeBy,
  });
}

const workClock = ({ setup, nowMs }: Draft, task: Task, spec: ServiceSpec, minutes: number) =>
  startClock(
    setup,
    {
      kind: 'COMPLETE',
      limitMs: minutes * MINUTE_MS,
      hoursOfPartner: spec.limitHours === 'PARTNER' ? task.assignment.partnerId : null,
    },
    nowMs,
    task.pause !== null,
  );

/** After a first result: the limit of the whole runs on from where it started. */
export function clockAfterInterim({ setup, nowMs }: Draft, { clock, service }: Task) {
  return clock && withLimit(setup, clock, specOf(setup, service).completeWithinMinutes * MINUTE_MS, nowMs);
}

/** A delivery was sent back: one limit from here on, for the whole of it. */
export function resumeWork(draft: Draft, taskId: string): void {
  const { setup, nowMs } = draft;
  const task = taskIn(draft, taskId);
  const limitMs = toMs(reworkBy(setup, task.completeBy, nowMs)) - nowMs;
  const clock = startClock(setup, { kind: 'COMPLETE', limitMs, hoursOfPartner: null }, nowMs, task.pause !== null);
  draft.follow('WORK_STARTED', {
    taskId,
    state: 'IN_PROGRESS',
    clock,
    interimBy: null,
    completeBy: clock.dueAt ?? task.completeBy,
  });
}

/** Asks the approvers of this stage. */
export function askApprovals(draft: Draft, taskId: string, stage: Approval['stage']): void {
  const { setup, nowMs } = draft;
  const task = taskIn(draft, taskId);
  for (const spec of specOf(setup, task.service).approvals.filter((one) => one.stage === stage)) {
    const number = draft.state().approvals.filter((one) => one.taskId === taskId).length + 1;
    const limitMs = spec.decideWithinMinutes * MINUTE_MS;
    const clock = startClock(setup, { kind: 'APPROVAL', limitMs, hoursOfPartner: null }, nowMs, task.pause !== null);
    draft.follow('APPROVAL_ASKED', {
      ...{ approvalId: `${taskId}-A${number}`, taskId, gate: spec.gate, stage, approver: spec.approver },
      ...{ decideBy: toInstant(nowMs + limitMs), factsVersion: currentFacts(draft.state()).version, clock },
    });
  }
}

/** The approvals that hold a task up. */
export const blockingApprovals = (state: IncidentState, taskId: string): readonly Approval[] =>
  state.approvals.filter((one) => one.taskId === taskId && one.state === 'PENDING' && one.stage !== 'BESIDE');

/** The last decision that held a task up was given: its delivery counts now, or its work begins. */
export function goOnAfterApprovals(draft: Draft, taskId: string): void {
  const task = taskIn(draft, taskId);
  if (task.state !== 'WAITING_APPROVAL' || blockingApprovals(draft.state(), taskId).length) return;
  const last = task.deliveries.at(-1);
  if (last?.milestone === 'FINAL' && last.returnedAt === null) {
    draft.follow('DELIVERY_APPROVED', { taskId, clock: checkClock(draft, task) });
  } else startWork(draft, taskId);
}

/** The desk's own limit to look at a delivery. */
export const checkClock = ({ setup, nowMs }: Draft, task: Task) =>
  startClock(
    setup,
    { kind: 'CHECK', limitMs: setup.desk.checkWithinMinutes * MINUTE_MS, hoursOfPartner: null },
    nowMs,
    task.pause !== null,
  );

/** Nobody needs to decide any more, or not about this stage. */
export function withdrawApprovals(draft: Draft, taskId: string, stage?: Approval['stage']): void {
  for (const one of draft.state().approvals) {
    if (one.taskId !== taskId || one.state !== 'PENDING' || (stage && one.stage !== stage)) continue;
    draft.follow('APPROVAL_WITHDRAWN', { approvalId: one.approvalId, taskId, gate: one.gate });
  }
}

/** Silence is an event: the rungs of a ladder, climbed by time, by hand, or because a mail came back. */
import { nextCallBackMoment } from './call-back';
import { afterRung, due, nextRungOf } from './clocks';
import { taskIn, type Draft } from './draft';
import { requestNextPartner } from './flow';
import type { Approval, Clock, Task } from './incident';
import { runLegalClocks } from './legal-clocks';
import { nextPartner } from './partners';
import type { RungAction } from './setup';
import { toMs } from './time';
import type { EntryData } from './timeline';

type Why = EntryData['ESCALATED']['why'];

/** Climbs every rung whose time has come, the earliest first, and does what legal days and promised calls ask for. */
export function climbDue(draft: Draft): void {
  for (let moment = due(draft.state()); moment !== null && toMs(moment) <= draft.nowMs; moment = due(draft.state())) {
    const at = moment;
    const isDue = (one: { clock: Clock | null }) => one.clock?.nextRungAt === at;
    const task = draft.state().tasks.find(isDue);
    const approval = draft.state().approvals.find(isDue);
    if (task?.clock) climbTask(draft, task, task.clock, 'SILENCE', null);
    else if (approval?.clock) climbApproval(draft, approval, approval.clock);
    else if (nextCallBackMoment(draft.state()) === at) draft.follow('CALL_BACK_OVERDUE', { dueAt: at });
    else runLegalClocks(draft, at);
  }
}

/** Climbs the next rung of a task's ladder; the supervisor when none is left. */
export function climbTask(draft: Draft, task: Task, clock: Clock, why: Why, reason: string | null): void {
  const wanted = nextRungOf(draft.setup, clock)?.action ?? 'SUPERVISOR';
  const nobodyLeft = wanted === 'NEXT_PARTNER' && !nextPartner(draft.state(), draft.setup, task.service, task.askedPartners);
  const action = nobodyLeft ? 'SUPERVISOR' : wanted;
  const reallyWhy = nobodyLeft ? 'NOBODY_LEFT' : why;
  escalate(draft, task, { action, why: reallyWhy, reason, clock: climbed(draft, task, clock), byHand: why === 'BY_HAND' });
  if (action === 'NEXT_PARTNER') requestNextPartner(draft, taskIn(draft, task.taskId), 'SUBSTITUTE');
}

const climbed = (draft: Draft, { escalation }: Pick<Task, 'escalation'>, clock: Clock): Clock =>
  afterRung(draft.setup, clock, escalation.acknowledgedBy !== null);

export interface Step {
  readonly action: RungAction;
  readonly why: Why;
  readonly reason: string | null;
  /** Staff wanted it; otherwise it comes by itself. */
  readonly byHand?: boolean;
  /** The task's clock afterwards. */
  readonly clock: Clock | null;
}

/** One step up for a task. */
export function escalate(draft: Draft, task: Task, { action, why, reason, clock, byHand = false }: Step): void {
  const { taskId, service, escalation } = task;
  const waitingFor = task.clock?.kind ?? null;
  const data = { taskId, approvalId: null, service, level: escalation.level + 1, action, why, waitingFor, reason, clock };
  if (byHand) draft.emit('ESCALATED', data);
  else draft.follow('ESCALATED', data);
}

function climbApproval(draft: Draft, approval: Approval, clock: Clock): void {
  const { approvalId, taskId, escalation } = approval;
  const action = nextRungOf(draft.setup, clock)?.action ?? 'SUPERVISOR';
  const { service } = taskIn(draft, taskId);
  draft.follow('ESCALATED', {
    ...{ taskId, approvalId, service, level: escalation.level + 1, action, why: 'SILENCE', waitingFor: 'APPROVAL' },
    ...{ reason: null, clock: climbed(draft, approval, clock) },
  });
}

/** What can be done about a task, as one table: its address, what is asked for, and whether it is asked once more. */
import { taskIdOf } from '../../../domain/activation';
import { isEnded, type PlannedTask, type Task } from '../../../domain/incident';
import type { DecisionName } from '../../../domain/messages';
import type { AuditWhat } from '../visit';
import { isPossible } from './incident-act';
import type { Case } from './incident-read';

export const TASK_ACTS = [
  'accept-delivery',
  'return-delivery',
  'acknowledge',
  'message',
  'escalate',
  'assign',
  'pause',
  'resume',
  'keep',
  'reissue-link',
  'revoke-link',
  'cancel',
] as const;
export type TaskAct = (typeof TASK_ACTS)[number];

/** What is typed: why, a remark, a message, or nothing. */
export type Asked = 'REASON' | 'NOTE' | 'TEXT' | 'NOTHING';

interface ActSpec {
  readonly decision: DecisionName;
  readonly audit: AuditWhat;
  readonly asks: Asked;
  /** What cannot be taken back is asked once more. */
  readonly isFinal: (task: Task | null) => boolean;
}

const never = (): boolean => false;
const always = (): boolean => true;
/** Somebody has the work already. */
const isHeld = (task: Task | null): boolean => task !== null && !isEnded(task) && task.state !== 'DECLINED';

export const ACT_SPECS: Readonly<Record<TaskAct, ActSpec>> = {
  'accept-delivery': { decision: 'acceptDelivery', audit: 'DELIVERY_ACCEPTED', asks: 'NOTE', isFinal: always },
  'return-delivery': { decision: 'returnDelivery', audit: 'DELIVERY_RETURNED', asks: 'REASON', isFinal: never },
  acknowledge: { decision: 'acknowledgeEscalation', audit: 'ESCALATION_ACKNOWLEDGED', asks: 'NOTE', isFinal: never },
  message: { decision: 'writeToPartner', audit: 'PARTNER_WRITTEN_TO', asks: 'TEXT', isFinal: never },
  escalate: { decision: 'escalateTask', audit: 'TASK_ESCALATED', asks: 'REASON', isFinal: never },
  assign: { decision: 'assignTask', audit: 'TASK_ASSIGNED', asks: 'REASON', isFinal: isHeld },
  pause: { decision: 'pauseTask', audit: 'TASK_PAUSED', asks: 'REASON', isFinal: never },
  resume: { decision: 'resumeTask', audit: 'TASK_RESUMED', asks: 'NOTHING', isFinal: never },
  keep: { decision: 'keepTask', audit: 'TASK_KEPT', asks: 'REASON', isFinal: never },
  'reissue-link': { decision: 'reissueLink', audit: 'LINK_REISSUED', asks: 'NOTHING', isFinal: never },
  'revoke-link': { decision: 'revokeLink', audit: 'LINK_REVOKED', asks: 'REASON', isFinal: always },
  cancel: { decision: 'cancelTask', audit: 'TASK_CANCELLED', asks: 'REASON', isFinal: always },
};

/** A task as a page shows it: asked for, still waiting, given up before anybody was asked, or never called for. */
export interface ShownTask {
  readonly taskId: string;
  readonly service: Task['service'];
  readonly task: Task | null;
  readonly planned: PlannedTask | null;
  readonly withdrawnBecause: string | null;
}

export function findTask({ state, setup }: Case, taskId: string): ShownTask | null {
  const task = state.tasks.find((one) => one.taskId === taskId) ?? null;
  const planned = state.planned.find((one) => one.taskId === taskId) ?? null;
  const withdrawn = state.withdrawn.find((one) => one.taskId === taskId);
  const ofPlaybook = setup?.playbook.services.find((spec) => taskIdOf(setup.playbook, spec.service) === taskId);
  const service = task?.service ?? planned?.service ?? withdrawn?.service ?? ofPlaybook?.service;
  return service ? { taskId, service, task, planned, withdrawnBecause: withdrawn?.reason ?? null } : null;
}

/** Firms that can be asked now, best first. */
export function partnersFor(of: Case, { taskId }: Pick<ShownTask, 'taskId'>) {
  const partners = of.setup?.partners ?? [];
  return partners.filter(({ id }) => isPossible(of, 'assignTask', { taskId, partnerId: id, reason: '-' }));
}

/** What the rules would take now. */
export function actsFor(of: Case, shown: ShownTask): readonly TaskAct[] {
  const { taskId } = shown;
  return TASK_ACTS.filter((act) => {
    if (act === 'assign') return partnersFor(of, shown).length > 0;
    const { decision, asks } = ACT_SPECS[act];
    const said = {
      taskId,
      ...(asks === 'REASON' && { reason: '-' }),
      ...(asks === 'NOTE' && { note: '' }),
      ...(asks === 'TEXT' && { text: '-' }),
    };
    return isPossible(of, decision, said as never);
  });
}

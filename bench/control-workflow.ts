/** The bundle of the control: one workflow that calls, waits and decides nothing. */
import { condition, proxyActivities, proxyLocalActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { nudge, type ControlActivities, type ControlCall, type ControlPlan } from './control-messages';

const LIMIT = { startToCloseTimeout: '30s' } as const;
const ordinary = proxyActivities<ControlActivities>(LIMIT);
const local = proxyLocalActivities<ControlActivities>(LIMIT);

const NAMES = { NOTHING: 'doNothing', MAIL: 'sendOneMail', ROW: 'insertOneRow' } as const;

export async function control(plan: ControlPlan): Promise<void> {
  let heard = 0;
  setHandler(nudge, () => void (heard += 1));
  const { workflowId } = workflowInfo();
  const activities = plan.local ? local : ordinary;
  const perform = ({ does, bytes }: ControlCall) => activities[NAMES[does]](workflowId, 'x'.repeat(bytes), plan.local);

  let wanted = 0;
  for (const { waitsFor, calls } of plan.rounds) {
    wanted += waitsFor;
    if (heard < wanted) await condition(() => heard >= wanted);
    await Promise.all(calls.map(perform));
  }
  if (plan.staysOpen) await condition(() => false);
}

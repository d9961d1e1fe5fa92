/** Starts controls and plays them: each message comes when everything that the one before has set going is done. */
import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { CONTROL_QUEUE, CONTROL_TYPE, nudge, type ControlCall, type ControlPlan } from './control-messages';
import { Follower, callsIn, type Shape } from './history';

/** The control that does as much as what the shape was taken from. */
export function planOf(
  { rounds, inputBytes }: Shape,
  { local, staysOpen }: Pick<ControlPlan, 'local' | 'staysOpen'>,
): ControlPlan {
  const plan = { rounds, local, staysOpen, padding: '' };
  return { ...plan, padding: 'x'.repeat(Math.max(0, inputBytes - JSON.stringify(plan).length)) };
}

/** Waits for one message, then makes one call. */
export const answering = (does: ControlCall['does'], local: boolean): ControlPlan => ({
  ...{ local, staysOpen: true, padding: '' },
  rounds: [{ waitsFor: 1, calls: [{ does, bytes: 1_000 }] }],
});

export async function startControl(client: Client, plan: ControlPlan): Promise<string> {
  const workflowId = `control-${randomUUID()}`;
  await client.workflow.start(CONTROL_TYPE, { workflowId, taskQueue: CONTROL_QUEUE, args: [plan] });
  return workflowId;
}

/** From the start to the end of its calls; the plan of an opening waits for no messages. */
export async function openControl(client: Client, plan: ControlPlan): Promise<string> {
  const workflowId = await startControl(client, plan);
  await new Follower(client, workflowId).until(callsIn(plan));
  return workflowId;
}

/** From the start to its end. */
export async function playControl(client: Client, shape: Shape, local: boolean): Promise<string> {
  const plan = planOf(shape, { local, staysOpen: false });
  const workflowId = await startControl(client, plan);
  const follower = new Follower(client, workflowId);
  const handle = client.workflow.getHandle(workflowId);
  let calls = 0;
  for (const { waitsFor, calls: next } of plan.rounds) {
    await follower.until(calls);
    for (let sent = 0; sent < waitsFor; sent += 1) await handle.signal(nudge, 'x'.repeat(shape.messageBytes));
    calls += next.length;
  }
  await handle.result();
  if (calls !== callsIn(shape)) throw new Error('the control has made another number of calls');
  return workflowId;
}

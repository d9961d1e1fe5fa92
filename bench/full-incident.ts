/**
 * A full incident: every service of the playbook requested, reminded once, accepted, delivered (interim where asked, and
 * final) and received, every approval decided, closed. A drill's clock is moved to each moment at which something
 * happens by itself; everything else follows at once.
 */
import { due } from '../domain/clocks';
import { isEnded } from '../domain/incident';
import { toInstant, toMs } from '../domain/time';
import type { StateView } from '../workflows/messages';
import { LARGE, decide, linkOf, post, requestAt, settled, setupFor } from './incidents';
import type { System } from './system';

/** A working day on which no holiday is near. */
const START = '2027-06-07T10:00:00+09:00';
const MOST_STEPS = 1_000;

/** Plays it to its sealed end. Returns its number. */
export async function playFullIncident(system: System): Promise<string> {
  const startMs = toMs(START);
  const clock = { startAt: toInstant(startMs), speed: 1 };
  const { number } = await system.desk.open(setupFor(system, startMs), requestAt(startMs, LARGE, clock));
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const state = await settled(system, number);
    if (await step(system, number, state)) continue;
    await decide(system, number, 'closeIncident', { reason: 'すべての対応が完了しました' });
    await sealed(system, number);
    return number;
  }
  throw new Error(`${number} does not come to an end`);
}

/** Does the next thing there is to do; false when there is nothing. */
async function step(system: System, number: string, state: StateView): Promise<boolean> {
  const approval = state.approvals.find((one) => one.state === 'PENDING');
  if (approval) {
    await decide(system, number, 'decideApproval', { approvalId: approval.approvalId, decision: 'APPROVED', reason: '' });
    return true;
  }
  const delivered = state.tasks.find((task) => task.state === 'DELIVERED');
  if (delivered) {
    await decide(system, number, 'acceptDelivery', { taskId: delivered.taskId, note: '' });
    return true;
  }
  if (await partnerStep(system, number, state)) return true;
  const moment = due(state);
  if (moment === null) return false;
  await decide(system, number, 'advanceClock', { to: moment });
  return true;
}

async function partnerStep(system: System, number: string, { tasks }: StateView): Promise<boolean> {
  const atWork = tasks.find(({ state }) => state === 'ACCEPTED' || state === 'IN_PROGRESS');
  if (atWork) {
    const milestone = atWork.interimBy && !atWork.deliveries.length ? 'INTERIM' : 'FINAL';
    await post(await linkOf(system, number, atWork), 'deliver', milestone);
    return true;
  }
  const reminded = tasks.find(({ state, escalation }) => state === 'REQUESTED' && escalation.level > 0);
  if (reminded) await post(await linkOf(system, number, reminded), 'accept');
  return reminded !== undefined;
}

async function sealed({ client, store }: System, number: string): Promise<void> {
  await client.workflow.getHandle(`incident/${number}`).result();
  const recorded = await store.incident(number);
  if (!recorded?.sealedAt || !recorded.state.tasks.every(isEnded)) throw new Error(`${number} was not sealed whole`);
}

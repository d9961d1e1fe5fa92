/** From a partner's answer on the portal to what it brings about: the record has it, the next partner is asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answering, startControl } from '../control';
import { nudge, type ControlCall } from '../control-messages';
import { linkOf, post, putAway, putAwayIncident, requestAt, settled, setupFor, taskOf } from '../incidents';
import { measured, type Measure } from '../measure';
import { series, type Run } from '../run';
import type { System } from '../system';

const INCIDENTS = 40;
const HOUR_MS = 3_600_000;
const LOOK_AGAIN_MS = 2;
const WAIT_MS = 30_000;
/** The first task's interim result is what the second waits for. */
const [FIRST_TASK, DEPENDENT_TASK] = ['T01', 'T02'];

export async function measureAnswers({ system, repeats }: Run): Promise<Measure[]> {
  const times = repeats(INCIDENTS);
  const real = await series(times + 1, () => answerOnce(system));
  const controlOf = (does: ControlCall['does'], local: boolean) =>
    series(times + 1, () => signalOnce(system, does, local)).then((seen) => seen.slice(1));
  const [mail, localMail] = [await controlOf('MAIL', false), await controlOf('MAIL', true)];
  const [row, localRow] = [await controlOf('ROW', false), await controlOf('ROW', true)];
  // The first one warmed the way.
  const [, ...seen] = real;
  const both = (name: string, ja: string, en: string, samples: number[], control: number[], localControl: number[]) =>
    [50, 95].map((percent) =>
      measured({
        ...{ name: `${name}-p${percent}`, title: { ja: `${ja} p${percent}`, en: `${en}, p${percent}` }, unit: 'ms' },
        ...{ samples, control, localControl, percent },
      }),
    );
  const [mailMs, recordMs] = [seen.map(({ dependentMailMs }) => dependentMailMs), seen.map(({ inRecordMs }) => inRecordMs)];
  return [
    ...both('dependent-mail', '納品→次の依頼メール', 'delivery → next mail taken', mailMs, mail, localMail),
    ...both('in-record', '回答→記録に反映', 'answer → in the record', recordMs, row, localRow),
  ];
}

/** One incident: its first partner accepts, then delivers. */
async function answerOnce(system: System): Promise<{ inRecordMs: number; dependentMailMs: number }> {
  const { desk, mails, store } = system;
  const { number } = await desk.open(setupFor(system), requestAt(Date.now() - HOUR_MS));
  const state = await settled(system, number);
  const link = await linkOf(system, number, taskOf(state, FIRST_TASK));

  let beganMs = performance.now();
  const accepting = post(link, 'accept');
  const inRecord = async () =>
    (await store.timeline(number, { afterSeq: state.seq })).some(({ entry }) => entry.kind === 'TASK_ACCEPTED');
  const inRecordMs = (await seenAtMs(inRecord)) - beganMs;
  await accepting;
  await settled(system, number);

  beganMs = performance.now();
  const delivering = post(link, 'deliver', 'INTERIM');
  const dependentMailMs = (await mails.takenAtMs(number, DEPENDENT_TASK)) - beganMs;
  await delivering;
  await settled(system, number);
  await putAwayIncident(system, number);
  return { inRecordMs, dependentMailMs };
}

/** One control: a signal, then one call. */
async function signalOnce(system: System, does: ControlCall['does'], local: boolean): Promise<number> {
  const { client, mails, pool } = system;
  const workflowId = await startControl(client, answering(does, local));
  const handle = client.workflow.getHandle(workflowId);
  // The workflow waits for the signal once it has answered this.
  await handle.query('__stack_trace');

  const beganMs = performance.now();
  const signalling = handle.signal(nudge, 'x'.repeat(300));
  const hasRow = async () => (await pool.query('select 1 from bench_rows where id = $1', [workflowId])).rowCount === 1;
  const atMs = await (does === 'MAIL' ? mails.takenAtMs(workflowId, FIRST_TASK) : seenAtMs(hasRow));
  await signalling;
  await putAway(system, workflowId);
  return atMs - beganMs;
}

async function seenAtMs(isThere: () => Promise<boolean>): Promise<number> {
  for (const endMs = performance.now() + WAIT_MS; performance.now() < endMs; await sleep(LOOK_AGAIN_MS)) {
    if (await isThere()) return performance.now();
  }
  throw new Error('the answer did not reach the record');
}

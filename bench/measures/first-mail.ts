/** From the call to open until the mail server has taken the mail to the first partner. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startControl } from '../control';
import type { ControlPlan } from '../control-messages';
import { putAway, putAwayIncident, requestAt, settled, setupFor } from '../incidents';
import { measured, type Measure } from '../measure';
import { series, type Run } from '../run';

const OPENS = 100;
const WARM_UP = 5;
const HOUR_MS = 3_600_000;
/** The machine is to be idle when the next one comes. */
const PAUSE_MS = 25;
const FIRST_TASK = 'T01';

const AIM = { of: 'value', sign: '<', limit: 500 } as const;

export async function measureFirstMail({ system, repeats }: Run): Promise<Measure[]> {
  const { client, desk, mails } = system;
  const setup = setupFor(system);
  const real = async () => {
    const request = requestAt(Date.now() - HOUR_MS);
    const beganMs = performance.now();
    const { number } = await desk.open(setup, request);
    const tookMs = (await mails.takenAtMs(number, FIRST_TASK)) - beganMs;
    await settled(system, number);
    await putAwayIncident(system, number);
    await sleep(PAUSE_MS);
    return tookMs;
  };
  const controlOf = (local: boolean) => async () => {
    const beganMs = performance.now();
    const workflowId = await startControl(client, oneMail(local));
    const tookMs = (await mails.takenAtMs(workflowId, FIRST_TASK)) - beganMs;
    await putAway(system, workflowId);
    await sleep(PAUSE_MS);
    return tookMs;
  };
  const sample = async (call: () => Promise<number>, times: number) => {
    await series(Math.min(WARM_UP, times), call);
    return series(times, call);
  };
  const samples = await sample(real, repeats(OPENS));
  const control = await sample(controlOf(false), repeats(OPENS));
  const localControl = await sample(controlOf(true), repeats(OPENS));
  return [50, 95, 99].map((percent) =>
    measured({
      name: `first-mail-p${percent}`,
      title: { ja: `開始→最初の依頼メール p${percent}`, en: `opening → first mail taken, p${percent}` },
      ...{ unit: 'ms', samples, control, localControl, percent },
      ...(percent === 95 && { aim: AIM }),
    }),
  );
}

const oneMail = (local: boolean): ControlPlan => ({
  ...{ local, staysOpen: true, padding: '' },
  rounds: [{ waitsFor: 0, calls: [{ does: 'MAIL', bytes: 1_000 }] }],
});

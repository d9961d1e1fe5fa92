/** Opening an incident, to the end of its opening calls, and the control that does as much. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workflowIdOf } from '../workflows/messages';
import { openControl, planOf } from './control';
import { Follower, callsIn, historiesOf, shapeOf } from './history';
import { putAwayIncident, requestAt, settled, setupFor } from './incidents';
import type { System } from './system';

export interface Opener {
  /** Returns the workflow's id when the opening calls are done: the first mail sent, everything recorded. */
  readonly real: () => Promise<string>;
  readonly control: () => Promise<string>;
  readonly localControl: () => Promise<string>;
}

const HOUR_MS = 3_600_000;
const LET_IT_REST_MS = 500;

/** Looks at one opening to learn how many calls it makes, and of what size. */
export async function createOpener(system: System): Promise<Opener> {
  const { client, desk } = system;
  const setup = setupFor(system);
  const open = async () => (await desk.open(setup, requestAt(Date.now() - HOUR_MS))).number;
  const sample = await open();
  await settled(system, sample);
  await sleep(LET_IT_REST_MS);
  const shape = shapeOf(await historiesOf(client, workflowIdOf(sample)));
  await putAwayIncident(system, sample);
  const calls = callsIn(shape);
  return {
    real: async () => {
      const workflowId = workflowIdOf(await open());
      await new Follower(client, workflowId).until(calls);
      return workflowId;
    },
    control: () => openControl(client, planOf(shape, { local: false, staysOpen: true })),
    localControl: () => openControl(client, planOf(shape, { local: true, staysOpen: true })),
  };
}

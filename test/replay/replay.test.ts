/** Incidents that released versions have begun must go on under this one: their recorded histories are replayed. */
import { Worker } from '@temporalio/worker';
import fs from 'node:fs';
import path from 'node:path';
import { WORKER_SETTINGS, WORKFLOW_SOURCES } from '../../worker/create-worker';
import { quietRuntime } from '../support/temporal';

jest.setTimeout(120_000);
quietRuntime();

const HISTORIES = path.join(__dirname, 'histories');
const names = fs.readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));
const options = { ...WORKFLOW_SOURCES, dataConverter: WORKER_SETTINGS.dataConverter };
const read = (name: string): { events: Record<string, unknown>[] } =>
  JSON.parse(fs.readFileSync(path.join(HISTORIES, name), 'utf8')) as { events: Record<string, unknown>[] };

it('has histories to replay', () => {
  expect(names.length).toBeGreaterThanOrEqual(4);
});

it.each(names)('%s goes on as it was', async (name) => {
  await expect(Worker.runReplayHistory(options, read(name))).resolves.toBeUndefined();
});

it('would notice a workflow that decides otherwise', async () => {
  const history = read('silence-then-false-alarm-1.json');
  const scheduled = history.events.map(
    (event) => event['activityTaskScheduledEventAttributes'] as { activityType: { name: string } },
  );
  const mail = scheduled.find((attributes) => attributes?.activityType.name === 'sendMail');
  if (!mail) throw new Error('the recorded incident has sent no mail');
  mail.activityType.name = 'sendPigeon';
  await expect(Worker.runReplayHistory(options, history)).rejects.toThrow(/[Nn]ondeterminis/);
});

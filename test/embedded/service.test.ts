import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Bilingual } from '../../domain/wording';
import { ProcessRecord } from '../../embedded/process-record';
import { isAlive } from '../../embedded/processes';
import { Service, type ServiceSpec } from '../../embedded/service';

let dir: string;
const said: Bilingual[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-service-'));
  said.length = 0;
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const upFile = () => path.join(dir, 'up');
const UP = 'echo up >> "$UP"; exec sleep 60';
function service(script: string, more: Partial<ServiceSpec> = {}): Service {
  const spec: ServiceSpec = {
    name: 'part',
    title: { ja: '部品', en: 'The part' },
    command: 'sh',
    args: ['-c', script],
    env: { ...process.env, UP: upFile() },
    tethered: false,
    ready: () => fs.promises.access(upFile()),
    readyWithinMs: 5_000,
    stopWithinMs: 500,
    ...more,
  };
  const record = new ProcessRecord(path.join(dir, 'processes.json'));
  return new Service(spec, { logDir: dir, record, say: (text) => said.push(text), pauseMs: 50, maxPauseMs: 200 });
}
const recorded = () =>
  (JSON.parse(fs.readFileSync(path.join(dir, 'processes.json'), 'utf8')) as { pid: number }[]).map(({ pid }) => pid);
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 1) {
    if (waited > 200) throw new Error('it never came to hold');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('a part that dies comes back, is said to, and ends for good when stopped', async () => {
  const part = service(UP);
  await part.start();
  const first = part.pid!;
  expect(recorded()).toEqual([first]);
  process.kill(first, 'SIGKILL');
  await until(() => said.some(({ en }) => en.includes('is back')));
  expect(part.pid).not.toBe(first);
  expect(said.map(({ en }) => en)).toEqual(['The part ended; starting it again in 0 s.', 'The part is back.']);
  await part.stop();
  expect(isAlive(part.pid!)).toBe(false);
  expect(recorded()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(said).toHaveLength(2);
});

test('a part that cannot start says where the reason is', async () => {
  const part = service('echo broken; exit 1');
  await expect(part.start()).rejects.toMatchObject({ text: { ja: expect.stringContaining(path.join(dir, 'part.log')) } });
  expect(fs.readFileSync(path.join(dir, 'part.log'), 'utf8')).toBe('broken\n');
});

test('a full disk is told from this start only, not from an old log', async () => {
  fs.writeFileSync(path.join(dir, 'part.log'), 'write failed: ENOSPC\n');
  await expect(service('exit 1').start()).rejects.toMatchObject({ text: { en: expect.stringContaining('did not start') } });
  await expect(service('echo ENOSPC: no space; exit 1').start()).rejects.toMatchObject({
    text: { en: expect.stringContaining('no room') },
  });
});

test('a part that stays silent is ended', async () => {
  const part = service('exec sleep 60', { readyWithinMs: 200 });
  await expect(part.start()).rejects.toMatchObject({ name: 'StartProblem' });
  await until(() => !isAlive(part.pid!));
});

test('one that does not listen is ended by force in its time', async () => {
  const part = service('trap "" TERM; echo up > "$UP"; while :; do sleep 0.05; done');
  await part.start();
  const begunMs = Date.now();
  await part.stop();
  expect(Date.now() - begunMs).toBeGreaterThanOrEqual(450);
  expect(isAlive(part.pid!)).toBe(false);
});

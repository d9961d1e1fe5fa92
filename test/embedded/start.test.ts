/** The whole of `npm start`, as compiled, on ports and a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { readRunning, type Running } from '../../config/running';
import { isAlive } from '../../embedded/processes';

const WITHIN_MS = 120_000;
jest.setTimeout(3 * WITHIN_MS);

const PORTS = [
  'CONSOLE_PORT',
  'PORTAL_PORT',
  'API_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'DATABASE_PORT',
];
const OUTSIDE = ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL', 'PORTAL_URL', 'MAILBOX_URL', 'LINK_SECRET'];
let deskDir: string;
let desk: ChildProcess;
let output = '';

function npmStart(): ChildProcess {
  output = '';
  const env = { ...process.env, NODE_OPTIONS: '', DESK_DIR: deskDir, ...Object.fromEntries(PORTS.map((name) => [name, '0'])) };
  for (const name of OUTSIDE) delete env[name as keyof typeof env];
  const child = spawn(process.execPath, [path.join(__dirname, '..', '..', 'dist', 'embedded', 'start.js')], { env });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return child;
}

async function untilRunning(): Promise<Running> {
  for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline && desk.exitCode === null;) {
    const running = readRunning(deskDir);
    if (running?.pid === desk.pid && running) return running;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the desk did not come up:\n${output}`);
}

/** The addresses are in the folder a moment before they are printed. */
async function printed(words: RegExp): Promise<string> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const [found] = words.exec(output) ?? [];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not printed: ${words}\n${output}`);
}

const childPids = () =>
  (JSON.parse(fs.readFileSync(path.join(deskDir, 'processes.json'), 'utf8')) as { pid: number }[]).map(({ pid }) => pid);

async function query(databaseUrl: string, text: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client.query<Record<string, unknown>>(text).finally(() => client.end());
}

beforeAll(() => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-start-'));
  fs.chmodSync(dir, 0o711);
  deskDir = path.join(dir, '.desk');
});
afterAll(async () => {
  if (desk.exitCode === null && desk.signalCode === null) {
    desk.kill();
    await once(desk, 'exit');
  }
  fs.rmSync(path.dirname(deskDir), { recursive: true, force: true });
});

test('comes up, refuses a second one, survives kill -9 with its state, and stops in order', async () => {
  desk = npmStart();
  const first = await untilRunning();
  expect((await fetch(`${first.mailboxUrl}/healthz`)).status).toBe(200);
  expect((await fetch(`${first.portalUrl}/healthz`)).status).toBe(200);
  expect((await fetch(`${first.apiUrl}/readyz`)).status).toBe(200);
  expect((await fetch(`${first.consoleUrl}/readyz`)).status).toBe(200);
  expect((await fetch(await printed(/http\S+\/sign-in\/setup\/[\w-]{43}/))).status).toBe(200);
  await query(first.databaseUrl, 'create table kept as select 1 as one');

  const firstOutput = output;
  const second = npmStart();
  const [code] = (await once(second, 'close')) as [number];
  expect(code).toBe(1);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(`pid ${desk.pid}`);
  output = firstOutput;

  const children = childPids();
  expect(children).toHaveLength(7);
  desk.kill('SIGKILL');
  await once(desk, 'exit');
  desk = npmStart();
  const again = await untilRunning();
  expect(children.filter(isAlive)).toEqual([]);
  expect((await query(again.databaseUrl, 'select one from kept')).rows).toEqual([{ one: 1 }]);

  const last = childPids();
  desk.kill('SIGTERM');
  expect(await once(desk, 'exit')).toEqual([0, null]);
  expect(last.filter(isAlive)).toEqual([]);
  expect(readRunning(deskDir)).toBeNull();
  expect(fs.existsSync(path.join(deskDir, 'lock'))).toBe(false);
});

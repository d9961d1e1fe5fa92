/** `npm run production:local`: comes up from nothing, stops in order, and goes on where it was. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { readRunning } from '../../config/running';
import { cachedServerBinaries } from '../../embedded/production/binaries';
import { writeServerConfig } from '../../embedded/production/server-config';
import { eventually } from '../support/system';

const MAIN = path.join(__dirname, '..', '..', 'dist', 'embedded', 'production', 'main.js');
const PORTS = [
  'CONSOLE_PORT',
  'PORTAL_PORT',
  'API_PORT',
  'API_2_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'TEMPORAL_PORT',
  'DATABASE_PORT',
];
const OUTSIDE = ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL', 'PORTAL_URL', 'MAILBOX_URL', 'LINK_SECRET', 'CONFIG_DIR'];
const WITHIN_MS = 150_000;
jest.setTimeout(3 * WITHIN_MS);

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-production-'));
  fs.chmodSync(dir, 0o711);
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

// Building the server takes minutes: whoever has run `npm run production:local` once has it.
const whenBuilt = cachedServerBinaries() ? it : it.skip;

whenBuilt('brings up every part twice over one state, and leaves no process behind', async () => {
  const state = path.join(dir, '.desk', 'production');
  for (const round of ['first', 'second']) {
    const { child, output } = await up(state);
    const names = processes(state).map(({ name }) => name);
    expect({ round, names: names.sort() }).toEqual({
      round,
      names: ['api-1', 'api-2', 'console', 'mailbox', 'portal', 'postgres', 'temporal', 'worker-1', 'worker-2'],
    });
    const [first = '', second = ''] = [...output().matchAll(/(http:\S+)\/api\/openapi\.json/g)].map(([, url]) => url);
    // A busy machine may be slow at the first question to the engine.
    for (const url of [first, second]) await eventually(async () => (await fetch(`${url}/readyz`)).ok);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(processes(state)).toEqual([]);
  }
});

async function up(state: string): Promise<{ child: ChildProcess; output: () => string }> {
  const env = { ...process.env, NODE_OPTIONS: '', DESK_DIR: path.dirname(state) };
  for (const name of OUTSIDE) delete env[name as keyof typeof env];
  const child = spawn(process.execPath, [MAIN], { env: { ...env, ...Object.fromEntries(PORTS.map((name) => [name, '0'])) } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (const endMs = Date.now() + WITHIN_MS; Date.now() < endMs && child.exitCode === null;) {
    if (readRunning(state)?.pid === child.pid && output.includes('npx desk open')) return { child, output: () => output };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill('SIGTERM');
  throw new Error(`it did not come up:\n${output}`);
}

const processes = (state: string): { name: string }[] =>
  JSON.parse(fs.readFileSync(path.join(state, 'processes.json'), 'utf8')) as { name: string }[];

interface Written {
  services: Record<string, { rpc: { membershipPort: number; bindOnLocalHost: boolean } }>;
  persistence: { datastores: Record<string, { sql: { connectAddr: string; password: string; tls?: object } }> };
}
const written = async (databaseUrl: string): Promise<Written> => {
  await writeServerConfig({ dir, grpcPort: 7233, databaseUrl });
  return parse(fs.readFileSync(path.join(dir, 'production.yaml'), 'utf8')) as Written;
};

it('the server listens to this machine only, with ports that its database can hold', async () => {
  const { services } = await written('postgres://desk:secret@127.0.0.1:5432/anshin_desk');
  for (const { rpc } of Object.values(services)) {
    expect(rpc.bindOnLocalHost).toBe(true);
    expect(rpc.membershipPort).toBeLessThan(2 ** 15);
  }
  expect(fs.statSync(path.join(dir, 'production.yaml')).mode & 0o077).toBe(0);
});

it('the server takes the database as DATABASE_URL names it', async () => {
  const plain = await written('postgres://desk:p%40ss@db.example/anshin_desk');
  for (const { sql } of Object.values(plain.persistence.datastores)) {
    expect(sql).toMatchObject({ connectAddr: 'db.example:5432', password: 'p@ss' });
    expect(sql.tls).toBeUndefined();
  }
  const encrypted = await written('postgres://desk:x@db.example:6432/anshin_desk?sslmode=verify-full');
  for (const { sql } of Object.values(encrypted.persistence.datastores)) {
    expect(sql).toMatchObject({ connectAddr: 'db.example:6432', tls: { enabled: true, enableHostVerification: true } });
  }
});

import { Client } from 'pg';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../embedded/ports';
import { startPostgres, type RunningPostgres } from '../../embedded/postgres';
import { openToOthers, reachableDataDir, runsAsRoot } from '../../embedded/postgres-home';
import { StartProblem } from '../../embedded/problem';
import { isAlive } from '../../embedded/processes';

const settings = ['fsync=off'];
let dir: string;
const started: RunningPostgres[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-postgres-test-'));
  fs.chmodSync(dir, 0o711);
});
afterEach(async () => {
  // Stopping twice does nothing; a test that fails half way leaves no server behind.
  for (const postgres of started.splice(0)) await postgres.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const dataDir = () => path.join(dir, 'postgres');
const start = async (password = 'secret') => {
  const postgres = await startPostgres({ dataDir: dataDir(), port: await freePort(), password, settings });
  started.push(postgres);
  return postgres;
};
const postmasterPid = () => Number(fs.readFileSync(path.join(dataDir(), 'postmaster.pid'), 'utf8').split('\n')[0]);

async function query(url: string, text: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('keeps what was written over a stop, a kill -9 and a server left behind', async () => {
  const postgres = await start();
  await query(postgres.databaseUrl, `create table note (text text); insert into note values ('高﨑①')`);
  await postgres.stop();

  await start();
  const killed = postmasterPid();
  process.kill(killed, 'SIGKILL');
  while (isAlive(killed)) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fs.existsSync(path.join(dataDir(), 'postmaster.pid'))).toBe(true);

  await start();
  const leftBehind = postmasterPid();
  const next = await start();
  expect(isAlive(leftBehind)).toBe(false);
  expect(await query(next.databaseUrl, 'select text from note')).toEqual([{ text: '高﨑①' }]);
  await next.stop();
});

test('a mark whose number now belongs to another program is cleared, and that program is left alone', async () => {
  await (await start()).stop();
  fs.writeFileSync(path.join(dataDir(), 'postmaster.pid'), `${process.pid}\n${dataDir()}\n`);
  const postgres = await start();
  expect(await query(postgres.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await postgres.stop();
});

test.each([
  ['strange files', () => fs.writeFileSync(path.join(dataDir(), 'notes.txt'), 'x'), 'incomplete'],
  ['another version', () => fs.writeFileSync(path.join(dataDir(), 'PG_VERSION'), '15\n'), 'version 15'],
])('a data folder with %s is refused with the way out', async (_, damage, reason) => {
  fs.mkdirSync(dataDir());
  damage();
  const problem = await start().catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(StartProblem);
  expect((problem as StartProblem).text.ja).toContain(reason);
  expect((problem as StartProblem).text.ja).toContain(`mv ${dataDir()}`);
  expect(fs.readdirSync(dataDir())).toHaveLength(1);
});

test('data that PostgreSQL cannot start from, and a lost password, are each said in one line', async () => {
  await (await start()).stop();
  const lost = await start('another').catch((error: unknown) => error);
  expect((lost as StartProblem).text.en).toContain('another password');
  fs.rmSync(path.join(dataDir(), 'global', 'pg_control'));
  const broken = await start().catch((error: unknown) => error);
  expect((broken as StartProblem).text.en).toMatch(/is damaged \(FATAL|PANIC|could not/);
  expect((broken as StartProblem).text.en).not.toContain('\n');
});

test('what a killed initialisation left is made anew', async () => {
  fs.mkdirSync(`${dataDir()}.new`);
  fs.writeFileSync(path.join(`${dataDir()}.new`, 'PG_VERSION'), '18\n');
  const postgres = await start();
  expect(await query(postgres.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await postgres.stop();
});

const onlyRoot = runsAsRoot() ? test : test.skip;
onlyRoot('below a private folder of root the data goes where PostgreSQL can reach it', () => {
  fs.chmodSync(dir, 0o700);
  expect(openToOthers(dataDir())).toBe(false);
  const real = reachableDataDir(dataDir());
  expect(openToOthers(real)).toBe(true);
  expect(reachableDataDir(dataDir())).toBe(real);
  expect(spawnSync('readlink', [dataDir()], { encoding: 'utf8' }).stdout.trim()).toBe(real);
  fs.rmSync(path.dirname(real), { recursive: true });
});

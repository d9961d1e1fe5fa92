/** A real PostgreSQL from npm packages: initialised once, kept in a folder, started and stopped with the desk. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { loadLibrary, reachableDataDir, runsAsRoot } from './postgres-home';
import { diskFull, errorCodeOf, StartProblem } from './problem';
import { commandLineOf, isAlive } from './processes';

const USER = 'desk';
const DATABASE = 'anshin_desk';
/** Major version of the packaged server: data of another one cannot be read. */
const MAJOR_VERSION = '18';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  /** Extra settings, `name=value`. */
  readonly settings?: readonly string[];
  readonly log?: (line: string) => void;
}

export interface RunningPostgres {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

export const databaseUrlOf = (port: number, password: string): string =>
  `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;

/** Starts PostgreSQL on this machine, making the database when there is none yet. @throws StartProblem */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const lines: string[] = [];
  const log = (text: string) => {
    lines.push(text.trim());
    lines.splice(0, lines.length - 20);
    options.log?.(text.trimEnd());
  };
  const dataDir = reachableDataDir(options.dataDir);
  const server = async (databaseDir: string) =>
    new (await loadLibrary())({
      databaseDir,
      port: options.port,
      user: USER,
      password: options.password,
      authMethod: 'scram-sha-256',
      persistent: true,
      createPostgresUser: runsAsRoot(),
      // Text sorts by code point on every machine alike, whatever locales it has.
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.settings ?? [])].flatMap((s) => [
        '-c',
        s,
      ]),
      onLog: (message: unknown) => log(String(message)),
      onError: (error: unknown) => log(String(error)),
    });
  if (!isInitialised(dataDir, options.dataDir)) await initialise(dataDir, server);
  await endLeftover(dataDir);
  const postgres = await server(dataDir);
  await postgres.start().catch(() => {
    throw startFailed(options.dataDir, lines);
  });
  const pid = postmasterPid(dataDir);
  // The library waits for ever for a server that has ended by itself.
  const stop = async () => {
    if (pid !== null && isAlive(pid)) await postgres.stop();
  };
  try {
    await ensureDatabase(options.port, options.password);
  } catch (error) {
    await stop();
    throw errorCodeOf(error) === '28P01' ? wrongPassword(options.dataDir) : error;
  }
  return { databaseUrl: databaseUrlOf(options.port, options.password), stop };
}

/** @throws StartProblem when the folder holds something that is not this PostgreSQL's data. */
function isInitialised(dataDir: string, shownDir: string): boolean {
  const entries = fs.existsSync(dataDir) ? fs.readdirSync(dataDir) : [];
  if (entries.length === 0) return false;
  const versionFile = path.join(dataDir, 'PG_VERSION');
  const version = entries.includes('PG_VERSION') ? fs.readFileSync(versionFile, 'utf8').trim() : null;
  if (version === MAJOR_VERSION && entries.includes('global') && entries.includes('pg_wal')) return true;
  throw damaged(shownDir, version === null || version === MAJOR_VERSION ? 'incomplete' : `version ${version}`);
}

const damaged = (dataDir: string, what: string): StartProblem =>
  new StartProblem({
    ja: `データベースのフォルダー ${dataDir} が壊れています(${what})。バックアップから戻すか、別名に変えて(mv ${dataDir} ${dataDir}.old)やり直してください。進行中の案件は Temporal 側に残っています。`,
    en: `The database folder ${dataDir} is damaged (${what}). Restore it from a backup, or rename it (mv ${dataDir} ${dataDir}.old) and start again. Running incidents are kept by Temporal.`,
  });

const wrongPassword = (dataDir: string): StartProblem =>
  new StartProblem({
    ja: `データベース ${dataDir} のパスワードが .desk/secrets.json と一致しません。元の secrets.json を戻すか、${dataDir} を別名に変えてやり直してください。`,
    en: `The database ${dataDir} has another password than .desk/secrets.json. Put the original secrets.json back, or rename ${dataDir} and start again.`,
  });

function startFailed(dataDir: string, output: readonly string[]): StartProblem {
  const lines = output.flatMap((text) => text.split('\n')).filter((line) => line.trim());
  const reason = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.find((line) => line.startsWith('postgres:'));
  if (lines.some((line) => line.includes('No space left on device'))) return diskFull(dataDir);
  return damaged(dataDir, reason?.replace(/^.*(?=FATAL|PANIC)/, '') ?? lines.at(-1) ?? 'no output');
}

type Server = Awaited<ReturnType<typeof loadLibrary>>['prototype'];

/** Initialises beside the final place and moves it there: a folder half made by a killed start is never taken for data. */
async function initialise(dataDir: string, server: (databaseDir: string) => Promise<Server>): Promise<void> {
  const unfinished = `${dataDir}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  // The library hands the password to initdb in a file that the postgres user must be able to read.
  const umask = runsAsRoot() ? process.umask(0o022) : null;
  try {
    await (await server(unfinished)).initialise();
  } finally {
    if (umask !== null) process.umask(umask);
  }
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.renameSync(unfinished, dataDir);
}

const pidFileOf = (dataDir: string): string => path.join(dataDir, 'postmaster.pid');

function postmasterPid(dataDir: string): number | null {
  if (!fs.existsSync(pidFileOf(dataDir))) return null;
  const pid = Number(fs.readFileSync(pidFileOf(dataDir), 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** Ends a server that outlived a killed desk, and clears its mark when it is dead. */
async function endLeftover(dataDir: string): Promise<void> {
  const pid = postmasterPid(dataDir);
  if (pid !== null) {
    const isOurs = () => isAlive(pid) && commandLineOf(pid).includes(dataDir);
    for (const [signal, seconds] of [['SIGINT', 10] as const, ['SIGQUIT', 5] as const]) {
      if (!isOurs()) break;
      process.kill(pid, signal);
      for (let waited = 0; waited < seconds * 10 && isOurs(); waited += 1) await delay(100);
    }
    if (isOurs()) return;
  }
  fs.rmSync(pidFileOf(dataDir), { force: true });
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: USER, password, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

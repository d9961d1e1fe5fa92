/** The parts of the running system and how each is started, in the order in which they come up. */
import type { ConnectionOptions } from '@temporalio/client';
import { Client } from 'pg';
import os from 'node:os';
import path from 'node:path';
import { temporalDbDamaged, type DeskDir, type Secrets } from './desk-dir';
import type { Ports } from './ports';
import { databaseUrlOf } from './postgres';
import { StartProblem } from './problem';
import type { ServiceSpec } from './service';
import { temporalServerArgs, waitForTemporal } from './temporal-server';
import { workerPolls } from './worker-polls';

export interface Layout {
  readonly desk: DeskDir;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** What the children see: the user's environment completed with the addresses of this system. */
  readonly env: NodeJS.ProcessEnv;
}

const LOCAL = '127.0.0.1';
const script = (...place: string[]): string => path.join(__dirname, '..', ...place);

const answers = (url: string) => async () => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
};

export function temporalPart({ desk, ports, env }: Layout, executable: string): ServiceSpec {
  return {
    name: 'temporal',
    title: { ja: 'Temporal サーバー', en: 'The Temporal server' },
    command: executable,
    args: temporalServerArgs({ port: ports.TEMPORAL_PORT, uiPort: ports.TEMPORAL_UI_PORT, dbFile: desk.temporalDb }),
    env,
    tethered: false,
    ready: () => waitForTemporal(`${LOCAL}:${ports.TEMPORAL_PORT}`, 'default', 0),
    readyWithinMs: 90_000,
    stopWithinMs: 15_000,
    explain: (log) =>
      /malformed|not a database|disk image|SQLITE_CORRUPT/i.test(log) ? temporalDbDamaged(desk.temporalDb) : null,
  };
}

export function postgresPart({ desk, ports, secrets, env }: Layout): ServiceSpec {
  return {
    name: 'postgres',
    title: { ja: 'データベース', en: 'The database' },
    command: process.execPath,
    args: [script('embedded', 'postgres-process.js')],
    env: {
      ...env,
      POSTGRES_DATA_DIR: desk.postgresDir,
      DATABASE_PORT: String(ports.DATABASE_PORT),
      DATABASE_PASSWORD: secrets.databasePassword,
    },
    tethered: true,
    ready: () => databaseAnswers(databaseUrlOf(ports.DATABASE_PORT, secrets.databasePassword)),
    readyWithinMs: 90_000,
    stopWithinMs: 20_000,
    explain: lineForPeople,
  };
}

/** A child writes its own StartProblem as one line in both languages: it is passed on as it is. */
function lineForPeople(log: string): StartProblem | null {
  const line = log.trimEnd().split('\n').at(-1) ?? '';
  const [, ja, en] = /^([^\x00-\x7f].*|.*[ぁ-ん].*?) \/ ([\x20-\x7e]+)$/u.exec(line) ?? [];
  return ja && en ? new StartProblem({ ja, en }) : null;
}

async function databaseAnswers(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  await client.connect();
  await client.end();
}

export function mailboxPart({ ports, env }: Layout): ServiceSpec {
  return {
    name: 'mailbox',
    title: { ja: 'メール箱', en: 'The mailbox' },
    command: process.execPath,
    args: [script('embedded', 'mailbox.js')],
    env: { ...env, MAILBOX_PORT: String(ports.MAILBOX_PORT), SMTP_PORT: String(ports.SMTP_PORT) },
    tethered: true,
    ready: answers(`http://${LOCAL}:${ports.MAILBOX_PORT}/healthz`),
    readyWithinMs: 60_000,
    stopWithinMs: 10_000,
    explain: lineForPeople,
  };
}

export function workerPart({ env }: Layout, connection: ConnectionOptions, namespace: string, name = 'worker'): ServiceSpec {
  return {
    name,
    title: { ja: 'ワーカー', en: 'The worker' },
    command: process.execPath,
    args: [script('worker', 'main.js')],
    env,
    tethered: true,
    ready: (pid) => workerPolls(connection, namespace, 0, `${pid}@${os.hostname()}`),
    readyWithinMs: 90_000,
    stopWithinMs: 25_000,
    explain: lineForPeople,
  };
}

export function apiPart({ ports, env }: Layout, name = 'api', port = ports.API_PORT): ServiceSpec {
  return {
    name,
    title: { ja: 'API', en: 'The API' },
    command: process.execPath,
    args: [script('client', 'http', 'main.js')],
    env: { ...env, API_PORT: String(port) },
    tethered: true,
    ready: answers(`http://${LOCAL}:${port}/healthz`),
    readyWithinMs: 60_000,
    stopWithinMs: 15_000,
    explain: lineForPeople,
  };
}

export function portalPart({ ports, env }: Layout): ServiceSpec {
  return {
    name: 'portal',
    title: { ja: 'ポータル', en: 'The portal' },
    command: process.execPath,
    args: [script('client', 'portal', 'main.js')],
    env,
    tethered: true,
    ready: answers(`http://${LOCAL}:${ports.PORTAL_PORT}/healthz`),
    readyWithinMs: 60_000,
    stopWithinMs: 15_000,
    explain: lineForPeople,
  };
}

export function consolePart({ ports, env }: Layout): ServiceSpec {
  return {
    name: 'console',
    title: { ja: 'コンソール', en: 'The console' },
    command: process.execPath,
    args: [script('client', 'console', 'main.js')],
    env,
    tethered: true,
    ready: answers(`http://${LOCAL}:${ports.CONSOLE_PORT}/healthz`),
    readyWithinMs: 60_000,
    stopWithinMs: 15_000,
    explain: lineForPeople,
  };
}

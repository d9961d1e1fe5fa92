/** `npm start`: brings everything up in one terminal, keeps it up, and stops it in order. State is in `.desk/`. */
import { Connection, type ConnectionOptions } from '@temporalio/client';
import fs from 'node:fs';
import { readDeskDir, readEnv } from '../config/env';
import { connectionOptions } from '../config/temporal';
import { both } from '../domain/wording';
import { WORKFLOW_TYPE } from '../workflows/messages';
import { lockDeskDir, openDeskDir, readSecrets, writePrivately, type DeskDir, type Secrets } from './desk-dir';
import { mailboxPart, portalPart, postgresPart, temporalPart, workerPart, type Layout } from './parts';
import { checkPortsFree, readPorts, type PortName, type Ports } from './ports';
import { databaseUrlOf } from './postgres';
import { endAt, exitWith } from './process-end';
import type { Say } from './problem';
import { endLeftovers, ProcessRecord } from './process-record';
import { Service, type ServiceSpec } from './service';
import { findTemporalServer, keepClosedWorkflows } from './temporal-server';

const say: Say = (text) => console.log(both(text));
const LOCAL = '127.0.0.1';

async function main(): Promise<void> {
  process.umask(0o077);
  const given = process.env;
  const desk = openDeskDir(readDeskDir(given));
  const unlock = lockDeskDir(desk);
  process.once('exit', unlock);
  const running = new Running();
  stopOnSignals(running, desk);
  // A closed terminal is no reason to fail while stopping.
  process.stdout.on('error', () => undefined);
  try {
    await bringUp(given, desk, running);
  } catch (error) {
    await running.stopAll();
    throw error;
  }
}

/** What has been started so far, in order. */
class Running {
  private readonly services: Service[] = [];
  private stopping = false;

  /** Never resolves once stopping has begun: whoever waits for it goes no further. */
  async start(service: Service): Promise<void> {
    if (!this.stopping) {
      this.services.push(service);
      await service.start();
    }
    if (this.stopping) await new Promise(() => undefined);
  }

  /** Last up, first down: nothing loses what it stands on while it still works. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    for (const service of [...this.services].reverse()) await service.stop();
  }

  killAll(): void {
    for (const service of this.services) void service.stop(true);
  }
}

async function bringUp(given: NodeJS.ProcessEnv, desk: DeskDir, running: Running): Promise<void> {
  const ended = await endLeftovers(desk.processesFile);
  if (ended.length > 0) {
    say({ ja: `前回の残りを終了しました: ${ended.join(', ')}。`, en: `Ended what the last run left: ${ended.join(', ')}.` });
  }
  const ports = await readPorts(given);
  const secrets = readSecrets(desk);
  await checkPortsFree(ports, portsWanted(given));
  const server = await findTemporalServer({ env: given, say });
  const layout: Layout = { desk, ports, secrets, env: childEnv(given, desk, ports, secrets) };
  const env = readEnv(layout.env);
  const connection = connectionOptions(env);
  const around = { logDir: desk.logDir, record: new ProcessRecord(desk.processesFile), say };
  const start = (spec: ServiceSpec): Promise<void> => running.start(new Service(spec, around));
  say({ ja: '起動しています…', en: 'Starting…' });
  await Promise.all([
    ...(server.kind === 'binary' ? [start(temporalPart(layout, server.path))] : []),
    ...(given.DATABASE_URL ? [] : [start(postgresPart(layout))]),
    start(mailboxPart(layout)),
  ]);
  if (server.kind === 'binary') await keepClosedWorkflows(`${LOCAL}:${ports.TEMPORAL_PORT}`, env.temporal.namespace);
  await start(workerPart(layout, connection, env.temporal.namespace));
  await start(portalPart(layout));
  announce(layout, desk, server.kind === 'binary', await runningIncidents(connection, env.temporal.namespace));
}

/** Only the ports of what this run brings up itself. */
const portsWanted = (given: NodeJS.ProcessEnv): PortName[] => [
  'PORTAL_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  ...(given.TEMPORAL_ADDRESS ? [] : (['TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const)),
  ...(given.DATABASE_URL ? [] : (['DATABASE_PORT'] as const)),
];

/** What the user has set stays; what is missing points into this system. */
function childEnv(given: NodeJS.ProcessEnv, desk: DeskDir, ports: Ports, secrets: Secrets): NodeJS.ProcessEnv {
  const mailbox = `smtp://${LOCAL}:${ports.SMTP_PORT}`;
  return {
    TEMPORAL_ADDRESS: `${LOCAL}:${ports.TEMPORAL_PORT}`,
    TEMPORAL_NAMESPACE: 'default',
    DATABASE_URL: databaseUrlOf(ports.DATABASE_PORT, secrets.databasePassword),
    SMTP_URL: mailbox,
    DRILL_SMTP_URL: mailbox,
    PORTAL_URL: `http://${LOCAL}:${ports.PORTAL_PORT}`,
    MAILBOX_URL: `http://${LOCAL}:${ports.MAILBOX_PORT}`,
    LINK_SECRET: secrets.linkSecret,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    PORTAL_PORT: String(ports.PORTAL_PORT),
    MAILBOX_PORT: String(ports.MAILBOX_PORT),
    DESK_DIR: desk.dir,
  };
}

/** How many incidents go on; null when the server cannot say. */
async function runningIncidents(options: ConnectionOptions, namespace: string): Promise<number | null> {
  try {
    const connection = await Connection.connect(options);
    const query = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus = 'Running'`;
    const { count } = await connection.workflowService.countWorkflowExecutions({ namespace, query });
    await connection.close();
    return Number(count);
  } catch {
    return null;
  }
}

function announce({ env, ports }: Layout, desk: DeskDir, ownTemporal: boolean, incidents: number | null): void {
  const temporalUiUrl = ownTemporal ? `http://${LOCAL}:${ports.TEMPORAL_UI_PORT}` : null;
  writePrivately(desk.runFile, {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    temporalAddress: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    databaseUrl: env.DATABASE_URL,
    portalUrl: env.PORTAL_URL,
    mailboxUrl: env.MAILBOX_URL,
    smtpUrl: env.SMTP_URL,
    temporalUiUrl,
  });
  const own = env.SMTP_URL === `smtp://${LOCAL}:${ports.SMTP_PORT}`;
  console.log(
    [
      '',
      '  緊急時総合サポート デスクが動いています / The desk is running',
      '',
      `  案件を始める     Open an incident   npx desk open`,
      `  届いたメール     Mails              ${env.MAILBOX_URL}`,
      own
        ? '                                      (外部には送信されません / none leaves this machine)'
        : '                                      (実際のメールは SMTP_URL へ送信されます / real mails go out by SMTP_URL)',
      `  ポータル         Portal             ${env.PORTAL_URL}  (メールのリンクから / by the links in the mails)`,
      ...(temporalUiUrl ? [`  Temporal の画面  Temporal UI        ${temporalUiUrl}`] : []),
      ...(incidents ? [`  進行中の案件     Incidents going on ${incidents}  (npx desk list)`] : []),
      '',
      '  止める: Ctrl+C。案件は残り、次の npm start で続きます / Stop: Ctrl+C. Incidents are kept and go on at the next npm start',
      '',
    ].join('\n'),
  );
}

function stopOnSignals(running: Running, desk: DeskDir): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  endAt(signals, async () => {
    for (const signal of signals) process.on(signal, () => running.killAll());
    say({ ja: '止めています…(もう一度 Ctrl+C ですぐに終了)', en: 'Stopping… (Ctrl+C again: at once)' });
    fs.rmSync(desk.runFile, { force: true });
    await running.stopAll();
    say({ ja: '止まりました。案件は .desk/ に残っています。', en: 'Stopped. Incidents are kept in .desk/.' });
  });
}

main().catch(exitWith);

/** `npm start`: brings everything up in one terminal, keeps it up, and stops it in order. State is in `.desk/`. */
import { readDeskDir, readEnv } from '../config/env';
import { connectionOptions } from '../config/temporal';
import { announce } from './announce';
import { childEnv } from './child-env';
import { readSecrets, type DeskDir } from './desk-dir';
import { apiPart, consolePart, mailboxPart, portalPart, postgresPart, temporalPart, workerPart, type Layout } from './parts';
import { checkPortsFree, readPorts, type PortName } from './ports';
import { firstWayIn } from './first-way-in';
import { exitWith } from './process-end';
import { ProcessRecord } from './process-record';
import { Service, type ServiceSpec } from './service';
import { say, supervise, type Running } from './supervise';
import { findTemporalServer, keepClosedWorkflows } from './temporal-server';

const LOCAL = '127.0.0.1';

async function bringUp(desk: DeskDir, running: Running): Promise<void> {
  const given = process.env;
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
  await Promise.all([start(consolePart(layout)), start(portalPart(layout)), start(apiPart(layout))]);
  const temporalUiUrl = server.kind === 'binary' ? `http://${LOCAL}:${ports.TEMPORAL_UI_PORT}` : null;
  // In a database of somebody else's, accounts are made on purpose.
  const isOurs = !given.DATABASE_URL && env.console.oidc === null;
  const wayIn = isOurs ? await firstWayIn(env.databaseUrl, env.console.url) : null;
  await announce({ layout, command: 'npm start', desk: 'npx desk', temporalUiUrl, firstWayIn: wayIn });
}

/** Only the ports of what this run brings up itself. */
const portsWanted = (given: NodeJS.ProcessEnv): PortName[] => [
  'CONSOLE_PORT',
  'PORTAL_PORT',
  'API_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  ...(given.TEMPORAL_ADDRESS ? [] : (['TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const)),
  ...(given.DATABASE_URL ? [] : (['DATABASE_PORT'] as const)),
];

supervise(readDeskDir(process.env), bringUp).catch(exitWith);

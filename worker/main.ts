/** The worker process: environment → parts → worker → a stop that finishes what is in hand. */
import { DefaultLogger, NativeConnection, Runtime, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { setTimeout as delay } from 'node:timers/promises';
import { createActivities } from '../activities/create';
import { createSmtpMailer } from '../activities/mail/smtp';
import { readEnv, type Env } from '../config/env';
import { createLinkTokens } from '../config/link-tokens';
import { createLogger } from '../config/logger';
import { connectionOptions } from '../config/temporal';
import { migrateStore, openStore } from '../store';
import { createDeskWorker } from './create-worker';
import { registerSearchAttributes } from './search-attributes';

/** The engine's own log lines go where ours go; their attributes may hold inputs, so only the words are kept. */
function installRuntime(log: Logger): void {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  const pass = ({ level, message }: LogEntry) => log[levels[level]](message);
  Runtime.install({ logger: new DefaultLogger('WARN', pass), telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
}

const MIGRATE_AGAIN_MS = 5_000;

/** Incidents run while the record is away; its tables are brought up to date as soon as it answers. */
async function migrateWhenReachable(databaseUrl: string, log: Logger): Promise<void> {
  for (;;) {
    try {
      return await migrateStore(databaseUrl);
    } catch (error) {
      log.warn({ problem: error instanceof Error ? error.name : 'unknown' }, 'the record cannot be reached; trying again');
      await delay(MIGRATE_AGAIN_MS, undefined, { ref: false });
    }
  }
}

async function prepareServer(connection: NativeConnection, namespace: string, log: Logger): Promise<void> {
  try {
    await registerSearchAttributes(connection, namespace);
  } catch (error) {
    log.warn(
      { problem: error instanceof Error ? error.message : 'unknown' },
      'search attributes could not be registered here; they must exist already, see README',
    );
  }
}

async function run(env: Env, log: Logger): Promise<void> {
  installRuntime(log);
  const store = await openStore(env.databaseUrl);
  const mailer = createSmtpMailer(env.smtpUrl);
  const drillMailer = env.drillSmtpUrl === null ? null : createSmtpMailer(env.drillSmtpUrl);
  const activities = createActivities({
    ...{ record: store, mailer, drillMailer, log, portalUrl: env.portal.url, mailFrom: env.mailFrom },
    links: createLinkTokens(env.linkSecret),
    now: Date.now,
  });
  const connection = await NativeConnection.connect(connectionOptions(env));
  void migrateWhenReachable(env.databaseUrl, log);
  await prepareServer(connection, env.temporal.namespace, log);
  const worker = await createDeskWorker({ connection, namespace: env.temporal.namespace, activities });
  log.info('the worker takes up incidents');
  await worker.run();
  await connection.close();
  mailer.close();
  drillMailer?.close();
  await store.close();
}

async function main(): Promise<void> {
  const env = readEnv(process.env);
  await run(env, createLogger(env, 'worker'));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

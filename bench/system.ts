/** The system under test: every process of the real one and the worker of the control, in a temporary folder. */
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode } from '@temporalio/worker';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { createDesk, type Desk } from '../client/desk';
import { readEnv, type Env } from '../config/env';
import { createLinkTokens, type LinkTokens } from '../config/link-tokens';
import { connectionOptions } from '../config/temporal';
import { childEnv } from '../embedded/child-env';
import { openDeskDir, readSecrets } from '../embedded/desk-dir';
import { mailboxPart, portalPart, postgresPart, temporalPart, workerPart, type Layout } from '../embedded/parts';
import { readPorts } from '../embedded/ports';
import { endAt } from '../embedded/process-end';
import { ProcessRecord } from '../embedded/process-record';
import type { Say } from '../embedded/problem';
import { Service, type ServiceSpec } from '../embedded/service';
import { Running } from '../embedded/supervise';
import { findTemporalServer } from '../embedded/temporal-server';
import { migrateStore, openStore } from '../store';
import type { Store } from '../store/types';
import { CONTROL_QUEUE } from './control-messages';
import { watchMails, type MailWatch } from './mail-watch';

const PORTS = ['PORTAL', 'API', 'API_2', 'MAILBOX', 'SMTP', 'TEMPORAL', 'TEMPORAL_UI', 'DATABASE'];
/** Of the user's environment only what programs need to run: nothing of it points into another system. */
const KEPT_VARIABLES = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMPORAL_CLI_PATH'];

export interface System {
  readonly env: Env;
  readonly client: Client;
  readonly desk: Desk;
  readonly store: Store;
  /** Plain SQL on the record's database. */
  readonly pool: Pool;
  readonly links: LinkTokens;
  readonly mails: MailWatch;
  readonly controlBundle: string;
  /** Ends both workers and starts them anew, with nothing cached. */
  restartWorkers(): Promise<{ readonly real: number; readonly control: number }>;
  stop(): Promise<void>;
}

/** Brings everything up. A signal stops it in order and removes it. */
export async function startSystem(say: Say): Promise<System> {
  process.umask(0o077);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-bench-'));
  // The database may run as another user, who must get through to its data.
  fs.chmodSync(dir, 0o711);
  const running = new Running();
  const stop = async () => {
    await running.stopAll();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  endAt(['SIGINT', 'SIGTERM', 'SIGHUP'], stop);
  try {
    return await bringUp(dir, running, stop, say);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(dir: string, running: Running, stop: () => Promise<void>, say: Say): Promise<System> {
  const { layout, start } = await layOut(dir, running, say);
  const server = await findTemporalServer({ env: { ...process.env, TEMPORAL_ADDRESS: '' }, say });
  if (server.kind !== 'binary') throw new Error('the benchmark starts a server of its own');
  const controlBundle = path.join(dir, 'control-bundle.js');
  await Promise.all([
    start(temporalPart(layout, server.path)),
    start(postgresPart(layout)),
    start(mailboxPart(layout)),
    bundleControl(controlBundle),
  ]);
  const env = readEnv(layout.env);
  await migrateStore(env.databaseUrl);
  const [connection, store] = [await Connection.connect(connectionOptions(env)), await openStore(env.databaseUrl)];
  const pool = new Pool({ connectionString: env.databaseUrl });
  await pool.query('create table bench_rows (id text primary key, data text not null)');
  const client = new Client({ connection, namespace: env.temporal.namespace });
  const workers = new Workers(layout, env, client, controlBundle, start);
  await Promise.all([workers.start(), start(portalPart(layout))]);
  const mails = watchMails(path.join(layout.desk.dir, 'mailbox'));
  return {
    ...{ env, client, store, pool, mails, controlBundle },
    desk: createDesk(client, () => Promise.resolve()),
    links: createLinkTokens(env.linkSecret),
    restartWorkers: async () => {
      await workers.stop();
      return workers.start();
    },
    stop: async () => {
      mails.close();
      await Promise.allSettled([connection.close(), store.close(), pool.end()]);
      await stop();
    },
  };
}

async function layOut(dir: string, running: Running, say: Say) {
  const desk = openDeskDir(path.join(dir, 'desk'));
  const ports = await readPorts(Object.fromEntries(PORTS.map((name) => [`${name}_PORT`, '0'])));
  const secrets = readSecrets(desk);
  const given = Object.fromEntries(KEPT_VARIABLES.map((name) => [name, process.env[name] ?? '']));
  const layout: Layout = { desk, ports, secrets, env: childEnv(given, desk, ports, secrets) };
  const around = { logDir: desk.logDir, record: new ProcessRecord(desk.processesFile), say };
  const start = async (spec: ServiceSpec): Promise<Service> => {
    const service = new Service(spec, around);
    await running.start(service);
    return service;
  };
  return { layout, start };
}

async function bundleControl(file: string): Promise<void> {
  const quiet = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./control-workflow'),
    payloadConverterPath: require.resolve('../workflows/payload-converter'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  fs.writeFileSync(file, code);
}

/** The real worker and the control's, told to collect garbage when asked. */
class Workers {
  private services: readonly Service[] = [];

  constructor(
    private readonly layout: Layout,
    private readonly env: Env,
    private readonly client: Client,
    private readonly controlBundle: string,
    private readonly startService: (spec: ServiceSpec) => Promise<Service>,
  ) {}

  async start() {
    const { namespace } = this.env.temporal;
    const real = collecting(workerPart(this.layout, connectionOptions(this.env), namespace));
    const control: ServiceSpec = {
      ...real,
      name: 'control',
      title: { ja: '対照のワーカー', en: 'The control’s worker' },
      args: [...real.args.slice(0, -1), require.resolve('./control-worker')],
      env: { ...this.layout.env, CONTROL_BUNDLE: this.controlBundle },
      ready: (pid) => this.controlPolls(pid),
    };
    this.services = await Promise.all([real, control].map((spec) => this.startService(spec)));
    const [realPid = 0, controlPid = 0] = this.services.map(({ pid }) => pid ?? 0);
    return { real: realPid, control: controlPid };
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
  }

  private async controlPolls(pid: number): Promise<void> {
    const { pollers } = await this.client.workflowService.describeTaskQueue({
      namespace: this.client.options.namespace,
      taskQueue: { name: CONTROL_QUEUE },
      taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    if (!pollers?.some(({ identity }) => identity === `${pid}@${os.hostname()}`)) throw new Error('no worker polls');
  }
}

const collecting = (spec: ServiceSpec): ServiceSpec => ({
  ...spec,
  args: ['--expose-gc', '--require', require.resolve('./gc-on-request'), ...spec.args],
});

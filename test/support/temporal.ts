/** Temporal for tests: the time-skipping server for rules of time, the real one for everything else. */
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../embedded/ports';
import { findTemporalServer, temporalServerArgs, waitForTemporal } from '../../embedded/temporal-server';
import { findTestServer } from '../../embedded/test-server';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages';

const { IndexedValueType } = temporal.api.enums.v1;
const TYPES = { KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME };
/** The SDK gives a server five seconds to come up; on a busy machine Java may need more than one go. */
const TRIES = 4;

const quiet = () => undefined;

/** Keeps the SDK's own logs out of the tests' output. Must come before any other use of the SDK in the process. */
export function quietRuntime(): void {
  if (Runtime._instance) return;
  Runtime.install({
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
  });
}

/** One environment has one clock: use it for one workflow at a time. */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const { path: executable } = await findTestServer();
  for (let tries = 1; ; tries += 1) {
    try {
      const env = await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path: executable } },
      });
      await registerSearchAttributes(env);
      return env;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

/** As the worker does it on a real server; this one cannot list what it has. */
const registerSearchAttributes = (env: TestWorkflowEnvironment) =>
  env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPES[type]])),
  });

export interface RealServer {
  readonly address: string;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** Ends the server if it runs and starts it again on the same port with the same state. */
  restart(): Promise<void>;
}

/** The real server in a process of its own. Its state is in `dir`; without one it is removed with the server. */
export async function startRealServer(options: { dir?: string; port?: number } = {}): Promise<RealServer> {
  quietRuntime();
  const found = await findTemporalServer({ env: { ...process.env, TEMPORAL_ADDRESS: '' } });
  if (found.kind !== 'binary') throw new Error('tests start a server of their own');
  const dir = options.dir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'desk-temporal-'));
  const port = options.port ?? (await freePort());
  const address = `127.0.0.1:${port}`;
  const args = temporalServerArgs({ port, uiPort: null, dbFile: path.join(dir, 'temporal.db') });
  const start = async () => {
    const child = spawn(found.path, args, { stdio: 'ignore' });
    await waitForTemporal(address, 'default', 60_000);
    return child;
  };
  let child = await start();
  const end = (signal: NodeJS.Signals) => endProcess(child, signal);
  return {
    address,
    kill9: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      child = await start();
    },
    stop: async () => {
      await end('SIGTERM');
      if (!options.dir) fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

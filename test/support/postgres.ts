/** A real PostgreSQL for one test file, in a temporary folder. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../embedded/ports';
import { startPostgres as start } from '../../embedded/postgres';

export interface TestPostgres {
  /** Of an empty database, as its superuser. */
  readonly url: string;
  /** Stops the server, its data kept. */
  halt(): Promise<void>;
  /** Starts it again, at the same address. */
  resume(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL with an empty database. */
export async function startPostgres(): Promise<TestPostgres> {
  const dataDir = join(tmpdir(), `anshin-desk-test-${randomUUID()}`);
  const options = { dataDir, port: await freePort(), password: randomUUID(), settings: ['fsync=off'] };
  // Two test files that start at once may both try to create the system's postgres user, or take the same free port.
  let running = await start(options).catch(async () => {
    await delay(1_000);
    options.port = await freePort();
    return start(options);
  });
  return {
    url: running.databaseUrl,
    halt: () => running.stop(),
    resume: async () => {
      running = await start(options);
    },
    stop: async () => {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * PostgreSQL as a child of the supervisor. It has a process of its own because the library ends the whole process it is
 * in on a signal: here that is just what is wanted, and the supervisor keeps its own order of stopping.
 */
import { Client } from 'pg';
import { z } from 'zod';
import { startPostgres } from './postgres';
import { exitWith } from './process-end';

const settings = z.object({
  POSTGRES_DATA_DIR: z.string(),
  DATABASE_PORT: z.coerce.number().int(),
  DATABASE_PASSWORD: z.string(),
});

async function main(): Promise<void> {
  const env = settings.parse(process.env);
  const { databaseUrl } = await startPostgres({
    dataDir: env.POSTGRES_DATA_DIR,
    port: env.DATABASE_PORT,
    password: env.DATABASE_PASSWORD,
    log: console.log,
  });
  // A connection that is held open tells at once when the server has died; the supervisor then starts it again.
  const watch = new Client({ connectionString: databaseUrl });
  watch.once('error', exitWith);
  await watch.connect();
}

main().catch(exitWith);

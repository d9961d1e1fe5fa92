/** Brings the tables up to date. */
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { CONNECT_TIMEOUT_MS, ignore } from './database';
import { guarded } from './errors';

/** Any number will do, as long as every version of this system uses the same. */
const MIGRATION_LOCK = 4_126_800_617;

/**
 * Creates or updates the tables of the record. Safe to call from several processes at once: one works, the others wait.
 * @throws RecordUnavailable when the database cannot be reached.
 */
export function migrateStore(databaseUrl: string): Promise<void> {
  return guarded(async () => {
    const client = new Client({
      connectionString: databaseUrl,
      application_name: 'anshin-desk',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    client.on('error', ignore);
    try {
      await client.connect();
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await migrate(drizzle(client), { migrationsFolder: join(__dirname, 'migrations') });
    } finally {
      // The lock belongs to the connection and goes with it.
      await client.end();
    }
  });
}

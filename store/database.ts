/** The connection to PostgreSQL. */
import { sql, type ExtractTablesWithRelations } from 'drizzle-orm';
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';

type NoSchema = Record<string, never>;
export type Database = NodePgDatabase<NoSchema>;
export type Transaction = PgTransaction<NodePgQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

export const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

export interface PoolOptions {
  /** Connections held at most. */
  readonly poolSize?: number;
}

/** A pool whose lost connections cost the calls that were using them, never the process. Connects at the first call. */
export function openPool(databaseUrl: string, { poolSize = 10 }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'anshin-desk',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Beyond the server's own limit: for a server that no longer answers at all.
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A restart of the database breaks idle connections (the pool drops them) and those inside a transaction, for which
  // the pool does not listen. An error event without a listener would end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** The call that was using the connection fails by itself; there is nothing more to do. */
export const ignore = (): void => {};

/**
 * drizzle on the pool. Its own pooled transaction never gives a connection back whose BEGIN failed, and gives back
 * broken ones for others to take: here a connection on which a transaction failed is closed.
 */
export function databaseOn(pool: Pool): Database {
  const db = drizzle(pool);
  db.transaction = async (work, config) => {
    const client = await pool.connect();
    let failed = true;
    try {
      const result = await drizzle(client).transaction(work, config);
      failed = false;
      return result;
    } finally {
      client.release(failed);
    }
  };
  return db;
}

/** Lets one writer at a time work on an incident, until the end of the transaction. Also before its first entry. */
export async function lockIncident(tx: Transaction, number: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${number}, 0))`);
}

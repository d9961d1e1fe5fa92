/** The keys of programs that use the HTTP API. */
import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Database } from './database';
import { apiTokens } from './schema';
import type { ApiToken, TokenStore } from './types';

const { sha256: _hash, ...known } = getTableColumns(apiTokens);

/** See `TokenStore.addToken`. */
export async function addToken(db: Database, token: Parameters<TokenStore['addToken']>[0]): Promise<ApiToken> {
  const [row] = await db.insert(apiTokens).values(token).returning(known);
  if (!row) throw new Error('the database returned no row for a token it took');
  return row;
}

/** See `TokenStore.findToken`. */
export async function findToken(db: Database, sha256: string): Promise<ApiToken | null> {
  const [row] = await db.select(known).from(apiTokens).where(eq(apiTokens.sha256, sha256));
  return row ?? null;
}

/** See `TokenStore.tokens`. */
export const listTokens = (db: Database): Promise<readonly ApiToken[]> =>
  db.select(known).from(apiTokens).orderBy(asc(apiTokens.createdAt), asc(apiTokens.id));

/** See `TokenStore.revokeToken`. */
export async function revokeToken(db: Database, id: string): Promise<ApiToken | null> {
  const [row] = await db
    .update(apiTokens)
    .set({ revokedAt: sql`coalesce(${apiTokens.revokedAt}, now())` })
    .where(eq(apiTokens.id, id))
    .returning(known);
  return row ?? null;
}

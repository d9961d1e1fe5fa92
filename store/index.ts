/** The case record in PostgreSQL. */
import { sql } from 'drizzle-orm';
import { databaseOn, openPool, type PoolOptions } from './database';
import { guarded } from './errors';
import { addDrill, listDrills, noteDrill, readDrill, removeDrill } from './drills';
import { markMailSent, putFile, readFile, wasMailSent, wasUploadedBy } from './files';
import { listIncidents, listOpenTasks, readIncident } from './lists';
import { addToken, findToken, listTokens, revokeToken } from './tokens';
import { append, readTimeline, rederive, seal, verifyChain } from './timeline';
import { staffStoreOn } from './staff';
import type { StaffStore } from './staff-types';
import { overviewOn } from './overview';
import type { OverviewStore } from './overview-types';
import type { Store } from './types';

export { ChainBroken, ChainConflict, GapInTimeline, NothingRecorded, RecordUnavailable } from './errors';
export { migrateStore } from './migrate';

/**
 * The record at this address. Connects at the first call, so it opens while the database is down; its tables come from
 * `migrateStore`. Every method throws RecordUnavailable while the database cannot be used.
 */
export function openStore(databaseUrl: string, options: PoolOptions = {}): Promise<Store & StaffStore & OverviewStore> {
  const pool = openPool(databaseUrl, options);
  const db = databaseOn(pool);
  let closing: Promise<void> | null = null;
  return Promise.resolve({
    ...staffStoreOn(db),
    ...overviewOn(db),
    append: (number, entries) => guarded(() => append(db, number, entries)),
    seal: (number) => guarded(() => seal(db, number)),
    incident: (number) => guarded(() => readIncident(db, number)),
    incidents: (filter) => guarded(() => listIncidents(db, filter)),
    openTasks: (filter) => guarded(() => listOpenTasks(db, filter)),
    timeline: (number, range) => guarded(() => readTimeline(db, number, range)),
    verifyChain: (number) => guarded(() => verifyChain(db, number)),
    rederive: (number) => guarded(() => rederive(db, number)),
    putFile: (bytes, about) => guarded(() => putFile(db, bytes, about)),
    file: (sha256) => guarded(() => readFile(db, sha256)),
    wasUploadedBy: (sha256, partnerId) => guarded(() => wasUploadedBy(db, sha256, partnerId)),
    wasMailSent: (mailId) => guarded(() => wasMailSent(db, mailId)),
    markMailSent: (mailId, messageId) => guarded(() => markMailSent(db, mailId, messageId)),
    addToken: (token) => guarded(() => addToken(db, token)),
    findToken: (sha256) => guarded(() => findToken(db, sha256)),
    tokens: () => guarded(() => listTokens(db)),
    revokeToken: (id) => guarded(() => revokeToken(db, id)),
    addDrill: (drill) => guarded(() => addDrill(db, drill)),
    noteDrill: (id, news) => guarded(() => noteDrill(db, id, news)),
    removeDrill: (id) => guarded(() => removeDrill(db, id)),
    drill: (id) => guarded(() => readDrill(db, id)),
    drills: (page) => guarded(() => listDrills(db, page)),
    ping: () =>
      guarded(async () => {
        await db.execute(sql`select 1`);
      }),
    close: () => (closing ??= pool.end()),
  });
}

/** The timeline of each incident: appended to, read, verified and sealed, never changed. */
import { and, asc, between, desc, eq, getTableColumns, gt } from 'drizzle-orm';
import type { TimelineEntry } from '../domain/timeline';
import { START, canonicalJson, chained, entryOf, firstBreak, type TimelineRow } from './chain';
import { lockIncident, type Database, type Transaction } from './database';
import { deriveAnew, deriveNext } from './derived';
import { ChainBroken, ChainConflict, GapInTimeline, NothingRecorded } from './errors';
import { incidents, seals, timeline } from './schema';
import type { ChainHead, RecordedEntry, Store } from './types';

/** PostgreSQL takes 65,535 parameters in a statement; an entry has ten. */
const ROWS_PER_INSERT = 1_000;

/** See `Store.append`. */
export function append(db: Database, number: string, entries: readonly TimelineEntry[]): Promise<ChainHead> {
  return db.transaction(async (tx) => {
    await lockIncident(tx, number);
    const head = await headOf(tx, number);
    await refuseOtherContent(
      tx,
      number,
      entries.filter((entry) => entry.seq <= head.seq),
    );
    const fresh = entries.filter((entry) => entry.seq > head.seq);
    const rows = chainOnto(number, head, fresh);
    const newHead = rows.at(-1) ?? head;
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
      await tx.insert(timeline).values(rows.slice(from, from + ROWS_PER_INSERT));
    }
    if (rows.length) await deriveNext(tx, number, fresh, newHead);
    return { seq: newHead.seq, sha256: newHead.sha256 };
  });
}

async function headOf(db: Database | Transaction, number: string): Promise<ChainHead> {
  const [last] = await db
    .select({ seq: timeline.seq, sha256: timeline.sha256 })
    .from(timeline)
    .where(eq(timeline.incidentNumber, number))
    .orderBy(desc(timeline.seq))
    .limit(1);
  return last ?? START;
}

function chainOnto(number: string, head: ChainHead, fresh: readonly TimelineEntry[]): TimelineRow[] {
  let { seq, sha256 } = head;
  return fresh.map((entry) => {
    seq += 1;
    if (entry.seq !== seq) throw new GapInTimeline(number, seq, entry.seq);
    const row = chained(number, entry, sha256);
    sha256 = row.sha256;
    return row;
  });
}

/** Entries already there are passed over, but only when they say the same. */
async function refuseOtherContent(tx: Transaction, number: string, known: readonly TimelineEntry[]): Promise<void> {
  if (!known.length) return;
  const seqs = known.map((entry) => entry.seq);
  const rows = await tx
    .select({ seq: timeline.seq, canonical: timeline.canonical })
    .from(timeline)
    .where(and(eq(timeline.incidentNumber, number), between(timeline.seq, Math.min(...seqs), Math.max(...seqs))));
  const stored = new Map(rows.map((row) => [row.seq, row.canonical]));
  for (const entry of known) {
    if (stored.get(entry.seq) !== canonicalJson(entry)) throw new ChainConflict(number, entry.seq);
  }
}

/** See `Store.timeline`. */
export async function readTimeline(
  db: Database,
  number: string,
  { afterSeq = 0, limit }: NonNullable<Parameters<Store['timeline']>[1]> = {},
): Promise<readonly RecordedEntry[]> {
  const query = db
    .select({ canonical: timeline.canonical, sha256: timeline.sha256 })
    .from(timeline)
    .where(and(eq(timeline.incidentNumber, number), gt(timeline.seq, afterSeq)))
    .orderBy(asc(timeline.seq))
    .$dynamic();
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map((row) => ({ entry: entryOf(row), sha256: row.sha256 }));
}

/** See `Store.verifyChain`. */
export const verifyChain: (db: Database, number: string) => ReturnType<Store['verifyChain']> = (db, number) =>
  db.transaction((tx) => verify(tx, number), { isolationLevel: 'repeatable read', accessMode: 'read only' });

async function verify(tx: Transaction, number: string): ReturnType<Store['verifyChain']> {
  const { recordedAt: _when, ...columns } = getTableColumns(timeline);
  const rows = await tx.select(columns).from(timeline).where(eq(timeline.incidentNumber, number)).orderBy(asc(timeline.seq));
  const derivedHead = await tx
    .select({ seq: incidents.headSeq, sha256: incidents.headSha256 })
    .from(incidents)
    .where(eq(incidents.number, number));
  const sealed = await tx.select({ seq: seals.seq, sha256: seals.sha256 }).from(seals).where(eq(seals.incidentNumber, number));
  return { entries: rows.length, brokenAtSeq: firstBreak(rows, [...derivedHead, ...sealed]) };
}

/** See `Store.seal`. An entry added later leaves this seal as it is and wants a new one. */
export function seal(db: Database, number: string): Promise<ChainHead> {
  return db.transaction(async (tx) => {
    await lockIncident(tx, number);
    const { brokenAtSeq } = await verify(tx, number);
    if (brokenAtSeq !== null) throw new ChainBroken(number, brokenAtSeq);
    const head = await headOf(tx, number);
    if (head.seq === 0) throw new NothingRecorded(number);
    await tx
      .insert(seals)
      .values({ incidentNumber: number, ...head })
      .onConflictDoNothing();
    return head;
  });
}

/** See `Store.rederive`. */
export function rederive(db: Database, number: string): Promise<void> {
  return db.transaction(async (tx) => {
    await lockIncident(tx, number);
    await deriveAnew(tx, number, await headOf(tx, number));
  });
}

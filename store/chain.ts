/** The hash chain: each entry's hash covers its canonical JSON and the hash of the entry before. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import canonicalize from 'canonicalize';
import { toInstant, toMs } from '../domain/time';
import type { TimelineEntry } from '../domain/timeline';
import type { timeline } from './schema';
import type { ChainHead } from './types';

/** What the first entry of an incident chains to. */
export const START: ChainHead = { seq: 0, sha256: '0'.repeat(64) };

export type TimelineRow = Omit<typeof timeline.$inferSelect, 'recordedAt'>;

/** RFC 8785 JSON of an entry. */
export function canonicalJson(entry: TimelineEntry): string {
  const text = canonicalize(entry);
  if (text === undefined) throw new TypeError('an entry of the timeline must be JSON');
  return text;
}

/** PostgreSQL texts hold no NUL and no half surrogate pairs; the canonical JSON keeps both, escaped. */
export const storableText = (text: string): string => Buffer.from(text).toString().replaceAll('\0', '\uFFFD');

const sha256Of = (prevSha256: string, canonical: string): string =>
  createHash('sha256')
    .update(prevSha256 + canonical)
    .digest('hex');

/** The entry as it is stored after the one that `prevSha256` belongs to. */
export function chained(incidentNumber: string, entry: TimelineEntry, prevSha256: string): TimelineRow {
  const canonical = canonicalJson(entry);
  return {
    incidentNumber,
    seq: entry.seq,
    at: toInstant(toMs(entry.at)),
    kind: entry.kind,
    actor: entry.actor,
    data: entry.data,
    messageId: entry.messageId === null ? null : storableText(entry.messageId),
    canonical,
    prevSha256,
    sha256: sha256Of(prevSha256, canonical),
  };
}

/** The entry that a stored row holds, exactly as it was given. */
export const entryOf = ({ canonical }: Pick<TimelineRow, 'canonical'>): TimelineEntry => JSON.parse(canonical) as TimelineEntry;

/** Whether every column of a stored row is what its entry and the hash before it make it. */
function fits(row: TimelineRow, seq: number, prevSha256: string): boolean {
  try {
    const entry = entryOf(row);
    return entry.seq === seq && isDeepStrictEqual(row, chained(row.incidentNumber, entry, prevSha256));
  } catch {
    return false; // no longer an entry at all
  }
}

/**
 * The first sequence number that does not fit, or null.
 * `noted`: heads written down elsewhere; they tell when the end was cut off or the whole chain was made anew.
 */
export function firstBreak(rows: readonly TimelineRow[], noted: readonly ChainHead[]): number | null {
  const broken: number[] = [];
  let prevSha256 = START.sha256;
  for (const [index, row] of rows.entries()) {
    if (!fits(row, index + 1, prevSha256)) {
      broken.push(index + 1);
      break;
    }
    prevSha256 = row.sha256;
  }
  for (const head of noted) {
    if (head.seq > rows.length) broken.push(rows.length + 1);
    else if (rows[head.seq - 1]?.sha256 !== head.sha256) broken.push(head.seq);
  }
  return broken.length ? Math.min(...broken) : null;
}

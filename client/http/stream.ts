/** A timeline as it grows, as server-sent events. The number of an event is the sequence number of its entry. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TimelineEntry } from '../../domain/timeline';
import { isRecordDown } from '../incident-reader';
import type { ApiDeps } from './deps';

interface StreamOptions {
  readonly number: string;
  readonly afterSeq: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** False ends the stream: the token may have been revoked since. */
  readonly mayGoOn: () => Promise<boolean>;
}

const DEFAULTS = { lookEveryMs: 500, heartbeatMs: 15_000 };
const ENTRIES_PER_LOOK = 200;
const RECONNECT_AFTER_MS = 2_000;

const eventOf = (entry: TimelineEntry): string => `id: ${entry.seq}\nevent: entry\ndata: ${JSON.stringify(entry)}\n\n`;

/**
 * Entries as the record gets them, which is within moments: so that any number of listeners costs the engine nothing.
 * Ends with the event `end` when the record is sealed and everything was sent.
 */
export async function* timelineEvents(deps: ApiDeps, options: StreamOptions): AsyncGenerator<string> {
  const { number, signal, mayGoOn } = options;
  const { lookEveryMs, heartbeatMs } = deps.stream ?? DEFAULTS;
  let { afterSeq } = options;
  let saidAtMs = Date.now();
  yield `retry: ${RECONNECT_AFTER_MS}\n: ${number}\n\n`;
  while (!signal.aborted) {
    const { entries, isSealed } = await look(deps, number, afterSeq);
    if (entries.length) {
      yield entries.map(eventOf).join('');
      afterSeq = entries.at(-1)?.seq ?? afterSeq;
      saidAtMs = Date.now();
      continue;
    }
    if (isSealed) return void (yield 'event: end\ndata: {}\n\n');
    if (Date.now() - saidAtMs >= heartbeatMs) {
      if (!(await mayGoOn())) return;
      yield ': still here\n\n';
      saidAtMs = Date.now();
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

interface Look {
  readonly entries: readonly TimelineEntry[];
  readonly isSealed: boolean;
}

/** A record that is down has nothing new to tell; the stream waits for it. */
async function look({ store }: ApiDeps, number: string, afterSeq: number): Promise<Look> {
  try {
    const recorded = await store.timeline(number, { afterSeq, limit: ENTRIES_PER_LOOK });
    const entries = recorded.map(({ entry }) => entry);
    return { entries, isSealed: !entries.length && (await isSealedAt(store, number, afterSeq)) };
  } catch (error) {
    if (!isRecordDown(error)) throw error;
    return { entries: [], isSealed: false };
  }
}

async function isSealedAt(store: ApiDeps['store'], number: string, seq: number): Promise<boolean> {
  const recorded = await store.incident(number);
  return recorded?.state.status === 'CLOSED' && recorded.sealedAt !== null && recorded.head.seq <= seq;
}

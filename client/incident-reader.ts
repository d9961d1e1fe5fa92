/** An incident as it is now: from the engine, or from the record when the engine no longer has it or does not answer. */
import type { IncidentState } from '../domain/incident';
import { toMs } from '../domain/time';
import type { TimelineEntry } from '../domain/timeline';
import type { Store } from '../store/types';
import type { Desk } from './desk';

export interface IncidentView {
  readonly state: IncidentState;
  /** Now on the incident's own clock; for a drill that is only in the record: the time of its last entry. */
  readonly nowMs: number;
  /** Entries the record has not confirmed yet. */
  readonly unrecorded: readonly TimelineEntry[];
  readonly mailsUnderWay: number;
  readonly source: 'ENGINE' | 'RECORD';
}

/** Where incidents are read from; each is connected to at its first use. */
export interface Sources {
  readonly desk: () => Promise<Pick<Desk, 'state' | 'entriesFromHistory'>>;
  readonly store: () => Promise<Pick<Store, 'incident' | 'timeline'>>;
  readonly nowMs: () => number;
}

/** Errors are known by name: their classes live in modules that are slow to load. */
const isNamed = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name);

export const isIncidentNotFound = (error: unknown): boolean => isNamed(error, 'IncidentNotFound');
/** The engine cannot be reached, or does not answer. */
export const isEngineSilent = (error: unknown): boolean => isNamed(error, 'EngineSilent', 'ServiceError');

/** The record's own errors say what happened in both languages. */
export const isRecordProblem = (error: unknown): error is Error & { readonly transient: boolean } =>
  error instanceof Error && 'transient' in error && typeof error.transient === 'boolean';

export const isRecordDown = (error: unknown): boolean => isRecordProblem(error) && error.transient;

/** From the engine. @throws whatever the engine answers when it does not tell. */
export async function fromEngine(sources: Sources, number: string): Promise<IncidentView> {
  const { now, unrecorded, mailsUnderWay, ...state } = await (await sources.desk()).state(number);
  return { state, nowMs: toMs(now), unrecorded, mailsUnderWay, source: 'ENGINE' };
}

/** From the record; null when it has no such incident. */
export async function fromRecord(sources: Sources, number: string): Promise<IncidentView | null> {
  const store = await sources.store();
  const recorded = await store.incident(number);
  if (!recorded) return null;
  const { state, head } = recorded;
  const last = state.clock ? await store.timeline(number, { afterSeq: head.seq - 1 }) : [];
  const nowMs = last[0] ? toMs(last[0].entry.at) : sources.nowMs();
  return { state, nowMs, unrecorded: [], mailsUnderWay: 0, source: 'RECORD' };
}

/** The sources of a server, which is connected to both. */
export const sourcesOf = (connected: {
  readonly desk: Awaited<ReturnType<Sources['desk']>>;
  readonly store: Awaited<ReturnType<Sources['store']>>;
  readonly nowMs: () => number;
}): Sources => ({ desk: async () => connected.desk, store: async () => connected.store, nowMs: connected.nowMs });

/** From the engine, or from the record when the engine has forgotten it or is silent. @throws what the engine answered */
export async function fromEither(sources: Sources, number: string): Promise<IncidentView> {
  try {
    return await fromEngine(sources, number);
  } catch (error) {
    if (!isIncidentNotFound(error) && !isEngineSilent(error)) throw error;
    const view = await fromRecord(sources, number);
    if (view) return view;
    throw error;
  }
}

/**
 * The incident's entries after this one, in order, whether the record has confirmed them or not.
 * With `limit` at most that many.
 */
export async function entriesAfter(
  sources: Sources,
  view: IncidentView,
  afterSeq: number,
  limit?: number,
): Promise<readonly TimelineEntry[]> {
  const { state, unrecorded } = view;
  const fresh = unrecorded.filter(({ seq }) => seq > afterSeq);
  const isWhole = fresh.length >= state.seq - afterSeq;
  if (isWhole) return fresh.slice(0, limit);
  const recorded = await recordedEntries(sources, view, afterSeq, limit);
  const known = new Set(recorded.map(({ seq }) => seq));
  const entries = [...recorded, ...fresh.filter(({ seq }) => !known.has(seq))].sort((a, b) => a.seq - b.seq);
  return entries.slice(0, limit);
}

/** A record that is down hides nothing: the engine's history holds the same entries. */
async function recordedEntries(
  sources: Sources,
  { state, source }: IncidentView,
  afterSeq: number,
  limit?: number,
): Promise<readonly TimelineEntry[]> {
  try {
    const store = await sources.store();
    const range = limit === undefined ? { afterSeq } : { afterSeq, limit };
    return (await store.timeline(state.number, range)).map(({ entry }) => entry);
  } catch (error) {
    if (source === 'RECORD' || !isRecordDown(error)) throw error;
    const desk = await sources.desk();
    return (await desk.entriesFromHistory(state.number)).filter(({ seq }) => seq > afterSeq);
  }
}

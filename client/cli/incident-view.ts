/** An incident as it is now: from the engine, or from the record when the engine no longer has it or does not answer. */
import type { IncidentState } from '../../domain/incident';
import type { TimelineEntry } from '../../domain/timeline';
import { toMs } from '../../domain/time';
import type { Context } from './context';
import { isEngineDown, isIncidentNotFound, isRecordDown, notFound } from './failures';

export interface IncidentView {
  readonly state: IncidentState;
  /** Now on the incident's own clock; for a drill that is only in the record: the time of its last entry. */
  readonly nowMs: number;
  /** Entries the record has not confirmed yet. */
  readonly unrecorded: readonly TimelineEntry[];
  readonly mailsUnderWay: number;
  readonly source: 'ENGINE' | 'RECORD';
}

/** @throws CliProblem when neither the engine nor the record knows the number. */
export async function readIncident(context: Context, number: string): Promise<IncidentView> {
  try {
    const desk = await context.deps.desk();
    const { now, unrecorded, mailsUnderWay, ...state } = await desk.state(number);
    return { state, nowMs: toMs(now), unrecorded, mailsUnderWay, source: 'ENGINE' };
  } catch (error) {
    if (isIncidentNotFound(error)) return fromRecord(context, number, () => notFound(number));
    if (!isEngineDown(error)) throw error;
    const view = await fromRecord(context, number, () => error);
    context.remark({
      ja: 'エンジンから応答がないため、記録の内容を表示します。最新ではない場合があります',
      en: 'The engine does not answer. This is the record, which may not be the newest',
    });
    return view;
  }
}

async function fromRecord(context: Context, number: string, otherwise: () => unknown): Promise<IncidentView> {
  const store = await context.deps.store();
  const recorded = await store.incident(number);
  if (!recorded) throw otherwise();
  const { state, head } = recorded;
  const last = state.clock ? await store.timeline(number, { afterSeq: head.seq - 1 }) : [];
  const nowMs = last[0] ? toMs(last[0].entry.at) : context.deps.nowMs();
  return { state, nowMs, unrecorded: [], mailsUnderWay: 0, source: 'RECORD' };
}

/** The incident's entries after this one, in order, whether the record has confirmed them or not. */
export async function readEntries(context: Context, view: IncidentView, afterSeq: number): Promise<readonly TimelineEntry[]> {
  const { state, unrecorded } = view;
  const fresh = unrecorded.filter(({ seq }) => seq > afterSeq);
  const isWhole = fresh.length >= state.seq - afterSeq;
  if (isWhole) return fresh;
  const recorded = await recordedEntries(context, view, afterSeq);
  const known = new Set(recorded.map(({ seq }) => seq));
  return [...recorded, ...fresh.filter(({ seq }) => !known.has(seq))].sort((a, b) => a.seq - b.seq);
}

/** A record that is down hides nothing: the engine's history holds the same entries. */
async function recordedEntries(
  context: Context,
  { state, source }: IncidentView,
  afterSeq: number,
): Promise<readonly TimelineEntry[]> {
  try {
    const store = await context.deps.store();
    return (await store.timeline(state.number, { afterSeq })).map(({ entry }) => entry);
  } catch (error) {
    if (source === 'RECORD' || !isRecordDown(error)) throw error;
    const desk = await context.deps.desk();
    return (await desk.entriesFromHistory(state.number)).filter(({ seq }) => seq > afterSeq);
  }
}

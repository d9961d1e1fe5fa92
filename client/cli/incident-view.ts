/** An incident for a command: read wherever it can be, with the reason in words where it cannot. */
import type { TimelineEntry } from '../../domain/timeline';
import { entriesAfter, fromEngine, fromRecord, isIncidentNotFound, type IncidentView } from '../incident-reader';
import type { Context } from './context';
import { isEngineDown, notFound } from './failures';

export type { IncidentView };

/** @throws CliProblem when neither the engine nor the record knows the number. */
export async function readIncident(context: Context, number: string): Promise<IncidentView> {
  try {
    return await fromEngine(context.deps, number);
  } catch (error) {
    if (isIncidentNotFound(error)) return readRecord(context, number, () => notFound(number));
    if (!isEngineDown(error)) throw error;
    const view = await readRecord(context, number, () => error);
    context.remark({
      ja: 'エンジンから応答がないため、記録の内容を表示します。最新ではない場合があります',
      en: 'The engine does not answer. This is the record, which may not be the newest',
    });
    return view;
  }
}

async function readRecord(context: Context, number: string, otherwise: () => unknown): Promise<IncidentView> {
  const view = await fromRecord(context.deps, number);
  if (!view) throw otherwise();
  return view;
}

/** The incident's entries after this one, in order, whether the record has confirmed them or not. */
export const readEntries = (context: Context, view: IncidentView, afterSeq: number): Promise<readonly TimelineEntry[]> =>
  entriesAfter(context.deps, view, afterSeq);

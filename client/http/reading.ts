/** Incidents as the API shows them. */
import { awareAt, isDrill, nextDueAt, type IncidentState } from '../../domain/incident';
import { dayNumber, toInstant } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import {
  entriesAfter,
  fromEngine,
  fromRecord,
  isEngineSilent,
  isIncidentNotFound,
  type IncidentView,
  type Sources,
} from '../incident-reader';
import type { ApiDeps } from './deps';
import { notFound } from './problems';

export const sourcesOf = ({ desk, store, nowMs }: Pick<ApiDeps, 'desk' | 'store' | 'nowMs'>): Sources => ({
  desk: async () => desk,
  store: async () => store,
  nowMs,
});

/** From the engine, or from the record when the engine has forgotten it or is silent. @throws ApiProblem NOT_FOUND */
export async function readIncident(deps: ApiDeps, number: string): Promise<IncidentView> {
  const sources = sourcesOf(deps);
  try {
    return await fromEngine(sources, number);
  } catch (error) {
    if (!isIncidentNotFound(error) && !isEngineSilent(error)) throw error;
    const view = await fromRecord(sources, number);
    if (view) return view;
    throw isIncidentNotFound(error) ? notFound(number) : error;
  }
}

export const readEntries = (
  deps: ApiDeps,
  view: IncidentView,
  afterSeq: number,
  limit?: number,
): Promise<readonly TimelineEntry[]> => entriesAfter(sourcesOf(deps), view, afterSeq, limit);

const shownState = ({ seenMessageIds: _internal, ...state }: IncidentState): Omit<IncidentState, 'seenMessageIds'> => state;

export const shownIncident = ({ state, nowMs, mailsUnderWay, source }: IncidentView) => ({
  number: state.number,
  drill: isDrill(state),
  now: toInstant(nowMs),
  dayNumber: dayNumber(awareAt(state), nowMs),
  nextDueAt: nextDueAt(state),
  mailsUnderWay,
  source,
  incident: shownState(state),
});

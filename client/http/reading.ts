/** Incidents as the API shows them. */
import { awareAt, isDrill, nextDueAt, type IncidentState } from '../../domain/incident';
import { dayNumber, toInstant } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import { entriesAfter, fromEither, isIncidentNotFound, sourcesOf, type IncidentView } from '../incident-reader';
import type { ApiDeps } from './deps';
import { notFound } from './problems';

/** @throws ApiProblem NOT_FOUND when neither the engine nor the record knows the number. */
export const readIncident = (deps: ApiDeps, number: string): Promise<IncidentView> =>
  fromEither(sourcesOf(deps), number).catch((error: unknown) => {
    throw isIncidentNotFound(error) ? notFound(number) : error;
  });

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

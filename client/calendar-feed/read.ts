/** The feed of one incident or of the whole desk, out of where incidents are read. */
import type { CalendarScope } from '../../config/calendar-tokens';
import { isDrill, type IncidentState } from '../../domain/incident';
import { toInstant } from '../../domain/time';
import type { Language } from '../../domain/wording';
import type { Store } from '../../store/types';
import type { Law } from '../assess-file';
import { currentAssessment } from '../documents/case-data';
import { eventsOf } from './events';
import { feedOf } from './feed';
import { OF_DESK, ofIncident } from './words';

export interface FeedDeps {
  readonly law: Law;
  readonly nowMs: number;
  /** One incident, wherever it can be read. */
  readonly incident: (number: string) => Promise<IncidentState>;
  readonly store: () => Promise<Pick<Store, 'incidents' | 'incident'>>;
}

/** Far more than a desk has open at once. */
const MOST_INCIDENTS = 1_000;
const AT_ONCE = 20;

export async function readFeed(deps: FeedDeps, scope: CalendarScope, language: Language): Promise<string> {
  const states = scope === null ? await openIncidents(await deps.store()) : [await deps.incident(scope)];
  return feedOf({
    ...{ language, madeAt: toInstant(deps.nowMs), name: scope === null ? OF_DESK : ofIncident(scope) },
    events: states.flatMap((state) => eventsOf(state, state.obligations ? null : currentAssessment(state, deps.law))),
  });
}

/** From the record: a calendar that asks every few minutes costs the engine nothing. Drills keep to their own calendars. */
async function openIncidents(store: Pick<Store, 'incidents' | 'incident'>): Promise<IncidentState[]> {
  const rows = (await store.incidents({ status: 'OPEN', limit: MOST_INCIDENTS })).filter(({ drill }) => !drill);
  const states: IncidentState[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = await Promise.all(rows.slice(from, from + AT_ONCE).map(({ number }) => store.incident(number)));
    states.push(...some.flatMap((one) => (one && !isDrill(one.state) ? [one.state] : [])));
  }
  return states;
}

/** The page of one incident. */
import { h } from 'preact';
import { page, type Answer } from '../answer';
import { IncidentPage } from '../pages/incident/page';
import { readNarrowed } from '../pages/incident/timeline';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { incidentActRoutes, optionsOf } from './incident-acts';
import { incidentFileRoutes } from './incident-files';
import { incidentFilingRoutes } from './incident-filing';
import { onCase, type Case } from './incident-read';
import { liveWords } from './live-words';

function show(visit: Visit, of: Case): Answer {
  const { t } = visit;
  const done = t.incident.done as Readonly<Record<string, string>>;
  const did = visit.query('did');
  const props = {
    ...{ visit, of, words: liveWords(of, visit.language), narrowed: readNarrowed((name) => visit.query(name)) },
    done: Object.hasOwn(done, did) ? done[did] : undefined,
  };
  return page(`${of.number} ${of.state.insured ?? t.incident.unnamed}`, h(IncidentPage, props), optionsOf(of));
}

export const incidentRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number', may: 'READ', audit: 'INCIDENT_VIEWED', handle: onCase(show) },
  ...incidentActRoutes,
  ...incidentFilingRoutes,
  ...incidentFileRoutes,
];

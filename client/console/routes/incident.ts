/** The page of one incident. */
import { h } from 'preact';
import { page, type Answer } from '../answer';
import { IncidentPage } from '../pages/incident/page';
import { TimelineSheet } from '../pages/incident/sheet';
import { readNarrowed } from '../pages/incident/timeline';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { incidentAddRoutes } from './incident-add';
import { incidentActRoutes, optionsOf } from './incident-acts';
import { incidentDraftRoutes } from './incident-drafts';
import { incidentDrillRoutes } from './incident-drill';
import { incidentFileRoutes } from './incident-files';
import { incidentFilingRoutes } from './incident-filing';
import { onCase, type Case } from './incident-read';
import { incidentWriteRoutes } from './incident-write';
import { liveWords } from './live-words';

function show(visit: Visit, of: Case): Answer {
  const { t } = visit;
  const done: Readonly<Record<string, string>> = { ...t.incident.done, ...t.work.done };
  const did = visit.query('did');
  const props = {
    ...{ visit, of, words: liveWords(of, visit.language), narrowed: readNarrowed((name) => visit.query(name)) },
    done: Object.hasOwn(done, did) ? done[did] : undefined,
  };
  return page(`${of.number} ${of.state.insured ?? t.incident.unnamed}`, h(IncidentPage, props), optionsOf(of));
}

function showSheet(visit: Visit, of: Case): Answer {
  const title = `${visit.t.work.sheet.title} ${of.number}`;
  const narrowed = readNarrowed((name) => visit.query(name));
  return page(title, h(TimelineSheet, { visit, of, narrowed }), optionsOf(of));
}

export const incidentRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number', may: 'READ', audit: 'INCIDENT_VIEWED', handle: onCase(show) },
  { method: 'GET', path: '/i/:number/timeline', may: 'READ', audit: 'INCIDENT_VIEWED', handle: onCase(showSheet) },
  ...incidentActRoutes,
  ...incidentFilingRoutes,
  ...incidentFileRoutes,
  ...incidentDraftRoutes,
  ...incidentWriteRoutes,
  ...incidentDrillRoutes,
  ...incidentAddRoutes,
];

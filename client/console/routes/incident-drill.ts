/** How a drill ends: whatever is still open is called off, and the record is sealed. */
import { h } from 'preact';
import { isEnded, isDrill } from '../../../domain/incident';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import { CheckPage } from '../pages/incident/act-form';
import { ReasonAct } from '../pages/incident/acts';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { act, refusedForm, type Acted } from './incident-act';
import { didAt, optionsOf, readReason } from './incident-acts';
import { onCase, type Case } from './incident-read';

const openTasks = ({ state }: Case): number => state.planned.length + state.tasks.filter((task) => !isEnded(task)).length;
const openApprovals = ({ state }: Case): number => state.approvals.filter((one) => one.state === 'PENDING').length;

const show =
  (of: Case) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { ending } = visit.t.work.drill;
    const form = formState(visit, problems, { reason: ending.preset });
    const content = h(ReasonAct, { visit, of, words: ending, form });
    return problems.size ? formAgain(ending.title, content, optionsOf(of)) : page(ending.title, content, optionsOf(of));
  };

/** With work still open a drill was no real incident: that is said first, and the work is called off by it. */
async function end(visit: Visit, of: Case, reason: string): Promise<Acted> {
  if (of.state.outcome === null && openTasks(of) + openApprovals(of) > 0) {
    const ruled = await act(visit, of, 'ruleFalseAlarm', { reason });
    // Somebody else, or the first half of the same form, has said so already.
    if (!ruled.ok && ruled.code !== 'ALREADY_FALSE_ALARM') return ruled;
  }
  return act(visit, of, 'closeIncident', { reason });
}

async function take(visit: Visit, of: Case): Promise<Answer> {
  const { ending } = visit.t.work.drill;
  const { reason, problems } = readReason(visit);
  if (problems.size || visit.field('step') === 'edit') return show(of)(visit, problems);
  if (visit.field('step') === 'do') {
    const acted = await end(visit, of, reason);
    return acted.ok ? go(didAt(of, 'drillEnded')) : refusedForm(visit, acted, 'reason', show(of));
  }
  const rows = [
    { label: ending.openTasks, value: ending.count(openTasks(of)) },
    { label: ending.openApprovals, value: ending.count(openApprovals(of)) },
    { label: visit.t.incident.reason, value: reason },
  ];
  const said = { title: ending.check, consequence: ending.consequence, submit: ending.submit };
  return page(ending.check, h(CheckPage, { visit, of, rows, ...said, fields: visit.fields }), optionsOf(of));
}

const onDrill = (handle: (visit: Visit, of: Case) => Promise<Answer> | Answer) =>
  onCase((visit, of) => (isDrill(of.state) ? handle(visit, of) : notFound()));

const PATH = '/i/:number/end-drill';

export const incidentDrillRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: PATH, may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onDrill((visit, of) => show(of)(visit)),
  },
  { method: 'POST', path: PATH, may: 'DECIDE', audit: 'INCIDENT_CLOSED', handle: onDrill(take) },
];

/** What can still be asked for: every service of the playbook that nobody works on, and why not yet. */
import { h } from 'preact';
import { waitsFor } from '../../../domain/flow';
import { taskIdOf } from '../../../domain/activation';
import { FUNCTIONS, functionOf, type FunctionId, type ServiceId } from '../../../domain/services';
import { oneLanguage } from '../../cli/words/say';
import { MILESTONE_WORDS, SERVICE_WORDS, TASK_STATE_WORDS } from '../../cli/words/terms';
import { page, type Answer } from '../answer';
import { AddTask, type Addable } from '../pages/incident/add';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { optionsOf } from './incident-acts';
import { onCase, type Case } from './incident-read';
import { findTask, partnersFor } from './task-acts';

const STOPPED: readonly string[] = ['CANCELLED', 'DECLINED'];

function addableOf(visit: Visit, of: Case, service: ServiceId): Addable | null {
  const { setup, state } = of;
  const taskId = setup && taskIdOf(setup.playbook, service);
  const shown = taskId ? findTask(of, taskId) : null;
  if (!taskId || !shown || (shown.task && !STOPPED.includes(shown.task.state))) return null;
  const { t, language } = visit;
  const waits = shown.planned ? waitsFor(state, shown.planned) : [];
  const told = state.notActivated.find((one) => one.service === service)?.because;
  const because = shown.task
    ? TASK_STATE_WORDS[shown.task.state][language]
    : waits.length
      ? waits
          .map(({ service: other, at }) =>
            t.incident.waitsForResult(SERVICE_WORDS[other][language], MILESTONE_WORDS[at][language]),
          )
          .join(t.incident.comma)
      : oneLanguage(told ?? shown.withdrawnBecause ?? '', language);
  return { taskId, service, because, mayAsk: partnersFor(of, shown).length > 0 };
}

/** By function, in the order of the lanes. */
const addables = (visit: Visit, of: Case): readonly { readonly id: FunctionId; readonly services: readonly Addable[] }[] =>
  FUNCTIONS.map((id) => ({
    id,
    services: (of.setup?.playbook.services ?? [])
      .filter(({ service }) => functionOf(service) === id)
      .flatMap(({ service }) => addableOf(visit, of, service) ?? []),
  })).filter(({ services }) => services.length > 0);

const show = (visit: Visit, of: Case): Answer =>
  page(visit.t.work.add.title, h(AddTask, { visit, of, lanes: addables(visit, of) }), optionsOf(of));

export const incidentAddRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number/add', may: 'DECIDE', audit: 'INCIDENT_VIEWED', handle: onCase(show) },
];

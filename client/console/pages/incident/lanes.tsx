/** The work: a picture over the days, then the four functions with their tasks. */
import { waitsFor } from '../../../../domain/flow';
import { isEnded, type PlannedTask, type Task } from '../../../../domain/incident';
import { taskIdOf } from '../../../../domain/activation';
import { FUNCTIONS, FUNCTION_NAMES, functionOf, type FunctionId } from '../../../../domain/services';
import { Gantt } from '../../../design/charts/gantt';
import { oneLanguage } from '../../../cli/words/say';
import { CLOCK_WORDS, MILESTONE_WORDS, SERVICE_WORDS } from '../../../cli/words/terms';
import { ganttView } from './gantt-view';
import { Live, Section, When, type PartProps } from './parts';
import { TableHead } from '../../../design/table';

function Escalation({ task, visit }: { task: Task } & Pick<PartProps, 'visit'>) {
  const { level, acknowledgedBy } = task.escalation;
  if (!level || isEnded(task)) return null;
  const { t } = visit;
  return (
    <span class="small why">
      {acknowledgedBy ? t.incident.escalatedTaken(level, acknowledgedBy) : t.incident.escalated(level)}
    </span>
  );
}

function Proposed({ one, visit }: { one: Task | PlannedTask } & Pick<PartProps, 'visit'>) {
  if (!one.cancelProposed) return null;
  return (
    <span class="small why">◔ {visit.t.incident.cancelProposed(oneLanguage(one.cancelProposed.because, visit.language))}</span>
  );
}

function TaskRow({ task, ...props }: PartProps & { task: Task }) {
  const { visit, of, words } = props;
  const { t, language } = visit;
  const { taskId, service, assignment, clock } = task;
  const pending = of.state.approvals.filter((one) => one.taskId === taskId && one.state === 'PENDING');
  return (
    <tr class={isEnded(task) ? 'ended' : undefined}>
      <th scope="row">
        <a href={`/i/${of.number}/t/${taskId}`}>
          {taskId} {SERVICE_WORDS[service][language]}
        </a>
        <Proposed one={task} visit={visit} />
      </th>
      <td data-label={t.incident.task.state}>
        <Live words={words} name={`${taskId}.state`} badge />
        <Escalation task={task} visit={visit} />
      </td>
      <td data-label={t.incident.task.who}>
        {assignment.company} <span class="small">({assignment.rank ? t.incident.rank(assignment.rank) : t.incident.named})</span>
        <span class="small why">{assignment.holder.name}</span>
      </td>
      <td data-label={t.incident.task.next}>
        {clock?.dueAt ? (
          <>
            <Live words={words} name={`${taskId}.left`} />{' '}
            <span class="small why">
              {CLOCK_WORDS[clock.kind][language]} <When visit={visit} of={of} at={clock.dueAt} />
            </span>
          </>
        ) : task.endedAt ? (
          <When visit={visit} of={of} at={task.endedAt} />
        ) : (
          '―'
        )}
      </td>
      <td data-label={t.incident.task.waits}>
        {pending.length
          ? pending.map(({ approvalId }) => (
              <a key={approvalId} href={`#approval-${approvalId}`}>
                {t.incident.awaitsApproval(approvalId)}
              </a>
            ))
          : '―'}
      </td>
    </tr>
  );
}

function PlannedRow({ planned, ...props }: PartProps & { planned: PlannedTask }) {
  const { visit, of, words } = props;
  const { t, language } = visit;
  const { taskId, service, kept } = planned;
  const waits = waitsFor(of.state, planned);
  return (
    <tr class="not-started">
      <th scope="row">
        <a href={`/i/${of.number}/t/${taskId}`}>
          {taskId} {SERVICE_WORDS[service][language]}
        </a>
        <Proposed one={planned} visit={visit} />
      </th>
      <td data-label={t.incident.task.state}>
        <Live words={words} name={`${taskId}.state`} badge />
      </td>
      <td data-label={t.incident.task.who}>―</td>
      <td data-label={t.incident.task.next}>―</td>
      <td data-label={t.incident.task.waits}>
        {waits.map(({ service: other, at }) => {
          const blocker = [...of.state.tasks, ...of.state.planned].find((one) => one.service === other);
          const name = t.incident.waitsForResult(SERVICE_WORDS[other][language], MILESTONE_WORDS[at][language]);
          return <div key={other}>{blocker ? <a href={`/i/${of.number}/t/${blocker.taskId}`}>{name}</a> : name}</div>;
        })}
        {kept && <span class="small why">{t.incident.kept}</span>}
        {!waits.length && !kept && '―'}
      </td>
    </tr>
  );
}

function Lane({ id, ...props }: PartProps & { id: FunctionId }) {
  const { visit, of } = props;
  const { t, language } = visit;
  const rows = [...of.state.tasks, ...of.state.planned]
    .filter((one) => one.function === id)
    .sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
  const { task } = t.incident;
  return (
    <>
      <h3>{FUNCTION_NAMES[id][language]}</h3>
      {rows.length ? (
        <table class="lane">
          <caption class="hidden">{FUNCTION_NAMES[id][language]}</caption>
          <TableHead heads={[task.name, task.state, task.who, task.next, task.waits]} />
          <tbody>
            {rows.map((one) =>
              'assignment' in one ? (
                <TaskRow key={one.taskId} task={one} {...props} />
              ) : (
                <PlannedRow key={one.taskId} planned={one} {...props} />
              ),
            )}
          </tbody>
        </table>
      ) : (
        <p class="small">{t.incident.noTasks}</p>
      )}
      <NotCalledFor id={id} {...props} />
    </>
  );
}

/** What the facts do not call for can be asked for all the same. */
function NotCalledFor({ id, visit, of }: PartProps & { id: FunctionId }) {
  const { t, language } = visit;
  const those = of.state.notActivated.filter(({ service }) => functionOf(service) === id);
  if (!those.length) return null;
  const { setup } = of;
  const mayAsk = visit.may('DECIDE') && of.state.status === 'OPEN' && setup;
  return (
    <ul class="small not-called-for">
      {those.map(({ service, because }) => (
        <li key={service}>
          {t.incident.notCalledFor(SERVICE_WORDS[service][language], oneLanguage(because, language))}{' '}
          {mayAsk && (
            <a
              class="no-print"
              href={`/i/${of.number}/t/${taskIdOf(setup.playbook, service)}/assign`}
              aria-label={t.incident.linkAbout(t.incident.askAllTheSame, SERVICE_WORDS[service][language])}
            >
              {t.incident.askAllTheSame}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

export function LanesPart(props: PartProps) {
  const { visit } = props;
  const { gantt } = visit.t.incident;
  const { lanes, days, nowDay, closed, late, all } = ganttView(props);
  const words = {
    ...{ title: gantt.title, summary: gantt.summary(all, closed, late), now: gantt.now, late: gantt.late, legal: gantt.legal },
    ...{ day: visit.t.incident.dayN, states: gantt.states, table: gantt.table },
  };
  return (
    <Section visit={visit} id="lanes">
      {all > 0 && <Gantt id="gantt" lanes={lanes} days={days} nowDay={nowDay} words={words} />}
      {FUNCTIONS.map((id) => (
        <Lane key={id} id={id} {...props} />
      ))}
    </Section>
  );
}

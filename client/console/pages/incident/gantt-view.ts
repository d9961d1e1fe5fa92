/** The gantt of one incident: what its tasks and clocks look like over its days. */
import { specOf, taskIdOf } from '../../../../domain/activation';
import { waitsFor } from '../../../../domain/flow';
import { awareAt, isEnded, type PlannedTask, type Task } from '../../../../domain/incident';
import { FUNCTIONS, FUNCTION_NAMES, type ServiceId } from '../../../../domain/services';
import type { Setup } from '../../../../domain/setup';
import { DAY_MS, MINUTE_MS, atJst, daysBetween, legalDayOf, toInstant, toMs } from '../../../../domain/time';
import { sayWhen } from '../../../../domain/time-words';
import { sayObligation } from '../../../cli/words/obligations';
import { SERVICE_WORDS } from '../../../cli/words/terms';
import type { BarState, GanttBar, GanttDay } from '../../../design/charts/gantt';
import type { PartProps } from './parts';

/** Work whose end nobody knows is drawn up to a little after now. */
const UNKNOWN_LENGTH_MS = 2 * 60 * MINUTE_MS;

export interface GanttView {
  readonly lanes: readonly { readonly name: string; readonly bars: readonly GanttBar[] }[];
  readonly days: readonly GanttDay[];
  readonly nowDay: number;
  readonly closed: number;
  readonly late: number;
  readonly all: number;
}

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export function ganttView(props: PartProps): GanttView {
  const { of, visit } = props;
  const { state } = of;
  const startMs = atJst(legalDayOf(toMs(awareAt(state))), 0);
  const dayOf = (ms: number): number => (ms - startMs) / DAY_MS + 1;
  const spans = spansOf(props);
  const bar = (one: Task | PlannedTask): GanttBar =>
    barOf(one, props, spans.get(one.taskId) ?? { fromMs: of.nowMs, untilMs: of.nowMs }, dayOf);
  const all = [...state.tasks, ...state.planned].sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
  const lanes = FUNCTIONS.map((id) => ({
    name: FUNCTION_NAMES[id][visit.language],
    bars: all.filter((one) => one.function === id).map(bar),
  }));
  const bars = lanes.flatMap((lane) => lane.bars);
  return {
    ...{ lanes, days: legalDays(props), nowDay: dayOf(of.nowMs), all: all.length },
    closed: state.tasks.filter(isEnded).length,
    late: bars.filter((one) => one.state === 'LATE').length,
  };
}

/** When each begins and ends, or is to; of what has not begun: as the limits of the playbook would have it. */
function spansOf({ of }: PartProps): ReadonlyMap<string, Span> {
  const { state, setup, nowMs } = of;
  const spans = new Map(state.tasks.map((task) => [task.taskId, spanOf(task, setup, nowMs)] as const));
  const ends = (service: ServiceId): number => {
    const taskId = [...state.tasks, ...state.planned].find((one) => one.service === service)?.taskId;
    return Math.max(nowMs, (taskId && spans.get(taskId)?.untilMs) || nowMs);
  };
  let left = [...state.planned];
  // What waits for what is never a circle; each round places at least one.
  for (let round = 0; left.length && round <= state.planned.length; round += 1) {
    const isWaiting = (planned: PlannedTask) =>
      planned.dependsOn.some(({ service }) => left.some((one) => one.service === service));
    for (const planned of left.filter((one) => !isWaiting(one))) {
      const fromMs = Math.max(nowMs, ...waitsFor(state, planned).map(({ service }) => ends(service)));
      spans.set(planned.taskId, { fromMs, untilMs: fromMs + lengthOf(planned.service, setup) });
    }
    left = left.filter(({ taskId }) => !spans.has(taskId));
  }
  return spans;
}

function lengthOf(service: ServiceId, setup: Setup | null): number {
  if (!setup?.playbook.services.some((spec) => spec.service === service)) return UNKNOWN_LENGTH_MS;
  const { acceptWithinMinutes, completeWithinMinutes } = specOf(setup, service);
  return (acceptWithinMinutes + completeWithinMinutes) * MINUTE_MS;
}

function spanOf(task: Task, setup: Setup | null, nowMs: number): Span {
  const fromMs = toMs(task.assignment.requestedAt);
  if (task.endedAt) return { fromMs, untilMs: toMs(task.endedAt) };
  const dueAt = task.completeBy ?? null;
  const untilMs =
    dueAt === null
      ? fromMs + lengthOf(task.service, setup)
      : Math.max(toMs(dueAt), task.clock?.dueAt ? toMs(task.clock.dueAt) : 0);
  return { fromMs, untilMs: task.pause ? Math.max(untilMs, nowMs) : untilMs };
}

function stateOf(one: Task | PlannedTask, nowMs: number, knowsNow: boolean): BarState {
  if (!('assignment' in one)) return 'PLANNED';
  if (one.state === 'CANCELLED' || one.pause) return 'STOPPED';
  if (one.state === 'CLOSED') return 'DONE';
  if (one.state === 'DECLINED') return 'LATE';
  return knowsNow && one.clock?.dueAt && toMs(one.clock.dueAt) < nowMs ? 'LATE' : 'RUNNING';
}

function barOf(
  one: Task | PlannedTask,
  { of, visit, words }: PartProps,
  { fromMs, untilMs }: Span,
  dayOf: (ms: number) => number,
): GanttBar {
  const { t, language } = visit;
  const say = (ms: number): string => sayWhen(toInstant(ms), language, of.nowMs);
  const waits = 'assignment' in one ? [] : waitsFor(of.state, one).map(({ service }) => nameOf(service, of.setup));
  const state = stateOf(one, of.nowMs, of.knowsNow);
  const isExpected = state === 'PLANNED';
  return {
    key: one.taskId,
    label: `${one.taskId} ${SERVICE_WORDS[one.service][language]}`,
    ...{ from: dayOf(fromMs), until: dayOf(untilMs), state },
    note: waits.length ? t.incident.waitsFor(waits.join(t.incident.comma)) : '',
    fromWords: isExpected ? t.incident.expected(say(fromMs)) : say(fromMs),
    untilWords: isExpected ? t.incident.expected(say(untilMs)) : say(untilMs),
    stateWords: words[`${one.taskId}.state`]?.text ?? '',
  };
}

const nameOf = (service: ServiceId, setup: Setup | null): string =>
  setup?.playbook.services.some((spec) => spec.service === service) ? taskIdOf(setup.playbook, service) : service;

function legalDays({ of, visit }: PartProps): GanttDay[] {
  const first = legalDayOf(toMs(awareAt(of.state)));
  const byDay = new Map<number, { names: string[]; done: boolean }>();
  for (const one of of.legal.obligations) {
    if (one.due === null || !['TO_FILE', 'OVERDUE', 'FILED', 'FILED_LATE'].includes(one.standing)) continue;
    const day = daysBetween(first, one.due) + 1;
    const known = byDay.get(day) ?? { names: [], done: true };
    const isDone = one.standing === 'FILED' || one.standing === 'FILED_LATE';
    byDay.set(day, { names: [...known.names, sayObligation(one, visit.language)], done: known.done && isDone });
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, { names, done }]) => ({ day, names: names.join(visit.t.incident.comma), done }));
}

/** `desk tasks`: the tasks of one incident, or everything open, next due first. */
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';
import { readNumber } from '../ids';
import { readIncident } from '../incident-view';
import { headerLines, readerOf } from '../print/incident';
import { printable } from '../print/printable';
import { say } from '../print/reader';
import { tableLines } from '../print/table';
import { TASK_HEAD, plannedRow, taskRow } from '../print/tasks';
import { oneLanguage } from '../words/say';
import { DRILL, SERVICE_WORDS } from '../words/terms';
import { ARG, describe, type Cli } from './cli';

const NOTHING: Bilingual = { ja: '開いている依頼はありません', en: 'No task is open' };
const NOT_ACTIVATED: Bilingual = { ja: '対象外の機能', en: 'Not called for' };
const NUMBER_HEAD: Bilingual = { ja: '受付番号', en: 'Number' };

export function addTasksCommand({ program, run }: Cli): void {
  const command = program.command('tasks').argument('[number]', `${ARG.number}; 省略：すべての案件 / none: all incidents`);
  describe(command, { ja: '依頼を期限の近い順に表示します', en: 'List tasks, next due first' }, [
    'tasks',
    'tasks 7K3M-Q2XK',
    'tasks 7K3M-Q2XK --json',
  ]).action(run((context, typed: string | undefined) => (typed ? tasksOf(context, readNumber(typed)) : allTasks(context))));
}

async function tasksOf(context: Context, number: string): Promise<void> {
  const view = await readIncident(context, number);
  const { tasks, planned, withdrawn, notActivated } = view.state;
  context.printJson({ number, tasks, planned, withdrawn, notActivated });
  const safe = printable(view);
  const reader = readerOf(safe, context.language, context.paint);
  const rows = [
    ...safe.state.tasks.map((task) => taskRow(task, safe.state, reader)),
    ...safe.state.planned.map((one) => plannedRow(one, safe.state, reader)),
  ];
  const table = rows.length ? tableLines(rows, context.paint, TASK_HEAD[context.language]) : [context.word(NOTHING)];
  const left = safe.state.notActivated.map(({ service, because }) => [
    context.word(SERVICE_WORDS[service]),
    context.paint.faint(oneLanguage(because, context.language)),
  ]);
  const leftOut = left.length ? ['', context.word(NOT_ACTIVATED), ...tableLines(left, context.paint)] : [];
  context.print([...headerLines(safe, reader), '', ...table, ...leftOut]);
}

async function allTasks(context: Context): Promise<void> {
  const store = await context.deps.store();
  const tasks = await store.openTasks();
  context.printJson({ tasks });
  const { language, paint } = context;
  const nowMs = context.deps.nowMs();
  const rows = printable(tasks).map(({ number, drill, task }) => {
    const reader = { language, paint, nowMs, knowsNow: !drill };
    const mark = drill ? paint.drill(`[${say(DRILL, reader)}]`) : '';
    const [shape = '', ...cells] = taskRow(task, { approvals: [] }, reader);
    return [shape, number, mark, ...cells];
  });
  const [shapeHead = '', ...head] = TASK_HEAD[language];
  context.print(
    rows.length ? tableLines(rows, paint, [shapeHead, context.word(NUMBER_HEAD), '', ...head]) : [context.word(NOTHING)],
  );
}

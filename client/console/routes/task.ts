/** One task, and what is decided about it: each act a form of its own. */
import { h } from 'preact';
import { rankingFor } from '../../../domain/partners';
import { SERVICE_WORDS } from '../../cli/words/terms';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import { CheckPage, type CheckRow } from '../pages/incident/act-form';
import { TaskActPage } from '../pages/task/acts';
import { TaskPage } from '../pages/task/page';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { act, refusedForm, type Said } from './incident-act';
import { optionsOf, readReason } from './incident-acts';
import { onCase, type Case } from './incident-read';
import { liveWords } from './live-words';
import { ACT_SPECS, TASK_ACTS, actsFor, findTask, partnersFor, type ShownTask, type TaskAct } from './task-acts';

const onTask = (handle: (visit: Visit, of: Case, shown: ShownTask) => Promise<Answer> | Answer) =>
  onCase((visit, of) => {
    const shown = findTask(of, visit.param('task'));
    return shown ? handle(visit, of, shown) : notFound();
  });

const titleOf = ({ language }: Visit, { taskId, service }: ShownTask): string => `${taskId} ${SERVICE_WORDS[service][language]}`;

function showTask(visit: Visit, of: Case, shown: ShownTask): Answer {
  const { t } = visit;
  const acts = visit.may('DECIDE') && of.state.status === 'OPEN' ? actsFor(of, shown) : [];
  const did = TASK_ACTS.find((one) => one === visit.query('did'));
  const words = liveWords(of, visit.language);
  const content = h(TaskPage, { visit, of, words, shown, acts, done: did && t.task.acts[did].done });
  return page(`${titleOf(visit, shown)} ${of.number}`, content, optionsOf(of));
}

const showAct =
  (of: Case, shown: ShownTask, which: TaskAct) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { name } = visit.t.task.acts[which];
    const ranking = of.setup ? rankingFor(of.setup, shown.service) : [];
    const partners = which === 'assign' ? partnersFor(of, shown) : [];
    const content = h(TaskActPage, {
      visit,
      of,
      shown,
      act: which,
      asks: ACT_SPECS[which].asks,
      partners,
      ranking,
      form: formState(visit, problems),
    });
    const title = `${name} ${titleOf(visit, shown)}`;
    return problems.size ? formAgain(title, content, optionsOf(of)) : page(title, content, optionsOf(of));
  };

interface Typed {
  readonly said: object;
  readonly rows: readonly CheckRow[];
  readonly problems: Problems;
}

function readAct(visit: Visit, of: Case, { taskId }: ShownTask, which: TaskAct): Typed {
  const { t, language } = visit;
  const { asks } = ACT_SPECS[which];
  const { reason, problems } = asks === 'NOTHING' ? { reason: '', problems: NO_PROBLEMS } : readReason(visit, asks !== 'NOTE');
  const all = new Map(problems);
  const partnerId = visit.field('partnerId');
  const partner = of.setup?.partners.find(({ id }) => id === partnerId);
  if (which === 'assign' && !partner) all.set('partnerId', [t.incident.errors.choose]);
  return {
    said: {
      taskId,
      ...(asks === 'REASON' && { reason }),
      ...(asks === 'NOTE' && { note: reason }),
      ...(asks === 'TEXT' && { text: reason }),
      ...(which === 'assign' && { partnerId }),
    },
    rows: [
      ...(partner ? [{ label: t.task.partner, value: partner.name[language] }] : []),
      { label: asks === 'NOTE' ? t.incident.note : t.incident.reason, value: reason || '―' },
    ],
    problems: all,
  };
}

async function takeAct(visit: Visit, of: Case, shown: ShownTask, which: TaskAct): Promise<Answer> {
  const { t } = visit;
  const show = showAct(of, shown, which);
  const { said, rows, problems } = readAct(visit, of, shown, which);
  if (!of.setup)
    return refusedForm(visit, { ok: false, code: 'ENGINE_SILENT', words: t.incident.errors.engineSilent }, 'reason', show);
  if (problems.size || visit.field('step') === 'edit') return show(visit, problems);
  const spec = ACT_SPECS[which];
  if (spec.isFinal(shown.task) && visit.field('step') !== 'do') return checkAct(visit, of, shown, which, rows);
  const acted = await act(visit, of, spec.decision, said as Said<typeof spec.decision>);
  if (acted.ok) return go(`/i/${of.number}/t/${shown.taskId}?did=${which}`);
  return refusedForm(visit, acted, which === 'assign' ? 'partnerId' : 'reason', show);
}

function checkAct(visit: Visit, of: Case, shown: ShownTask, which: TaskAct, typed: readonly CheckRow[]): Answer {
  const { t } = visit;
  const words = t.task.acts[which];
  const holder = shown.task && `${shown.task.assignment.company} ${shown.task.assignment.holder.name}`;
  const rows: CheckRow[] = [
    { label: t.task.what, value: titleOf(visit, shown) },
    { label: t.task.holder, value: holder ?? '―' },
    { label: t.task.factsVersion, value: t.incident.version(of.state.factsVersions.length) },
    ...typed,
  ];
  const consequence = 'consequence' in words ? words.consequence : words.lead;
  const content = h(CheckPage, {
    visit,
    of,
    title: t.task.check(words.name),
    rows,
    consequence,
    submit: words.submit,
    fields: visit.fields,
  });
  return page(t.task.check(words.name), content, optionsOf(of));
}

const actRoutes = TASK_ACTS.flatMap((which): Route[] => {
  const path = `/i/:number/t/:task/${which}`;
  return [
    {
      ...{ method: 'GET', path, may: 'DECIDE', audit: 'TASK_VIEWED', draft: true },
      handle: onTask((visit, of, shown) => showAct(of, shown, which)(visit)),
    },
    {
      ...{ method: 'POST', path, may: 'DECIDE', audit: ACT_SPECS[which].audit },
      handle: onTask((visit, of, shown) => takeAct(visit, of, shown, which)),
    },
  ];
});

export const taskRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number/t/:task', may: 'READ', audit: 'TASK_VIEWED', handle: onTask(showTask) },
  ...actRoutes,
];

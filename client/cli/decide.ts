/** A decision of staff: sent, and answered with what it did and how things stand now. */
import { randomUUID } from 'node:crypto';
import type { Decision, DecisionName, DecisionResult, Decisions } from '../../domain/messages';
import type { Bilingual } from '../../domain/wording';
import type { TimelineEntry } from '../../domain/timeline';
import type { Context } from './context';
import { isIncidentNotFound, isRecordDown } from '../incident-reader';
import { CliProblem, isEngineDown, notFound, refusalOf } from './failures';
import { readEntries, readIncident, type IncidentView } from './incident-view';
import { readerOf } from './print/incident';
import { printable } from './print/printable';
import { tableLines } from './print/table';
import { APPROVAL_HEAD, TASK_HEAD, approvalRow, plannedRow, taskRow } from './print/tasks';
import { tellEntry } from './words/entries';
import { taskServices } from './words/say';

/** What a decision did. `view` is null when the new state could not be read; the decision stands all the same. */
export interface Decided {
  readonly entries: readonly TimelineEntry[];
  readonly view: IncidentView | null;
}

export type Said<N extends DecisionName> = Omit<Decisions[N], 'messageId' | 'by'>;

const ALREADY_DONE: Bilingual = { ja: '✓ この指示はすでに反映されています', en: '✓ This decision was already carried out' };

/** @throws CliProblem with the incident's reason when it says no. */
export async function decide<N extends DecisionName>(
  context: Context,
  number: string,
  name: N,
  said: Said<N>,
  messageId: string = randomUUID(),
): Promise<Decided & DecisionResult> {
  const body = { ...said, messageId, by: { name: context.staffName } };
  const desk = await context.deps.desk();
  const result = await desk
    .decide(number, { name, body } as unknown as Decision)
    .catch((error: unknown) => explain(context, number, error));
  return { ...result, ...(await whatItDid(context, number, result)) };
}

/** Tells an incident that has ended from one that never was, and a partner's id from a slip of the pen. */
export async function explain(context: Context, number: string, error: unknown): Promise<never> {
  if (isIncidentNotFound(error)) {
    const store = await context.deps.store();
    if (!(await store.incident(number))) throw notFound(number);
  }
  const refusal = refusalOf(error);
  if (refusal?.code === 'UNKNOWN_PARTNER') {
    const { partners } = await (await context.deps.desk()).setup(number);
    const known = partners.map(({ id }) => id).join(', ');
    throw new CliProblem(refusal.code, {
      ja: `協力会社「${printable(refusal.detail ?? '')}」は登録されていません。次から選んでください：${known}`,
      en: `There is no partner "${printable(refusal.detail ?? '')}". Choose one of: ${known}`,
    });
  }
  throw error;
}

async function whatItDid(context: Context, number: string, { fromSeq, toSeq }: DecisionResult): Promise<Decided> {
  try {
    const view = await readIncident(context, number);
    const entries = await readEntries(context, view, fromSeq - 1);
    return { view, entries: entries.filter(({ seq }) => seq <= toSeq) };
  } catch (error) {
    if (!isEngineDown(error) && !isRecordDown(error)) throw error;
    context.remark({
      ja: `決定は記録しましたが、その後の状態を読み取れません。「desk show ${number}」でご確認ください`,
      en: `The decision was taken, but the new state cannot be read now. See it with "desk show ${number}"`,
    });
    return { view: null, entries: [] };
  }
}

/** Says what was done, and shows the tasks and approvals it touched as they stand now. */
export function printDecided(context: Context, number: string, decided: Decided & DecisionResult): void {
  const { view, entries, fromSeq, toSeq } = decided;
  const touched = new Set(entries.flatMap(({ data }) => ('taskId' in data && data.taskId ? [data.taskId] : [])));
  const state = view?.state;
  const isTouched = ({ taskId }: { readonly taskId: string }): boolean => touched.has(taskId);
  context.printJson({
    ...{ number, fromSeq, toSeq, entries },
    ...{ status: state?.status ?? null, outcome: state?.outcome ?? null },
    tasks: state?.tasks.filter(isTouched) ?? [],
    planned: state?.planned.filter(isTouched) ?? [],
    approvals: state?.approvals.filter(isTouched) ?? [],
  });
  context.print(decidedLines(context, decided, isTouched));
}

function decidedLines(
  context: Context,
  { view, entries }: Decided,
  isTouched: (one: { readonly taskId: string }) => boolean,
): string[] {
  const { language, paint } = context;
  if (!view) return [];
  const services = taskServices(view.state);
  const told = entries.length
    ? entries.map((entry) => `✓ ${tellEntry(entry, services, language)}`)
    : [context.word(ALREADY_DONE)];
  const safe = printable(view);
  const { state } = safe;
  const reader = readerOf(safe, language, paint);
  const tasks = [
    ...state.tasks.filter(isTouched).map((task) => taskRow(task, state, reader)),
    ...state.planned.filter(isTouched).map((planned) => plannedRow(planned, state, reader)),
  ];
  const pending = state.approvals.filter((one) => isTouched(one) && one.state === 'PENDING');
  const approvals = tableLines(
    pending.map((one) => approvalRow(one, state, reader)),
    paint,
    APPROVAL_HEAD[language],
  );
  const table = tableLines(tasks, paint, TASK_HEAD[language]);
  return [...told, ...(table.length ? ['', ...table] : []), ...(approvals.length ? ['', ...approvals] : [])];
}

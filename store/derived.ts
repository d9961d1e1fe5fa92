/** Rows for lists and search, folded from an incident's entries. Nothing here is a source of truth. */
import { isDeepStrictEqual } from 'node:util';
import { asc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { evolve } from '../domain/evolve';
import { awareAt, isDrill, isEnded, nextDueAt, ownerOf, type IncidentState, type Task } from '../domain/incident';
import { plainIncidentNumber } from '../domain/incident-number';
import { nextStep, rankOf } from '../domain/next-step';
import type { Instant } from '../domain/time';
import type { TimelineEntry } from '../domain/timeline';
import { entryOf, storableText } from './chain';
import type { Transaction } from './database';
import { incidents, tasks, timeline } from './schema';
import { plainName } from './search';
import type { ChainHead } from './types';

type IncidentInsert = typeof incidents.$inferInsert;
type TaskInsert = typeof tasks.$inferInsert;

const fold = (state: IncidentState | null, entries: readonly TimelineEntry[]): IncidentState | null =>
  entries.reduce<IncidentState | null>(evolve, state);

/** Folds `entries`, the newest of which is at `head`, into the derived rows of the incident. */
export async function deriveNext(
  tx: Transaction,
  number: string,
  entries: readonly TimelineEntry[],
  head: ChainHead,
): Promise<void> {
  const [known] = await tx
    .select({ state: incidents.state, headSeq: incidents.headSeq })
    .from(incidents)
    .where(eq(incidents.number, number));
  // The rows may have been removed, or derived by a version that knew fewer kinds of entries: then all is folded anew.
  if ((known?.headSeq ?? 0) + entries.length !== head.seq) return deriveAnew(tx, number, head);
  const before = known?.state ?? null;
  await write(tx, number, before, fold(before, entries), head);
}

/** Removes the derived rows of an incident and folds all its entries again. */
export async function deriveAnew(tx: Transaction, number: string, head: ChainHead): Promise<void> {
  await tx.delete(incidents).where(eq(incidents.number, number));
  const rows = await tx
    .select({ canonical: timeline.canonical })
    .from(timeline)
    .where(eq(timeline.incidentNumber, number))
    .orderBy(asc(timeline.seq));
  await write(tx, number, null, fold(null, rows.map(entryOf)), head);
}

async function write(
  tx: Transaction,
  number: string,
  before: IncidentState | null,
  after: IncidentState | null,
  head: ChainHead,
): Promise<void> {
  if (!after) return;
  await tx
    .insert(incidents)
    .values(incidentRow(number, after, head))
    .onConflictDoUpdate({ target: incidents.number, set: givenColumns(incidents) });
  const known = before ? taskRows(number, before) : [];
  const changed = taskRows(number, after).filter((row) => !known.some((one) => isDeepStrictEqual(one, row)));
  if (!changed.length) return;
  await tx
    .insert(tasks)
    .values(changed)
    .onConflictDoUpdate({ target: [tasks.incidentNumber, tasks.taskId], set: givenColumns(tasks) });
}

/** `set` of an upsert: every column takes the value given, save those that the database computes. */
function givenColumns(table: PgTable): Record<string, SQL> {
  const given = Object.entries(getTableColumns(table)).filter(([, column]) => !column.generated && !column.primary);
  return Object.fromEntries(given.map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]));
}

function incidentRow(number: string, state: IncidentState, head: ChainHead): IncidentInsert {
  const notAsked = state.planned.length;
  const next = nextStep(state);
  const owner = ownerOf(state);
  return {
    number,
    status: state.status,
    outcome: state.outcome,
    severity: state.severity,
    drill: isDrill(state),
    insured: state.insured === null ? null : storableText(state.insured),
    openedAt: state.openedAt,
    awareAt: awareAt(state),
    nextDueAt: nextDueAt(state),
    tasksOpen: state.tasks.filter((task) => !isEnded(task)).length + notAsked,
    tasksTotal: state.tasks.length + notAsked + state.withdrawn.length,
    numberSearch: plainIncidentNumber(number),
    insuredSearch: plainName(state.insured ?? ''),
    openedBy: storableText(state.openedBy),
    owner: owner === null ? null : storableText(owner),
    factsVersion: state.factsVersions.at(-1)?.version ?? null,
    nextStep: next,
    dueRank: rankOf(next),
    state,
    headSeq: head.seq,
    headSha256: head.sha256,
  };
}

const taskRows = (incidentNumber: string, state: IncidentState): TaskInsert[] =>
  state.tasks.map((task) => ({
    incidentNumber,
    taskId: task.taskId,
    service: task.service,
    function: task.function,
    state: task.state,
    open: !isEnded(task),
    drill: isDrill(state),
    partnerId: task.assignment.partnerId,
    nextDueAt: taskDueAt(state, task),
    task,
  }));

/** A task whose own clock stands still waits for its approvals. */
function taskDueAt({ approvals }: IncidentState, { taskId, clock }: Task): Instant | null {
  const decideBy = approvals.filter((one) => one.taskId === taskId).flatMap((one) => one.clock?.dueAt ?? []);
  return clock?.dueAt ?? decideBy.sort()[0] ?? null;
}

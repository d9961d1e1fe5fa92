/** What screens read: one incident, the list of incidents, the open tasks. */
import { and, asc, eq, getTableColumns, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database';
import { incidents, seals, tasks } from './schema';
import { matches } from './search';
import type { IncidentFilter, IncidentRow, RecordedIncident, Store } from './types';

const ROWS_PER_PAGE = 100;

/** An incident is sealed while its newest entry is. */
const sealOfHead = and(eq(seals.incidentNumber, incidents.number), eq(seals.seq, incidents.headSeq));

/** See `Store.incident`. */
export async function readIncident(db: Database, number: string): Promise<RecordedIncident | null> {
  const [row] = await db
    .select({
      state: incidents.state,
      head: { seq: incidents.headSeq, sha256: incidents.headSha256 },
      sealedAt: seals.sealedAt,
    })
    .from(incidents)
    .leftJoin(seals, sealOfHead)
    .where(eq(incidents.number, number));
  return row ?? null;
}

/** See `Store.incidents`: open before closed, next due first, then by number. */
export function listIncidents(db: Database, filter: IncidentFilter = {}): Promise<readonly IncidentRow[]> {
  const { status, search, after, limit = ROWS_PER_PAGE } = filter;
  const { number, outcome, severity, drill, insured, openedAt, awareAt, nextDueAt, tasksOpen, tasksTotal } =
    getTableColumns(incidents);
  return db
    .select({
      ...{
        number,
        status: incidents.status,
        outcome,
        severity,
        drill,
        insured,
        openedAt,
        awareAt,
        nextDueAt,
        tasksOpen,
        tasksTotal,
      },
      sealed: sql<boolean>`${isNotNull(seals.seq)}`,
    })
    .from(incidents)
    .leftJoin(seals, sealOfHead)
    .where(
      and(
        status && eq(incidents.closed, status === 'CLOSED'),
        search === undefined ? undefined : matches(search),
        after === undefined ? undefined : comesAfter(after),
      ),
    )
    .orderBy(asc(incidents.closed), asc(incidents.dueOrder), asc(number))
    .limit(limit);
}

function comesAfter(number: string): SQL {
  const { closed, dueOrder } = incidents;
  const row = sql`(select closed, due_order, number from ${incidents} where number = ${number})`;
  return sql`(${closed}, ${dueOrder}, ${incidents.number}) > ${row}`;
}

/** See `Store.openTasks`. */
export const listOpenTasks = (
  db: Database,
  { partnerId }: NonNullable<Parameters<Store['openTasks']>[0]> = {},
): ReturnType<Store['openTasks']> =>
  db
    .select({ number: tasks.incidentNumber, drill: tasks.drill, task: tasks.task })
    .from(tasks)
    .where(and(sql`${tasks.open}`, partnerId === undefined ? undefined : eq(tasks.partnerId, partnerId)))
    .orderBy(sql`${tasks.nextDueAt} asc nulls last`, asc(tasks.incidentNumber), asc(tasks.taskId));

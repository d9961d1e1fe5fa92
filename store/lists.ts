/** What screens read: one incident, the list of incidents, the open tasks. */
import { and, asc, eq, getTableColumns, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database';
import { incidents, seals, tasks } from './schema';
import { matches } from './search';
import type { IncidentFilter, IncidentRow, ListPlace, RecordedIncident, Store } from './types';

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

/** A place, not a row: the incident that stood there may have moved since. */
function comesAfter({ closed, nextDueAt, number }: ListPlace): SQL {
  const due = sql`coalesce(${nextDueAt}::timestamp with time zone, 'infinity')`;
  return sql`(${incidents.closed}, ${incidents.dueOrder}, ${incidents.number}) > (${closed}::boolean, ${due}, ${number}::text)`;
}

/** See `Store.openTasks`. */
export const listOpenTasks = (
  db: Database,
  { partnerId }: NonNullable<Parameters<Store['openTasks']>[0]> = {},
): ReturnType<Store['openTasks']> =>
  db
    .select({ number: tasks.incidentNumber, drill: tasks.drill, nextDueAt: tasks.nextDueAt, task: tasks.task })
    .from(tasks)
    .where(and(sql`${tasks.open}`, partnerId === undefined ? undefined : eq(tasks.partnerId, partnerId)))
    .orderBy(sql`${tasks.nextDueAt} asc nulls last`, asc(tasks.incidentNumber), asc(tasks.taskId));

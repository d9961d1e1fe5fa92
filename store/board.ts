/** The board: incidents by what is due next, read from columns that are derived with each entry. */
import { and, asc, count, eq, exists, gte, isNull, like, lt, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '../domain/time';
import type { BoardCounts, BoardFilter, BoardPlace, BoardRow, BoardScope, BoardStore } from './board-types';
import type { Database } from './database';
import { incidents, tasks } from './schema';
import { matches, partOfName } from './search';

const { closed, drill, dueOrder, dueRank, number, owner } = incidents;
const NEVER = sql`'infinity'::timestamp with time zone`;
const moment = (at: Instant): SQL => sql`${at}::timestamp with time zone`;
const HOURS = 24;

const ROW = {
  ...{ number, status: incidents.status, drill, insured: incidents.insured, owner, openedBy: incidents.openedBy },
  ...{ openedAt: incidents.openedAt, awareAt: incidents.awareAt, factsVersion: incidents.factsVersion },
  ...{ nextDueAt: incidents.nextDueAt, dueRank, nextStep: incidents.nextStep },
  ...{ tasksOpen: incidents.tasksOpen, tasksTotal: incidents.tasksTotal },
};

function isDue(due: BoardFilter['due']): SQL | undefined {
  if (due === undefined) return undefined;
  if (due === 'WAITING') return eq(dueOrder, NEVER);
  const from = due.from === undefined ? undefined : gte(dueOrder, moment(due.from));
  return and(from, lt(dueOrder, due.before === undefined ? NEVER : moment(due.before)));
}

/** A place, not a row: the incident that stood there may have moved since. */
function comesAfter(place: BoardPlace): SQL {
  const due = place.nextDueAt === null ? NEVER : moment(place.nextDueAt);
  return sql`(${drill}, ${dueOrder}, ${dueRank}, ${number}) > (${place.drill}::boolean, ${due}, ${place.dueRank}::smallint, ${place.number}::text)`;
}

const isOf = ({ owner: name }: BoardScope): SQL | undefined =>
  name === undefined ? undefined : name === null ? isNull(owner) : eq(owner, name);

function readBoard(db: Database, filter: BoardFilter): Promise<readonly BoardRow[]> {
  const { status, drills, hasOpen, search, insured, after, limit } = filter;
  const isOpenTask = and(eq(tasks.incidentNumber, number), eq(tasks.function, hasOpen ?? 'INVESTIGATION'), tasks.open);
  return db
    .select(ROW)
    .from(incidents)
    .where(
      and(
        eq(closed, status === 'CLOSED'),
        drills ? undefined : eq(drill, false),
        isOf(filter),
        isDue(filter.due),
        hasOpen &&
          exists(
            db
              .select({ one: sql`1` })
              .from(tasks)
              .where(isOpenTask),
          ),
        search === undefined ? undefined : matches(search),
        insured === undefined ? undefined : like(incidents.insuredSearch, partOfName(insured)),
        after && comesAfter(after),
      ),
    )
    .orderBy(asc(drill), asc(dueOrder), asc(dueRank), asc(number))
    .limit(limit);
}

async function readCounts(db: Database, scope: BoardScope, now: Instant, moments: readonly Instant[]): Promise<BoardCounts> {
  const open = and(eq(closed, false), eq(drill, false), isOf(scope));
  const between = (from: SQL, until: SQL) =>
    sql<number>`count(*) filter (where ${dueOrder} >= ${from} and ${dueOrder} < ${until})::int`;
  const edges = [moment(now), ...moments.map(moment)];
  const steps = edges.slice(1).map((edge, i) => [`until${i}`, between(edges[i] as SQL, edge)] as const);
  const hour = sql<number>`floor(extract(epoch from ${dueOrder} - ${moment(now)}) / 3600)::int`;
  const [sums, hours] = await Promise.all([
    db
      .select({
        overdue: between(sql`'-infinity'::timestamp with time zone`, moment(now)),
        waiting: sql<number>`count(*) filter (where ${dueOrder} = ${NEVER})::int`,
        all: count(),
        ...Object.fromEntries(steps),
      })
      .from(incidents)
      .where(open),
    db
      .select({ hour, dueRank, count: count() })
      .from(incidents)
      .where(and(open, gte(dueOrder, moment(now)), lt(dueOrder, sql`${moment(now)} + make_interval(hours => ${HOURS})`)))
      .groupBy(sql`1`, dueRank)
      .orderBy(sql`1`, asc(dueRank)),
  ]);
  const sum: Readonly<Record<string, number>> = sums[0] ?? {};
  const of = (key: string): number => sum[key] ?? 0;
  return { overdue: of('overdue'), waiting: of('waiting'), all: of('all'), until: steps.map(([key]) => of(key)), hours };
}

export const boardStoreOn = (db: Database): BoardStore => ({
  board: (filter) => readBoard(db, filter),
  boardCounts: (scope, now, moments) => readCounts(db, scope, now, moments),
  countOpen: (scope) => db.$count(incidents, and(eq(closed, false), eq(drill, false), isOf(scope))),
});

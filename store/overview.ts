/** Questions about all incidents at once, for the people who see to it that nothing stands still. */
import { sql } from 'drizzle-orm';
import type { Database } from './database';
import { guarded } from './errors';
import { openIncidentsOn } from './open-incidents';
import type { OverviewStore, PartnerAnswers } from './overview-types';

/** As many acceptances of one firm as a picture can show. */
const MOST_DOTS = 60;

export function overviewOn(db: Database): OverviewStore {
  const openIncidents = openIncidentsOn(db);
  return {
    openIncidents: () => guarded(openIncidents),
    countOpenAt: (at) => guarded(() => countOpenAt(db, at)),
    partnerAnswers: (range) => guarded(() => readPartnerAnswers(db, range)),
  };
}

/**
 * See `OverviewStore.countOpenAt`. What is closed and has no entry since then was closed by then, so that only the
 * newest entry of each closed incident is looked at.
 */
async function countOpenAt(db: Database, at: string): Promise<number> {
  const { rows } = await db.execute<{ count: string }>(sql`
    select (select count(*) from incidents where not closed and not drill and opened_at <= ${at})
         + (select count(*) from incidents i
            join timeline head on head.incident_number = i.number and head.seq = i.head_seq and head.at > ${at}
            where i.closed and not i.drill and i.opened_at <= ${at}
              and exists (select 1 from timeline c
                          where c.incident_number = i.number and c.kind = 'INCIDENT_CLOSED' and c.at > ${at})) as count`);
  return Number(rows[0]?.count ?? 0);
}

type Row = Record<keyof PartnerAnswers, unknown> & { readonly partnerId: string; readonly shares: readonly number[] | null };

/** The request that a task stands at, and those before it whose links were retired; on the row `x` of its task `t`. */
const everyRequest = (now: string) => sql`
    select t.partner_id, x."acceptedAt" as accepted_at, x."completeBy" as complete_by,
      case when t.state <> 'DECLINED' then extract(epoch from x."acceptedAt" - requested_at)::float8 end as seconds,
      extract(epoch from x."acceptBy" - requested_at)::float8 as limit_seconds,
      case
        when t.state = 'DECLINED' then 'DECLINED'
        when x."acceptedAt" is not null then case when x."acceptedAt" <= x."acceptBy" then 'IN_TIME' else 'LATE' end
        when not paused and x."acceptBy" < least(${now}, coalesce(x."endedAt", 'infinity')) then 'SILENT'
        when t.open then 'WAITING'
        else 'TAKEN_BACK'
      end as answer,
      handed_in.final_at, handed_in.returned
    union all
    select link->>'partnerId', null, null, null, null,
      case link->>'why' when 'SUBSTITUTED' then 'SILENT' when 'DECLINED' then 'DECLINED' else 'TAKEN_BACK' end, null, null
    from json_array_elements(x."retiredLinks") as link
    where link->>'why' in ('SUBSTITUTED', 'DECLINED', 'REASSIGNED')
      and (link->>'generation')::int < (x.assignment->>'generation')::int`;

/**
 * See `OverviewStore.partnerAnswers`. Of firms that were asked before the present one the task keeps why its link was
 * retired: silence, refusal, or a choice of ours. Who declines last has its link retired and still holds the task; who
 * declines after having accepted has declined. All times are on the incident's own clock, so drills stay out.
 */
async function readPartnerAnswers(
  db: Database,
  { since, now }: Parameters<OverviewStore['partnerAnswers']>[0],
): Promise<readonly PartnerAnswers[]> {
  const { rows } = await db.execute<Row>(sql`
    select asked.partner_id as "partnerId", count(*) as requests,
      count(*) filter (where answer = 'WAITING') as waiting,
      count(*) filter (where answer = 'TAKEN_BACK') as "takenBack",
      count(*) filter (where answer in ('IN_TIME', 'LATE')) as accepted,
      count(*) filter (where answer = 'IN_TIME') as "acceptedInTime",
      count(*) filter (where answer = 'DECLINED') as declined,
      count(*) filter (where answer = 'SILENT') as silent,
      percentile_cont(0.5) within group (order by asked.seconds / 60) as "medianMinutes",
      count(*) filter (where asked.final_at <= complete_by) as "deliveredInTime",
      count(*) filter (where asked.final_at > complete_by
        or (asked.final_at is null and answer in ('IN_TIME', 'LATE') and t.open and not paused and complete_by < ${now})) as "deliveredLate",
      coalesce(sum(asked.returned), 0) as returned,
      (array_agg(asked.seconds / nullif(limit_seconds, 0) order by accepted_at desc)
        filter (where asked.seconds is not null and limit_seconds is not null))[1:${sql.raw(String(MOST_DOTS))}] as shares
    from incidents i
    join tasks t on t.incident_number = i.number
    cross join lateral json_to_record(t.task) as x(assignment json, "acceptBy" timestamptz, "acceptedAt" timestamptz,
      "completeBy" timestamptz, "endedAt" timestamptz, pause json, deliveries json, "retiredLinks" json)
    cross join lateral (
      select (x.assignment->>'requestedAt')::timestamptz as requested_at, coalesce(json_typeof(x.pause), 'null') <> 'null' as paused
    ) as now_asked
    cross join lateral (
      select min((one->>'at')::timestamptz) filter (where one->>'milestone' = 'FINAL' and one->>'returnedAt' is null) as final_at,
        count(*) filter (where one->>'returnedAt' is not null) as returned
      from json_array_elements(x.deliveries) as one where one->>'partnerId' = t.partner_id
    ) as handed_in
    cross join lateral (${everyRequest(now)}) as asked
    where not i.drill and i.opened_at >= ${since}
    group by asked.partner_id
    order by requests desc, asked.partner_id`);
  return rows.map(answersOf);
}

const answersOf = (row: Row): PartnerAnswers => {
  const count = (value: unknown): number => Number(value ?? 0);
  return {
    ...{ partnerId: row.partnerId, requests: count(row.requests), waiting: count(row.waiting), takenBack: count(row.takenBack) },
    ...{ accepted: count(row.accepted), acceptedInTime: count(row.acceptedInTime), declined: count(row.declined) },
    ...{ silent: count(row.silent), deliveredInTime: count(row.deliveredInTime), deliveredLate: count(row.deliveredLate) },
    ...{ returned: count(row.returned), medianMinutes: row.medianMinutes === null ? null : Number(row.medianMinutes) },
    shares: (row.shares ?? []).map(Number),
  };
};

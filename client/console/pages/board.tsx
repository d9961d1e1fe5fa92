/** The board: what hits us next, and the incidents in the order in which something is due. */
import { sayDay, sayWhen } from '../../../domain/time-words';
import { toInstant } from '../../../domain/time';
import type { BoardCounts, BoardRow } from '../../../store/board-types';
import type { Draft } from '../../../store/staff-types';
import { HOURS_SHOWN, Next24h, type HourOfMarks, type MarkKind } from '../../design/charts/next-24h';
import { rankOf } from '../../../domain/next-step';
import { groupOf, hrefOf, type Asked, type DueGroup } from '../routes/list-query';
import type { Visit } from '../visit';
import { Filters } from './list-filters';
import { Rows } from './list-rows';
import { LiveBar } from './live-bar';

/** Whose incidents: this person's, everybody's, nobody's. */
export type Tab = 'mine' | 'all' | 'nobody';

export interface BoardProps {
  readonly visit: Visit;
  readonly asked: Asked;
  readonly rows: readonly BoardRow[];
  readonly counts: BoardCounts;
  readonly tab: Tab;
  readonly tabs: Readonly<Record<Tab, number>>;
  readonly owners: readonly string[];
  readonly draft: Draft | null;
  readonly moreHref: string | null;
  /** Where the page hears of what changes; null: nowhere at the moment. */
  readonly stream: string | null;
}

const TABS: Readonly<Record<Tab, { readonly path: string; readonly owner: Asked['owner'] }>> = {
  mine: { path: '/', owner: undefined },
  all: { path: '/incidents', owner: undefined },
  nobody: { path: '/incidents', owner: null },
};

function Tabs({ visit, tab, tabs, asked }: BoardProps) {
  const { list } = visit.t;
  return (
    <nav class="tabs" aria-label={list.tabs}>
      {(Object.keys(TABS) as Tab[]).map((one) => (
        <a
          key={one}
          href={hrefOf(TABS[one].path, { ...asked, after: null, owner: TABS[one].owner })}
          aria-current={one === tab ? 'page' : undefined}
        >
          {list.tab[one](tabs[one])}
        </a>
      ))}
    </nav>
  );
}

const KINDS: readonly MarkKind[] = ['LEGAL', 'APPROVAL', 'SERVICE'];

/** A row whose next thing is not known counts as work. */
const kindOf = (dueRank: number): MarkKind => KINDS.find((kind) => rankOf({ kind }) === dueRank) ?? 'SERVICE';

function hoursOf({ hours }: Pick<BoardCounts, 'hours'>): readonly HourOfMarks[] {
  const found = new Map<number, Record<MarkKind, number>>();
  for (const { hour, dueRank, count } of hours) {
    if (hour < 0 || hour >= HOURS_SHOWN) continue;
    const counts = found.get(hour) ?? { LEGAL: 0, APPROVAL: 0, SERVICE: 0 };
    counts[kindOf(dueRank)] += count;
    found.set(hour, counts);
  }
  return [...found].map(([hour, counts]) => ({ hour, counts }));
}

function Radar({ visit, counts }: BoardProps) {
  const { nowMs, language } = visit;
  const { chart } = visit.t.list;
  const hours = hoursOf(counts);
  const sum = (kind: MarkKind): number => hours.reduce((all, hour) => all + hour.counts[kind], 0);
  const [legal, approval, service] = [sum('LEGAL'), sum('APPROVAL'), sum('SERVICE')];
  const words = {
    ...{ title: chart.title, overdue: chart.overdue, now: chart.now, kinds: chart.kinds, clock: chart.clock, span: chart.span },
    summary: chart.summary(legal + approval + service, legal, approval, service, counts.overdue),
    day: (day: string) => sayDay(day, language, nowMs),
    table: { open: chart.open, hour: chart.hour, sum: chart.sum, none: chart.none },
  };
  return <Next24h id="next-24h" nowMs={nowMs} overdue={counts.overdue} hours={hours} words={words} />;
}

function Top({ visit, draft, asked, tab }: BoardProps) {
  const { t, language, nowMs, path } = visit;
  const { list } = t;
  return (
    <>
      <div class="page-top">
        <h1>{list.titles[tab]}</h1>
        <p class="as-of small">
          {list.asOf(sayWhen(toInstant(nowMs), language, nowMs))}{' '}
          <a class="no-print" href={hrefOf(path, { ...asked, after: null })}>
            {list.refresh}
          </a>
        </p>
        {visit.may('OPEN') && (
          <a class="button primary no-print" href="/intake/new">
            {list.newIntake}
          </a>
        )}
      </div>
      {draft && (
        <p class="notice no-print">
          {list.draftThere(sayWhen(draft.savedAt, language, nowMs))} <a href="/intake/new">{list.draftGoOn}</a>
        </p>
      )}
    </>
  );
}

interface Group {
  readonly group: DueGroup | 'DRILL';
  readonly rows: BoardRow[];
}

function groupsOf(rows: readonly BoardRow[], nowMs: number): readonly Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const group = groupOf(row, nowMs);
    const last = groups.at(-1);
    if (last?.group === group) last.rows.push(row);
    else groups.push({ group, rows: [row] });
  }
  return groups;
}

/** How many there are in all, as far as the counts hold for what was asked. */
function countOf(group: DueGroup | 'DRILL', { asked, counts }: BoardProps): number | null {
  const isFiltered = asked.search || asked.hasOpen || asked.status === 'CLOSED';
  if (isFiltered || group === 'DRILL') return null;
  const [soon = 0, today = 0] = counts.until;
  const { overdue, waiting, all } = counts;
  return { OVERDUE: overdue, SOON: soon, TODAY: today, LATER: all - overdue - soon - today - waiting, WAITING: waiting }[group];
}

function Groups(props: BoardProps) {
  const { visit, rows, asked } = props;
  const { list } = visit.t;
  if (asked.status === 'CLOSED') return <Rows visit={visit} rows={rows} caption={list.statuses.CLOSED} />;
  return (
    <>
      {groupsOf(rows, visit.nowMs).map(({ group, rows: those }, i) => {
        const count = countOf(group, props);
        const heading = list.groups[group];
        return (
          <section key={group} class={i === 0 ? 'first' : undefined} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`} class={group === 'OVERDUE' ? 'due-group late' : 'due-group'}>
              {count === null ? heading : list.groupOf(heading, count)}
            </h2>
            <Rows visit={visit} rows={those} caption={heading} />
          </section>
        );
      })}
    </>
  );
}

function Empty({ visit, tab, asked }: BoardProps) {
  const { list } = visit.t;
  const isPlain = !asked.search && !asked.due && !asked.hasOpen && !asked.owner && asked.status === 'OPEN' && !asked.after;
  return <p class="empty">{isPlain ? list.none[tab] : list.noneFound}</p>;
}

function csvHref({ tab, asked }: BoardProps): string {
  const href = hrefOf('/incidents.csv', { ...asked, after: null });
  return tab === 'mine' ? `${href}${href.includes('?') ? '&' : '?'}whose=mine` : href;
}

export function Board(props: BoardProps) {
  const { visit, asked, rows, owners, tab, moreHref } = props;
  const { list } = visit.t;
  return (
    <>
      <Top {...props} />
      <Tabs {...props} />
      {tab === 'mine' && <p class="small no-print">{list.mineNote}</p>}
      <Radar {...props} />
      <Filters visit={visit} asked={asked} owners={tab === 'mine' ? null : owners} />
      {asked.isLost && <p class="notice">{list.lost}</p>}
      {rows.length ? <Groups {...props} /> : <Empty {...props} />}
      <p class="actions no-print">
        {moreHref && (
          <a class="button" href={moreHref}>
            {list.more}
          </a>
        )}
        {asked.after && <a href={hrefOf(visit.path, { ...asked, after: null })}>{list.toTop}</a>}
        {rows.length > 0 && <a href={csvHref(props)}>{list.csvFile}</a>}
      </p>
      {props.stream && <LiveBar visit={visit} stream={props.stream} show={hrefOf(visit.path, asked)} />}
    </>
  );
}

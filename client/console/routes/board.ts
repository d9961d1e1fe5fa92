/** The board and the list: incidents by what is due next. */
import { h } from 'preact';
import type { BoardCounts, BoardFilter, BoardScope } from '../../../store/board-types';
import { ownersIn } from '../../owners';
import { within } from '../../portal/within';
import { go, page, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import { Board, type BoardProps, type Tab } from '../pages/board';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { boardHubOf } from './live';
import { dueOf, hrefOf, momentsAt, readAsked, type Asked } from './list-query';

const ROWS = 50;
const INTAKE = '/intake/new';

export const filterOf = (asked: Asked, scope: BoardScope, nowMs: number): Omit<BoardFilter, 'limit'> => ({
  ...scope,
  ...{ status: asked.status, drills: asked.drills, due: dueOf(asked.due, nowMs) },
  hasOpen: asked.hasOpen ?? undefined,
  search: asked.search || undefined,
  after: asked.after ?? undefined,
});

function countsAt(visit: Visit, scope: BoardScope): Promise<BoardCounts> {
  const { now, soon, tomorrow } = momentsAt(visit.nowMs);
  return visit.deps.store.boardCounts(scope, now, [soon, tomorrow]);
}

/** How many stand behind each tab; of the one that is shown it is known already. */
async function countTabs(
  { deps: { store }, who }: Visit,
  shown: Tab | null,
  counts: Promise<BoardCounts>,
): Promise<BoardProps['tabs']> {
  const behind = async (tab: Tab, scope: BoardScope): Promise<number> =>
    tab === shown ? (await counts).all : store.countOpen(scope);
  const [mine, all, nobody] = await Promise.all([
    behind('mine', { owner: who.name }),
    behind('all', {}),
    behind('nobody', { owner: null }),
  ]);
  return { mine, all, nobody };
}

/** Who can be chosen in the filter: whoever may be in charge, and whoever was asked for. */
async function ownersFor({ deps }: Visit, { owner }: Asked): Promise<readonly string[]> {
  const names = await ownersIn(deps.store);
  return typeof owner === 'string' && !names.includes(owner) ? [...names, owner] : names;
}

/** Right after a start the incidents under way are still being read: a list does not wait for that. */
const LONGEST_WAIT_MS = 250;
/** A record that cannot say where it stands is told of by the list itself. */
const placeNow = (deps: ConsoleDeps): Promise<string | null> =>
  within(
    LONGEST_WAIT_MS,
    boardHubOf(deps)
      .placeNow()
      .catch(() => null),
    null,
  );

function streamOf(asked: Asked, since: string, isMine: boolean): string {
  const query = new URLSearchParams({ since, ...(isMine ? { whose: 'mine' } : {}) });
  const href = hrefOf('/live', { ...asked, after: null });
  return `${href}${href.includes('?') ? '&' : '?'}${query.toString()}`;
}

async function showList(visit: Visit, isMine: boolean): Promise<Answer> {
  const { deps, who, nowMs, path, t } = visit;
  const asked: Asked = isMine ? { ...readAsked(visit), owner: undefined } : readAsked(visit);
  const scope: BoardScope = { owner: isMine ? who.name : asked.owner };
  const tab: Tab = isMine ? 'mine' : asked.owner === null ? 'nobody' : 'all';
  // Before the rows are read, so that nothing falls between the page and what it is told later.
  const since = await placeNow(deps);
  const counting = countsAt(visit, scope);
  const [found, counts, tabs, owners, draft] = await Promise.all([
    deps.store.board({ ...filterOf(asked, scope, nowMs), limit: ROWS + 1 }),
    counting,
    countTabs(visit, typeof asked.owner === 'string' ? null : tab, counting),
    isMine ? [] : ownersFor(visit, asked),
    visit.may('OPEN') ? deps.store.draft(who.userId, INTAKE) : null,
  ]);
  const rows = found.slice(0, ROWS);
  const last = rows.at(-1);
  const props: BoardProps = {
    ...{ visit, asked, rows, counts, tabs, owners, draft },
    stream: since && streamOf(asked, since, isMine),
    tab,
    moreHref: last && found.length > ROWS ? hrefOf(path, asked, last) : null,
  };
  return page(t.list.titles[tab], h(Board, props));
}

/** Who may not see incidents works elsewhere. */
const home = (visit: Visit): Promise<Answer> | Answer =>
  visit.may('READ') ? showList(visit, true) : go(visit.nav.find(({ href }) => href !== '/')?.href ?? '/account');

export const boardRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'SIGNED_IN', handle: home },
  { method: 'GET', path: '/incidents', may: 'READ', handle: (visit) => showList(visit, false) },
];

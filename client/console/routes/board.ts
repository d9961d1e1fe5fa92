/** The board and the list: incidents by what is due next. */
import { h } from 'preact';
import { toInstant } from '../../../domain/time';
import type { BoardCounts, BoardFilter, BoardScope } from '../../../store/board-types';
import { go, page, type Answer } from '../answer';
import { Board, type BoardProps } from '../pages/board';
import type { Route } from '../route';
import type { Visit } from '../visit';
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

/** How many stand behind the other tab. */
const countOther = async ({ deps, who, nowMs }: Visit, isMine: boolean): Promise<number> =>
  isMine ? (await deps.store.boardCounts({}, toInstant(nowMs), [])).all : deps.store.countOpenedBy(who.name);

async function showList(visit: Visit, isMine: boolean): Promise<Answer> {
  const { deps, who, nowMs, path, t } = visit;
  const asked = readAsked(visit);
  const scope = isMine ? { openedBy: who.name } : {};
  const [found, counts, other, draft] = await Promise.all([
    deps.store.board({ ...filterOf(asked, scope, nowMs), limit: ROWS + 1 }),
    countsAt(visit, scope),
    countOther(visit, isMine),
    visit.may('OPEN') ? deps.store.draft(who.userId, INTAKE) : null,
  ]);
  const rows = found.slice(0, ROWS);
  const last = rows.at(-1);
  const props: BoardProps = {
    ...{ visit, asked, rows, counts, isMine, draft },
    tabs: isMine ? { mine: counts.all, all: other } : { mine: other, all: counts.all },
    moreHref: last && found.length > ROWS ? hrefOf(path, asked, last) : null,
  };
  return page(isMine ? t.list.mine : t.list.all, h(Board, props), { scripts: ['list.js'] });
}

/** Who may not see incidents works elsewhere. */
const home = (visit: Visit): Promise<Answer> | Answer =>
  visit.may('READ') ? showList(visit, true) : go(visit.nav.find(({ href }) => href !== '/')?.href ?? '/account');

export const boardRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'SIGNED_IN', handle: home },
  { method: 'GET', path: '/incidents', may: 'READ', handle: (visit) => showList(visit, false) },
];

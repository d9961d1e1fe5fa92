/** The list as a file for spreadsheets. A text that a spreadsheet would take for a formula stays a text. */
import { stringify } from 'csv-stringify/sync';
import { legalDayOf, toMs } from '../../../domain/time';
import type { BoardRow } from '../../../store/board-types';
import { sent, type Answer } from '../answer';
import { UNASSIGNED } from '../../cli/words/terms';
import { stepWho, stepWords } from '../pages/list-words';
import type { Route } from '../route';
import type { Texts } from '../texts';
import type { Visit } from '../visit';
import { filterOf } from './board';
import { readAsked } from './list-query';

const PAGE = 1_000;
/** More than a desk has open; a file beyond that is asked for with filters. */
const MOST_ROWS = 20_000;

async function allRows(visit: Visit): Promise<readonly BoardRow[]> {
  const { deps, who, nowMs } = visit;
  const asked = readAsked(visit);
  const scope = { owner: visit.query('whose') === 'mine' ? who.name : asked.owner };
  const filter = filterOf({ ...asked, after: null }, scope, nowMs);
  const rows: BoardRow[] = [];
  for (let after: BoardRow | undefined; rows.length < MOST_ROWS; after = rows.at(-1)) {
    const next = await deps.store.board({ ...filter, after, limit: PAGE });
    rows.push(...next);
    if (next.length < PAGE) break;
  }
  return rows;
}

/** `2026-12-29 14:05`, which spreadsheets read as a time; a legal day has no hour. */
const timeOf = (at: string): string => at.slice(0, 16).replace('T', ' ');
const dueOf = ({ nextStep, nextDueAt }: BoardRow): string =>
  nextDueAt === null ? '' : nextStep?.kind === 'LEGAL' ? legalDayOf(toMs(nextDueAt)) : timeOf(nextDueAt);

type Column = keyof Texts['list']['csv'];

function cellsOf(row: BoardRow, visit: Visit): Readonly<Record<Column, string | number>> {
  const { list } = visit.t;
  return {
    ...{ number: row.number, insured: row.insured ?? '', status: list.statuses[row.status], drill: row.drill ? list.drill : '' },
    ...{ due: dueOf(row), what: stepWords(row, visit) ?? '', who: stepWho(row, visit) ?? '' },
    owner: row.owner ?? UNASSIGNED[visit.language],
    ...{ done: row.tasksTotal - row.tasksOpen, total: row.tasksTotal },
    ...{
      aware: timeOf(row.awareAt),
      opened: timeOf(row.openedAt),
      openedBy: row.openedBy ?? '',
      version: row.factsVersion ?? '',
    },
  };
}

const COLUMNS: readonly Column[] = [
  ...(['number', 'insured', 'status', 'drill', 'due', 'what', 'who', 'owner'] as const),
  ...(['done', 'total', 'aware', 'opened', 'openedBy', 'version'] as const),
];

async function sendCsv(visit: Visit): Promise<Answer> {
  const { reply, nowMs, t } = visit;
  const rows = await allRows(visit);
  const columns = COLUMNS.map((key) => ({ key, header: t.list.csv[key] }));
  const lines = rows.map((row) => cellsOf(row, visit));
  const text = stringify(lines, { columns, header: true, bom: true, record_delimiter: 'windows', escape_formulas: true });
  const name = `incidents-${timeOf(new Date(nowMs + 9 * 3_600_000).toISOString()).replace(/\D/g, '')}.csv`;
  await reply.header('content-disposition', `attachment; filename="${name}"`).type('text/csv; charset=utf-8').send(text);
  return sent();
}

export const listCsvRoutes: readonly Route[] = [
  { method: 'GET', path: '/incidents.csv', may: 'READ', audit: 'INCIDENTS_EXPORTED', handle: sendCsv },
];

/** What the address of a list asks for. What cannot be read is left out, so that an old bookmark still shows something. */
import { parseIncidentNumber } from '../../../domain/incident-number';
import { FUNCTIONS, type FunctionId } from '../../../domain/services';
import { HOUR_MS, addDays, atJst, legalDayOf, toInstant, toMs, type Instant } from '../../../domain/time';
import type { BoardFilter, BoardPlace, BoardRow } from '../../../store/board-types';
import { NOBODY } from '../../owners';
import type { OpenVisit } from '../visit';

export const DUE_GROUPS = ['OVERDUE', 'SOON', 'TODAY', 'LATER', 'WAITING'] as const;
export type DueGroup = (typeof DUE_GROUPS)[number];

const SOON_MS = 2 * HOUR_MS;
const LONGEST_SEARCH = 200;
const LONGEST_NAME = 200;

export interface Asked {
  readonly status: BoardFilter['status'];
  readonly due: DueGroup | null;
  readonly hasOpen: FunctionId | null;
  /** Who is in charge; null: nobody. Undefined: whoever it is. */
  readonly owner: string | null | undefined;
  readonly drills: boolean;
  readonly search: string;
  readonly after: BoardPlace | null;
  /** There was a place to go on from, but it made no sense. */
  readonly isLost: boolean;
}

export const QUERY = {
  search: 'q',
  status: 'status',
  due: 'due',
  hasOpen: 'function',
  owner: 'owner',
  drills: 'drills',
  after: 'after',
} as const;

const oneOf = <T extends string>(values: readonly T[], typed: string): T | null =>
  values.find((value) => value.toLowerCase() === typed) ?? null;

function ownerIn(typed: string): Asked['owner'] {
  const name = typed.trim().slice(0, LONGEST_NAME);
  return name === '' ? undefined : name === NOBODY ? null : name;
}

export function readAsked({ query }: Pick<OpenVisit, 'query'>): Asked {
  const after = placeIn(query(QUERY.after));
  return {
    status: query(QUERY.status) === 'closed' ? 'CLOSED' : 'OPEN',
    due: oneOf(DUE_GROUPS, query(QUERY.due)),
    hasOpen: oneOf(FUNCTIONS, query(QUERY.hasOpen)),
    owner: ownerIn(query(QUERY.owner)),
    drills: query(QUERY.drills) === 'yes',
    search: query(QUERY.search).trim().slice(0, LONGEST_SEARCH),
    after,
    isLost: query(QUERY.after) !== '' && !after,
  };
}

/** The address of a list with these filters; `more` goes on after a row. */
export function hrefOf(path: string, asked: Partial<Asked>, more: BoardRow | null = null): string {
  const query = new URLSearchParams();
  if (asked.search) query.set(QUERY.search, asked.search);
  if (asked.status === 'CLOSED') query.set(QUERY.status, 'closed');
  if (asked.due) query.set(QUERY.due, asked.due.toLowerCase());
  if (asked.hasOpen) query.set(QUERY.hasOpen, asked.hasOpen.toLowerCase());
  if (asked.owner !== undefined) query.set(QUERY.owner, asked.owner ?? NOBODY);
  if (asked.drills) query.set(QUERY.drills, 'yes');
  if (more) query.set(QUERY.after, placeOf(more));
  return query.size ? `${path}?${query.toString()}` : path;
}

const NEVER = 'never';
const PLACE = /^(?<kind>real|drill)\.(?<due>\d{1,14}|never)\.(?<rank>\d)\.(?<number>[0-9A-Z-]{9})$/;

const placeOf = ({ drill, nextDueAt, dueRank, number }: BoardRow): string =>
  [drill ? 'drill' : 'real', nextDueAt === null ? NEVER : toMs(nextDueAt), dueRank, number].join('.');

function placeIn(text: string): BoardPlace | null {
  const { kind, due, rank, number } = PLACE.exec(text)?.groups ?? {};
  if (!number || parseIncidentNumber(number) !== number) return null;
  return { drill: kind === 'drill', nextDueAt: due === NEVER ? null : toInstant(Number(due)), dueRank: Number(rank), number };
}

/** Where one group ends and the next begins. Near midnight nothing is left of the day after the next two hours. */
export function momentsAt(nowMs: number): { readonly now: Instant; readonly soon: Instant; readonly tomorrow: Instant } {
  const tomorrowMs = Math.max(atJst(addDays(legalDayOf(nowMs), 1), 0), nowMs + SOON_MS);
  return { now: toInstant(nowMs), soon: toInstant(nowMs + SOON_MS), tomorrow: toInstant(tomorrowMs) };
}

export function dueOf(group: DueGroup | null, nowMs: number): BoardFilter['due'] {
  const { now, soon, tomorrow } = momentsAt(nowMs);
  const ranges = {
    OVERDUE: { before: now },
    SOON: { from: now, before: soon },
    TODAY: { from: soon, before: tomorrow },
    LATER: { from: tomorrow },
    WAITING: 'WAITING',
  } as const;
  return group === null ? undefined : ranges[group];
}

/** Under which heading a row stands. A drill has a clock of its own, which says nothing about today. */
export function groupOf({ drill, nextDueAt }: BoardRow, nowMs: number): DueGroup | 'DRILL' {
  if (drill) return 'DRILL';
  if (nextDueAt === null) return 'WAITING';
  const { now, soon, tomorrow } = momentsAt(nowMs);
  const dueMs = toMs(nextDueAt);
  if (dueMs < toMs(now)) return 'OVERDUE';
  if (dueMs < toMs(soon)) return 'SOON';
  return dueMs < toMs(tomorrow) ? 'TODAY' : 'LATER';
}

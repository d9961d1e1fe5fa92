/** What the board of the desk asks of the record. */
import type { IncidentState } from '../domain/incident';
import type { NextStep } from '../domain/next-step';
import type { FunctionId } from '../domain/services';
import type { Instant } from '../domain/time';

/** One line of the board. */
export interface BoardRow {
  readonly number: string;
  readonly status: IncidentState['status'];
  readonly drill: boolean;
  readonly insured: string | null;
  /** Who took the call; null in rows derived before this was kept. */
  readonly openedBy: string | null;
  /** Who is in charge; null: nobody. */
  readonly owner: string | null;
  readonly openedAt: Instant;
  readonly awareAt: Instant;
  readonly factsVersion: number | null;
  /** On the incident's own clock; null: nothing is due. */
  readonly nextDueAt: Instant | null;
  readonly dueRank: number;
  /** null: nothing is due, or the row was derived before this was kept. */
  readonly nextStep: NextStep | null;
  readonly tasksOpen: number;
  readonly tasksTotal: number;
}

/** Where a row stands: open before closed, real before drills, next due first, then the law before the rest, then by number. */
export type BoardPlace = Pick<BoardRow, 'drill' | 'nextDueAt' | 'dueRank' | 'number'>;

/** Whose incidents; null: nobody's. None given: everybody's. */
export interface BoardScope {
  readonly owner?: string | null | undefined;
}

export interface BoardFilter extends BoardScope {
  readonly status: IncidentState['status'];
  /** Drills are left out unless asked for. */
  readonly drills: boolean;
  /** Something of this function is still open. */
  readonly hasOpen?: FunctionId | undefined;
  /** Due from this moment on, and before that one. WAITING: nothing is due. */
  readonly due?: { readonly from?: Instant | undefined; readonly before?: Instant | undefined } | 'WAITING' | undefined;
  /** Part of the number, or of the insured's name. */
  readonly search?: string | undefined;
  /** Part of the insured's name alone. */
  readonly insured?: string | undefined;
  readonly after?: BoardPlace | undefined;
  readonly limit: number;
}

/** How many open incidents, drills apart, have their next due time where. */
export interface BoardCounts {
  readonly overdue: number;
  readonly waiting: number;
  readonly all: number;
  /** Up to each of the moments that were asked about, in their order: due between the one before (or now) and this one. */
  readonly until: readonly number[];
  /** Of the next 24 hours: hour 0 begins now. */
  readonly hours: readonly { readonly hour: number; readonly dueRank: number; readonly count: number }[];
}

export interface BoardStore {
  board(filter: BoardFilter): Promise<readonly BoardRow[]>;
  /** @param moments in time order, none before `now`. */
  boardCounts(scope: BoardScope, now: Instant, moments: readonly Instant[]): Promise<BoardCounts>;
  /** How many open incidents, drills apart. */
  countOpen(scope: BoardScope): Promise<number>;
}

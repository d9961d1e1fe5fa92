/** The call that the desk promised to whoever called: by when, and whether it was made. */
import type { Instant } from './time';

export interface CallBack {
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
  /** Who made it. */
  readonly by: string | null;
  /** When the promised time had passed without it. */
  readonly overdueAt: Instant | null;
}

/** Of an incident. */
interface Of {
  readonly callBack?: CallBack;
  readonly status: 'OPEN' | 'CLOSED';
}

/** By when somebody is still to be called; null: nothing was promised, or it was done, or the incident is closed. */
export const callBackDueAt = ({ callBack, status }: Of): Instant | null =>
  callBack && callBack.doneAt === null && status === 'OPEN' ? callBack.dueAt : null;

/** When the promise will be broken if nobody calls; null once that has happened. */
export const nextCallBackMoment = (state: Of): Instant | null =>
  state.callBack?.overdueAt === null ? callBackDueAt(state) : null;

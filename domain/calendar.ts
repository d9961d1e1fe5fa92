/**
 * Working time: how a limit in a partner's business hours becomes an instant.
 *
 * Closed days come in as data (national holidays, year-end, the partner's own), snapshotted into the incident, so a
 * newer holiday table never moves a running clock.
 */
import { DAY_MS, MINUTE_MS, addDays, atJst, legalDayOf, weekdayOf, type LegalDay } from './time';

/** When a partner (or the desk) works. `CLOCK` is round the clock, every day of the year. */
export type WorkingHours =
  | { readonly kind: 'CLOCK' }
  | {
      readonly kind: 'BUSINESS';
      /** Minutes from JST midnight. */
      readonly opensAtMinute: number;
      readonly closesAtMinute: number;
      /** 0 = Sunday … 6 = Saturday. */
      readonly weekdays: readonly number[];
      /** The firm's own closed days, beside those of the calendar. */
      readonly closedDays: readonly LegalDay[];
    };

/** Days on which Japanese offices are closed beyond weekends, with the span for which the table is complete. */
export interface ClosedDayCalendar {
  readonly id: string;
  readonly from: LegalDay;
  readonly until: LegalDay;
  /** National holidays incl. 振替休日 and 国民の休日, and the year-end days, sorted. */
  readonly closedDays: readonly LegalDay[];
}

/** A year without a single open day means broken data, not patience. */
const MOST_CLOSED_DAYS_IN_A_ROW = 366;

interface OpenSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** The opening span of a day, or null when the firm is closed on it. */
function openSpan(hours: WorkingHours & { kind: 'BUSINESS' }, calendar: ClosedDayCalendar, day: LegalDay): OpenSpan | null {
  if (!hours.weekdays.includes(weekdayOf(day))) return null;
  if (calendar.closedDays.includes(day) || hours.closedDays.includes(day)) return null;
  return { startMs: atJst(day, hours.opensAtMinute), endMs: atJst(day, hours.closesAtMinute) };
}

/**
 * The instant at which `durationMs` of working time has passed since `startMs`.
 * A start outside working hours counts from the next opening.
 * @throws RangeError when no working time lies within a year (closed data; config validation refuses such hours).
 */
export function addWorkingTime(startMs: number, durationMs: number, hours: WorkingHours, calendar: ClosedDayCalendar): number {
  if (hours.kind === 'CLOCK') return startMs + durationMs;
  let leftMs = durationMs;
  let closedInARow = 0;
  for (let day = legalDayOf(startMs); closedInARow < MOST_CLOSED_DAYS_IN_A_ROW; day = addDays(day, 1)) {
    const span = openSpan(hours, calendar, day);
    const fromMs = span ? Math.max(span.startMs, startMs) : 0;
    if (!span || fromMs >= span.endMs) {
      closedInARow += 1;
      continue;
    }
    closedInARow = 0;
    if (leftMs <= span.endMs - fromMs) return fromMs + leftMs;
    leftMs -= span.endMs - fromMs;
  }
  throw new RangeError('no working time within a year');
}

/** Working milliseconds between two instants; 0 when the second is not later. */
export function workingTimeBetween(fromMs: number, toMs: number, hours: WorkingHours, calendar: ClosedDayCalendar): number {
  if (toMs <= fromMs) return 0;
  if (hours.kind === 'CLOCK') return toMs - fromMs;
  let sumMs = 0;
  for (let day = legalDayOf(fromMs); atJst(day, 0) < toMs; day = addDays(day, 1)) {
    const span = openSpan(hours, calendar, day);
    if (span) sumMs += Math.max(0, Math.min(span.endMs, toMs) - Math.max(span.startMs, fromMs));
  }
  return sumMs;
}

/** Working minutes of one open day; a limit in business days is that many of these. */
export const minutesPerBusinessDay = (hours: WorkingHours): number =>
  hours.kind === 'CLOCK' ? DAY_MS / MINUTE_MS : hours.closesAtMinute - hours.opensAtMinute;

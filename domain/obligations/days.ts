/** Counting of legal days (rules C1 to C5, C7). */
import type { ClosedDayCalendar } from '../calendar';
import { addDays, weekdayOf, type LegalDay } from '../time';

/** Day n of a count in which the first day is day 1, whatever the hour; weekends and holidays count (rules C1, C2). */
export const dayOfCount = (dayOne: LegalDay, n: number): LegalDay => addDays(dayOne, n - 1);

/** Saturday, Sunday, national holiday, or the year-end of public offices (rule C3). */
export const isClosed = (calendar: ClosedDayCalendar, day: LegalDay): boolean =>
  [0, 6].includes(weekdayOf(day)) || isListed(calendar.closedDays, day);

/** The table of half a century is sorted: it is not searched from its beginning for every day. */
function isListed(sorted: readonly LegalDay[], day: LegalDay): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle];
    if (found !== undefined && found < day) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === day;
}

/** A day of which the calendar says nothing. */
export class OutsideCalendar extends RangeError {
  override readonly name = 'OutsideCalendar';
  constructor(
    readonly day: LegalDay,
    { from, until }: ClosedDayCalendar,
  ) {
    super(`${day} is outside the closed-day table (${from} to ${until})`);
  }
}

/** The day itself, or the next open one (rule C3). @throws OutsideCalendar */
export function rollOver(calendar: ClosedDayCalendar, day: LegalDay): LegalDay {
  if (day < calendar.from || day > calendar.until) throw new OutsideCalendar(day, calendar);
  return isClosed(calendar, day) ? rollOver(calendar, addDays(day, 1)) : day;
}

/**
 * The days on which Japanese offices are closed: national holidays (incl. 振替休日 and 国民の休日), the year-end, and
 * whatever days the business adds.
 *
 * The library's dates are read as the strings they are: through `Date` they would move by a day in some time zones.
 */
import holidayJp from '@holiday-jp/holiday_jp';
import { z } from 'zod';
import type { ClosedDayCalendar } from '../domain/calendar';
import { legalDayOf, type LegalDay } from '../domain/time';
import { line } from './fields';

const YEARS_BACK = 2;
const YEARS_AHEAD = 5;
/** 年末年始閉庁日: December 29 to January 3. */
const YEAR_END = ['01-01', '01-02', '01-03', '12-29', '12-30', '12-31'];

/** `closed-days.yaml`: days beyond the calendar on which nobody is expected to work. */
export const closedDaysFile = z.strictObject({
  closedDays: z.array(z.strictObject({ day: z.iso.date(), why: line(100) })),
});

/** The calendar for the years around a moment; with the extra days it has a name of its own. */
export function closedDayCalendar(nowMs: number, extraDays: readonly LegalDay[]): ClosedDayCalendar {
  const year = Number(legalDayOf(nowMs).slice(0, 4));
  return calendarOf(year - YEARS_BACK, year + YEARS_AHEAD, extraDays);
}

/** All that the table of holidays knows: the days of the law alone, for dates that people calculate with. */
export function wholeCalendar(): ClosedDayCalendar {
  const years = Object.keys(holidayJp.holidays)
    .map((day) => Number(day.slice(0, 4)))
    .sort((a, b) => a - b);
  return calendarOf(years[0] as number, years.at(-1) as number, []);
}

function calendarOf(first: number, last: number, extraDays: readonly LegalDay[]): ClosedDayCalendar {
  const [from, until] = [`${first}-01-01`, `${last}-12-31`];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const yearEnds = years.flatMap((one) => YEAR_END.map((day) => `${one}-${day}`));
  const days = new Set([...Object.keys(holidayJp.holidays), ...yearEnds, ...extraDays]);
  return {
    id: `jp-${holidayJp.VERSION}${extraDays.length ? `+${extraDays.length}` : ''}`,
    from,
    until,
    closedDays: [...days].filter((day) => from <= day && day <= until).sort(),
  };
}

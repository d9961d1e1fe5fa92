/** Closed days and rulesets. */
import { h } from 'preact';
import { addDays, legalDayOf } from '../../../domain/time';
import { page, type Answer } from '../answer';
import { CalendarPage } from '../pages/calendar';
import type { Route } from '../route';
import type { Visit } from '../visit';

const YEARS_BACK = 1;
const YEARS_AHEAD = 3;
/** The longest time that a due date lies ahead, so that nobody finds out by an incident. */
const WARNED_DAYS = 60;

function show(visit: Visit): Answer {
  const { deps, nowMs, t } = visit;
  const today = legalDayOf(nowMs);
  const thisYear = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 1 + YEARS_AHEAD }, (_, i) => thisYear - YEARS_BACK + i);
  const year = years.find((one) => String(one) === visit.query('year')) ?? thisYear;
  const closed = deps.business.closedDays();
  const { rulesets, problems } = deps.business.rulesets();
  const props = {
    ...{ visit, year, years, closed, rulesets },
    problems: [...closed.problems, ...problems],
    runsOut: addDays(today, WARNED_DAYS) > closed.until,
  };
  return page(t.calendar.title, h(CalendarPage, props));
}

export const calendarRoutes: readonly Route[] = [{ method: 'GET', path: '/admin/calendar', may: 'SIGNED_IN', handle: show }];

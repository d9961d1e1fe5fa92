/** How times are said to people (ux rules): JST wall clock, weekday always, at most two units. */
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  dayNumber,
  daysBetween,
  legalDayOf,
  toMs,
  weekdayOf,
  type Instant,
  type LegalDay,
} from './time';
import type { Language } from './wording';

const WEEKDAYS = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const JST_OFFSET_MS = 9 * HOUR_MS;
const MINUTES_PER_HOUR = HOUR_MS / MINUTE_MS;
const MINUTES_PER_DAY = DAY_MS / MINUTE_MS;

/** `12月29日(火) 14:05` / `Tue 29 Dec 14:05 JST`; the year only when it is not that of `nowMs`. */
export function sayWhen(instant: Instant, language: Language, nowMs: number): string {
  const day = legalDayOf(toMs(instant));
  const local = new Date(toMs(instant) + JST_OFFSET_MS);
  const [hour, minute] = [local.getUTCHours(), String(local.getUTCMinutes()).padStart(2, '0')];
  const clock = language === 'ja' ? `${hour}:${minute}` : `${String(hour).padStart(2, '0')}:${minute} JST`;
  return `${sayDay(day, language, nowMs)} ${clock}`;
}

/** `12月29日(火)` / `Tue 29 Dec`; the year only when it is not that of `nowMs`. */
export function sayDay(day: LegalDay, language: Language, nowMs: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const otherYear = !legalDayOf(nowMs).startsWith(`${year}-`);
  const weekday = WEEKDAYS[language][weekdayOf(day)];
  return language === 'ja'
    ? `${otherYear ? `${year}年` : ''}${month}月${date}日(${weekday})`
    : `${weekday} ${date} ${MONTHS[month - 1]}${otherYear ? ` ${year}` : ''}`;
}

/** `発覚から3日目` / `Day 3` (rule C1). */
export function sayDayNumber(aware: Instant, nowMs: number, language: Language): string {
  const day = dayNumber(aware, nowMs);
  if (day < 1) return language === 'ja' ? '発覚前' : 'Before discovery';
  if (language === 'en') return `Day ${day}`;
  return day === 1 ? '発覚当日(1日目)' : `発覚から${day}日目`;
}

function span(minutes: number, language: Language): string {
  const days = Math.floor(minutes / MINUTES_PER_DAY);
  const hours = Math.floor((minutes % MINUTES_PER_DAY) / MINUTES_PER_HOUR);
  const rest = minutes % MINUTES_PER_HOUR;
  const units = language === 'ja' ? ['日', '時間', '分'] : [' d', ' h', ' min'];
  const shown = days
    ? [
        [days, 0],
        [hours, 1],
      ]
    : [
        [hours, 1],
        [rest, 2],
      ];
  const words = shown.filter(([count]) => count).map(([count, unit]) => `${count}${units[unit as number]}`);
  return words.join(language === 'ja' ? '' : ' ') || `0${units[2]}`;
}

/**
 * Time left on a service clock: `あと1時間40分` / `1 h 40 min left`, or `42分超過` / `42 min overdue`.
 * Rounded down while time is left (never promise more) and up once overdue.
 */
export function sayLeft(due: Instant, nowMs: number, language: Language): string {
  const leftMs = toMs(due) - nowMs;
  if (leftMs < 0) {
    const over = span(Math.ceil(-leftMs / MINUTE_MS), language);
    return language === 'ja' ? `${over}超過` : `${over} overdue`;
  }
  if (leftMs < MINUTE_MS) return language === 'ja' ? 'まもなく期限' : 'Due now';
  const left = span(Math.floor(leftMs / MINUTE_MS), language);
  return language === 'ja' ? `あと${left}` : `${left} left`;
}

/** How long a limit is: `1時間40分` / `1 h 40 min`. */
export const sayDuration = (minutes: number, language: Language): string => span(minutes, language);

/** Days left to a legal date: `本日が期限` / `Due today`. Whole JST days; today lasts until midnight. */
export function sayDaysLeft(due: LegalDay, nowMs: number, language: Language): string {
  const days = daysBetween(legalDayOf(nowMs), due);
  if (language === 'ja')
    return days === 0 ? '本日が期限' : days === 1 ? '明日が期限' : days > 1 ? `あと${days}日` : `${-days}日超過`;
  if (days === 0) return 'Due today';
  if (days === 1) return 'Due tomorrow';
  return days > 1 ? `${days} days left` : `${-days} day${days === -1 ? '' : 's'} overdue`;
}

/** The same for a yardstick that is no deadline (目安): `本日が目安` / `Target today`. */
export function sayDaysToTarget(target: LegalDay, nowMs: number, language: Language): string {
  const days = daysBetween(legalDayOf(nowMs), target);
  if (language === 'ja') return days === 0 ? '本日が目安' : days === 1 ? '明日が目安' : `目安まであと${days}日`;
  return days === 0 ? 'Target today' : days === 1 ? 'Target tomorrow' : `${days} days to the target`;
}

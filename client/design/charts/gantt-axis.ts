/** The time axis of the gantt: the first days, in which most happens, take most of the width. */

/** Days 1 to this one are drawn wide. */
const WIDE_DAYS = 8;
const WIDE_SHARE = 0.6;
/** An incident shorter than this needs no break in its axis. */
const EVEN_UP_TO_DAYS = 14;
const LATE_TICKS = [14, 30, 60, 90, 120, 180, 365];

export interface Axis {
  /** Where a moment stands; day 1 begins at 1.0. */
  readonly x: (day: number) => number;
  readonly ticks: readonly number[];
  /** Where the scale changes; null: nowhere. */
  readonly breakAt: number | null;
  readonly lastDay: number;
}

export function axisOf(latestDay: number, left: number, right: number): Axis {
  const lastDay = Math.max(WIDE_DAYS, Math.ceil(latestDay));
  const width = right - left;
  const round = (x: number): number => Math.round(x * 10) / 10;
  if (lastDay <= EVEN_UP_TO_DAYS) {
    const x = (day: number): number => round(left + (width * (within(day, lastDay) - 1)) / (lastDay - 1));
    return { x, ticks: daysFrom(1, lastDay), breakAt: null, lastDay };
  }
  const wide = width * WIDE_SHARE;
  const x = (day: number): number => {
    const at = within(day, lastDay);
    if (at <= WIDE_DAYS) return round(left + (wide * (at - 1)) / (WIDE_DAYS - 1));
    return round(left + wide + ((width - wide) * (at - WIDE_DAYS)) / (lastDay - WIDE_DAYS));
  };
  const ticks = [...daysFrom(1, WIDE_DAYS), ...LATE_TICKS.filter((day) => day < lastDay)];
  return { x, ticks, breakAt: x(WIDE_DAYS), lastDay };
}

/** What lies outside is drawn at the edge. */
const within = (day: number, lastDay: number): number => Math.min(Math.max(day, 1), lastDay);
const daysFrom = (first: number, until: number): number[] => Array.from({ length: until - first }, (_, i) => first + i);

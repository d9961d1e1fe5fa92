/**
 * Instants and Japanese legal days, as pure arithmetic.
 *
 * An instant is an ISO 8601 string with an offset; a legal day is a JST calendar date `YYYY-MM-DD` (rule C5).
 * Japan has no daylight saving time, so JST is a constant offset and needs no time zone database: the workflow
 * bundle stays small and a replay can never change because a zone table did.
 */
export type Instant = string;
/** A JST calendar date, `YYYY-MM-DD`. */
export type LegalDay = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const JST_OFFSET_MS = 9 * HOUR_MS;

/** Epoch milliseconds of an instant. */
export const toMs = (instant: Instant): number => Date.parse(instant);

/** The instant as it is written everywhere in this system: Japanese local time with its offset. */
export function toInstant(epochMs: number): Instant {
  return `${new Date(epochMs + JST_OFFSET_MS).toISOString().slice(0, -1)}+09:00`;
}

/** The JST calendar date on which an instant falls (rule C5). */
export const legalDayOf = (epochMs: number): LegalDay => new Date(epochMs + JST_OFFSET_MS).toISOString().slice(0, 10);

/** Epoch milliseconds of a wall-clock time on a JST day; `minutesOfDay` counts from midnight. */
export const atJst = (day: LegalDay, minutesOfDay: number): number =>
  Date.parse(`${day}T00:00:00+09:00`) + minutesOfDay * MINUTE_MS;

/** The legal day `count` days later (earlier when negative). */
export const addDays = (day: LegalDay, count: number): LegalDay => legalDayOf(atJst(day, 0) + count * DAY_MS);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (day: LegalDay): number => new Date(atJst(day, 0) + JST_OFFSET_MS).getUTCDay();

/** Whole days from one legal day to another. */
export const daysBetween = (from: LegalDay, to: LegalDay): number => Math.round((atJst(to, 0) - atJst(from, 0)) / DAY_MS);

/** The day of an incident: the day of awareness is day 1 whatever the hour (rule C1). Below 1: before discovery. */
export const dayNumber = (aware: Instant, nowMs: number): number => daysBetween(legalDayOf(toMs(aware)), legalDayOf(nowMs)) + 1;

/** Times as callers tell them: an instant with its offset, or just a day. */
import { z } from 'zod';
import { atJst, legalDayOf, type LegalDay } from '../domain/time';
import type { Bilingual } from '../domain/wording';

export type ToldTime = { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly reason: Bilingual };

/** 令和 began in 2019: year 1 is 2018 + 1. */
const BEFORE_REIWA = 2018;
/** Before the duty to report existed nothing here makes sense; a typing error in the year does the same. */
const EARLIEST_DAY = '2000-01-01';
const LATEST_DAY = '2100-01-01';

const DAY_FORMS: readonly RegExp[] = [
  /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<date>\d{1,2})$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月(?<date>\d{1,2})日$/,
  /^(?:令和|R)(?<reiwa>元|\d{1,2})[年.](?<month>\d{1,2})[月.](?<date>\d{1,2})日?$/,
  /^(?<month>\d{1,2})[/月](?<date>\d{1,2})日?$/,
];

const instant = z.iso.datetime({ offset: true });
const withoutOffset = z.iso.datetime({ local: true });
const day = z.iso.date();
/** People leave the seconds out; the standard allows it. */
const WITHOUT_SECONDS = /(T\d{2}:\d{2})(?=[+-]|Z$)/;

/**
 * Reads a time as people write it. A day alone is the start of that day in Japan; a day without its year is the last
 * such day up to `nowMs`.
 */
export function readToldTime(told: string, nowMs: number): ToldTime {
  const text = told.normalize('NFKC').trim();
  const dayForm = DAY_FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  if (dayForm) return readDay(dayForm, nowMs);
  const toTheSecond = text.replace(WITHOUT_SECONDS, '$1:00');
  if (instant.safeParse(toTheSecond).success) return withinReason(Date.parse(toTheSecond));
  if (withoutOffset.safeParse(text).success) return { ok: false, reason: NO_OFFSET };
  return { ok: false, reason: /^\d{4}-\d{2}-\d{2}T/.test(text) ? NOT_THERE : NOT_A_TIME };
}

function readDay(parts: Readonly<Record<string, string | undefined>>, nowMs: number): ToldTime {
  const monthAndDate = [parts['month'], parts['date']].map((part) => (part ?? '').padStart(2, '0')).join('-');
  const year = yearOf(parts);
  if (year !== null) return startOf(`${year}-${monthAndDate}`);
  const thisYear = Number(legalDayOf(nowMs).slice(0, 4));
  const candidates = [thisYear, thisYear - 1].map((one) => startOf(`${one}-${monthAndDate}`));
  return (
    candidates.find((one) => one.ok && one.ms <= nowMs) ?? candidates.find((one) => one.ok) ?? { ok: false, reason: NOT_THERE }
  );
}

function yearOf({ year, reiwa }: Readonly<Record<string, string | undefined>>): string | null {
  if (year !== undefined) return year;
  if (reiwa === undefined) return null;
  return String(BEFORE_REIWA + (reiwa === '元' ? 1 : Number(reiwa)));
}

const startOf = (text: LegalDay): ToldTime =>
  day.safeParse(text).success ? withinReason(atJst(text, 0)) : { ok: false, reason: NOT_THERE };

const withinReason = (ms: number): ToldTime =>
  ms >= atJst(EARLIEST_DAY, 0) && ms < atJst(LATEST_DAY, 0) ? { ok: true, ms } : { ok: false, reason: OUT_OF_REASON };

const NOT_THERE: Bilingual = { ja: 'この日時は存在しません', en: 'There is no such date or time' };
const NOT_A_TIME: Bilingual = {
  ja: '日時は 2026-12-29T14:05:00+09:00、日付だけなら 2026-12-29、12/29、令和8年12月29日 のように書いてください',
  en: 'Write an instant like 2026-12-29T14:05:00+09:00, or a day alone like 2026-12-29, 12/29 or 令和8年12月29日',
};
const NO_OFFSET: Bilingual = {
  ja: '時差が書かれていません。日本時間なら末尾に +09:00 を付けてください',
  en: 'The offset is missing. Add +09:00 at the end for Japanese time',
};
const OUT_OF_REASON: Bilingual = {
  ja: `${EARLIEST_DAY} から ${LATEST_DAY} までの日時で書いてください`,
  en: `Must lie between ${EARLIEST_DAY} and ${LATEST_DAY}`,
};

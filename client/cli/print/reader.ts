/** Who reads, and when: what every piece of a printed page needs to know. */
import { DAY_MS, MINUTE_MS, atJst, legalDayOf, toMs, type Instant } from '../../../domain/time';
import { sayDay, sayDaysLeft, sayLeft, sayWhen } from '../../../domain/time-words';
import type { Bilingual, Language } from '../../../domain/wording';
import { OVERDUE_SHAPE } from '../words/terms';
import type { Paint } from './paint';

export interface Reader {
  readonly language: Language;
  readonly paint: Paint;
  /** Now on the clock of what is printed. */
  readonly nowMs: number;
  /** False where `nowMs` is not the incident's own time: remaining times would be wrong and are left out. */
  readonly knowsNow: boolean;
}

/** Less than this left on a service clock is soon. */
const SOON_MS = 60 * MINUTE_MS;
/** A legal date is soon two days before. */
const SOON_LEGAL_MS = 2 * DAY_MS;

/** A legal date stands in lists as the last second of its day; it is said in whole days, never in hours. */
const isLegalDate = (instant: Instant): boolean => {
  const ms = toMs(instant);
  return ms === atJst(legalDayOf(ms), 0) + DAY_MS - 1_000;
};

/** `▲ 42分超過` or `あと40分`; empty when there is no due time or nobody knows what time it is. */
export function remaining(dueAt: Instant | null, { language, paint, nowMs, knowsNow }: Reader): string {
  if (!dueAt || !knowsNow) return '';
  const leftMs = toMs(dueAt) - nowMs;
  const isLegal = isLegalDate(dueAt);
  const words = isLegal ? sayDaysLeft(legalDayOf(toMs(dueAt)), nowMs, language) : sayLeft(dueAt, nowMs, language);
  if (leftMs < 0) return paint.overdue(`${OVERDUE_SHAPE} ${words}`);
  return leftMs < (isLegal ? SOON_LEGAL_MS : SOON_MS) ? paint.soon(words) : words;
}

export const moment = (instant: Instant | null, { language, nowMs }: Reader): string =>
  instant === null
    ? ''
    : isLegalDate(instant)
      ? sayDay(legalDayOf(toMs(instant)), language, nowMs)
      : sayWhen(instant, language, nowMs);

export const say = (text: Bilingual, { language }: Pick<Reader, 'language'>): string => text[language];

/** `label：text`. */
export const labelled = (label: Bilingual, text: string, { language }: Pick<Reader, 'language'>): string =>
  language === 'ja' ? `${label.ja}：${text}` : `${label.en}: ${text}`;

/** `(text)`, set off as the language does it. */
export const bracketed = (text: string, { language }: Pick<Reader, 'language'>): string =>
  language === 'ja' ? `(${text})` : ` (${text})`;

/** Values of the facts in the words of a draft. */
import type { PersonCount } from '../facts';
import { legalDayOf, toMs, type Instant, type LegalDay } from '../time';
import { sayDay, sayWhen } from '../time-words';
import type { Speaker } from './words';

/** Papers that are kept for years name the year: nothing is told relative to now. */
const NO_YEAR_IS_THIS_ONE = 0;

export const sayDate = (day: LegalDay, { language }: Speaker): string => sayDay(day, language, NO_YEAR_IS_THIS_ONE);
export const sayInstant = (instant: Instant, { language }: Speaker): string => sayWhen(instant, language, NO_YEAR_IS_THIS_ONE);
export const sayDateOf = (instant: Instant, say: Speaker): string => sayDate(legalDayOf(toMs(instant)), say);

export const sayNumber = (count: number): string => count.toLocaleString('en-US');

/** How many persons; null: nobody knows anything. */
export function sayPersons({ min, max }: PersonCount, say: Speaker): string | null {
  if (max === null) return min === 0 ? null : say.phrase('personsAtLeast', { min: sayNumber(min) });
  if (min === max) return say.phrase('persons', { count: sayNumber(max) });
  return min === 0
    ? say.phrase('personsUpTo', { max: sayNumber(max) })
    : say.phrase('personsRange', { min: sayNumber(min), max: sayNumber(max) });
}

export const sayYesNo = (value: boolean | null, say: Speaker): string | null =>
  value === null ? null : say.term(value ? 'yes' : 'no');

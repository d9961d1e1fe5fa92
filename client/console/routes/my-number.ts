/**
 * "Unknown" for My Number. The facts have no value of their own for it, yet a block that begins at no person says just
 * that: between nobody and so many. It is judged on the safe side until somebody knows better.
 */
import type { Facts, PersonCount } from '../../../domain/facts';
import { sayField } from '../../cli/words/facts';
import type { Visit } from '../visit';

export type MyNumber = NonNullable<Facts['myNumber']>;

export const possibleMyNumber = ({ max }: Pick<PersonCount, 'max'>): MyNumber => ({
  persons: { min: 0, max },
  publicExposure: false,
  improperPurpose: null,
});

/** Nothing is known but that My Numbers may be among it. */
export const isOnlyPossible = (myNumber: Facts['myNumber']): boolean =>
  myNumber !== null && myNumber.persons.min === 0 && !myNumber.publicExposure && myNumber.improperPurpose === null;

/** A fact in words, as the console says it. */
export function sayFact(field: string, value: unknown, { language, t }: Pick<Visit, 'language' | 't'>): string {
  if (field !== 'myNumber' || value === null || !isOnlyPossible(value as MyNumber)) return sayField(field, value, language);
  const { max } = (value as MyNumber).persons;
  return max === null ? t.work.myNumber.unknown : t.work.myNumber.atMost(max.toLocaleString('en-US'));
}

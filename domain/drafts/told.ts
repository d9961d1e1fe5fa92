/** What people tell beside the facts: who said it, and which numbers of persons it names. */
import type { Facts, PersonCount } from '../facts';
import { personsOfInsured } from '../obligations/categories';

/** What the case data cannot know and somebody may supply. */
export const TOLD_KEYS = [
  'company',
  'industry',
  'occurred',
  'finder',
  'overview',
  'course',
  'medium',
  'data_items',
  'person_count',
  'safety_measures',
  'cause',
  'origin',
  'secondary_damage',
  'subject_response',
  'publication',
  'prevention_done',
  'prevention_planned',
  'other',
  'contact',
] as const;
export type ToldKey = (typeof TOLD_KEYS)[number];

export interface ToldText {
  readonly text: string;
  /** Who said so. */
  readonly by: string;
  /** The version of the facts the teller went by; null: not said. */
  readonly factsVersion: number | null;
}

export type Told = Readonly<Partial<Record<ToldKey, ToldText>>>;

/** Controls, directions and halves of characters send commands or cannot be written; line breaks stay. */
const UNPRINTABLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu;

/** Text from outside as text: printable characters and line breaks. */
export const plainText = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(UNPRINTABLE, ' ')
    .trim();

/** Digits, perhaps in ten thousands (万), before a word for persons. */
const COUNT =
  /(?<first>\d[\d,]*(?:\.\d+)?)(?<man>万(?<rest>\d[\d,]*)?)?\s*(?:人|名(?![称前義])|persons?\b|people\b|individuals?\b|customers?\b)/giu;
const TEN_THOUSAND = 10_000;

/** Numbers of persons that a text names: `5万2,300人`, `640名`, `1,380 persons`. */
export function countsIn(text: string): number[] {
  return [...text.normalize('NFKC').matchAll(COUNT)].map(({ groups = {} }) => {
    const { first = '', man, rest = '0' } = groups;
    return man ? Math.round(numberOf(first) * TEN_THOUSAND) + numberOf(rest) : numberOf(first);
  });
}

const numberOf = (digits: string): number => Number(digits.replaceAll(',', ''));

/** The text without the sentences that name a number of persons. */
export function withoutCounts(text: string): { readonly text: string; readonly leftOut: boolean } {
  const sentences = text.match(/[^。\n]*(?:。|\n|$)/g) ?? [];
  const kept = sentences.filter((sentence) => countsIn(sentence).length === 0);
  return { text: kept.join('').trim(), leftOut: kept.length < sentences.length };
}

/** Every number of persons that the facts hold. */
export function countsOf(facts: Facts): ReadonlySet<number> {
  const counts: readonly PersonCount[] = [
    facts.persons,
    personsOfInsured(facts),
    ...(facts.myNumber ? [facts.myNumber.persons] : []),
    ...facts.clients.map(({ persons }) => persons),
  ];
  return new Set(counts.flatMap(({ min, max }) => (max === null ? [min] : [min, max])));
}

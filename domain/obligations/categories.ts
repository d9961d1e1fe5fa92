/** The categories that make an accident reportable: APPI Art. 26 (rules.md 1.1), My Number (1.3), Privacy Mark (2). */
import type { EntrustingClient, Facts, PersonCount } from '../facts';
import { legalDayOf, toMs, type Instant, type LegalDay } from '../time';
import { exceeds, improperPurposeOf, mayExceed, type Accident } from './accident';
import { MY_NUMBER_CATEGORIES, PPC_CATEGORIES, type MyNumberCategory, type PmarkStatus, type PpcCategory } from './assessment';
import type { AppiTerms, MyNumberTerms, PmarkTerms } from './ruleset';

type Verdicts<C extends string> = Readonly<Record<C, boolean | null>>;

/** The categories with a verdict, in the order of the contract. */
const those = <C extends string>(order: readonly C[], verdicts: Verdicts<C>, verdict: boolean | null): C[] =>
  order.filter((category) => verdicts[category] === verdict);

export interface Categories<C extends string> {
  readonly categories: readonly C[];
  /** Hang on something not known yet. */
  readonly undetermined: readonly C[];
  /** Rules that decided on the number of persons. */
  readonly why: readonly string[];
}

const NONE = { categories: [], undetermined: [], why: [] } as const;

/**
 * The APPI categories for an operator that handles data of so many persons. Data still being acquired can fall under
 * IMPROPER_PURPOSE only (rules.md 1.1, category 3).
 */
export function ppcCategories(
  facts: Facts,
  persons: PersonCount,
  accident: Accident,
  terms: AppiTerms | null,
): Categories<PpcCategory> {
  if (!terms || !accident.counts) return NONE;
  const isHeld = facts.dataState === 'HELD';
  if (!isHeld && !terms.beingAcquired) return NONE;
  const verdicts: Verdicts<PpcCategory> = {
    SPECIAL_CARE: isHeld && facts.specialCare,
    PROPERTY_HARM: isHeld && facts.propertyHarm,
    IMPROPER_PURPOSE: improperPurposeOf(facts),
    OVER_1000: isHeld && mayExceed(persons, terms.personsOver),
  };
  return judged(PPC_CATEGORIES, verdicts, verdicts.OVER_1000 === true && !exceeds(persons, terms.personsOver));
}

function judged<C extends string>(order: readonly C[], verdicts: Verdicts<C>, isByMaximum: boolean): Categories<C> {
  return {
    categories: those(order, verdicts, true),
    undetermined: those(order, verdicts, null),
    why: isByMaximum ? ['A3'] : [],
  };
}

/** The My Number categories; null persons: no such data is concerned. */
export function myNumberCategories(
  facts: Facts,
  persons: PersonCount,
  accident: Accident,
  terms: MyNumberTerms | null,
): Categories<MyNumberCategory> {
  const { myNumber } = facts;
  if (!myNumber || !terms || !accident.counts) return NONE;
  const isHeld = facts.dataState === 'HELD';
  if (!isHeld && !terms.beingAcquired) return NONE;
  const verdicts: Verdicts<MyNumberCategory> = {
    IMPROPER_PURPOSE: myNumberImproper(facts, myNumber),
    PUBLIC_EXPOSURE: isHeld && myNumber.publicExposure,
    OVER_100: isHeld && mayExceed(persons, terms.personsOver),
  };
  return judged(MY_NUMBER_CATEGORIES, verdicts, verdicts.OVER_100 === true && !exceeds(persons, terms.personsOver));
}

/** What was judged for these data goes first; else what was judged of the whole or follows from the nature: the safe side. */
function myNumberImproper(facts: Facts, { improperPurpose }: NonNullable<Facts['myNumber']>): boolean | null {
  if (improperPurpose !== null) return improperPurpose;
  return facts.improperPurpose === true ? true : improperPurposeOf({ ...facts, improperPurpose: null });
}

/** How many persons of a client can be concerned with their My Number: its own, and no more than there are at all. */
export function myNumberPersonsOf(client: EntrustingClient | null, { myNumber, clients }: Facts): PersonCount {
  const all = myNumber?.persons ?? { min: 0, max: 0 };
  if (!client || clients.length === 1) return all;
  return { min: 0, max: least(client.persons.max, all.max) };
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

/** Persons of the insured: a processor counts all its clients together (rule A18). */
export function personsOfInsured({ role, persons, clients }: Facts): PersonCount {
  if (role !== 'PROCESSOR' || clients.length === 0) return persons;
  const sumMax = clients.reduce<number | null>(
    (sum, { persons: { max } }) => (sum === null || max === null ? null : sum + max),
    0,
  );
  const sumMin = clients.reduce((sum, { persons: { min } }) => sum + min, 0);
  return {
    min: Math.max(persons.min, sumMin),
    max: persons.max === null || sumMax === null ? null : Math.max(persons.max, sumMax),
  };
}

/** Whether the accident is a grave one for the Privacy Mark, whatever exempts it from the law (rules P3, P4, P7). */
export function isGraveForPmark(facts: Facts, accident: Accident, terms: PmarkTerms): { grave: boolean; why: string[] } {
  if (!accident.happened) return { grave: false, why: [] };
  const { myNumber } = facts;
  const byAppi =
    facts.specialCare === true ||
    facts.propertyHarm === true ||
    improperPurposeOf(facts) === true ||
    mayExceed(personsOfInsured(facts), terms.personsOver);
  const byMyNumber =
    myNumber !== null &&
    (myNumber.publicExposure ||
      myNumberImproper(facts, myNumber) === true ||
      mayExceed(myNumber.persons, terms.myNumberPersonsOver));
  return { grave: byAppi || byMyNumber, why: [...(byAppi ? ['P3'] : []), ...(byMyNumber ? ['P4'] : [])] };
}

/** The state of the mark on a day; a renewal filed in time keeps it in force (rule P14). */
export function pmarkStatus({ pmark }: Facts, day: LegalDay): PmarkStatus {
  if (!pmark?.holder) return 'NOT_HOLDER';
  if (day <= pmark.validUntil) return 'VALID';
  const { renewalFiledOn } = pmark;
  return renewalFiledOn !== null && renewalFiledOn <= pmark.validUntil ? 'PROVISIONALLY_VALID' : 'EXPIRED';
}

/** The mark was in force on the day of discovery or is now: its duty arose under the contract of the grant (rules P1, P8). */
export const isUnderPmark = (facts: Facts, discovered: Instant, knownAt: Instant): boolean =>
  [discovered, knownAt].some((instant) =>
    ['VALID', 'PROVISIONALLY_VALID'].includes(pmarkStatus(facts, legalDayOf(toMs(instant)))),
  );

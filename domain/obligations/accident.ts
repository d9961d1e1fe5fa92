/** What of the facts is an accident with personal data at all: leak, loss, damage, or the suspicion of one (rules A4 to A7). */
import type { Facts, PersonCount } from '../facts';
import { IMPROPER_PURPOSE_OF } from '../facts';
import type { Ruleset } from './ruleset';

export interface Accident {
  /** Something happened to personal data, or may have. */
  readonly happened: boolean;
  /** It counts for the law; the Privacy Mark asks for more (rules P2, P6, P7). */
  readonly counts: boolean;
  /** Rules that took it out of the law, or that keep a suspicion in it. */
  readonly why: readonly string[];
}

/** Judges the accident. A leak that is only suspected counts like one that is certain (rule A6). */
export function accidentOf(facts: Facts, { lossNatures }: Ruleset): Accident {
  if (facts.role === 'NONE' || facts.dataState === 'NONE') return { happened: false, counts: false, why: [] };
  const leaked = facts.leak !== 'RULED_OUT';
  const lostIts = lossNatures.includes(facts.nature);
  if (!leaked && !lostIts) return { happened: false, counts: false, why: [] };
  const outOfLaw = exemption(facts, leaked);
  if (outOfLaw) return { happened: true, counts: false, why: [outOfLaw] };
  return { happened: true, counts: true, why: leaked ? (facts.leak === 'SUSPECTED' ? ['A6'] : []) : ['A5'] };
}

function exemption(facts: Facts, leaked: boolean): string | null {
  if (facts.strongEncryption) return 'A7';
  if (facts.recoveredUnseen) return 'A4';
  return !leaked && facts.backupOfSameData ? 'A5' : null;
}

/** Whether an improper purpose is possible; null: nobody can say yet. */
export const improperPurposeOf = ({ improperPurpose, nature }: Facts): boolean | null =>
  improperPurpose ?? IMPROPER_PURPOSE_OF[nature];

/** More persons than this are affected or may be: an unknown maximum may be any number (rule A3). */
export const mayExceed = ({ max }: PersonCount, over: number): boolean => max === null || max > over;

/** More persons than this are affected for certain. */
export const exceeds = ({ min }: PersonCount, over: number): boolean => min > over;

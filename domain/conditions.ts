/**
 * Conditions on the facts, written in the playbook as data and judged in three-valued logic: what is unknown is
 * neither true nor false, and each service says what an unknown answer means for it.
 */
import { IMPROPER_PURPOSE_OF, type Facts, type Nature } from './facts';

export type Verdict = 'TRUE' | 'FALSE' | 'UNKNOWN';

export const FLAGS = [
  'specialCare',
  'propertyHarm',
  'improperPurpose',
  'strongEncryption',
  'recoveredUnseen',
  'backupOfSameData',
  'myNumber',
  'pmarkHolder',
  'processor',
] as const;
export type Flag = (typeof FLAGS)[number];

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly natureIn: readonly Nature[] }
  | { readonly leakIn: readonly Facts['leak'][] }
  | { readonly flag: Flag }
  /** More persons than this may be affected; an unknown maximum is UNKNOWN unless the minimum decides. */
  | { readonly personsOver: number };

const fromBoolean = (value: boolean | null): Verdict => (value === null ? 'UNKNOWN' : value ? 'TRUE' : 'FALSE');

function judgeFlag(flag: Flag, facts: Facts): Verdict {
  switch (flag) {
    case 'myNumber':
      return fromBoolean(facts.myNumber !== null);
    case 'pmarkHolder':
      return fromBoolean(facts.pmark === null ? null : facts.pmark.holder);
    case 'improperPurpose':
      return fromBoolean(facts.improperPurpose ?? IMPROPER_PURPOSE_OF[facts.nature]);
    case 'processor':
      return fromBoolean(facts.role === 'PROCESSOR');
    default:
      return fromBoolean(facts[flag]);
  }
}

function judgePersons(over: number, { persons }: Facts): Verdict {
  if (persons.min > over) return 'TRUE';
  if (persons.max === null) return 'UNKNOWN';
  return persons.max > over ? 'TRUE' : 'FALSE';
}

/** Kleene's three-valued logic over the facts. */
export function judge(condition: Condition, facts: Facts): Verdict {
  if ('all' in condition) {
    const verdicts = condition.all.map((part) => judge(part, facts));
    if (verdicts.includes('FALSE')) return 'FALSE';
    return verdicts.includes('UNKNOWN') ? 'UNKNOWN' : 'TRUE';
  }
  if ('any' in condition) {
    const verdicts = condition.any.map((part) => judge(part, facts));
    if (verdicts.includes('TRUE')) return 'TRUE';
    return verdicts.includes('UNKNOWN') ? 'UNKNOWN' : 'FALSE';
  }
  if ('not' in condition) {
    const verdict = judge(condition.not, facts);
    return verdict === 'UNKNOWN' ? 'UNKNOWN' : verdict === 'TRUE' ? 'FALSE' : 'TRUE';
  }
  if ('natureIn' in condition) return fromBoolean(condition.natureIn.includes(facts.nature));
  if ('leakIn' in condition) return fromBoolean(condition.leakIn.includes(facts.leak));
  if ('flag' in condition) return judgeFlag(condition.flag, facts);
  return judgePersons(condition.personsOver, facts);
}

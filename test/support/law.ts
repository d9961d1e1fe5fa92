/** The law as it ships. */
import path from 'node:path';
import { loadLaw } from '../../client/law';
import { NOTHING_KNOWN, type Facts } from '../../domain/facts';
import { assess } from '../../domain/obligations/assess';
import type {
  ApprovedProposal,
  Assessment,
  KnownFacts,
  Obligation,
  ObligationKind,
  Party,
} from '../../domain/obligations/assessment';
import { rulesetFor } from '../../domain/obligations/ruleset';
import { legalDayOf, toMs } from '../../domain/time';

export const RULESETS_DIR = path.join(__dirname, '../../config/rulesets');
export const LAW = loadLaw(RULESETS_DIR);

/** Facts of which all is known, and nothing of which is reportable: 100 persons, by mistake, no special data. */
export const known = (changes: Partial<Facts> = {}): Facts => ({
  ...NOTHING_KNOWN,
  nature: 'MISCONFIGURATION',
  leak: 'CONFIRMED',
  persons: { min: 100, max: 100 },
  specialCare: false,
  propertyHarm: false,
  improperPurpose: null,
  ...changes,
});

export const HOLDER: NonNullable<Facts['pmark']> = { holder: true, validUntil: '2027-09-30', renewalFiledOn: null };

/** A working day on which nothing special is near: day 30 is Dec 9, day 60 Jan 8. */
export const AWARE = '2026-11-10T10:00:00+09:00';

export const at = (knownAt: string, changes: Partial<Facts> = {}): KnownFacts => ({ knownAt, facts: known(changes) });

/** Assesses under the ruleset of the first version. */
export function assessed(versions: readonly KnownFacts[], approved: readonly ApprovedProposal[] = []): Assessment {
  const ruleset = rulesetFor(LAW.rulesets, legalDayOf(toMs(versions[0]?.knownAt ?? AWARE)));
  if (!ruleset) throw new Error('no ruleset');
  return assess(versions, ruleset, LAW.calendar, approved);
}

/** One version, known at AWARE. */
export const once = (changes: Partial<Facts> = {}): Assessment => assessed([at(AWARE, changes)]);

/** @throws Error when it is not in the list. */
export function obligation({ obligations }: Assessment, kind: ObligationKind, party: Party = 'INSURED'): Obligation {
  const found = obligations.find((one) => one.kind === kind && one.party === party);
  if (!found) throw new Error(`no ${kind} of ${party}`);
  return found;
}

export const kinds = ({ obligations }: Assessment, party: Party = 'INSURED'): string[] =>
  obligations.filter((one) => one.party === party).map(({ kind }) => kind);

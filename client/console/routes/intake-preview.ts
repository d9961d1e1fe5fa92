/** What the law will ask, as far as it can be said while the caller is still talking. */
import type { LegalSetup } from '../../../domain/legal';
import { assess } from '../../../domain/obligations/assess';
import type { Assessment, Obligation, ObligationKind, PpcCategory } from '../../../domain/obligations/assessment';
import { OutsideCalendar } from '../../../domain/obligations/days';
import { rulesetFor } from '../../../domain/obligations/ruleset';
import { legalDayOf, toInstant, toMs, type LegalDay } from '../../../domain/time';
import type { Intake } from './intake-read';

/** Whom something may be owed to, in the order in which it is asked about. */
const ADDRESSEES = ['PPC', 'SUBJECT', 'MY_NUMBER', 'PMARK', 'CLIENT'] as const;
type Addressee = (typeof ADDRESSEES)[number];

export interface PreviewLine {
  readonly to: Addressee;
  readonly verdict: 'DUE' | 'NOT_DUE' | 'OPEN';
  /** Why, for the report to the commission: what it falls under, or hangs on. */
  readonly categories: readonly PpcCategory[];
  readonly obligations: readonly Obligation[];
}

/** Said on the safe side, because this is not known. */
const CAVEATS = [
  'AWARE_MISSING',
  'COUNT_UNKNOWN',
  'KIND_UNKNOWN',
  'LEAK_UNKNOWN',
  'PURPOSE_DERIVED',
  'MY_NUMBER_UNKNOWN',
  'PMARK_UNKNOWN',
  'CLIENTS_LATER',
  'ENCRYPTED',
] as const;
type Caveat = (typeof CAVEATS)[number];

export type Preview =
  | {
      readonly ok: true;
      readonly dayOne: LegalDay;
      readonly lines: readonly PreviewLine[];
      readonly caveats: readonly Caveat[];
    }
  | { readonly ok: false; readonly why: 'NO_LAW' | 'NO_RULESET' | 'OUTSIDE_CALENDAR' };

export function previewOf(intake: Intake, legal: LegalSetup | undefined, nowMs: number): Preview {
  const knownAt = intake.knownAt ?? toInstant(nowMs);
  const dayOne = legalDayOf(toMs(knownAt));
  if (!legal) return { ok: false, why: 'NO_LAW' };
  const ruleset = rulesetFor(legal.rulesets, dayOne);
  if (!ruleset) return { ok: false, why: 'NO_RULESET' };
  try {
    const assessment = assess([{ knownAt, facts: intake.facts }], ruleset, legal.calendar);
    return { ok: true, dayOne, lines: linesOf(assessment, intake), caveats: caveatsOf(intake, assessment) };
  } catch (error) {
    if (error instanceof OutsideCalendar) return { ok: false, why: 'OUTSIDE_CALENDAR' };
    throw error;
  }
}

const PREFIX: Readonly<Record<Addressee, string>> = {
  PPC: 'PPC_',
  SUBJECT: 'SUBJECT_',
  MY_NUMBER: 'MYNUMBER_',
  PMARK: 'PMARK_',
  CLIENT: 'CLIENT_',
};

function linesOf({ obligations, ppc }: Assessment, { facts, told }: Intake): PreviewLine[] {
  const of = (to: Addressee) =>
    obligations.filter(({ kind, party, state }) => state === 'OPEN' && isTo(to, kind) && isOwn(to, party));
  const isUndetermined = !ppc.reportable && ppc.undetermined.length > 0;
  const mayCount = facts.leak !== 'RULED_OUT';
  const isOpen: Readonly<Record<Addressee, boolean>> = {
    ...{ PPC: isUndetermined, SUBJECT: isUndetermined, CLIENT: false },
    MY_NUMBER: mayCount && callIn(told)['myNumber'] === undefined,
    PMARK: mayCount && facts.pmark === null,
  };
  return ADDRESSEES.flatMap((to): PreviewLine[] => {
    const owed = of(to);
    const isAsked = to !== 'CLIENT' || facts.role === 'PROCESSOR';
    if (!isAsked) return [];
    const verdict = owed.length ? 'DUE' : isOpen[to] ? 'OPEN' : 'NOT_DUE';
    const categories = to !== 'PPC' ? [] : verdict === 'OPEN' ? ppc.undetermined : ppc.categories;
    return [{ to, verdict, categories, obligations: owed }];
  });
}

/** What was told of the call beside the facts. */
const callIn = (told: Intake['told']) => (told?.['call'] ?? {}) as Readonly<Record<string, unknown>>;
const isTo = (to: Addressee, kind: ObligationKind): boolean => kind.startsWith(PREFIX[to]);
/** What a client owes by itself is not for this card. */
const isOwn = (to: Addressee, party: Obligation['party']): boolean => to === 'CLIENT' || party === 'INSURED';

function caveatsOf({ knownAt, facts, told }: Intake, { ppc }: Assessment): Caveat[] {
  const call = callIn(told);
  const holds: Readonly<Record<Caveat, boolean>> = {
    AWARE_MISSING: knownAt === null,
    COUNT_UNKNOWN: facts.persons.max === null && ppc.categories.includes('OVER_1000') && facts.persons.min <= 1_000,
    KIND_UNKNOWN: ppc.undetermined.some((one) => one === 'SPECIAL_CARE' || one === 'PROPERTY_HARM'),
    LEAK_UNKNOWN: facts.leak === 'SUSPECTED' && ppc.reportable,
    MY_NUMBER_UNKNOWN: call['myNumber'] === undefined,
    CLIENTS_LATER: call['dataBelongs'] === 'BOTH',
    PMARK_UNKNOWN: facts.pmark === null,
    PURPOSE_DERIVED: facts.improperPurpose === null && ppc.categories.includes('IMPROPER_PURPOSE'),
    ENCRYPTED: facts.strongEncryption,
  };
  return CAVEATS.filter((one) => holds[one]);
}

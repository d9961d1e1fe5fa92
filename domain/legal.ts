/**
 * The obligations of one incident as they run: what the law asks (`obligations/`), what was filed, what is reminded of,
 * and what waits for counsel.
 */
import type { ClosedDayCalendar } from './calendar';
import type { FileRef } from './files';
import type { Assessment, ObligationKind, Obligation, Party, Proposal } from './obligations/assessment';
import type { Ruleset } from './obligations/ruleset';
import type { Instant, LegalDay } from './time';

/** What an obligation is to its clock. `CLOSE_OUT`: a report was filed for what turned out to be no incident. */
export const CLOCK_STAGES = ['PRELIMINARY', 'FINAL', 'SUBJECT_NOTICE', 'CLIENT_NOTICE', 'CLOSE_OUT'] as const;
export type ClockStage = (typeof CLOCK_STAGES)[number];

export const LEGAL_ACTIONS = ['REMIND', 'ESCALATE'] as const;
type LegalAction = (typeof LEGAL_ACTIONS)[number];

/** From which day a rung counts. `DAY`: day n of the obligation itself, its first day is day 1. */
type RungDay = 'DAY' | 'BEFORE_TARGET' | 'BEFORE_DUE' | 'AFTER_DUE';

/** On this day, at this minute in Japan, do this while nothing was filed. */
export interface LegalRung {
  readonly counted: RungDay;
  readonly days: number;
  readonly atMinute: number;
  readonly action: LegalAction;
}

export type LegalReminders = Readonly<Record<ClockStage, readonly LegalRung[]>>;

/** Part of the setup: the law and the reminders that an incident was opened with. */
export interface LegalSetup {
  readonly rulesets: readonly Ruleset[];
  /** The days of the law only: no other closed day moves a due date. */
  readonly calendar: ClosedDayCalendar;
  readonly reminders: LegalReminders;
}

export interface LegalClock {
  /** End of the day that counts now: the target until it has passed, then the due day. null: no day is set. */
  readonly dueAt: Instant | null;
  /** When the engine acts next; null: not any more. */
  readonly nextAt: Instant | null;
}

export interface LiveObligation extends Obligation {
  /** null: filed, released or withdrawn; or a client's own, which is not ours to remind of. */
  readonly clock: LegalClock | null;
  /** Since when its last day has passed without a report. Blocks nothing. */
  readonly overdueAt: Instant | null;
  /** When the heads were told. */
  readonly escalatedAt: Instant | null;
  /** Withdrawn after the preliminary report: since this day a closing report is owed to the authority. */
  readonly closeOutSince: LegalDay | null;
}

export type ObligationKey = Pick<Obligation, 'kind' | 'party'>;

/** A report or notice that left the house. */
export interface Filing extends ObligationKey {
  readonly filedAt: Instant;
  readonly recordedAt: Instant;
  /** The member of staff who recorded it. */
  readonly by: string;
  readonly receiptNumber: string | null;
  readonly file: FileRef | null;
  /** 追完: adds to a report that was filed before. */
  readonly supplement: boolean;
  readonly reason: string | null;
  /** `VOLUNTARY`: nothing was due (rule A8). `CLOSE_OUT`: it closes a report that turned out to be about nothing. */
  readonly as: 'DUE' | 'VOLUNTARY' | 'CLOSE_OUT';
  /** Further obligations that the same report meets (rule A12). */
  readonly serves: readonly ObligationKind[];
}

/** What waits for counsel, or was decided. `LAPSED`: the facts no longer propose it. */
export interface LiveProposal extends Proposal {
  readonly proposalId: string;
  readonly state: 'OPEN' | 'APPROVED' | 'REJECTED' | 'LAPSED';
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

export type LegalVerdicts = Pick<Assessment, 'ppc' | 'myNumber' | 'pmark'>;

/** What the latest assessment said; the obligations stand beside it in the state. */
export interface LegalAssessment {
  /** Version of the facts it was made from; null: none could be made. */
  readonly factsVersion: number | null;
  readonly ruleset: string | null;
  readonly verdicts: LegalVerdicts | null;
  readonly proposals: readonly LiveProposal[];
  /** Why the facts in force could not be assessed. */
  readonly problem: AssessmentProblem | null;
}

export interface AssessmentProblem {
  readonly code: 'NO_RULESET' | 'OUTSIDE_CALENDAR' | 'FAULT';
  readonly factsVersion: number;
  /** The day that lies outside of what is known. */
  readonly day: LegalDay | null;
}

/** The part of an incident's state that obligations live in. */
export interface Legal {
  readonly obligations?: readonly LiveObligation[];
  readonly filings?: readonly Filing[];
}

export const isSame = (a: ObligationKey, b: ObligationKey): boolean => a.kind === b.kind && a.party === b.party;
export const findObligation = ({ obligations }: Legal, key: ObligationKey): LiveObligation | undefined =>
  obligations?.find((one) => isSame(one, key));

/** Every report and notice for an obligation, also those that met it beside another. */
export const filingsOf = ({ filings = [] }: Legal, { kind, party }: ObligationKey): readonly Filing[] =>
  filings.filter((one) => one.party === party && (one.kind === kind || one.serves.includes(kind)));

export const isFiled = (state: Legal, key: ObligationKey): boolean => filingsOf(state, key).length > 0;

/** Something is still to be filed for it: by law, or to close out a report that was filed. */
export const isOwed = (state: Legal, one: LiveObligation): boolean =>
  (one.state === 'OPEN' || one.closeOutSince !== null) && !isFiled(state, one);

/** A client's own report is for the client to file: shown, never reminded of. */
export const isOurs = ({ kind, party }: ObligationKey): boolean => party === 'INSURED' || kind === 'CLIENT_NOTICE';

/** What the insured still owes. */
export const owedIn = (state: Legal): readonly LiveObligation[] =>
  (state.obligations ?? []).filter((one) => isOurs(one) && isOwed(state, one));

export function stageOf({ kind, closeOutSince }: Pick<LiveObligation, 'kind' | 'closeOutSince'>): ClockStage {
  if (closeOutSince !== null) return 'CLOSE_OUT';
  if (kind === 'SUBJECT_NOTICE' || kind === 'CLIENT_NOTICE') return kind;
  return isFinal(kind) ? 'FINAL' : 'PRELIMINARY';
}

export const isFinal = (kind: ObligationKind): boolean => kind.endsWith('_FINAL');
export const isPreliminary = (kind: ObligationKind): boolean => kind.endsWith('_PRELIMINARY');
/** The preliminary report that goes before a final one, and the other way round. */
export const preliminaryOf = (kind: ObligationKind): ObligationKind => kind.replace('_FINAL', '_PRELIMINARY') as ObligationKind;
export const finalOf = (kind: ObligationKind): ObligationKind => kind.replace('_PRELIMINARY', '_FINAL') as ObligationKind;

/** Where an obligation stands, in one word. */
export type Standing =
  'TO_FILE' | 'OVERDUE' | 'FILED' | 'FILED_LATE' | 'CLOSE_OUT_OWED' | 'CLOSED_OUT' | 'RELEASED' | 'WITHDRAWN' | 'OF_CLIENT';

export function standingOf(state: Legal, one: LiveObligation, lastDayOf: (filing: Filing) => LegalDay): Standing {
  const filings = filingsOf(state, one);
  if (filings.some(({ as }) => as === 'CLOSE_OUT')) return 'CLOSED_OUT';
  const [first] = filings;
  if (first) return one.due !== null && lastDayOf(first) > one.due ? 'FILED_LATE' : 'FILED';
  if (one.closeOutSince !== null) return 'CLOSE_OUT_OWED';
  // To tell the client is what releases its own notice.
  if (one.state === 'RELEASED' && one.kind === 'CLIENT_NOTICE') return 'FILED';
  if (one.state !== 'OPEN') return one.state;
  if (!isOurs(one)) return 'OF_CLIENT';
  return one.overdueAt === null ? 'TO_FILE' : 'OVERDUE';
}

/** `INSURED`, or the id of the client. */
export const clientOf = (party: Party): string | null => (party === 'INSURED' ? null : party.slice('CLIENT:'.length));

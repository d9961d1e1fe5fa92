/** The obligations of an incident as people and programs read them: dates, where each stands, what moved, what waits. */
import { awareAt, currentFacts } from '../domain/incident';
import {
  filingsOf,
  isOurs,
  owedIn,
  standingOf,
  type AssessmentProblem,
  type Filing,
  type LegalVerdicts,
  type LiveObligation,
  type LiveProposal,
  type ObligationKey,
  type Standing,
} from '../domain/legal';
import { OBLIGATION_KINDS, type ObligationChange } from '../domain/obligations/assessment';
import { dayNumber, daysBetween, legalDayOf, toInstant, toMs, type Instant, type LegalDay } from '../domain/time';
import type { TimelineEntry } from '../domain/timeline';
import type { IncidentView } from './incident-reader';

export interface ShownObligation extends LiveObligation {
  readonly standing: Standing;
  /** Which day of its own count it is today. */
  readonly day: number;
  /** The day that counts now: the target until it has passed, then the last day; null: none is set, or nothing is owed. */
  readonly counts: LegalDay | null;
  /** Whole days until then; 0: today. Negative: over. */
  readonly daysLeft: number | null;
  readonly filings: readonly Filing[];
}

/** A client that was told, or was not: the evidence for a processor's release. */
interface ClientTold {
  readonly client: string;
  readonly hasReportDuty: boolean | null;
  readonly notifiedAt: Instant | null;
}

export interface ObligationsView {
  readonly number: string;
  readonly now: Instant;
  readonly dayNumber: number;
  /** null: nothing was assessed. */
  readonly ruleset: string | null;
  /** Version of the facts that the dates come from. */
  readonly factsVersion: number | null;
  /** Why newer facts could not be assessed. */
  readonly problem: AssessmentProblem | null;
  readonly verdicts: LegalVerdicts | null;
  readonly obligations: readonly ShownObligation[];
  /** How many reports and notices are still to be filed. */
  readonly owed: number;
  /** Which fact moved which date, in time order. */
  readonly changes: readonly ObligationChange[];
  readonly proposals: readonly LiveProposal[];
  readonly filings: readonly Filing[];
  readonly clients: readonly ClientTold[];
}

/** @param entries the whole timeline: the log of what moved is in it. */
export function obligationsView({ state, nowMs }: IncidentView, entries: readonly TimelineEntry[]): ObligationsView {
  const { assessment, obligations = [], filings = [] } = state;
  return {
    ...{ number: state.number, now: toInstant(nowMs), dayNumber: dayNumber(awareAt(state), nowMs) },
    ...{ ruleset: assessment?.ruleset ?? null, factsVersion: assessment?.factsVersion ?? null },
    problem: assessment?.problem ?? null,
    verdicts: assessment?.verdicts ? verdictsOf(state, assessment.verdicts) : null,
    obligations: [...obligations].sort(inOrder).map((one) => shown(state, one, nowMs)),
    owed: owedIn(state).length,
    changes: entries.flatMap(changesIn),
    ...{ proposals: assessment?.proposals ?? [], filings },
    clients: currentFacts(state).facts.clients.map(({ id, hasReportDuty, notifiedAt }) => ({
      client: id,
      hasReportDuty,
      notifiedAt,
    })),
  };
}

/** What was no incident is not reportable, whatever its facts would have been. */
const verdictsOf = ({ outcome }: IncidentView['state'], verdicts: LegalVerdicts): LegalVerdicts =>
  outcome !== 'FALSE_ALARM'
    ? verdicts
    : {
        ppc: { reportable: false, categories: [], undetermined: [], subjectNotice: 'NOT_REQUIRED', voluntary: false },
        myNumber: { reportable: false, categories: [], effortDuty: false },
        pmark: { ...verdicts.pmark, reportable: false, preliminary: false },
      };

/** The insured's own first, then the notices to clients, then what each client has to do, by its kind. */
function inOrder(a: ObligationKey, b: ObligationKey): number {
  const place = ({ kind, party }: ObligationKey): string =>
    [isOurs({ kind, party }) ? (party === 'INSURED' ? 0 : 1) : 2, party, OBLIGATION_KINDS.indexOf(kind)].join(' ');
  return place(a) < place(b) ? -1 : 1;
}

const changesIn = (entry: TimelineEntry): readonly ObligationChange[] =>
  entry.kind === 'OBLIGATIONS_ASSESSED' || entry.kind === 'OBLIGATIONS_WITHDRAWN' ? entry.data.changes : [];

const filedOn = ({ filedAt }: Filing): LegalDay => legalDayOf(toMs(filedAt));

function shown(state: IncidentView['state'], one: LiveObligation, nowMs: number): ShownObligation {
  const today = legalDayOf(nowMs);
  const standing = standingOf(state, one, filedOn);
  const isRunning = standing === 'TO_FILE' || standing === 'OVERDUE' || (!isOurs(one) && standing === 'OF_CLIENT');
  const counts = !isRunning ? null : one.target !== null && today <= one.target ? one.target : one.due;
  return {
    ...one,
    ...{ standing, counts, daysLeft: counts === null ? null : daysBetween(today, counts) },
    day: daysBetween(one.dayOne, today) + 1,
    filings: filingsOf(state, one),
  };
}

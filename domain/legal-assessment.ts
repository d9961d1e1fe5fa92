/** What the law asks of an incident, asked anew with every version of the facts, and what becomes of a false alarm. */
import type { Draft } from './draft';
import { awareAt, currentFacts, type IncidentState } from './incident';
import {
  findObligation,
  finalOf,
  isFiled,
  isFinal,
  isPreliminary,
  isSame,
  preliminaryOf,
  type AssessmentProblem,
  type LegalReminders,
  type LegalSetup,
  type LiveObligation,
  type LiveProposal,
  type ObligationKey,
} from './legal';
import { catchUp, clockAfter, hasClock } from './legal-clocks';
import { assess } from './obligations/assess';
import type { ApprovedProposal, Assessment, Obligation, ObligationChange, Proposal } from './obligations/assessment';
import { OutsideCalendar } from './obligations/days';
import { rulesetFor, type Ruleset } from './obligations/ruleset';
import { legalDayOf, toInstant, toMs, type LegalDay } from './time';
import type { EntryData } from './timeline';
import { both } from './wording';

type Because = EntryData['OBLIGATIONS_ASSESSED']['because'];

/**
 * Assesses the incident as the draft has it. `before`: the incident as it was assessed last, null when it opens. An
 * incident that cannot be assessed says so and goes on; after a false alarm nothing is owed any more.
 */
export function reassess(draft: Draft, because: Because, before: IncidentState | null): void {
  const { legal } = draft.setup;
  const state = draft.state();
  if (!legal || state.outcome !== null) return;
  const aware = legalDayOf(toMs(awareAt(state)));
  const ruleset = rulesetFor(legal.rulesets, aware);
  const { version } = currentFacts(state);
  if (!ruleset) return void draft.follow('OBLIGATIONS_NOT_ASSESSED', { code: 'NO_RULESET', factsVersion: version, day: aware });
  const assessed = attempt(state, ruleset, legal, version);
  if ('code' in assessed) return void draft.follow('OBLIGATIONS_NOT_ASSESSED', assessed);
  const known = before ? attempt(before, ruleset, legal, version) : null;
  const fresh = changed(draft, assessed.obligations, legal.reminders);
  draft.follow('OBLIGATIONS_ASSESSED', {
    ...{ because, factsVersion: version, ruleset: assessed.ruleset },
    verdicts: { ppc: assessed.ppc, myNumber: assessed.myNumber, pmark: assessed.pmark },
    obligations: fresh,
    changes: newChanges(assessed.changes, known && !('code' in known) ? known.changes : []),
    proposals: proposalsAfter(state.assessment?.proposals ?? [], assessed.proposals),
  });
  catchUp(draft, fresh);
}

/** A fault of ours in the arithmetic must not stop an incident: it is told like any other reason. */
function attempt(
  state: IncidentState,
  ruleset: Ruleset,
  { calendar }: LegalSetup,
  factsVersion: number,
): Assessment | AssessmentProblem {
  try {
    return assess(state.factsVersions, ruleset, calendar, approvedIn(state));
  } catch (error) {
    return error instanceof OutsideCalendar
      ? { code: 'OUTSIDE_CALENDAR', factsVersion, day: error.day }
      : { code: 'FAULT', factsVersion, day: null };
  }
}

const approvedIn = ({ assessment }: IncidentState): ApprovedProposal[] =>
  (assessment?.proposals ?? []).flatMap(({ what, kind, party, state, decidedAt }) =>
    state === 'APPROVED' && decidedAt !== null ? [{ what, kind, party, approvedAt: decidedAt }] : [],
  );

/** What moved now: each assessment tells the whole log from the beginning. */
function newChanges(all: readonly ObligationChange[], known: readonly ObligationChange[]): ObligationChange[] {
  const told = known.map((change) => JSON.stringify(change));
  return all.filter((change) => {
    const index = told.indexOf(JSON.stringify(change));
    if (index >= 0) told.splice(index, 1);
    return index < 0;
  });
}

/** The obligations that are new or not what they were, each with its clock. */
function changed(draft: Draft, obligations: readonly Obligation[], reminders: LegalReminders): LiveObligation[] {
  return obligations.flatMap((one) => {
    const was = findObligation(draft.state(), one);
    return was && isUnchanged(was, one) ? [] : [brought(draft, one, was, reminders)];
  });
}

const isUnchanged = (was: LiveObligation, is: Obligation): boolean =>
  was.state === is.state && hasSameDates(was, is) && was.why.join() === is.why.join();

const hasSameDates = (was: Obligation, is: Obligation): boolean =>
  was.dayOne === is.dayOne && was.target === is.target && was.due === is.due && was.unrolledDue === is.unrolledDue;

function brought(
  draft: Draft,
  obligation: Obligation,
  was: LiveObligation | undefined,
  reminders: LegalReminders,
): LiveObligation {
  const state = draft.state();
  const today = legalDayOf(draft.nowMs);
  const closeOutSince = obligation.state === 'WITHDRAWN' ? closeOutFor(state, obligation, was, today) : null;
  const isMoved = !was || was.due !== obligation.due;
  const live: LiveObligation = {
    ...obligation,
    ...{ clock: null, closeOutSince },
    overdueAt: isMoved ? null : was.overdueAt,
    escalatedAt: was?.escalatedAt ?? null,
  };
  if (!hasClock(state, live)) return live;
  const goesOn = was?.clock && hasSameDates(was, obligation) && was.closeOutSince === closeOutSince;
  return { ...live, clock: goesOn ? was.clock : clockAfter(live, reminders, draft.nowMs) };
}

/** An authority that was told of an incident is told how it ended: with the final report of the same authority. */
function closeOutFor(
  state: IncidentState,
  key: ObligationKey,
  was: LiveObligation | undefined,
  today: LegalDay,
): LegalDay | null {
  if (!isFinal(key.kind) || isFiled(state, key)) return was?.closeOutSince ?? null;
  return isFiled(state, { ...key, kind: preliminaryOf(key.kind) }) ? (was?.closeOutSince ?? today) : null;
}

const isSameProposal = (a: Proposal, b: Proposal): boolean => a.what === b.what && isSame(a, b);

/** What counsel has decided stays decided; what is no longer proposed lapses; what is new gets the next number. */
function proposalsAfter(known: readonly LiveProposal[], proposed: readonly Proposal[]): readonly LiveProposal[] {
  const kept = known.map((one): LiveProposal => {
    const again = proposed.find((proposal) => isSameProposal(proposal, one));
    if (one.state === 'OPEN' || one.state === 'LAPSED') return { ...one, ...again, state: again ? 'OPEN' : 'LAPSED' };
    return one;
  });
  const fresh = proposed.filter((proposal) => !known.some((one) => isSameProposal(proposal, one)));
  return [
    ...kept,
    ...fresh.map((proposal, i) => ({
      ...proposal,
      ...{ proposalId: `P${known.length + i + 1}`, state: 'OPEN' as const, decidedAt: null, decidedBy: null, reason: null },
    })),
  ];
}

const FALSE_ALARM = { ja: '「事故ではない」と判定', en: 'ruled a false alarm' };

/** Nothing is owed for what was no incident, but whoever was told of it is told that. */
export function withdrawObligations(draft: Draft, reason: string): void {
  const { legal } = draft.setup;
  const open = (draft.state().obligations ?? []).filter((one) => one.state === 'OPEN');
  if (!legal || !open.length) return;
  const obligations = open.map((one) => brought(draft, { ...one, state: 'WITHDRAWN', why: withA20(one) }, one, legal.reminders));
  draft.follow('OBLIGATIONS_WITHDRAWN', {
    reason,
    obligations,
    changes: open.map(({ kind, party, due }) => ({
      ...{ at: toInstant(draft.nowMs), kind, party, from: due, to: null },
      because: both({ ja: `${FALSE_ALARM.ja}: ${reason} (A20)`, en: `${FALSE_ALARM.en}: ${reason} (A20)` }),
    })),
    proposals: proposalsAfter(draft.state().assessment?.proposals ?? [], []),
  });
}

const withA20 = ({ why }: Obligation): readonly string[] => (why.includes('A20') ? why : [...why, 'A20']);

/** The closing report that a preliminary one brings with it when it is recorded after all was withdrawn. */
export function closeOutAfter(draft: Draft, key: ObligationKey): LiveObligation | null {
  const { legal } = draft.setup;
  if (!legal || !isPreliminary(key.kind)) return null;
  const final = findObligation(draft.state(), { ...key, kind: finalOf(key.kind) });
  if (final?.state !== 'WITHDRAWN' || final.closeOutSince !== null || isFiled(draft.state(), final)) return null;
  const owed = { ...final, closeOutSince: legalDayOf(draft.nowMs) };
  return { ...owed, clock: clockAfter(owed, legal.reminders, draft.nowMs) };
}

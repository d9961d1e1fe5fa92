/**
 * From the versions of the facts to the obligations with their dates: a fold that never restarts a running clock
 * (rule C6), keeps a log of what moved, and proposes what the rules leave to counsel.
 */
import type { ClosedDayCalendar } from '../calendar';
import { legalDayOf, toMs, type Instant, type LegalDay } from '../time';
import {
  OBLIGATION_KINDS,
  type ApprovedProposal,
  type Assessment,
  type KnownFacts,
  type Obligation,
  type ObligationChange,
  type Proposal,
} from './assessment';
import { pmarkStatus } from './categories';
import { becauseOf } from './changed-facts';
import { dayOfCount, rollOver } from './days';
import { dutiesOf, noteSince, releaseOf, type Duty, type Since } from './duties';
import { findingsOf, type Findings } from './findings';
import type { Ruleset } from './ruleset';

/** An obligation under way, with the length of its final report's time. */
interface Tracked extends Obligation {
  readonly days: number | null;
}

interface Progress {
  readonly since: Since;
  readonly obligations: readonly Tracked[];
  readonly changes: readonly ObligationChange[];
  readonly proposals: readonly Proposal[];
}

/** What every step needs beside the facts. */
interface Law {
  readonly ruleset: Ruleset;
  readonly calendar: ClosedDayCalendar;
  readonly approved: readonly ApprovedProposal[];
}

/**
 * Every obligation as of the last version. `versions` in time order, at least one.
 * @throws OutsideCalendar when a due date lies beyond the closed-day table.
 */
export function assess(
  versions: readonly KnownFacts[],
  ruleset: Ruleset,
  calendar: ClosedDayCalendar,
  approved: readonly ApprovedProposal[] = [],
): Assessment {
  const law = { ruleset, calendar, approved };
  const start: Progress = { since: {}, obligations: [], changes: [], proposals: [] };
  let progress = start;
  let findings: Findings | null = null;
  let before: KnownFacts | null = null;
  for (const version of versions) {
    findings = findingsOf(version.facts, ruleset);
    progress = next(progress, { version, before, findings }, law);
    before = version;
  }
  if (!findings || !before) throw new Error('an assessment needs at least one version of the facts');
  return { ...summary(findings, progress, before, law), ...shown(progress) };
}

function summary(findings: Findings, { since, obligations }: Progress, { knownAt, facts }: KnownFacts, law: Law) {
  const { ppc, myNumber, accident, grave } = findings;
  const isPmarkDue = obligations.some(({ kind, state }) => kind === 'PMARK_FINAL' && state === 'OPEN');
  const reportable = ppc.categories.length > 0;
  const { isReleased } = released(findings, since, law);
  return {
    ruleset: law.ruleset.id,
    asOf: knownAt,
    ppc: {
      reportable,
      categories: ppc.categories,
      undetermined: ppc.undetermined,
      subjectNotice: !reportable ? 'NOT_REQUIRED' : isReleased ? 'CLIENT_GIVES_IT' : 'REQUIRED',
      voluntary: !reportable && accident.happened,
    },
    myNumber: {
      reportable: myNumber.categories.length > 0,
      categories: myNumber.categories,
      effortDuty: facts.myNumber !== null && accident.counts && myNumber.categories.length === 0,
    },
    pmark: {
      reportable: isPmarkDue,
      preliminary: isPmarkDue && grave,
      status: pmarkStatus(facts, legalDayOf(toMs(knownAt))),
    },
  } as const;
}

/** The insured's own first, then its notices, then the clients' own; each group in the order of the kinds. */
const place = ({ kind, party }: Obligation): string =>
  [party === 'INSURED' ? 0 : kind === 'CLIENT_NOTICE' ? 1 : 2, party, OBLIGATION_KINDS.indexOf(kind)].join(' ');

const shown = ({ obligations, changes, proposals }: Progress) => ({
  obligations: [...obligations]
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(({ days: _days, ...obligation }): Obligation => obligation),
  changes: [...changes].sort((a, b) => toMs(a.at) - toMs(b.at)),
  proposals,
});

interface Step {
  readonly version: KnownFacts;
  readonly before: KnownFacts | null;
  readonly findings: Findings;
}

function next(progress: Progress, step: Step, law: Law): Progress {
  const { version, findings } = step;
  const since = noteSince(progress.since, findings, version.knownAt);
  const { isReleased, isLate } = released(findings, since, law);
  const duties = dutiesOf(findings, since, version.knownAt, law.ruleset, isReleased);
  const moves = [
    ...duties.map((duty) => move(find(progress.obligations, duty), duty, version.knownAt, law)),
    ...progress.obligations.filter((one) => !find(duties, one)).map((one) => withdraw(one, findings)),
  ];
  const { before } = step;
  const changes = before ? moves.flatMap((one) => changeOf(progress, one, before, step)) : [];
  return {
    since,
    obligations: moves.map(({ after }) => after),
    changes: [...progress.changes, ...changes],
    proposals: [...moves.flatMap(({ proposal }) => proposal ?? []), ...(isLate ? [lateNotice(version.knownAt)] : [])],
  };
}

/** Whether a processor is released by its notices; late ones release it only when counsel has said so (rule A15). */
function released(findings: Findings, since: Since, { ruleset, approved }: Law): { isReleased: boolean; isLate: boolean } {
  const release = releaseOf(findings, since, ruleset);
  const isGranted = approved.some(({ what }) => what === 'RELEASE_BY_LATE_NOTICE');
  const isLate = release === 'LATE' && !isGranted;
  return { isReleased: release !== 'NO' && !isLate, isLate };
}

const lateNotice = (at: Instant): Proposal => ({
  ...{ what: 'RELEASE_BY_LATE_NOTICE', at, kind: 'CLIENT_NOTICE', party: 'INSURED', from: null, to: null, why: ['A15'] },
});

type Key = Pick<Obligation, 'kind' | 'party'>;
const isSame = (a: Key, b: Key): boolean => a.kind === b.kind && a.party === b.party;
const find = <T extends Key>(list: readonly T[], key: Key): T | undefined => list.find((one) => isSame(one, key));

/** What became of one obligation in a step. */
interface Move {
  readonly after: Tracked;
  readonly proposal: Proposal | null;
  /** When the move counts from, if that is not the version's own time. */
  readonly at?: Instant;
}

function move(before: Tracked | undefined, duty: Duty, knownAt: Instant, law: Law): Move {
  const state = duty.released ? 'RELEASED' : 'OPEN';
  if (!before) return { after: { ...begin(duty, law), state }, proposal: null };
  const kept: Tracked = { ...before, state, why: whyOf(duty, before) };
  const { timing } = duty;
  if (timing.stage !== 'FINAL' || before.days === null || timing.days === before.days) return { after: kept, proposal: null };
  const dates = finalDates(before.dayOne, timing.days, timing.rollsOver, law);
  if (timing.days < before.days) return { after: shortened(kept, dates, timing, knownAt, law), proposal: null };
  return extended(kept, dates, timing.days, duty, knownAt, law);
}

/** Codes of the duty, and those that stay with the obligation from what happened to it. */
const whyOf = (duty: Duty, { unrolledDue, due }: Tracked): readonly string[] => [
  ...duty.why,
  ...(due !== unrolledDue ? ['C3'] : []),
];

function begin(duty: Duty, law: Law): Omit<Tracked, 'state'> {
  const { kind, party, startsAt, timing } = duty;
  const dayOne = legalDayOf(toMs(startsAt));
  const none = { kind, party, dayOne, target: null, due: null, unrolledDue: null, days: null, why: duty.why };
  if (timing.stage === 'PROMPTLY') return none;
  if (timing.stage === 'PRELIMINARY') {
    const due = dayOfCount(dayOne, timing.dueDay);
    return { ...none, target: dayOfCount(dayOne, timing.targetDay), due, unrolledDue: due };
  }
  const dates = finalDates(dayOne, timing.days, timing.rollsOver, law);
  return { ...none, ...dates, days: timing.days, why: [...duty.why, ...(dates.due !== dates.unrolledDue ? ['C3'] : [])] };
}

interface FinalDates {
  readonly due: LegalDay;
  readonly unrolledDue: LegalDay;
}

function finalDates(dayOne: LegalDay, days: number, rollsOver: boolean, { calendar }: Law): FinalDates {
  const unrolledDue = dayOfCount(dayOne, days);
  return { unrolledDue, due: rollsOver ? rollOver(calendar, unrolledDue) : unrolledDue };
}

/** The earlier date holds, but no report can be asked for before it is known to be due. */
function shortened(
  kept: Tracked,
  dates: FinalDates,
  { days, rollsOver }: { days: number; rollsOver: boolean },
  knownAt: Instant,
  law: Law,
): Tracked {
  const today = legalDayOf(toMs(knownAt));
  const earliest = rollsOver ? rollOver(law.calendar, today) : today;
  const due = dates.due < earliest ? earliest : dates.due;
  return { ...kept, ...dates, due: kept.due !== null && kept.due < due ? kept.due : due, days, why: [...kept.why, 'C6'] };
}

/** A longer time is counsel's to grant, from the same day 1 (rule C6). */
function extended(kept: Tracked, dates: FinalDates, days: number, duty: Duty, knownAt: Instant, { approved }: Law): Move {
  const what = 'EXTEND_FINAL' as const;
  const granted = approved.find((one) => one.what === what && isSame(one, duty));
  const why = [...kept.why.filter((code) => code !== 'A1'), 'C6'];
  if (granted) return { after: { ...kept, ...dates, days, why: [...kept.why, 'C6'] }, proposal: null, at: granted.approvedAt };
  const { kind, party } = kept;
  return {
    after: { ...kept, why },
    proposal: { what, at: knownAt, kind, party, from: kept.due, to: dates.due, why: ['A1', 'C6'] },
  };
}

/** Not dropped: it stays in the list with its dates, and says why it holds no longer. */
function withdraw(before: Tracked, { accident }: Findings): Move {
  if (before.state === 'WITHDRAWN') return { after: before, proposal: null };
  const why = [...new Set([...before.why, ...accident.why.filter((code) => code !== 'A6'), 'A20'])];
  return { after: { ...before, state: 'WITHDRAWN', why }, proposal: null };
}

/** The date that counts; none once an obligation is released or withdrawn. */
const inForce = (one: Tracked | undefined): LegalDay | null => (one?.state === 'OPEN' ? one.due : null);

function changeOf(
  { obligations }: Progress,
  { after, at }: Move,
  before: KnownFacts,
  { version, findings }: Step,
): ObligationChange[] {
  const was = find(obligations, after);
  const [from, to] = [inForce(was), inForce(after)];
  if (from === to && was?.state === after.state) return [];
  const because = becauseOf(before.facts, findings.facts, after.why);
  return [{ at: at ?? version.knownAt, kind: after.kind, party: after.party, from, to, because }];
}

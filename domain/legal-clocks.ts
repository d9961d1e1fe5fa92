/** The clocks of the obligations: legal days become moments, and what happens at each of them. Pure; dates never move here. */
import type { Draft } from './draft';
import {
  findObligation,
  isOurs,
  isOwed,
  stageOf,
  type Legal,
  type LegalClock,
  type LegalReminders,
  type LegalRung,
  type LiveObligation,
} from './legal';
import { addDays, atJst, toInstant, toMs, type Instant, type LegalDay } from './time';
import type { ClockMove } from './timeline';

/** The target passes and the day is over by themselves; the rest is business data. In this order within a moment. */
const DEEDS = ['TARGET_PASSED', 'OVERDUE', 'ESCALATE', 'REMIND'] as const;
type Deed = (typeof DEEDS)[number];

interface Step {
  readonly ms: number;
  readonly deed: Deed;
}

const endOf = (day: LegalDay): number => atJst(addDays(day, 1), 0);
/** How the end of a legal day is written in lists: the last second that still counts. */
const lastSecondOf = (day: LegalDay): Instant => toInstant(endOf(day) - 1_000);

/** Everything that lies on the way of an obligation, in time order. */
function stepsOf(one: LiveObligation, reminders: LegalReminders): Step[] {
  const rungs = reminders[stageOf(one)].flatMap((rung) => {
    const day = dayOf(rung, one);
    return day === null || day < one.dayOne ? [] : [{ ms: atJst(day, rung.atMinute), deed: rung.action }];
  });
  return [...rungs, ...lawSteps(one)].sort((a, b) => a.ms - b.ms || DEEDS.indexOf(a.deed) - DEEDS.indexOf(b.deed));
}

function lawSteps({ closeOutSince, target, due }: LiveObligation): Step[] {
  if (closeOutSince !== null || due === null) return [];
  const passed: Step[] = target !== null && target < due ? [{ ms: endOf(target), deed: 'TARGET_PASSED' }] : [];
  return [...passed, { ms: endOf(due), deed: 'OVERDUE' }];
}

function dayOf({ counted, days }: LegalRung, { dayOne, target, due, closeOutSince }: LiveObligation): LegalDay | null {
  if (counted === 'DAY') return addDays(closeOutSince ?? dayOne, days - 1);
  const from = counted === 'BEFORE_TARGET' ? target : due;
  return from === null ? null : addDays(from, counted === 'AFTER_DUE' ? days : -days);
}

/** The clock as it stands after everything up to this moment was done; null where none runs. */
export function clockAfter(one: LiveObligation, reminders: LegalReminders, ms: number): LegalClock {
  const next = stepsOf(one, reminders).find((step) => step.ms > ms);
  const counts = one.target !== null && endOf(one.target) > ms ? one.target : one.due;
  return {
    dueAt: counts === null || one.closeOutSince !== null ? null : lastSecondOf(counts),
    nextAt: next ? toInstant(next.ms) : null,
  };
}

/** Whether a clock runs for it at all. */
export const hasClock = (state: Legal, one: LiveObligation): boolean => isOurs(one) && isOwed(state, one);

const ENTRIES = {
  TARGET_PASSED: 'OBLIGATIONS_PAST_TARGET',
  OVERDUE: 'OBLIGATIONS_OVERDUE',
  ESCALATE: 'OBLIGATIONS_ESCALATED',
  REMIND: 'OBLIGATIONS_REMINDED',
} as const;

/** Does what is due at this moment: one entry for all obligations to which the same happens. */
export function runLegalClocks(draft: Draft, moment: Instant): void {
  const { legal } = draft.setup;
  const ms = toMs(moment);
  const due = (draft.state().obligations ?? []).filter(({ clock }) => clock?.nextAt === moment);
  if (!legal || !due.length) return;
  const deedsOf = (one: LiveObligation): readonly Deed[] => {
    const deeds = stepsOf(one, legal.reminders).flatMap((step) => (step.ms === ms ? [step.deed] : []));
    // A clock that a version before this one has set is never left standing.
    return deeds.length ? deeds : ['REMIND'];
  };
  const planned = due.map((one) => ({ one, deeds: deedsOf(one) }));
  for (const deed of DEEDS) {
    const those = planned.filter(({ deeds }) => deeds.includes(deed)).map(({ one }) => one);
    enter(draft, deed, those, legal.reminders, ms);
  }
}

function enter(draft: Draft, deed: Deed, those: readonly LiveObligation[], reminders: LegalReminders, ms: number): void {
  const moves = those.map((one): ClockMove => ({ kind: one.kind, party: one.party, clock: clockAfter(one, reminders, ms) }));
  if (moves.length) draft.follow(ENTRIES[deed], { obligations: moves });
}

/**
 * What should have happened before the incident was told of: a day that is over is overdue at once, and a report that
 * the heads should have heard of is told now. Reminders that were missed are not made up for.
 */
export function catchUp(draft: Draft, fresh: readonly LiveObligation[]): void {
  const { legal } = draft.setup;
  if (!legal) return;
  const missed = (one: LiveObligation): Deed | null => {
    const live = findObligation(draft.state(), one);
    if (!live?.clock || live.closeOutSince !== null) return null;
    const passed = stepsOf(live, legal.reminders).filter(({ ms }) => ms <= draft.nowMs);
    const has = (deed: Deed) => passed.some((step) => step.deed === deed);
    if (has('OVERDUE')) return live.overdueAt === null ? 'OVERDUE' : null;
    return has('ESCALATE') && live.escalatedAt === null ? 'ESCALATE' : null;
  };
  const late = fresh.map((one) => ({ one, deed: missed(one) }));
  for (const deed of ['OVERDUE', 'ESCALATE'] as const) {
    const those = late.filter((each) => each.deed === deed).map(({ one }) => one);
    enter(draft, deed, those, legal.reminders, draft.nowMs);
  }
}

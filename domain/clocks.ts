/** The limits of a task and their escalation ladders, as arithmetic on plain clocks. */
import { nextCallBackMoment } from './call-back';
import { addWorkingTime, workingTimeBetween, type WorkingHours } from './calendar';
import type { Clock, IncidentState } from './incident';
import { nextLegalMoment } from './legal-due';
import type { ServiceSpec } from './playbook';
import type { Rung, Setup } from './setup';
import { MINUTE_MS, toInstant, toMs, type Instant } from './time';

const ROUND_THE_CLOCK: WorkingHours = { kind: 'CLOCK' };

const hoursOf = (setup: Setup, partnerId: string | null): WorkingHours =>
  setup.partners.find(({ id }) => id === partnerId)?.hours ?? ROUND_THE_CLOCK;

/** The rung that comes next on this clock's ladder; undefined when none is left. */
export const nextRungOf = (setup: Setup, clock: Clock): Rung | undefined => setup.ladders[clock.ladder][clock.nextRung];

/** The instant at which this much of the limit is used up, for a clock that runs. */
function instantAt(setup: Setup, clock: Clock & { runningSince: Instant }, usedMs: number): Instant {
  const stillMs = Math.max(0, usedMs - clock.consumedMs);
  return toInstant(addWorkingTime(toMs(clock.runningSince), stillMs, hoursOf(setup, clock.hoursOfPartner), setup.calendar));
}

/** Fills in the instants that follow from the rest of the clock. `silent`: no rung comes by itself any more. */
function derive(setup: Setup, clock: Clock, silent: boolean): Clock {
  if (clock.runningSince === null) return { ...clock, dueAt: null, nextRungAt: null };
  const running = { ...clock, runningSince: clock.runningSince };
  const rung = nextRungOf(setup, clock);
  return {
    ...clock,
    dueAt: instantAt(setup, running, clock.limitMs),
    nextRungAt: rung && !silent ? instantAt(setup, running, (clock.limitMs * rung.atPercent) / 100) : null,
  };
}

/** What a new clock is made from. */
export type NewClock = Pick<Clock, 'kind' | 'limitMs' | 'hoursOfPartner'> & Partial<Pick<Clock, 'ladder'>>;

/** A clock that runs from now, or that waits to be resumed when its task is paused. */
export function startClock(setup: Setup, spec: NewClock, nowMs: number, paused: boolean): Clock {
  const clock: Clock = {
    ...{ kind: spec.kind, ladder: spec.ladder ?? spec.kind, limitMs: spec.limitMs, hoursOfPartner: spec.hoursOfPartner },
    ...{ consumedMs: 0, runningSince: paused ? null : toInstant(nowMs) },
    ...{ dueAt: null, nextRung: 0, nextRungAt: null },
  };
  return derive(setup, clock, false);
}

/** The same clock with another limit. Rungs that lie before the time already used belong to the past: they stay there. */
export function withLimit(setup: Setup, clock: Clock, limitMs: number, nowMs: number): Clock {
  const used = usedMs(setup, clock, nowMs);
  const passed = setup.ladders[clock.ladder].filter(({ atPercent }) => (limitMs * atPercent) / 100 <= used);
  return derive(setup, { ...clock, limitMs, nextRung: passed.length }, false);
}

/** Working time used up so far. */
function usedMs(setup: Setup, clock: Clock, nowMs: number): number {
  if (clock.runningSince === null) return clock.consumedMs;
  const hours = hoursOf(setup, clock.hoursOfPartner);
  return clock.consumedMs + workingTimeBetween(toMs(clock.runningSince), nowMs, hours, setup.calendar);
}

/** Stops a clock and keeps what was left of it. */
export const pauseClock = (setup: Setup, clock: Clock, nowMs: number): Clock =>
  derive(setup, { ...clock, consumedMs: usedMs(setup, clock, nowMs), runningSince: null }, false);

/** Lets a paused clock run on with what was left. `acknowledged`: its ladder stays still. */
export const resumeClock = (setup: Setup, clock: Clock, nowMs: number, acknowledged: boolean): Clock =>
  derive(setup, { ...clock, runningSince: toInstant(nowMs) }, acknowledged);

/** The clock after its next rung was climbed. `acknowledged`: its ladder stays still. */
export const afterRung = (setup: Setup, clock: Clock, acknowledged: boolean): Clock =>
  derive(setup, { ...clock, nextRung: clock.nextRung + 1 }, acknowledged);

/** The next moment at which something must happen by itself; null while nothing does. */
export function due(state: IncidentState): Instant | null {
  // What is still open with the authorities stays in the record; a closed incident reminds nobody.
  if (state.status === 'CLOSED') return null;
  const moments = [...state.tasks, ...state.approvals].flatMap(({ clock }) => (clock?.nextRungAt ? [clock.nextRungAt] : []));
  moments.push(...[nextLegalMoment(state), nextCallBackMoment(state)].filter((at) => at !== null));
  return moments.length ? moments.reduce((a, b) => (toMs(a) <= toMs(b) ? a : b)) : null;
}

/** When work that was sent back is due: the old limit goes on, or the least time for rework when that is longer. */
export const reworkBy = ({ desk }: Setup, completeBy: Instant | null, nowMs: number): Instant =>
  toInstant(Math.max(completeBy ? toMs(completeBy) : 0, nowMs + desk.reworkWithinMinutes * MINUTE_MS));

/** When the results of work that begins now are due. */
export function workLimits(setup: Setup, spec: ServiceSpec, partnerId: string, nowMs: number) {
  const hours = hoursOf(setup, spec.limitHours === 'PARTNER' ? partnerId : null);
  const after = (minutes: number) => toInstant(addWorkingTime(nowMs, minutes * MINUTE_MS, hours, setup.calendar));
  return {
    interimBy: spec.interimWithinMinutes === null ? null : after(spec.interimWithinMinutes),
    completeBy: after(spec.completeWithinMinutes),
  };
}

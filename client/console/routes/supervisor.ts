/** The supervisor's overview, all of it from the record. */
import { h } from 'preact';
import { DAY_MS, HOUR_MS, toInstant, toMs, type Instant } from '../../../domain/time';
import type { OpenIncident, OverviewStore, PartnerAnswers } from '../../../store/overview-types';
import { page, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import { Supervisor, type LoadOf, type Numbers, type Overview } from '../pages/supervisor';
import { SPANS, type Answered } from '../pages/supervisor-partners';
import { QUIET_HOURS, type StandStill } from '../pages/supervisor-still';
import type { Route } from '../route';
import type { Visit } from '../visit';

const SOON_MS = 2 * HOUR_MS;
const [, DEFAULT_QUIET] = QUIET_HOURS;
const [, DEFAULT_SPAN] = SPANS;

const isOverdue = ({ nextDueAt }: OpenIncident, nowMs: number): boolean => nextDueAt !== null && toMs(nextDueAt) < nowMs;
const isSoon = ({ nextDueAt }: OpenIncident, nowMs: number): boolean =>
  nextDueAt !== null && toMs(nextDueAt) >= nowMs && toMs(nextDueAt) < nowMs + SOON_MS;

const count = <T>(items: readonly T[], fits: (item: T) => boolean): number => items.filter(fits).length;

function numbersOf(incidents: readonly OpenIncident[], openYesterday: number | null, nowMs: number): Numbers {
  return {
    ...{ open: incidents.length, openYesterday },
    overdue: count(incidents, (one) => isOverdue(one, nowMs)),
    unassigned: count(incidents, ({ owner }) => owner === null),
    soon: count(incidents, (one) => isSoon(one, nowMs)),
  };
}

/** Whoever has most of it overdue comes first. */
function loadOf(incidents: readonly OpenIncident[], nowMs: number): readonly LoadOf[] {
  const people = [...new Set(incidents.flatMap(({ owner }) => owner ?? []))];
  return people
    .map((person) => {
      const own = incidents.filter(({ owner }) => owner === person);
      return {
        ...{ person, open: own.length },
        overdue: count(own, (one) => isOverdue(one, nowMs)),
        soon: count(own, (one) => isSoon(one, nowMs)),
      };
    })
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open || (a.person < b.person ? -1 : 1));
}

function stillOf(incidents: readonly OpenIncident[], quietHours: number, nowMs: number): StandStill {
  const each = <K extends 'bounced' | 'escalations' | 'exhausted'>(key: K) =>
    incidents.flatMap((incident) => incident[key].map((what) => ({ incident, what }) as StandStill[K][number]));
  return {
    ...{ bounced: each('bounced'), exhausted: each('exhausted'), escalations: each('escalations'), quietHours },
    quiet: incidents
      .filter(({ lastActAt }) => nowMs - toMs(lastActAt) >= quietHours * HOUR_MS)
      .sort((a, b) => toMs(a.lastActAt) - toMs(b.lastActAt)),
  };
}

interface Counted {
  readonly at: Instant;
  readonly answers: Promise<readonly PartnerAnswers[]>;
}

const KEPT_MS = 60_000;
const counted = new WeakMap<OverviewStore, Map<number, Counted>>();

/** Reads every task of the span, so it is done once a minute for everybody; one that failed is forgotten. */
function answersOver({ store }: ConsoleDeps, days: number, nowMs: number): Counted {
  const known = counted.get(store) ?? new Map<number, Counted>();
  counted.set(store, known);
  const last = known.get(days);
  if (last && nowMs >= toMs(last.at) && nowMs - toMs(last.at) < KEPT_MS) return last;
  const now = toInstant(nowMs);
  const answers = store.partnerAnswers({ since: toInstant(nowMs - days * DAY_MS), now });
  answers.catch(() => known.delete(days));
  const fresh = { at: now, answers };
  known.set(days, fresh);
  return fresh;
}

async function answeredOver(visit: Visit, days: number): Promise<Answered> {
  const { deps, nowMs, language } = visit;
  const { at, answers } = answersOver(deps, days, nowMs);
  const names = namesOf(deps, nowMs);
  const partners = (await answers).map((one) => ({ ...one, name: names.get(one.partnerId)?.[language] ?? one.partnerId }));
  return { days, countedAt: at, partners };
}

/** Business data that cannot be used must not hide what the record says: firms then stand under their ids. */
function namesOf({ setup }: ConsoleDeps, nowMs: number): ReadonlyMap<string, { readonly ja: string; readonly en: string }> {
  try {
    return new Map(setup(nowMs).partners.map(({ id, name }) => [id, name]));
  } catch {
    return new Map();
  }
}

const chosen = <T extends number>(typed: string, of: readonly T[], otherwise: T): T =>
  of.find((one) => String(one) === typed) ?? otherwise;

async function show(visit: Visit): Promise<Answer> {
  const { deps, nowMs, t } = visit;
  const [all, openYesterday, answered] = await Promise.all([
    deps.store.openIncidents(),
    deps.store.countOpenAt(toInstant(nowMs - DAY_MS)),
    answeredOver(visit, chosen(visit.query('days'), SPANS, DEFAULT_SPAN)),
  ]);
  const incidents = all.filter(({ drill }) => !drill);
  const overview: Overview = {
    numbers: numbersOf(incidents, openYesterday, nowMs),
    load: loadOf(incidents, nowMs),
    still: stillOf(incidents, chosen(visit.query('quiet'), QUIET_HOURS, DEFAULT_QUIET), nowMs),
    answered,
  };
  return page(t.supervisor.title, h(Supervisor, { visit, overview }));
}

export const supervisorRoutes: readonly Route[] = [{ method: 'GET', path: '/supervisor', may: 'OVERSEE', handle: show }];

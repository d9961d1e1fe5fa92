/** Several incidents handed over at once, when a shift ends: chosen, checked, done; and told which of them were not. */
import { h } from 'preact';
import { REFUSALS } from '../../../domain/errors';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { ownerOf } from '../../../domain/incident';
import type { Decision } from '../../../domain/messages';
import type { BoardRow } from '../../../store/board-types';
import { UNASSIGNED } from '../../cli/words/terms';
import { DeskRefused } from '../../desk';
import { isEngineSilent, isIncidentNotFound } from '../../incident-reader';
import { NOBODY, ownersIn } from '../../owners';
import { formAgain, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import { HandOverCheck, HandOverDone, HandOverForm, type Handed } from '../pages/hand-over';
import type { Route } from '../route';
import { sha256 } from '../security/keys';
import type { Visit } from '../visit';
import { readView } from './incident-read';
import { readHandOver, type HandOver } from './owner';

/** More than one person has; the rest comes after these. */
const MOST_AT_ONCE = 100;
const AT_A_TIME = 5;

/** Whose incidents; null: nobody's. */
const fromIn = (visit: Visit): string | null => {
  const name = visit.param('owner');
  return name === NOBODY ? null : name;
};

const rowsOf = ({ deps }: Visit, owner: string | null): Promise<readonly BoardRow[]> =>
  deps.store.board({ status: 'OPEN', drills: false, owner, limit: MOST_AT_ONCE + 1 });

async function showForm(visit: Visit, problems: Problems = NO_PROBLEMS): Promise<Answer> {
  const from = fromIn(visit);
  const [rows, owners] = await Promise.all([rowsOf(visit, from), ownersIn(visit.deps.store)]);
  const shown = rows.slice(0, MOST_AT_ONCE);
  const form = formState(visit, problems);
  // A shift that ends hands over all of it; what nobody has is given out one by one.
  const isFirst = visit.request.method === 'GET' && !visit.draft && from !== null;
  const typedAll = (name: string) => (isFirst && name === 'which' ? shown.map(({ number }) => number) : form.typedAll(name));
  const props = { visit, from, rows: shown, isMore: rows.length > MOST_AT_ONCE, owners: owners.filter((name) => name !== from) };
  const content = h(HandOverForm, { ...props, form: { ...form, typedAll } });
  const { title } = visit.t.shift.bulk;
  return problems.size ? formAgain(title, content) : page(title, content);
}

/** The incidents that were ticked, as they can be read. */
function readWhich(visit: Visit): readonly string[] {
  const typed = visit.fields['which'] ?? [];
  const numbers = typed.map((one) => parseIncidentNumber(one));
  return [...new Set(numbers.filter((one) => one !== null))].slice(0, MOST_AT_ONCE);
}

/** Names of companies; an incident that is no longer open goes by its number. */
async function namesOf({ deps, t }: Visit): Promise<(number: string) => string> {
  const open = new Map((await deps.store.openIncidents()).map(({ number, insured }) => [number, insured]));
  return (number) => (open.has(number) ? (open.get(number) ?? t.supervisor.unnamed) : '');
}

async function take(visit: Visit): Promise<Answer> {
  const from = fromIn(visit);
  const owners = (await ownersIn(visit.deps.store)).filter((name) => name !== from);
  const which = readWhich(visit);
  const { said, problems: wrong } = readHandOver(visit, owners);
  const missing: Problems = which.length ? NO_PROBLEMS : new Map([['which', [visit.t.shift.errors.incidents]]]);
  const problems: Problems = new Map([...missing, ...wrong]);
  if (problems.size || visit.field('step') === 'edit') return showForm(visit, problems);
  const nameOf = await namesOf(visit);
  const named = which.map((number) => ({ number, insured: nameOf(number) }));
  if (visit.field('step') !== 'do') {
    const { check } = visit.t.shift.bulk;
    return page(check, h(HandOverCheck, { visit, from, said, which: named }));
  }
  const handed = await handOverAll(visit, from, said, named);
  await visit.deps.store.removeDraft(visit.who.userId, visit.path);
  const { done, partly } = visit.t.shift.bulk;
  const title = handed.every(({ problem }) => problem === null) ? done : partly;
  return page(title, h(HandOverDone, { visit, title, handed }));
}

type Named = Pick<Handed, 'number' | 'insured'>;

/** A few at a time. When the engine is silent the rest is left alone: each would wait for it as long. */
async function handOverAll(
  visit: Visit,
  from: string | null,
  said: HandOver,
  which: readonly Named[],
): Promise<readonly Handed[]> {
  const done: Handed[] = [];
  let isSilent = false;
  for (let at = 0; at < which.length; at += AT_A_TIME) {
    const some = which.slice(at, at + AT_A_TIME);
    if (isSilent) {
      done.push(...some.map((one) => ({ ...one, problem: visit.t.shift.bulk.notTried })));
      continue;
    }
    const results = await Promise.all(some.map((one) => handOver(visit, from, said, one.number)));
    isSilent = results.some(({ silent }) => silent);
    done.push(...some.map((one, i) => ({ ...one, problem: results[i]?.problem ?? null })));
  }
  return done;
}

interface Result {
  readonly problem: string | null;
  readonly silent: boolean;
}

/** The form sent again is the same message for each incident, whatever became of it the first time. */
async function handOver(visit: Visit, from: string | null, { to, note }: HandOver, number: string): Promise<Result> {
  const { deps, who, idem } = visit;
  const row = { userId: who.userId, what: 'INCIDENT_HANDED_OVER', incidentNumber: number, targetUserId: null } as const;
  await deps.store.noteAudit({ ...row, outcome: 'BEGUN' });
  const messageId = `console-${sha256(JSON.stringify([idem, number, from, to, note])).slice(0, 32)}`;
  const body = { messageId, by: { name: who.name }, to, note, basedOn: from };
  try {
    await deps.desk.decide(number, { name: 'handOverIncident', body } satisfies Decision);
  } catch (error) {
    await deps.store.noteAudit({ ...row, outcome: error instanceof DeskRefused ? 'REFUSED' : 'FAILED' });
    return whyNot(visit, number, error);
  }
  await deps.store.noteAudit({ ...row, outcome: 'DONE' });
  return { problem: null, silent: false };
}

/** @throws what is none of the reasons for which one incident of several cannot be handed over */
async function whyNot(visit: Visit, number: string, error: unknown): Promise<Result> {
  const { t, language, deps } = visit;
  if (isEngineSilent(error)) return { problem: t.incident.errors.engineSilent, silent: true };
  if (isIncidentNotFound(error)) return { problem: REFUSALS.INCIDENT_CLOSED[language], silent: false };
  if (!(error instanceof DeskRefused)) throw error;
  const words = REFUSALS[error.refusal.code][language];
  if (error.refusal.code !== 'OWNER_CHANGED') return { problem: words, silent: false };
  const { state } = await readView(deps, number);
  return { problem: t.shift.bulk.ownerNow(words, ownerOf(state) ?? UNASSIGNED[language]), silent: false };
}

export const handOverPath = (owner: string | null): string => `/supervisor/hand-over/${encodeURIComponent(owner ?? NOBODY)}`;

const PATH = '/supervisor/hand-over/:owner';

export const handOverRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, may: 'OVERSEE', draft: true, handle: (visit) => showForm(visit) },
  { method: 'POST', path: PATH, may: 'OVERSEE', handle: take },
];

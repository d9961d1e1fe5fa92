/** A new version of the facts: typed, its effects shown, then saved; never over what somebody else has saved since. */
import { h } from 'preact';
import type { RefusalCode } from '../../../domain/errors';
import { currentFacts } from '../../../domain/incident';
import type { Facts } from '../../../domain/facts';
import { toInstant } from '../../../domain/time';
import type { DraftFields } from '../../../store/staff-types';
import { readWhen } from '../../cli/when';
import { cleanLine } from '../../portal/wording';
import { formAgain, go, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, problem, type Problems } from '../form';
import { FactsConflict, type ShownConflict } from '../pages/facts-conflict';
import { FactsForm } from '../pages/facts-form';
import { FactsPreview } from '../pages/facts-preview';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { foresee } from './facts-effects';
import { FactsReader, fieldsOf } from './facts-fields';
import { lastChangeOf, mergeRevisions, type Choice, type FactsField, type Merged } from './facts-merge';
import { act, sayRefusal } from './incident-act';
import { optionsOf, readReason } from './incident-acts';
import { onCase, readCase, type Case } from './incident-read';

interface Typed {
  readonly facts: Facts;
  readonly knownAt: string;
  readonly reason: string;
  /** The version that this person saw when they began. */
  readonly base: number;
}

const showForm = (visit: Visit, of: Case, problems: Problems = NO_PROBLEMS): Answer => {
  const { version, facts } = currentFacts(of.state);
  const form = formState(visit, problems, { ...fieldsOf(facts), base: String(version) });
  const content = h(FactsForm, { visit, of, form, clients: facts.clients.length });
  const { title } = visit.t.facts;
  return problems.size ? formAgain(title, content, optionsOf(of)) : page(title, content, optionsOf(of));
};

function readTyped(visit: Visit, of: Case): { readonly typed: Typed } | { readonly problems: Problems } {
  const { errors } = visit.t.facts;
  const read = new FactsReader((name) => visit.field(name), of.nowMs, errors).read();
  const problems = new Map(read.ok ? [] : read.problems);
  const told = cleanLine(visit.field('knownAt'));
  const knownAt = told ? readWhen(told, of.nowMs) : toInstant(of.nowMs);
  if (!knownAt) problems.set('knownAt', [errors.time]);
  const { reason, problems: wrong } = readReason(visit);
  for (const [field, words] of wrong) problems.set(field, words);
  const base = Number(visit.field('base'));
  if (!of.state.factsVersions.some(({ version }) => version === base)) problems.set('base', [errors.base]);
  if (problems.size || !read.ok || !knownAt) return { problems };
  return { typed: { facts: read.facts, knownAt, reason, base } };
}

async function take(visit: Visit, of: Case): Promise<Answer> {
  const read = readTyped(visit, of);
  if ('problems' in read) return showForm(visit, of, read.problems);
  if (visit.field('step') === 'edit') return showForm(visit, of);
  const { typed } = read;
  const { version } = currentFacts(of.state);
  if (typed.base !== version) return showMerged(visit, of, typed);
  if (visit.field('step') === 'do') return save(visit, of, typed);
  return preview(visit, of, typed, []);
}

/** Where a refusal stands; what is not about one field stands at the first. */
const FIELD_OF: Readonly<Partial<Record<RefusalCode, string>>> = {
  IN_THE_FUTURE: 'knownAt',
  FACTS_OUT_OF_ORDER: 'knownAt',
  REASON_MISSING: 'reason',
};

async function save(visit: Visit, of: Case, { facts, knownAt, reason, base }: Typed): Promise<Answer> {
  const acted = await act(visit, of, 'reviseFacts', { facts, knownAt, reason, basedOn: base });
  if (acted.ok) return go(`/i/${of.number}?did=facts#facts`);
  // Somebody was faster by a moment: the same page as for whoever is slower by an hour.
  if (acted.code === 'FACTS_CHANGED')
    return showMerged(visit, await readCase(visit.deps, of.number), { facts, knownAt, reason, base });
  const field = acted.code === 'ENGINE_SILENT' ? 'nature' : (FIELD_OF[acted.code] ?? 'nature');
  return showForm({ ...visit, idem: '' }, of, problem(field, acted.words));
}

const fieldsFor = ({ knownAt, reason }: Typed, facts: Facts, base: number): DraftFields =>
  Object.fromEntries(
    Object.entries({ ...fieldsOf(facts), knownAt, reason, base: String(base) }).map(([name, value]) => [name, [value]]),
  );

function preview(visit: Visit, of: Case, typed: Typed, taken: readonly FactsField[], status = 200): Answer {
  const foreseen = foresee(of, typed.facts, typed.knownAt, typed.reason);
  if (foreseen && !foreseen.ok) {
    return showForm(visit, of, problem(FIELD_OF[foreseen.code] ?? 'nature', sayRefusal(foreseen.code, visit)));
  }
  const { version } = currentFacts(of.state);
  const fields = fieldsFor(typed, typed.facts, version);
  const content = h(FactsPreview, { visit, of, ...typed, taken, effects: foreseen?.effects ?? null, fields });
  return page(visit.t.facts.check, content, { ...optionsOf(of), status });
}

const chosenIn =
  (visit: Visit) =>
  (field: FactsField): Choice | null => {
    const told = visit.field(`keep-${field}`);
    return told === 'THEIRS' || told === 'MINE' ? told : null;
  };

/** Others have saved since: what goes together is put together, what does not is for this person to decide. */
async function showMerged(visit: Visit, of: Case, typed: Typed): Promise<Answer> {
  const base = of.state.factsVersions.find(({ version }) => version === typed.base)?.facts;
  if (!base) return showForm(visit, of, problem('base', visit.t.facts.errors.base));
  // A choice was made against the version that was shown then; a newer one asks anew.
  const isAnswered = visit.field('against') === String(currentFacts(of.state).version);
  const merged = mergeRevisions(base, currentFacts(of.state).facts, typed.facts, isAnswered ? chosenIn(visit) : () => null);
  if (merged.conflicts.length) return showConflict(visit, of, typed, merged, isAnswered);
  return preview(visit, of, { ...typed, facts: merged.facts }, merged.taken, 409);
}

async function showConflict(
  visit: Visit,
  of: Case,
  typed: Typed,
  { conflicts, taken }: Merged,
  isAnswered: boolean,
): Promise<Answer> {
  const { factsVersions } = of.state;
  const shown = conflicts.map((conflict): ShownConflict => ({
    ...conflict,
    change: lastChangeOf(conflict.field, factsVersions, of.entries, typed.base),
  }));
  const against = String(currentFacts(of.state).version);
  const typedFields = fieldsFor(typed, typed.facts, typed.base);
  // Whoever leaves this page instead of deciding finds what was typed in the form again.
  await visit.deps.store.saveDraft(visit.who.userId, visit.path, typedFields);
  const fields = { ...typedFields, against: [against] };
  const problems: Problems = isAnswered
    ? new Map(conflicts.map(({ field }) => [`keep-${field}`, [visit.t.facts.errors.chooseOne]]))
    : NO_PROBLEMS;
  const content = h(FactsConflict, { visit, of, conflicts: shown, taken, fields, form: formState(visit, problems) });
  return page(visit.t.facts.conflict, content, { ...optionsOf(of), status: 409, failed: true });
}

export const factsRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/i/:number/facts', may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onCase((visit, of) => showForm(visit, of)),
  },
  { method: 'POST', path: '/i/:number/facts', may: 'DECIDE', audit: 'FACTS_REVISED', handle: onCase(take) },
];

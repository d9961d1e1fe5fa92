/** The first call: preview while it is typed, the incident opened once, the receipt. */
import canonicalize from 'canonicalize';
import { h } from 'preact';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { isDrill } from '../../../domain/incident';
import type { Setup } from '../../../domain/setup';
import type { BoardRow } from '../../../store/board-types';
import { firstNumberFor, type OpenOnce, type OpenRequest } from '../../desk';
import { fromEngine, fromRecord, isEngineSilent, isIncidentNotFound, type IncidentView } from '../../incident-reader';
import { formAgain, fragment, go, notFound, page, type Answer } from '../answer';
import { Cards, type CardsProps } from '../pages/intake-cards';
import { INTAKE, Intake, Kept } from '../pages/intake';
import { Receipt } from '../pages/receipt';
import type { Route } from '../route';
import { sha256 } from '../security/keys';
import type { Visit } from '../visit';
import { previewOf } from './intake-preview';
import { readIntake } from './intake-read';

const SCRIPTS = { scripts: ['htmx.min.js', 'intake.js'] };
/** Fewer letters find too much. */
const SHORTEST_NAME = 3;
const MOST_SAME = 5;

/** What stands in the form: what was sent, else the draft. */
const fieldOf =
  ({ request, fields, draft }: Visit) =>
  (name: string): string =>
    (request.method === 'POST' ? fields : (draft?.fields ?? {}))[name]?.at(-1) ?? '';

const intakeOf = (visit: Visit) => readIntake(fieldOf(visit), visit.nowMs, visit.t.intake.unnamedClient);

const isMistakeInSetup = (error: unknown): boolean => error instanceof Error && error.name === 'ConfigProblems';

/** Business data that cannot be read must not keep anybody from writing down a call. */
function setupOf({ deps, nowMs }: Visit): Setup | null {
  try {
    return deps.setup(nowMs);
  } catch (error) {
    if (!isMistakeInSetup(error)) throw error;
    deps.log.error({ err: error }, 'the business data cannot be used');
    return null;
  }
}

/** Reading the business data takes a tenth of a second, which is too long for every pause in typing. */
const LAW_KEPT_MS = 60_000;
const laws = new WeakMap<Visit['deps']['setup'], { readonly readMs: number; readonly legal: Setup['legal'] }>();

function lawFor(visit: Visit): Setup['legal'] {
  const { deps, nowMs } = visit;
  const known = laws.get(deps.setup);
  if (known && Math.abs(nowMs - known.readMs) < LAW_KEPT_MS) return known.legal;
  const legal = setupOf(visit)?.legal;
  laws.set(deps.setup, { readMs: nowMs, legal });
  return legal;
}

const sameCompany = async ({ deps }: Visit, insured: string | null): Promise<readonly BoardRow[]> =>
  insured && insured.trim().length >= SHORTEST_NAME
    ? deps.store.board({ status: 'OPEN', drills: false, insured, limit: MOST_SAME })
    : [];

async function cardsOf(visit: Visit): Promise<CardsProps> {
  const intake = intakeOf(visit);
  const same = await sameCompany(visit, intake.insured);
  return { visit, same, preview: previewOf(intake, lawFor(visit), visit.nowMs) };
}

const showIntake = async (visit: Visit): Promise<Answer> => page(visit.t.intake.title, h(Intake, await cardsOf(visit)), SCRIPTS);

async function again(visit: Visit, notOpened: { words: string; number?: string }, status: number): Promise<Answer> {
  return formAgain(visit.t.intake.title, h(Intake, { ...(await cardsOf(visit)), notOpened }), { ...SCRIPTS, status });
}

/** A key belongs to the form as it was shown to one person; the same words under it are a repeat. */
function onceFor({ who, idem, fields }: Visit): OpenOnce {
  const { act: _act, ...told } = fields;
  return { key: JSON.stringify(['console', who.userId, idem]), requestSha256: sha256(canonicalize(told) ?? '') };
}

async function takeIntake(visit: Visit): Promise<Answer> {
  const { t, deps, who } = visit;
  const act = visit.field('act');
  if (act === 'preview') return showIntake(visit);
  if (act === 'keep') {
    await deps.store.saveDraft(who.userId, INTAKE, visit.fields);
    return page(t.intake.kept.title, h(Kept, { visit }));
  }
  const { errors, knownAt, caller, insured, told, facts, callBackBy } = intakeOf(visit);
  if (errors.size || !knownAt) {
    const problems = new Map([...errors].map(([field, error]) => [field, [t.intake.errors[error]]]));
    return formAgain(t.intake.title, h(Intake, { ...(await cardsOf(visit)), problems }), SCRIPTS);
  }
  const request: OpenRequest = {
    ...{ openedBy: who.name, insured, caller, policy: told, clock: null },
    versions: [{ version: 1, knownAt, facts }],
    ...(callBackBy !== null && { callBack: { dueAt: callBackBy } }),
  };
  return open(visit, request);
}

async function open(visit: Visit, request: OpenRequest): Promise<Answer> {
  const { t, deps, who, idem } = visit;
  const { notOpened } = t.intake;
  const setup = setupOf(visit);
  if (!setup) return again(visit, { words: notOpened.setup }, 503);
  const once = onceFor(visit);
  const incidentNumber = firstNumberFor(once.key);
  const row = { userId: who.userId, what: 'INCIDENT_OPENED', targetUserId: null } as const;
  await deps.store.noteAudit({ ...row, outcome: 'BEGUN', incidentNumber: idem ? incidentNumber : null });
  try {
    const { number } = await deps.desk.open(setup, request, idem ? once : undefined);
    await visit.audit('INCIDENT_OPENED', { incidentNumber: number });
    return go(`/i/${number}/receipt`);
  } catch (error) {
    await deps.store.noteAudit({ ...row, outcome: 'FAILED', incidentNumber });
    if (error instanceof Error && error.name === 'IdempotencyConflict') {
      return again(visit, { words: notOpened.already(incidentNumber), number: incidentNumber }, 409);
    }
    if (!isEngineSilent(error)) throw error;
    deps.log.warn({ err: error }, 'an incident could not be opened: the engine is silent');
    return again(visit, { words: notOpened.engine }, 503);
  }
}

interface Seen {
  readonly view: IncidentView | null;
  /** The engine did not answer, so that nothing is known of an incident that the record does not have yet. */
  readonly isSilent: boolean;
}

async function look({ deps }: Visit, number: string): Promise<Seen> {
  const sources = { desk: async () => deps.desk, store: async () => deps.store, nowMs: deps.nowMs };
  try {
    return { view: await fromEngine(sources, number), isSilent: false };
  } catch (error) {
    if (!isEngineSilent(error) && !isIncidentNotFound(error)) throw error;
    return { view: await fromRecord(sources, number), isSilent: isEngineSilent(error) };
  }
}

const hasOpened = async ({ deps, who }: Visit, incidentNumber: string): Promise<boolean> =>
  (await deps.store.audit({ userId: who.userId, what: 'INCIDENT_OPENED', incidentNumber, limit: 2 })).some(
    ({ outcome }) => outcome === 'DONE',
  );

/** Who has just opened an incident sees its number, although nobody can be asked about it yet. */
async function showReceipt(visit: Visit): Promise<Answer> {
  const number = parseIncidentNumber(visit.param('number'));
  const { view, isSilent } = number ? await look(visit, number) : { view: null, isSilent: false };
  if (!number || (!view && !(isSilent && (await hasOpened(visit, number))))) return notFound();
  const title = visit.t.intake.receipt.title;
  return page(title, h(Receipt, { visit, number, view }), { drill: view !== null && isDrill(view.state) });
}

export const intakeRoutes: readonly Route[] = [
  { method: 'GET', path: INTAKE, may: 'OPEN', draft: true, handle: showIntake },
  { method: 'POST', path: INTAKE, may: 'OPEN', handle: takeIntake },
  {
    method: 'POST',
    path: '/intake/preview',
    may: 'OPEN',
    handle: async (visit) => fragment(Cards(await cardsOf(visit))),
  },
  { method: 'GET', path: '/i/:number/receipt', may: 'OPEN', audit: 'INCIDENT_VIEWED', handle: showReceipt },
];

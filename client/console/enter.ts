/** What stands before every route: who asks, whether they may, whether the form is ours, and what is put on record. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseIncidentNumber } from '../../domain/incident-number';
import type { DraftFields } from '../../store/staff-types';
import { languageOf, queryOf, rememberLanguage } from '../language';
import { gatesOf, permissionsOf } from '../permissions';
import { readUpload, type Upload } from '../portal/uploads';
import { go, type Answer } from './answer';
import type { ConsoleDeps } from './deps';
import { editorsOf, endEditing, isShared } from './editing';
import type { Nav } from './nav';
import { ownPath } from './own-path';
import { endPage } from './pages/ends';
import { NUMBER, type Route, type StaffRoute } from './route';
import { csrfFor, isOwnForm, isTokenOf } from './security/csrf';
import { sha256 } from './security/keys';
import { readSession, type Signed } from './security/sessions';
import { textsOf } from './texts';
import type { AuditWhat, OpenVisit, Visit, Who } from './visit';

export interface Surroundings {
  readonly deps: ConsoleDeps;
  readonly nav: Nav;
  readonly once: (id: string, run: () => Promise<Answer>) => Promise<Answer>;
}

interface Sent {
  readonly fields: DraftFields;
  readonly csrf: string;
  readonly idem: string;
  /** The path of the page whose form this is, when it keeps drafts. */
  readonly page: string | null;
  readonly upload: Upload | null;
}

const NOTHING: Sent = { fields: {}, csrf: '', idem: '', page: null, upload: null };

const whoOf = (signed: Signed | null): Who | null => {
  if (!signed?.going || signed.session.stage !== 'FULL') return null;
  const { user, session } = signed;
  const { id: userId, name, roles, shortcuts } = user;
  const permissions = permissionsOf(roles);
  return { userId, name, roles, permissions, session, local: user.login !== null, shortcuts, gates: gatesOf(user.gates) };
};

async function readSent(route: Route, request: FastifyRequest, deps: ConsoleDeps): Promise<Sent> {
  if (route.method !== 'POST') return NOTHING;
  if (request.isMultipart() && !route.files) throw Object.assign(new Error('no files here'), { statusCode: 415 });
  const upload = request.isMultipart() ? await readUpload(request, deps.maxFileMb) : null;
  const all = upload ? upload.fields : plainFields(request.body);
  const hidden = (name: string): string => all[name]?.at(-1) ?? '';
  return {
    fields: Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('_'))),
    ...{ csrf: hidden('_csrf'), idem: hidden('_idem'), page: ownPath(hidden('_page'))?.split('?')[0] ?? null },
    upload,
  };
}

const plainFields = (body: unknown): DraftFields =>
  Object.fromEntries(
    (typeof body === 'object' && body !== null ? Object.entries(body) : []).map(([name, value]: [string, unknown]) => [
      name,
      [value].flat().filter((one) => typeof one === 'string'),
    ]),
  );

const paramOf = (request: FastifyRequest, name: string): string => {
  const value: unknown = Reflect.get(request.params as object, name);
  return typeof value === 'string' ? value : '';
};

/** The visit without its session: for pages that stand where no route could be reached. */
export async function openVisit(
  { deps, nav }: Surroundings,
  request: FastifyRequest,
  reply: FastifyReply,
  known: { readonly signed: Signed | null; readonly sent?: Sent },
): Promise<OpenVisit> {
  const { signed, sent = NOTHING } = known;
  const language = languageOf(request);
  const t = textsOf(language);
  const who = whoOf(signed);
  const [path = '/'] = request.url.split('?');
  return {
    ...{ request, reply, deps, language, t, who, path, contact: deps.contact, nowMs: deps.nowMs() },
    signed: signed?.going ? signed : null,
    csrf: csrfFor(deps, request, reply, signed?.going ? signed : null),
    nav: await nav(path, t, who),
    ...{ draft: null, editors: [], fields: sent.fields, idem: sent.idem, formPage: sent.page, upload: sent.upload },
    param: (name) => paramOf(request, name),
    query: (name) => queryOf(request, name),
    field: (name) => sent.fields[name]?.at(-1) ?? '',
    may: (permission) => who?.permissions.includes(permission) ?? false,
  };
}

/** Answers one request for a route. */
export async function enter(around: Surroundings, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<Answered> {
  const { deps } = around;
  rememberLanguage(request, reply, '/');
  const signed = await readSession(deps, request);
  const sent = await readSent(route, request, deps);
  try {
    const visit = await openVisit(around, request, reply, { signed, sent });
    return { visit, answer: await answerTo({ around, route, visit, signed, sent }) };
  } finally {
    await sent.upload?.dispose();
  }
}

export interface Answered {
  readonly visit: OpenVisit;
  readonly answer: Answer;
}

interface Entered {
  readonly around: Surroundings;
  readonly route: Route;
  readonly visit: OpenVisit;
  readonly signed: Signed | null;
  readonly sent: Sent;
}

async function answerTo(entered: Entered): Promise<Answer> {
  const { around, route, visit, signed, sent } = entered;
  const { deps } = around;
  if (route.may !== 'ANYONE' && !visit.who) return signInFirst(entered);
  if (route.method === 'POST' && !isOwnForm(deps, visit.request, signed?.going ? signed : null, sent.csrf)) {
    return endPage(visit, 'wrongForm');
  }
  if (route.may === 'ANYONE') return route.handle(visit);
  const staff = staffVisit(visit);
  if (route.may !== 'SIGNED_IN' && !visit.may(route.may)) return refuse(staff, route);
  return recorded(entered, staff, route);
}

/** A number that cannot be one is not kept: what people type by mistake may be anything. */
const numberIn = (visit: OpenVisit): string | null => parseIncidentNumber(visit.param(NUMBER));

function staffVisit(visit: OpenVisit): Visit {
  const { who, deps } = visit;
  if (!who) throw new Error('nobody is signed in');
  const audit: Visit['audit'] = (what, { incidentNumber = null, targetUserId = null, before = null, after = null } = {}) =>
    deps.store.noteAudit({ userId: who.userId, what, outcome: 'DONE', incidentNumber, targetUserId, before, after });
  return { ...visit, who, audit };
}

/**
 * Who may not see incidents gets the same page as for one that does not exist: nothing is told by a refusal. Who sees
 * them but may not act is told so.
 */
async function refuse(visit: Visit, route: Route): Promise<Answer> {
  // The first page is for whoever works on incidents; others have another.
  if (visit.path === '/') return go(visit.nav[0]?.href ?? '/account');
  const incidentNumber = numberIn(visit);
  await note(visit, 'ACCESS_REFUSED', incidentNumber, 'REFUSED');
  const isHidden = route.path.includes(`:${NUMBER}`) && !visit.may('READ');
  return endPage(visit, isHidden ? 'notFound' : 'forbidden');
}

const note = (
  visit: Visit,
  what: AuditWhat,
  incidentNumber: string | null,
  outcome: 'BEGUN' | 'DONE' | 'REFUSED' | 'NOT_FOUND' | 'FAILED',
) => visit.deps.store.noteAudit({ userId: visit.who.userId, what, outcome, incidentNumber, targetUserId: null });

/**
 * An act is on record before it is tried, and again with what became of it; a page before it is sent. When the record
 * cannot be written nothing is shown and nothing done.
 */
async function recorded({ around, sent }: Entered, visit: Visit, route: StaffRoute): Promise<Answer> {
  const { audit } = route;
  const number = numberIn(visit);
  const isAct = route.method === 'POST';
  if (audit && isAct) await note(visit, audit, number, 'BEGUN');
  const withDraft = route.draft && !isAct ? { ...visit, ...(await typedThere(visit)) } : visit;
  let answer: Answer;
  try {
    answer = await handled(around, route, withDraft);
  } catch (error) {
    if (audit) await note(visit, audit, number, 'FAILED');
    throw error;
  }
  if (audit) await note(visit, audit, number, outcomeOf(answer));
  if (isAct && answer.kind === 'GO' && sent.page) {
    await Promise.all([visit.deps.store.removeDraft(visit.who.userId, sent.page), endEditing(visit)]);
  }
  return answer;
}

/** What this person was typing in the form of this page, and who else is. */
async function typedThere({ deps, who, path }: Visit): Promise<Pick<Visit, 'draft' | 'editors'>> {
  const [draft, editors] = await Promise.all([deps.store.draft(who.userId, path), isShared(path) ? editorsOf(deps, path) : []]);
  return { draft, editors };
}

/** Who sends the same form twice, also at once, gets what came of the first. */
async function handled({ once }: Surroundings, route: StaffRoute, visit: Visit): Promise<Answer> {
  const { idem, fields, path, who, upload } = visit;
  if (route.method === 'GET' || !idem || upload) return route.handle(visit);
  const id = sha256(JSON.stringify([who.session.id, path, idem, fields]));
  return once(id, async () => route.handle(visit));
}

function outcomeOf(answer: Answer): 'DONE' | 'REFUSED' | 'NOT_FOUND' {
  if (answer.kind === 'NOT_FOUND') return 'NOT_FOUND';
  const status = 'status' in answer ? answer.status : 200;
  if (status === 404) return 'NOT_FOUND';
  return status >= 400 ? 'REFUSED' : 'DONE';
}

/** To the sign-in page and back. What was being typed when the session ended is kept for whoever it belonged to. */
async function signInFirst({ around: { deps }, route, visit, signed, sent }: Entered): Promise<Answer> {
  const { page } = sent;
  const kept = page !== null && route.method === 'POST' && (await keepDraft(deps, signed, page, sent));
  const back = route.method === 'GET' ? ownPath(visit.request.url) : page;
  const query = new URLSearchParams({ ...(back && back !== '/' ? { to: back } : {}), ...(kept ? { kept: '1' } : {}) });
  return go(query.size ? `/sign-in?${query.toString()}` : '/sign-in');
}

async function keepDraft(deps: ConsoleDeps, signed: Signed | null, page: string, sent: Sent): Promise<boolean> {
  // Only of a session that ran out or was left: one that somebody ended for a reason says nothing any more.
  const ranOut = signed && signed.user.disabledAt === null && (signed.session.endedBy ?? 'SIGN_OUT') === 'SIGN_OUT';
  if (!ranOut || signed.session.stage !== 'FULL') return false;
  if (!isTokenOf(deps, signed, sent.csrf)) return false;
  await deps.store.saveDraft(signed.user.id, page, sent.fields);
  return true;
}

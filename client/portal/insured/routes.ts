/** The routes under the insured's link: GET shows and changes nothing, POST acts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import type { InsuredClaims, LinkTokens } from '../../../config/link-tokens';
import type { InsuredApproval, InsuredPageView, InsuredView } from '../../../domain/insured-view';
import { toMs } from '../../../domain/time';
import type { Store } from '../../../store/types';
import { DeskRefused, IncidentNotFound, type Desk } from '../../desk';
import { languageOf, queryOf, rememberLanguage } from '../../language';
import { attachment, storedFile } from '../../stored-file';
import { whatBecameOf, type PortalLog } from '../lookup';
import { addressOf } from '../pages/context';
import { readPlainForm } from '../plain-form';
import { isDrillInRecord, type PageSource } from '../visit';
import { within } from '../within';
import { renderApproval, renderDecided, renderDecisionCheck, type Returned } from './approve-page';
import { insuredTexts, type InsuredPage } from './context';
import { renderInsuredEnd, renderInsuredExpired, renderUnconfirmed, type End } from './ends';
import { readDecisionForm, readMessageForm, typedDecision, type TypedDecision } from './form';
import { renderMessageForm } from './message-page';
import { renderInsured } from './pages';

export interface InsuredDeps extends PageSource {
  readonly desk: Pick<Desk, 'decide' | 'insuredView' | 'decideAsInsured' | 'writeAsInsured'>;
  readonly store: Pick<Store, 'file' | 'incident'>;
  readonly links: Pick<LinkTokens, 'verifyInsured' | 'seal' | 'unseal'>;
  readonly log: PortalLog;
  readonly limits: { readonly shows: number; readonly acts: number };
}

type TokenRoute = { Params: { token: string; approvalId?: string; sha256?: string } };
type Request = FastifyRequest<TokenRoute>;
type Lookup = { readonly kind: 'VIEW'; readonly view: InsuredPageView } | { readonly kind: 'SILENT' | 'CLOSED' | 'NONE' };

const SHOWN_WITHIN_MS = 6_000;
const STATUS: Readonly<Record<End, number>> = {
  ...{ invalid: 404, replaced: 410, off: 410, closed: 410, silent: 503, notFound: 404, renewed: 200, renewFailed: 503 },
};

/** One request with a link whose signature is good. */
interface Visit {
  readonly deps: InsuredDeps;
  readonly request: Request;
  readonly reply: FastifyReply;
  readonly link: InsuredClaims;
  readonly expired: boolean;
}

export function insuredRoutes(app: FastifyInstance, deps: InsuredDeps): void {
  const limited = (max: number) => ({
    config: {
      rateLimit: { max, keyGenerator: (request: FastifyRequest) => `${request.method} ${(request as Request).params.token}` },
    },
  });
  const [shows, acts] = [limited(deps.limits.shows), limited(deps.limits.acts)];
  const on = (handle: (visit: Visit) => Promise<FastifyReply>) => (request: Request, reply: FastifyReply) =>
    enter(deps, request, reply, handle);
  app.get<TokenRoute>('/c/:token', shows, on(show));
  app.get<TokenRoute>('/c/:token/approve/:approvalId', shows, on(showApproval));
  app.get<TokenRoute>('/c/:token/files/:sha256', shows, on(download));
  app.get<TokenRoute>('/c/:token/message', shows, on(showMessageForm));
  app.get<TokenRoute>('/c/:token/renew', shows, on(show));
  app.post<TokenRoute>('/c/:token/approve/:approvalId', acts, on(decide));
  app.post<TokenRoute>('/c/:token/message', acts, on(write));
  app.post<TokenRoute>('/c/:token/renew', acts, on(renew));
}

const html = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page);

/** Nobody without a good signature gets past here. */
async function enter(
  deps: InsuredDeps,
  request: Request,
  reply: FastifyReply,
  handle: (visit: Visit) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  rememberLanguage(request, reply, '/c');
  const verdict = await deps.links.verifyInsured(request.params.token, deps.now());
  if (!verdict.ok && verdict.why === 'INVALID')
    return html(reply, 404, renderInsuredEnd(pageFor(deps, request, null, false), 'invalid'));
  return handle({ deps, request, reply, link: verdict.link, expired: !verdict.ok });
}

function pageFor(source: PageSource, request: Request, view: InsuredPageView | null, isLinked = true): InsuredPage {
  const language = languageOf(request);
  return {
    ...{ language, t: insuredTexts[language], nowMs: view ? toMs(view.now) : source.now() },
    ...{ contact: view?.desk ?? source.contact, drill: view?.drill ?? false, base: '/c', open: null },
    token: isLinked ? request.params.token : null,
    stylesheets: source.stylesheets,
  };
}

const pageOf = ({ deps, request }: Visit, view: InsuredPageView | null = null): InsuredPage => pageFor(deps, request, view);
const end = (visit: Visit, kind: End, view: InsuredPageView | null = null): FastifyReply =>
  html(visit.reply, STATUS[kind], renderInsuredEnd(pageOf(visit, view), kind));

/** Where no view is at hand: a drill is named on every page, so the record is asked. */
async function endUnseen(visit: Visit, kind: End): Promise<FastifyReply> {
  const page = { ...pageOf(visit), drill: await isDrillInRecord(visit.deps, visit.link) };
  return html(visit.reply, STATUS[kind], renderInsuredEnd(page, kind));
}

const lookUp = (visit: Visit): Promise<Lookup> => within<Lookup>(SHOWN_WITHIN_MS, ask(visit), { kind: 'SILENT' });

async function ask({ deps, link }: Visit): Promise<Lookup> {
  try {
    return { kind: 'VIEW', view: await deps.desk.insuredView(link.incidentNumber, link.generation) };
  } catch (error) {
    if (error instanceof IncidentNotFound) return { kind: await whatBecameOf(deps, link.incidentNumber) };
    deps.log.warn({ err: error, incident: link.incidentNumber }, 'the engine did not show the page of the insured');
    return { kind: 'SILENT' };
  }
}

/** The view behind a link in force, or the page that says why there is none. */
async function viewOr(visit: Visit, then: (view: InsuredView) => FastifyReply | Promise<FastifyReply>): Promise<FastifyReply> {
  const lookup = await lookUp(visit);
  if (lookup.kind === 'SILENT') visit.reply.header('retry-after', '60');
  if (lookup.kind === 'NONE') return end(visit, 'invalid');
  if (lookup.kind !== 'VIEW') return endUnseen(visit, lookup.kind === 'SILENT' ? 'silent' : 'closed');
  const { view } = lookup;
  if (view.link !== 'IN_FORCE') {
    return end(visit, ({ REPLACED: 'replaced', OFF: 'off', NONE: 'invalid' } as const)[view.link], view);
  }
  return visit.expired ? html(visit.reply, 410, renderInsuredExpired(pageOf(visit, view), view.address)) : then(view);
}

const show = (visit: Visit): Promise<FastifyReply> =>
  viewOr(visit, (view) => {
    const isSent = queryOf(visit.request, 'done') === 'message' && view.messages.length > 0;
    return html(visit.reply, 200, renderInsured({ page: pageOf(visit, view), view, isSent }));
  });

/** What is to be decided, or was; a page that is not there for anything else. */
function approvalOr(
  visit: Visit,
  then: (view: InsuredView, approval: InsuredApproval) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  return viewOr(visit, (view) => {
    const approval = view.approvals.find(({ approvalId }) => approvalId === visit.request.params.approvalId);
    return approval ? then(view, approval) : end(visit, 'notFound', view);
  });
}

function formPage(visit: Visit, view: InsuredView, approval: InsuredApproval, status: number, returned?: Returned): FastifyReply {
  const props = { page: pageOf(visit, view), view, approval };
  return html(visit.reply, status, renderApproval({ ...props, idem: randomUUID(), ...(returned && { returned }) }));
}

const decidedPage = (visit: Visit, view: InsuredView, approval: InsuredApproval): FastifyReply =>
  html(
    visit.reply,
    200,
    renderDecided({ page: pageOf(visit, view), approval, justNow: queryOf(visit.request, 'done') === approval.state }),
  );

const showApproval = (visit: Visit): Promise<FastifyReply> =>
  approvalOr(visit, (view, approval) =>
    approval.state === 'PENDING' ? formPage(visit, view, approval, 200) : decidedPage(visit, view, approval),
  );

/** Only files that are to be decided about now, or were approved. */
const download = (visit: Visit): Promise<FastifyReply> =>
  viewOr(visit, async (view) => {
    const { deps, request, reply } = visit;
    const files = view.approvals.flatMap(({ delivery }) => delivery?.files ?? []);
    const ref = files.find(({ sha256 }) => sha256 === request.params.sha256);
    if (!ref) return end(visit, 'notFound', view);
    const bytes = await storedFile(deps.store, ref.sha256).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'the record did not give a file');
      return null;
    });
    if (!bytes) return end(visit, 'silent', view);
    return reply.headers(attachment(ref)).header('content-security-policy', "default-src 'none'; sandbox").send(bytes);
  });

const aboutOf = ({ link }: Visit, { approvalId }: InsuredApproval): string =>
  ['insured', link.incidentNumber, link.generation, approvalId].join('/');

/** First what was typed comes back to be checked; what was sealed then is the decision. */
const decide = (visit: Visit): Promise<FastifyReply> =>
  approvalOr(visit, async (view, approval) => {
    const { deps, request, reply } = visit;
    const { fields } = readPlainForm(request);
    const [sealed] = fields['sealed'] ?? [];
    const open = async () => typedDecision.safeParse(await deps.links.unseal(sealed ?? '', aboutOf(visit, approval), deps.now()));
    if (approval.state !== 'PENDING') {
      const again = sealed === undefined ? null : await open();
      return again?.success && isSame(again.data, approval)
        ? reply.redirect(donePath(visit, approval, again.data), 303)
        : decidedPage(visit, view, approval);
    }
    if (sealed === undefined) {
      const read = readDecisionForm(fields);
      if (!read.ok) return formPage(visit, view, approval, 422, { fields, errors: read.errors });
      const { typed } = read;
      const seal = await deps.links.seal({ about: aboutOf(visit, approval), contents: typed }, deps.now());
      return html(reply, 200, renderDecisionCheck({ page: pageOf(visit, view), view, approval }, typed, seal));
    }
    const unsealed = await open();
    if (!unsealed.success) return formPage(visit, view, approval, 410, { fields: {}, errors: [], notice: 'stale' });
    if (fields['change']) return formPage(visit, view, approval, 200, { fields: asFields(unsealed.data), errors: [] });
    return carryOut(visit, view, approval, unsealed.data, sealed);
  });

/** The same page sent once more, after the first was carried out. */
const isSame = ({ decision, name, title, version }: TypedDecision, { state, decidedBy, decidedAs }: InsuredApproval): boolean =>
  decision === state && name === decidedBy && title === decidedAs?.title && version === decidedAs.deliveryVersion;

const donePath = (visit: Visit, { approvalId }: InsuredApproval, { decision }: TypedDecision): string =>
  addressOf(pageOf(visit), { path: `/approve/${approvalId}`, done: decision });

const asFields = ({ name, title, decision, reason }: TypedDecision) => ({
  ...{ name: [name], title: [title], decision: [decision], reason: [reason] },
});

const digestOf = (said: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);

async function carryOut(
  visit: Visit,
  view: InsuredView,
  approval: InsuredApproval,
  typed: TypedDecision,
  sealed: string,
): Promise<FastifyReply> {
  const { deps, link, reply } = visit;
  const { approvalId } = approval;
  const { name, title, decision, reason, version, idem } = typed;
  const path = `/approve/${approvalId}`;
  // The same check page sent twice is one decision, whatever happens in between.
  const digest = digestOf([link, approvalId, decision, reason, name, idem]);
  const said = { messageId: `insured-${digest}`, by: { name, title }, generation: link.generation };
  try {
    await deps.desk.decideAsInsured(link.incidentNumber, { ...said, approvalId, decision, reason, deliveryVersion: version });
  } catch (error) {
    if (error instanceof DeskRefused && error.refusal.code === 'TEXT_CHANGED') {
      return approvalOr(visit, (now, changed) =>
        formPage(visit, now, changed, 409, { fields: asFields(typed), errors: [], notice: 'changed' }),
      );
    }
    if (error instanceof DeskRefused) return showApproval(visit);
    if (error instanceof IncidentNotFound) return show(visit);
    deps.log.warn({ err: error, incident: link.incidentNumber }, 'the engine did not confirm a decision of the insured');
    return html(reply, 503, renderUnconfirmed(pageOf(visit, view), path, { sealed }));
  }
  return reply.redirect(donePath(visit, approval, typed), 303);
}

const showMessageForm = (visit: Visit): Promise<FastifyReply> =>
  viewOr(visit, (view) =>
    view.status === 'CLOSED'
      ? end(visit, 'closed', view)
      : html(visit.reply, 200, renderMessageForm({ page: pageOf(visit, view), view, idem: randomUUID() })),
  );

const write = (visit: Visit): Promise<FastifyReply> =>
  viewOr(visit, async (view) => {
    const { deps, link, reply } = visit;
    const { fields } = readPlainForm(visit.request);
    const page = pageOf(visit, view);
    const read = readMessageForm(fields);
    if (!read.ok) {
      const returned = { fields, errors: read.errors };
      return html(reply, 422, renderMessageForm({ page, view, idem: randomUUID(), returned }));
    }
    const { name, text, idem } = read.typed;
    const messageId = `insured-${digestOf([link, name, text, idem])}`;
    try {
      await deps.desk.writeAsInsured(link.incidentNumber, { messageId, by: { name }, generation: link.generation, text });
    } catch (error) {
      if (error instanceof DeskRefused)
        return error.refusal.code === 'INCIDENT_CLOSED' ? end(visit, 'closed', view) : show(visit);
      if (error instanceof IncidentNotFound) return show(visit);
      deps.log.warn({ err: error, incident: link.incidentNumber }, 'the engine did not confirm a message of the insured');
      return html(reply, 503, renderUnconfirmed(page, '/message', read.typed));
    }
    return reply.redirect(addressOf(page, { done: 'message' }), 303);
  });

/** A link that has only expired is replaced by one mailed to the address in the incident, to nobody else. */
async function renew(visit: Visit): Promise<FastifyReply> {
  const { deps, link, reply } = visit;
  const lookup = await lookUp(visit);
  const mayRenew = visit.expired && (lookup.kind === 'SILENT' || (lookup.kind === 'VIEW' && lookup.view.link === 'IN_FORCE'));
  if (!mayRenew) return reply.redirect(addressOf(pageOf(visit)), 303);
  try {
    const messageId = `insured-renew-${link.generation}`;
    const body = { messageId, by: { name: 'portal' }, change: 'REISSUED' as const, reason: '' };
    await deps.desk.decide(link.incidentNumber, { name: 'changeInsuredLink', body });
    return lookup.kind === 'VIEW' ? end(visit, 'renewed', lookup.view) : await endUnseen(visit, 'renewed');
  } catch (error) {
    if (!(error instanceof DeskRefused)) deps.log.warn({ err: error, incident: link.incidentNumber }, 'a link was not renewed');
    return lookup.kind === 'VIEW' ? end(visit, 'renewFailed', lookup.view) : endUnseen(visit, 'renewFailed');
  }
}

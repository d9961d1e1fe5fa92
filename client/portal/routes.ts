/** The routes under a partner's link: GET shows and changes nothing, POST acts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { LinkTokens } from '../../config/link-tokens';
import type { PartnerTaskView, RetiredLinkView } from '../../domain/partner-view';
import type { Store } from '../../store/types';
import { DeskRefused, IncidentNotFound, type Desk } from '../desk';
import { rememberLanguage } from '../language';
import { attachment } from '../stored-file';
import { formsOffered, isAction, isFormAction, takesFiles, type Action } from './actions';
import { messageIdOf, takeAnswer, type Outcome, type Sent } from './answering';
import { checkFirst, isChecked, readChecked, type CheckedAction } from './checking';
import { tasksOfHolder } from './listing';
import { lookUp, whatBecameOf, type Lookup, type PortalLog } from './lookup';
import { createOnce } from './once';
import { renderCheckPage } from './pages/check';
import { addressOf, type PageContext } from './pages/context';
import * as ends from './pages/ends';
import { renderFormPage, type FormPageProps } from './pages/forms';
import { renderList } from './pages/list';
import { renderTaskPage } from './pages/task';
import { readPlainForm } from './plain-form';
import { readUpload } from './uploads';
import { doneOf, pageFor, pageWithoutView, type PageSource, type Visit } from './visit';

export interface RouteDeps extends PageSource {
  readonly desk: Pick<Desk, 'answer' | 'decide' | 'partnerView'>;
  readonly store: Pick<Store, 'putFile' | 'file' | 'incident' | 'openTasks'>;
  readonly links: LinkTokens;
  /** Name of a partner firm, as the business data have it. */
  readonly firmName: (partnerId: string) => string;
  readonly maxFileMb: number;
  readonly log: PortalLog;
  /** Requests a minute with one link. */
  readonly limits: { readonly shows: number; readonly acts: number };
}

type TokenRoute = { Params: { token: string; action?: string; sha256?: string } };
type Request = FastifyRequest<TokenRoute>;

const GONE = 410;
const UNAVAILABLE = 503;

export function linkRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const once = createOnce<Outcome>(({ kind }) => kind === 'APPLIED' || kind === 'RECORDED' || kind === 'QUEUED');
  const limited = (max: number) => ({ config: { rateLimit: { max, keyGenerator: keyOf } } });
  app.decorateRequest('visit', null);
  app.addHook<TokenRoute>('onRequest', (request, reply) => enter(deps, request, reply));
  app.get<TokenRoute>('/p/:token', limited(deps.limits.shows), (request, reply) => show(deps, request, reply));
  app.get<TokenRoute>('/p/:token/files/:sha256', limited(deps.limits.shows), (request, reply) => download(deps, request, reply));
  app.get<TokenRoute>('/p/:token/list', limited(deps.limits.shows), (request, reply) => list(deps, request, reply));
  app.get<TokenRoute>('/p/:token/:action', limited(deps.limits.shows), (request, reply) => backToPage(deps, request, reply));
  app.post<TokenRoute>('/p/:token/renew', limited(deps.limits.acts), (request, reply) => renew(deps, request, reply));
  app.post<TokenRoute>('/p/:token/:action', limited(deps.limits.acts), (request, reply) => act(deps, once, request, reply));
}

/** Limits go by link, not by address: a firm's people share one address. */
const keyOf = (request: FastifyRequest): string =>
  `${request.method === 'POST' ? 'acts' : 'shows'} ${(request as Request).params.token}`;

const html = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page);

/** Nobody without a good signature gets past here, and no body is read before. */
async function enter(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply | undefined> {
  rememberLanguage(request, reply, '/p');
  const { token } = request.params;
  const verdict = await deps.links.verify(token, deps.now());
  if (!verdict.ok && verdict.why === 'INVALID') return html(reply, 404, ends.renderInvalid(pageFor(deps, request)));
  request.visit = { token, link: verdict.link, expired: !verdict.ok };
  if (!verdict.ok && request.method === 'POST' && !request.url.split('?')[0]?.endsWith('/renew')) {
    return html(reply, GONE, ends.renderExpired(await pageWithoutView(deps, request), null));
  }
  return undefined;
}

function visitOf(request: FastifyRequest): Visit {
  if (!request.visit) throw new Error('a route under a link was reached without one');
  return request.visit;
}

async function show(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { link, expired } = visitOf(request);
  const lookup = await lookUp(deps, link);
  const mayRenew = lookup.kind === 'SILENT' || lookup.kind === 'VIEW';
  if (expired && mayRenew) {
    const to = lookup.kind === 'VIEW' ? lookup.view.holderAddress : null;
    return html(reply, GONE, ends.renderExpired(await pageOf(deps, request, lookup), to));
  }
  return showLookup(deps, request, reply, lookup);
}

const pageOf = (deps: RouteDeps, request: FastifyRequest, lookup: Lookup): PageContext | Promise<PageContext> =>
  'view' in lookup ? pageFor(deps, request, lookup.view) : pageWithoutView(deps, request);

async function showLookup(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply, lookup: Lookup): Promise<FastifyReply> {
  if (lookup.kind === 'VIEW') return showView(deps, request, reply, lookup.view);
  if (lookup.kind === 'RETIRED') return showRetired(deps, request, reply, lookup.view);
  if (lookup.kind === 'NONE') return html(reply, 404, ends.renderInvalid(pageFor(deps, request)));
  const page = await pageWithoutView(deps, request);
  if (lookup.kind === 'CLOSED') return html(reply, GONE, ends.renderClosed(page, request.method === 'POST', doneOf(request)));
  return html(reply.header('retry-after', '60'), UNAVAILABLE, ends.renderSilent(page));
}

function showRetired(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply, view: RetiredLinkView): FastifyReply {
  if (view.link === 'UNKNOWN') return html(reply, 404, ends.renderInvalid(pageFor(deps, request)));
  return html(reply, GONE, ends.renderNotInForce({ page: pageFor(deps, request, view), view, done: doneOf(request) }));
}

function showView(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply, view: PartnerTaskView): FastifyReply {
  const page = pageFor(deps, request, view);
  const done = doneOf(request);
  if (view.incidentClosed) return html(reply, GONE, ends.renderClosed(page, request.method === 'POST', doneOf(request)));
  const open = page.open;
  if (open && isFormAction(open) && formsOffered(view).includes(open)) {
    const form: FormPageProps = { page, view, action: open, idem: randomUUID(), maxFileMb: deps.maxFileMb };
    return html(reply, 200, renderFormPage(form));
  }
  if (view.state === 'CANCELLED') return html(reply, 200, ends.renderCancelled({ page, view, done }));
  if (view.state === 'DECLINED') return html(reply, 200, ends.renderDeclined({ page, view, done }));
  return html(reply, 200, renderTaskPage({ page, view, done, idem: randomUUID() }));
}

/** Everything else that the same person has to do. Shows only; each task is done under its own link. */
async function list(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const visit = visitOf(request);
  const lookup = await lookUp(deps, visit.link);
  if (visit.expired || lookup.kind !== 'VIEW') return show(deps, request, reply);
  const page = pageFor(deps, request, lookup.view);
  return html(reply, 200, renderList(page, lookup.view, await tasksOfHolder(deps, visit, lookup.view)));
}

/** The address of an action, opened like a page (a reload, a change of language): back to where its form is. */
async function backToPage(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { action = '' } = request.params;
  const page = await pageWithoutView(deps, request);
  if (!isAction(action) && action !== 'renew') return html(reply, 404, ends.renderFault(page, 'notFound'));
  return reply.redirect(addressOf(page, { open: isFormAction(action) ? action : null }), 303);
}

async function download(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { link, expired } = visitOf(request);
  const { sha256 } = request.params;
  const lookup = await lookUp(deps, link);
  if (lookup.kind !== 'VIEW') return showLookup(deps, request, reply, lookup);
  if (expired) return html(reply, GONE, ends.renderExpired(pageFor(deps, request, lookup.view), lookup.view.holderAddress));
  const ref = lookup.view.deliveries.flatMap(({ files }) => files).find((file) => file.sha256 === sha256);
  const stored = ref && (await fileInRecord(deps, ref.sha256));
  if (stored === 'SILENT') return showLookup(deps, request, reply, { kind: 'SILENT' });
  if (!ref || !stored) return html(reply, 404, ends.renderFault(pageFor(deps, request, lookup.view), 'notFound'));
  return reply.headers(attachment(ref)).header('content-security-policy', "default-src 'none'; sandbox").send(stored.bytes);
}

async function fileInRecord({ store, log }: RouteDeps, sha256: string): Promise<Awaited<ReturnType<Store['file']>> | 'SILENT'> {
  try {
    return await store.file(sha256);
  } catch (error) {
    log.warn({ err: error }, 'the record did not give a file');
    return 'SILENT';
  }
}

async function act(
  deps: RouteDeps,
  once: (id: string, run: () => Promise<Outcome>) => Promise<Outcome>,
  request: Request,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { action = '' } = request.params;
  if (!isAction(action)) return html(reply, 404, ends.renderFault(await pageWithoutView(deps, request), 'notFound'));
  if (request.isMultipart() && !takesFiles(action))
    return html(reply, 415, ends.renderFault(await pageWithoutView(deps, request), 'wrongType'));
  const upload = request.isMultipart() ? await readUpload(request, deps.maxFileMb) : readPlainForm(request);
  try {
    const fields = { ...upload.fields, idem: [upload.fields['idem']?.[0] || randomUUID()] };
    const typed = { action, link: visitOf(request).link, fields, upload };
    const sent = isChecked(action, fields) ? await lookAtFirst(deps, request, reply, { ...typed, action }) : typed;
    if (!sent) return reply;
    const messageId = messageIdOf(sent);
    const outcome = await once(messageId, () => takeAnswer(deps, { ...sent, messageId }));
    return await showOutcome(deps, request, reply, sent, outcome);
  } finally {
    await upload.dispose();
  }
}

/** What is to be sent; null when a page was shown instead: the one to check it on, or the form once more. */
async function lookAtFirst(
  deps: RouteDeps,
  request: Request,
  reply: FastifyReply,
  typed: Omit<Sent, 'messageId' | 'action'> & { readonly action: CheckedAction },
): Promise<Omit<Sent, 'messageId'> | null> {
  const { action, link, fields } = typed;
  const [sealed] = fields['sealed'] ?? [];
  if (sealed === undefined) {
    const checked = await checkFirst(deps, action, typed);
    if (!checked) return typed;
    if (checked.kind !== 'TO_CHECK') await showOutcome(deps, request, reply, typed, checked);
    else {
      const page = checked.view ? pageFor(deps, request, checked.view) : await pageWithoutView(deps, request);
      html(reply, 200, renderCheckPage({ ...page, open: action }, action, checked));
    }
    return null;
  }
  const read = await readChecked(deps, link, action, sealed);
  if (read && !fields['change']) return { action, link, fields: read.fields, upload: NO_FILES, kept: read.files, sealed };
  const lookup = await lookUp(deps, link);
  if (lookup.kind !== 'VIEW') await showLookup(deps, request, reply, lookup);
  else {
    const page = { ...pageFor(deps, request, lookup.view), open: action };
    const returned = {
      fields: read?.fields ?? {},
      errors: [],
      fileProblems: [],
      hadFiles: Boolean(read?.files.length),
      stale: !read,
    };
    const form = { page, view: lookup.view, action, idem: randomUUID(), maxFileMb: deps.maxFileMb, returned };
    html(reply, read ? 200 : GONE, renderFormPage(form));
  }
  return null;
}

const NO_FILES: Sent['upload'] = { files: [], problems: [] };

async function showOutcome(
  deps: RouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { action, fields, upload, sealed }: Omit<Sent, 'messageId'>,
  outcome: Outcome,
): Promise<FastifyReply> {
  const page = await pageWithoutView(deps, request);
  const hadFiles = upload.files.length + upload.problems.length > 0;
  const path = `/${action}`;
  // What was checked is sent again as it was, with its files.
  const again = sealed
    ? { page, path, fields: { sealed: [sealed] }, open: null }
    : { page, path, fields, open: formToReopen(action) };
  switch (outcome.kind) {
    case 'APPLIED':
      return reply.redirect(addressOf(page, { done: action, receipt: outcome.receipt }), 303);
    case 'RECORDED':
      return reply.redirect(addressOf(page, { done: 'recorded', receipt: outcome.receipt }), 303);
    case 'ANSWERED_BEFORE':
      return reply.redirect(addressOf(page, { done: 'answered' }), 303);
    case 'QUEUED':
      return html(reply, 202, ends.renderQueued(page, outcome.receipt, outcome.files));
    case 'UNCONFIRMED':
      return html(reply, UNAVAILABLE, ends.renderUnconfirmed(again, outcome.files));
    case 'NOT_KEPT':
      return html(reply, UNAVAILABLE, ends.renderNotKept(again, hadFiles));
    case 'CANNOT_ACT':
      return showLookup(deps, request, reply, outcome.lookup);
    case 'INCOMPLETE': {
      const { view, errors, fileProblems } = outcome;
      const returned = { fields, errors, fileProblems, hadFiles };
      if (action === 'accept') return showView(deps, request, reply, view);
      const asked = { ...pageFor(deps, request, view), open: action };
      return html(
        reply,
        422,
        renderFormPage({ page: asked, view, action, idem: randomUUID(), maxFileMb: deps.maxFileMb, returned }),
      );
    }
  }
}

/** Files cannot be sent again from a page: their form has to be filled in anew. */
const formToReopen = (action: Action) => (takesFiles(action) && isFormAction(action) ? action : null);

/** A link that has only expired is replaced by one mailed to the address in the incident, to nobody else. */
async function renew(deps: RouteDeps, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { link, expired } = visitOf(request);
  const lookup = await lookUp(deps, link);
  const page = await pageOf(deps, request, lookup);
  if (!expired || lookup.kind === 'RETIRED') return reply.redirect(addressOf(page), 303);
  if (lookup.kind === 'NONE' || lookup.kind === 'CLOSED') return showLookup(deps, request, reply, lookup);
  try {
    // One id for one link: however often the button is pressed, one mail goes out.
    const messageId = `portal-renew-${link.taskId}-${link.generation}`;
    await deps.desk.decide(link.incidentNumber, {
      name: 'reissueLink',
      body: { messageId, by: { name: 'portal' }, taskId: link.taskId },
    });
    return reply.redirect(addressOf(page), 303);
  } catch (error) {
    if (error instanceof IncidentNotFound) {
      return showLookup(deps, request, reply, { kind: await whatBecameOf(deps, link.incidentNumber) });
    }
    if (!(error instanceof DeskRefused)) deps.log.warn({ err: error, incident: link.incidentNumber }, 'a link was not renewed');
    return html(reply, UNAVAILABLE, ends.renderRenewFailed(page));
  }
}

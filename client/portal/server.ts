/** The partner's pages as one HTTP server: what surrounds the routes, so that every answer is a page and none a leak. */
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Store } from '../../store/types';
import { DESIGN, loadAssets } from '../assets';
import { compressAnswers } from '../compression';
import { IncidentNotFound } from '../desk';
import { healthRoutes } from '../health';
import { insuredRoutes, type InsuredDeps } from './insured/routes';
import * as ends from './pages/ends';
import { linkRoutes, type RouteDeps } from './routes';
import { UploadTooLarge, UploadUnreadable } from './uploads';
import { pageFor, pageWithoutView, type PageSource } from './visit';

export interface PortalDeps extends Omit<RouteDeps & InsuredDeps, 'stylesheets' | 'limits' | 'store'> {
  readonly store: Pick<Store, 'putFile' | 'file' | 'incident' | 'openTasks' | 'ping'>;
  /** Requests a minute with one link. */
  readonly limits?: RouteDeps['limits'];
}

const FORM_BYTES = 1_024 * 1_024;
/** Longer than any token of ours; the router's own limit is shorter than one. */
const LONGEST_PARAMETER = 2_048;
/** A full upload over a slow line. */
const REQUEST_WITHIN_MS = 15 * 60_000;
const DEFAULT_LIMITS = { shows: 120, acts: 30 };

const SECURITY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ['data:'],
      scriptSrc: ["'none'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
};

/** Builds the server; it listens when told to. */
export function createPortal(deps: PortalDeps): FastifyInstance {
  const styles = loadAssets([...DESIGN, join(__dirname, 'assets', 'portal.css')]);
  const source: PageSource = { contact: deps.contact, now: deps.now, stylesheets: styles.ending('.css') };
  const fault = (request: FastifyRequest, reply: FastifyReply, error: FastifyError) =>
    showFault(deps, source, request, reply, error);
  const app = fastify({
    logger: false,
    bodyLimit: FORM_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (_error, request, reply) => void notFound(source, request, reply),
  });
  // Forms only: what else is sent is answered with a page of its own.
  app.removeAllContentTypeParsers();
  app.setErrorHandler<FastifyError>((error, request, reply) => fault(request, reply, error));
  app.setNotFoundHandler((request, reply) => notFound(source, request, reply));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
  });
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    // The route, never the address: the address holds the link.
    deps.log.info({ method, route: routeOptions.url ?? null, statusCode, ms: Math.round(elapsedTime) }, 'answered');
  });
  // The size of a compressed page tells about secrets in it to whoever can have it made with words of their own. Here the
  // secret is the address itself: nobody without it gets a page to measure, and there is no cookie to borrow.
  compressAnswers(app);
  app.register(helmet, SECURITY);
  app.register(formbody, { bodyLimit: FORM_BYTES });
  app.register(multipart, { throwFileSizeLimit: false });
  app.register(rateLimit, { global: false });
  styles.serve(app);
  const linked = { ...deps, ...source, limits: deps.limits ?? DEFAULT_LIMITS };
  app.register(async (scope) => linkRoutes(scope, linked));
  app.register(async (scope) => insuredRoutes(scope, linked));
  app.register(async (scope) => healthRoutes(scope, { record: () => deps.store.ping(), engine: () => askForNobody(deps.desk) }));
  return app;
}

const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

function notFound(source: PageSource, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wrongMethod = /^\/[pc]\//.test(request.url) && !PAGE_METHODS.includes(request.method);
  if (wrongMethod) reply.header('allow', PAGE_METHODS.join(', '));
  const page = ends.renderFault(pageFor(source, request), wrongMethod ? 'wrongMethod' : 'notFound');
  return reply
    .code(wrongMethod ? 405 : 404)
    .type('text/html; charset=utf-8')
    .send(page);
}

async function showFault(
  deps: PortalDeps,
  source: PageSource,
  request: FastifyRequest,
  reply: FastifyReply,
  error: FastifyError,
): Promise<FastifyReply> {
  const page =
    error.statusCode === 429 ? pageFor(source, request) : await pageWithoutView({ ...source, store: deps.store }, request);
  const html = (status: number, body: string) => reply.code(status).type('text/html; charset=utf-8').send(body);
  const status = error.statusCode ?? 500;
  if (status === 413 || error instanceof UploadTooLarge) return html(413, ends.renderTooLarge(page, deps.maxFileMb));
  if (status === 415) return html(415, ends.renderFault(page, 'wrongType'));
  if (status === 429) return html(429, ends.renderFault(page, 'tooMany'));
  if ((status >= 400 && status < 500) || error instanceof UploadUnreadable)
    return html(400, ends.renderFault(page, 'unreadable'));
  const reference = randomUUID().slice(0, 8).toUpperCase();
  deps.log.error({ err: error, reference, route: request.routeOptions.url ?? null }, 'a request failed');
  return html(500, ends.renderServerError(page, reference));
}

/** An incident that cannot exist: that the engine says so shows that it can be reached. */
async function askForNobody(desk: PortalDeps['desk']): Promise<void> {
  await desk.partnerView('readyz', 'T00', 'nobody', 0).catch((error: unknown) => {
    if (!(error instanceof IncidentNotFound)) throw error;
  });
}

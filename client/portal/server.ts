/** The partner's pages as one HTTP server: what surrounds the routes, so that every answer is a page and none a leak. */
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import serveStatic from '@fastify/static';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Store } from '../../store/types';
import { IncidentNotFound } from '../desk';
import * as ends from './pages/ends';
import { linkRoutes, type RouteDeps } from './routes';
import { UploadTooLarge, UploadUnreadable } from './uploads';
import { pageFor, pageWithoutView, type PageSource } from './visit';
import { within } from './within';

export interface PortalDeps extends Omit<RouteDeps, 'stylesheets' | 'limits' | 'store'> {
  readonly store: Pick<Store, 'putFile' | 'file' | 'incident' | 'ping'>;
  /** Requests a minute with one link. */
  readonly limits?: RouteDeps['limits'];
}

const FORM_BYTES = 1_024 * 1_024;
/** Longer than any token of ours; the router's own limit is shorter than one. */
const LONGEST_PARAMETER = 2_048;
/** A full upload over a slow line. */
const REQUEST_WITHIN_MS = 15 * 60_000;
const DEFAULT_LIMITS = { shows: 120, acts: 30 };
const READY_WITHIN_MS = 3_000;

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
  const styles = loadStyles();
  const source: PageSource = { contact: deps.contact, now: deps.now, stylesheets: styles.addresses };
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
  app.register(helmet, SECURITY);
  app.register(formbody, { bodyLimit: FORM_BYTES });
  app.register(multipart, { throwFileSizeLimit: false });
  app.register(rateLimit, { global: false });
  app.register(serveStatic, {
    root: styles.folders,
    prefix: styles.prefix,
    index: false,
    immutable: true,
    maxAge: '365d',
    wildcard: true,
    allowedPath: (path) => path.endsWith('.css'),
  });
  app.register(async (scope) => linkRoutes(scope, { ...deps, ...source, limits: deps.limits ?? DEFAULT_LIMITS }));
  app.register(async (scope) => health(scope, deps));
  return app;
}

/** The stylesheets under an address that changes with them, so that browsers may keep them for ever. */
function loadStyles(): { addresses: readonly string[]; folders: string[]; prefix: string } {
  const tokens = require.resolve('@digital-go-jp/design-tokens/dist/tokens.css');
  const own = join(__dirname, 'assets', 'portal.css');
  const hash = createHash('sha256').update(readFileSync(tokens)).update(readFileSync(own)).digest('hex').slice(0, 12);
  const prefix = `/assets/${hash}/`;
  return { addresses: [`${prefix}tokens.css`, `${prefix}portal.css`], folders: [dirname(own), dirname(tokens)], prefix };
}

const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

function notFound(source: PageSource, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wrongMethod = request.url.startsWith('/p/') && !PAGE_METHODS.includes(request.method);
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

/** /healthz: the process is up. /readyz: the record and the engine can be reached. */
function health(app: FastifyInstance, { desk, store }: PortalDeps): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const [record, engine] = await Promise.all([answers(() => store.ping()), answers(() => askForNobody(desk))]);
    reply.code(record && engine ? 200 : 503);
    return { status: record && engine ? 'ok' : 'unavailable', checks: { record, engine } };
  });
}

/** An incident that cannot exist: that the engine says so shows that it can be reached. */
async function askForNobody(desk: PortalDeps['desk']): Promise<void> {
  await desk.partnerView('readyz', 'T00', 'nobody', 0).catch((error: unknown) => {
    if (!(error instanceof IncidentNotFound)) throw error;
  });
}

const answers = (ask: () => Promise<void>): Promise<boolean> =>
  within(
    READY_WITHIN_MS,
    ask().then(
      () => true,
      () => false,
    ),
    false,
  );

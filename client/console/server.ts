/** The console of the claims staff as one HTTP server: what surrounds the routes, so that every answer is a page and none a leak. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteShorthandOptions,
} from 'fastify';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { renderToString } from 'preact-render-to-string';
import { DESIGN, loadAssets, type Assets } from '../assets';
import { compressAnswers } from '../compression';
import { healthRoutes } from '../health';
import { isIncidentNotFound, isRecordDown, isRecordProblem } from '../incident-reader';
import { createOnce } from '../portal/once';
import { UploadTooLarge, UploadUnreadable } from '../portal/uploads';
import type { ConsoleDeps } from './deps';
import { enter, openVisit, type Answered, type Surroundings } from './enter';
import { createNav } from './nav';
import { endPage, type End } from './pages/ends';
import { renderPage } from './pages/frame';
import { checkRoutes, type Route } from './route';
import { ROUTES } from './routes';
import { boardHubOf, hubOf } from './routes/live';
import { isFromElsewhere } from './security/csrf';
import { sha256 } from './security/keys';
import { cookieOf } from './security/sessions';

const FORM_BYTES = 1_024 * 1_024;
const LONGEST_PARAMETER = 200;
/** A full upload over a slow line. */
const REQUEST_WITHIN_MS = 5 * 60_000;
const DEFAULT_LIMITS = { requests: 1_200, signIns: 60 };

const SECURITY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' as const },
  xFrameOptions: { action: 'deny' as const },
};
const FEATURES = 'camera=(), microphone=(), geolocation=(), payment=(), usb=()';

/** On every page; others are named by the page that needs them (`scripts` of its answer). */
const SCRIPTS_EVERYWHERE = ['console.js', 'keys.js', 'live.js'];
const ASSETS = [
  ...DESIGN,
  join(__dirname, 'assets', 'console.css'),
  join(__dirname, 'assets', 'console.js'),
  join(__dirname, 'assets', 'list.css'),
  join(__dirname, 'assets', 'overview.css'),
  join(__dirname, 'assets', 'incident.css'),
  join(__dirname, 'assets', 'keys.js'),
  join(__dirname, 'assets', 'live.js'),
  join(__dirname, 'assets', 'intake.css'),
  join(__dirname, 'assets', 'intake.js'),
  join(__dirname, 'assets', 'incident.js'),
  require.resolve('htmx.org/dist/htmx.min.js'),
  require.resolve('htmx-ext-sse/sse.js'),
];

/** Builds the server; it listens when told to. @throws when a route does not say who may see it */
export function createConsole(deps: ConsoleDeps, routes: readonly Route[] = ROUTES): FastifyInstance {
  checkRoutes(routes);
  const assets = loadAssets(ASSETS);
  const around: Surroundings = { deps, nav: createNav(deps, routes), once: createOnce(({ kind }) => kind === 'GO') };
  const app = fastify({
    logger: false,
    bodyLimit: FORM_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    trustProxy: deps.trustedProxies.length ? [...deps.trustedProxies] : false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (_error, request, reply) => void end(around, assets, request, reply, 'notFound'),
  });
  // Forms only: what else is sent is answered with a page of its own.
  app.removeAllContentTypeParsers();
  app.setErrorHandler<FastifyError>((error, request, reply) => showFault(around, assets, { request, reply, error }));
  app.setNotFoundHandler((request, reply) => end(around, assets, request, reply, 'notFound'));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'permissions-policy': FEATURES });
  });
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    deps.log.info({ method, route: routeOptions.url ?? null, statusCode, ms: Math.round(elapsedTime) }, 'answered');
  });
  // Streams have no end of their own: the server would wait for them.
  app.addHook('preClose', async () => [hubOf(deps), boardHubOf(deps)].forEach((hub) => hub.close()));
  compressAnswers(app, isFromElsewhere);
  app.register(cookie);
  app.register(helmet, SECURITY);
  app.register(formbody, { bodyLimit: FORM_BYTES });
  app.register(multipart, { throwFileSizeLimit: false });
  assets.serve(app);
  app.register(async (scope) => {
    await scope.register(rateLimit, {
      max: (deps.limits ?? DEFAULT_LIMITS).requests,
      timeWindow: '1 minute',
      keyGenerator: (request) => sha256(cookieOf(deps, request, 'session') ?? request.ip),
    });
    for (const route of routes) addRoute(scope, around, assets, route);
  });
  app.register(async (scope) => healthRoutes(scope, { record: () => deps.store.ping(), engine: () => askForNobody(deps) }));
  return app;
}

/** Guessing passwords is slower than working. */
function limitOf({ method, path }: Route, { limits = DEFAULT_LIMITS }: ConsoleDeps): RouteShorthandOptions['config'] {
  if (method !== 'POST' || !path.startsWith('/sign-in')) return {};
  return { rateLimit: { max: limits.signIns, timeWindow: '1 minute', keyGenerator: ({ ip }) => `sign-in ${ip}` } };
}

function addRoute(app: FastifyInstance, around: Surroundings, assets: Assets, route: Route): void {
  app.route({
    method: route.method,
    url: route.path,
    config: limitOf(route, around.deps) ?? {},
    handler: async (request, reply) => send(assets, await enter(around, route, request, reply)),
  });
}

function send(assets: Assets, { visit, answer }: Answered): FastifyReply {
  const { reply } = visit;
  const html = (status: number, body: string) => reply.code(status).type('text/html; charset=utf-8').send(body);
  switch (answer.kind) {
    case 'SENT':
      return reply;
    case 'GO':
      return reply.redirect(answer.to, 303);
    case 'NOT_FOUND':
      return send(assets, { visit, answer: endPage(visit, 'notFound') });
    case 'BODY':
      return reply.headers(answer.headers).send(answer.body);
    case 'TEXT':
      return reply.code(answer.status).type('text/plain; charset=utf-8').send(answer.text);
    case 'FRAGMENT':
      return html(answer.status, renderToString(answer.content));
    case 'PAGE': {
      const wanted = [...SCRIPTS_EVERYWHERE, ...answer.scripts];
      const scripts = assets.ending('.js').filter((address) => wanted.some((name) => address.endsWith(`/${name}`)));
      return html(answer.status, renderPage({ visit, ...answer, scripts, stylesheets: assets.ending('.css') }));
    }
  }
}

/** Who is signed in is not asked again: the record may be what failed. */
async function end(
  around: Surroundings,
  assets: Assets,
  request: FastifyRequest,
  reply: FastifyReply,
  what: End,
  reference?: string,
): Promise<FastifyReply> {
  const visit = await openVisit(around, request, reply, { signed: null });
  return send(assets, { visit, answer: endPage(visit, what, reference) });
}

interface Fault {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly error: FastifyError;
}

function endFor(error: FastifyError): End {
  const status = error.statusCode ?? 500;
  if (isIncidentNotFound(error)) return 'notFound';
  if (isRecordDown(error)) return 'recordDown';
  // The database refuses the values themselves, e.g. a text with NUL.
  if (isRecordProblem(error)) return 'unreadable';
  if (status === 413 || error instanceof UploadTooLarge) return 'tooLarge';
  if (status === 415) return 'wrongType';
  if (status === 429) return 'tooMany';
  return (status >= 400 && status < 500) || error instanceof UploadUnreadable ? 'unreadable' : 'serverError';
}

async function showFault(around: Surroundings, assets: Assets, { request, reply, error }: Fault): Promise<FastifyReply> {
  const what = endFor(error);
  const route = request.routeOptions.url ?? null;
  if (what === 'recordDown') around.deps.log.warn({ err: error, route }, 'the record does not answer');
  if (what !== 'serverError') return end(around, assets, request, reply, what);
  const reference = randomUUID().slice(0, 8).toUpperCase();
  around.deps.log.error({ err: error, reference, route }, 'a request failed');
  return end(around, assets, request, reply, what, reference);
}

/** An incident that cannot exist: that the engine says so shows that it can be reached. */
async function askForNobody({ desk }: ConsoleDeps): Promise<void> {
  await desk.state('readyz').catch((error: unknown) => {
    if (!isIncidentNotFound(error)) throw error;
  });
}

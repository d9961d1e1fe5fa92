/** The HTTP API as one server: what surrounds the routes, so that every answer has its shape and none is open by mistake. */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { Api } from './api';
import { allow, createAuthenticate } from './auth';
import type { ApiDeps } from './deps';
import { measure, type Metrics } from './metrics';
import { registerOpenapi } from './openapi';
import { ApiProblem, documentOf, problemOf } from './problems';
import { statusOf } from './problem-codes';
import { assessRoutes } from './routes/assess';
import { businessRoutes } from './routes/business';
import { calendarFeed, calendarRoutes } from './routes/calendar';
import { decisionRoutes } from './routes/decisions';
import { ownerRoutes } from './routes/owner';
import { draftRoutes } from './routes/drafts';
import { drillRoutes } from './routes/drills';
import { fileRoutes } from './routes/files';
import { incidentRoutes } from './routes/incidents';
import { mailboxRoutes } from './routes/mailbox';
import { obligationRoutes } from './routes/obligations';
import { operationRoutes } from './routes/operation';
import { partnerRoutes } from './routes/partner';
import { recordRoutes } from './routes/record';
import { timelineRoutes } from './routes/timeline';
import { checkContents, validatorCompiler } from './validation';

const BODY_BYTES = 1_024 * 1_024;
const LONGEST_PARAMETER = 200;
/** A full upload over a slow line. */
const REQUEST_WITHIN_MS = 5 * 60_000;
const DEFAULT_LIMITS = { requests: 1_200, failures: 60 };
const TRY_AGAIN_S = 5;

const newServer = (deps: ApiDeps): Api =>
  fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => void answerProblem(deps, error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();

/** Builds the server; it listens when told to. */
export function createApi(deps: ApiDeps): FastifyInstance {
  const app = newServer(deps);
  app.setValidatorCompiler(validatorCompiler);
  // Schemas of answers describe them; what is sent is what was read.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, request, reply) => answerProblem(deps, error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    void answerProblem(deps, { code: 'FST_ERR_NOT_FOUND', statusCode: 404 }, request, reply);
  });
  app.decorateRequest('caller', null);
  app.decorateRequest('told', null);
  readJson(app);
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  const metrics = measure(app);
  app.addHook('onResponse', async ({ method, routeOptions, caller }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? null;
    deps.log.info({ method, route, statusCode, ms: Math.round(elapsedTime), by: caller?.tokenId ?? null }, 'answered');
  });
  app.register(async (scope: Api) => {
    await scope.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } });
    await registerOpenapi(scope);
    operationRoutes(scope, deps, metrics);
    await scope.register((feeds: Api) => calendarFeed(feeds, deps));
    await scope.register((v1: Api) => resources(v1, deps, metrics), { prefix: '/api/v1' });
  });
  return app;
}

/** An empty body says nothing, which is fine where nothing has to be said. */
function readJson(app: Api): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, {});
    else void parse(request, body, done);
  });
  app.addHook('preValidation', async (request) => {
    // No body at all, which is not the same as the word null.
    if (request.method === 'POST' && request.body === undefined) request.body = {};
    request.told = request.body;
    if (!Buffer.isBuffer(request.body)) checkContents(request.body);
  });
}

async function resources(app: Api, deps: ApiDeps, metrics: Metrics): Promise<void> {
  const limits = deps.limits ?? DEFAULT_LIMITS;
  await app.register(rateLimit, {
    max: limits.requests,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }: FastifyRequest) => caller?.tokenId ?? ip,
  });
  const authenticate = createAuthenticate(deps);
  const failures = app.createRateLimit({
    max: limits.failures,
    timeWindow: '1 minute',
    keyGenerator: ({ ip }) => `failed ${ip}`,
  });
  app.addHook('onRequest', async (request) => {
    const { permission } = request.routeOptions.config;
    if (permission === undefined || permission === null) throw new Error('a route under /api/v1 must say who may use it');
    request.caller = await authenticate(request.headers.authorization).catch(async (error: unknown) => {
      const tried = await failures(request);
      if (!tried.isAllowed && tried.isExceeded) throw Object.assign(new Error('too many failed attempts'), { statusCode: 429 });
      throw error;
    });
    allow(request.caller, permission);
  });
  incidentRoutes(app, deps);
  decisionRoutes(app, deps);
  ownerRoutes(app, deps);
  timelineRoutes(app, deps, metrics, authenticate);
  fileRoutes(app, deps);
  partnerRoutes(app, deps);
  assessRoutes(app, deps);
  businessRoutes(app, deps);
  recordRoutes(app, deps);
  obligationRoutes(app, deps);
  draftRoutes(app, deps);
  calendarRoutes(app, deps);
  drillRoutes(app, deps);
  mailboxRoutes(app, deps);
}

function answerProblem({ log }: ApiDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  const status = statusOf(problem.code);
  if (status >= 500) log.error({ err: error, route: request.routeOptions.url ?? null, code: problem.code }, 'a request failed');
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 503) reply.header('retry-after', String(TRY_AGAIN_S));
  const told = problem.code === 'UNEXPECTED' ? withReference(problem, log) : problem;
  const [path = ''] = request.url.split('?');
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify(documentOf(told, path)));
}

/** Something to tell support, and to find in the log. */
function withReference({ code, detail }: ApiProblem, log: ApiDeps['log']): ApiProblem {
  const reference = randomUUID().slice(0, 8).toUpperCase();
  log.error({ reference }, 'reference of the failure above');
  return new ApiProblem(code, { ja: `${detail.ja} (${reference})`, en: `${detail.en} (${reference})` });
}

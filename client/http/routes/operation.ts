/** For operators: whether it runs, whether it can work, what it does, and the description of it all. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answersInTime } from '../../health';
import { isIncidentNotFound } from '../../incident-reader';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import type { Metrics } from '../metrics';

const health = z.object({ status: z.literal('ok') });
const readiness = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.object({ record: z.boolean(), engine: z.boolean() }),
});

export function operationRoutes(app: Api, deps: ApiDeps, metrics: Metrics): void {
  const operation = { tag: 'Operation' } as const;
  app.get(
    '/api/openapi.json',
    documented(null, {
      ...operation,
      operationId: 'getDescription',
      summary: 'この API の説明 / This description',
      answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
    }),
    async () => (app as unknown as FastifyInstance).swagger(),
  );
  app.get(
    '/healthz',
    documented(null, {
      ...operation,
      operationId: 'getHealth',
      summary: '動作確認 / The process is up',
      answers: { 200: { description: 'It is up', schema: health } },
    }),
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    documented(null, {
      ...operation,
      operationId: 'getReadiness',
      summary: '利用可否 / Record and engine can be reached',
      answers: {
        200: { description: 'Both answer', schema: readiness },
        503: { description: 'One of them does not', schema: readiness },
      },
    }),
    async (_request, reply) => {
      const [record, engine] = await Promise.all([answersInTime(deps.store.ping()), answersInTime(askForNobody(deps))]);
      const isReady = record && engine;
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable', checks: { record, engine } });
    },
  );
  app.get(
    '/metrics',
    documented(null, {
      ...operation,
      operationId: 'getMetrics',
      summary: '計測値 / Metrics',
      answers: { 200: { description: 'In the text format of Prometheus', schema: z.string(), mediaType: 'text/plain' } },
    }),
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
}

/** An incident that cannot exist: that the engine says so shows that it can be reached. */
async function askForNobody({ desk }: Pick<ApiDeps, 'desk'>): Promise<void> {
  await desk.state('readyz').catch((error: unknown) => {
    if (!isIncidentNotFound(error)) throw error;
  });
}

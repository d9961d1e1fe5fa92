/** /healthz: the process is up. /readyz: what it stands on can be reached. */
import type { FastifyInstance } from 'fastify';
import { within } from './portal/within';

const READY_WITHIN_MS = 3_000;

export const answersInTime = (asked: Promise<unknown>): Promise<boolean> =>
  within(
    READY_WITHIN_MS,
    asked.then(
      () => true,
      () => false,
    ),
    false,
  );

export interface Checks {
  readonly record: () => Promise<unknown>;
  readonly engine: () => Promise<unknown>;
}

export function healthRoutes(app: FastifyInstance, checks: Checks): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const [record, engine] = await Promise.all([answersInTime(checks.record()), answersInTime(checks.engine())]);
    reply.code(record && engine ? 200 : 503);
    return { status: record && engine ? 'ok' : 'unavailable', checks: { record, engine } };
  });
}

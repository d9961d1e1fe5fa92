/** What operators watch: how many requests, how long they take, how many streams are open. No names, no numbers of incidents. */
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly streams: Gauge;
  readonly contentType: string;
  text(): Promise<string>;
}

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts every answer of the server from here on. */
export function measure(app: FastifyInstance): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const labelNames = ['method', 'route', 'status'] as const;
  const answers = new Counter({ name: 'desk_api_requests_total', help: 'Requests answered', labelNames, registers });
  const seconds = new Histogram({
    ...{ name: 'desk_api_request_seconds', help: 'Time to answer', buckets: SECONDS },
    labelNames: ['method', 'route'],
    registers,
  });
  const streams = new Gauge({ name: 'desk_api_streams', help: 'Streams of timelines that are open', registers });
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? 'unknown';
    answers.inc({ method, route, status: String(statusCode) });
    seconds.observe({ method, route }, elapsedTime / 1_000);
  });
  return { streams, contentType: registry.contentType, text: () => registry.metrics() };
}

/** What the routes share: the server with its types, who is asking, and the key of a repeatable request. */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../tokens';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    /** The body as it was sent, before the schema read it. */
    told: unknown;
  }
}

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** The caller of a route that needs one. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (!caller) throw new Error('a route was reached without a caller');
  return caller;
}

/** Tells a program that its request had been carried out before. */
export function noteReplay(reply: Pick<FastifyReply, 'header'>, replayed: boolean): void {
  if (replayed) reply.header('idempotency-replayed', 'true');
}

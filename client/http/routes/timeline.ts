/** What happened, page by page or as it happens. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { callerOf, type Api } from '../api';
import type { Authenticate } from '../auth';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import type { Metrics } from '../metrics';
import { ApiProblem } from '../problems';
import { readEntries, readIncident } from '../reading';
import { incidentNumber, pageSize } from '../schemas/common';
import { entriesOut } from '../schemas/timeline';
import { timelineEvents } from '../stream';

const MOST_STREAMS_PER_TOKEN = 20;

const ofIncident = z.object({ number: incidentNumber });
const seq = z.coerce.number().int().min(0).max(10_000_000);

const page = z.object({
  number: z.string(),
  entries: entriesOut,
  lastSeq: z.int().describe('Sequence number of the newest entry there is'),
  nextCursor: z.int().nullable(),
});

export function timelineRoutes(app: Api, deps: ApiDeps, metrics: Metrics, authenticate: Authenticate): void {
  app.get(
    '/incidents/:number/timeline',
    documented('READ', {
      tag: 'Timeline',
      operationId: 'getTimeline',
      summary: '経過 / What happened, oldest first',
      params: ofIncident,
      querystring: z.strictObject({
        cursor: seq.default(0).describe('Entries after this sequence number'),
        limit: pageSize(100, 500),
      }),
      answers: { 200: { description: 'One page', schema: page } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
    }),
    async ({ params: { number }, query: { cursor, limit } }) => {
      const view = await readIncident(deps, number);
      const entries = await readEntries(deps, view, cursor, limit);
      const last = entries.at(-1)?.seq ?? cursor;
      return { number, entries, lastSeq: view.state.seq, nextCursor: last < view.state.seq ? last : null };
    },
  );
  addStream(app, deps, metrics, authenticate);
}

function addStream(app: Api, deps: ApiDeps, metrics: Metrics, authenticate: Authenticate): void {
  const open = new Map<string, number>();
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.get(
    '/incidents/:number/timeline/stream',
    {
      // Asking for the headers alone would start a stream that nobody reads.
      exposeHeadRoute: false,
      ...documented('READ', {
        tag: 'Timeline',
        operationId: 'streamTimeline',
        summary: '経過をその都度受け取る / Entries as they happen (server-sent events)',
        description:
          'Each event `entry` has the entry as JSON in `data` and its `seq` as `id`; the event `end` comes last, when the record is sealed. A comment is sent as a sign of life. Reconnect with `Last-Event-ID` to miss nothing.',
        params: ofIncident,
        querystring: z.strictObject({ cursor: seq.default(0).describe('Start after this sequence number') }),
        headers: z.looseObject({ 'last-event-id': seq.optional().describe('Goes before `cursor`') }),
        answers: { 200: { description: 'Events', schema: z.string(), mediaType: 'text/event-stream' } },
        problems: ['NOT_FOUND', 'ENGINE_SILENT'],
      }),
    },
    async (request, reply) => {
      const { number } = request.params;
      const { tokenId } = callerOf(request);
      await readIncident(deps, number);
      enter(open, tokenId);
      metrics.streams.inc();
      const left = new AbortController();
      reply.raw.once('close', () => left.abort());
      const mayGoOn = () => authenticate(request.headers.authorization).then(() => true, isTokenGood);
      const events = timelineEvents(deps, {
        number,
        afterSeq: request.headers['last-event-id'] ?? request.query.cursor,
        signal: AbortSignal.any([left.signal, closing.signal]),
        mayGoOn,
      });
      const stream = Readable.from(events);
      stream.once('close', () => {
        left.abort();
        metrics.streams.dec();
        leave(open, tokenId);
      });
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
    },
  );
}

/** A record that is down says nothing about a token. */
const isTokenGood = (error: unknown): boolean => !(error instanceof ApiProblem && error.code === 'UNAUTHORIZED');

function enter(open: Map<string, number>, tokenId: string): void {
  const count = open.get(tokenId) ?? 0;
  if (count >= MOST_STREAMS_PER_TOKEN) {
    throw new ApiProblem('TOO_MANY_REQUESTS', {
      ja: `一つの鍵で同時に開けるのは${MOST_STREAMS_PER_TOKEN}本までです。不要なものを閉じてください`,
      en: `A token may hold ${MOST_STREAMS_PER_TOKEN} streams at a time. Close one first`,
    });
  }
  open.set(tokenId, count + 1);
}

function leave(open: Map<string, number>, tokenId: string): void {
  const count = (open.get(tokenId) ?? 1) - 1;
  if (count > 0) open.set(tokenId, count);
  else open.delete(tokenId);
}

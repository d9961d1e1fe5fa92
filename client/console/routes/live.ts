/** What changes in an incident, sent to the pages that show it as it happens. */
import { PassThrough } from 'node:stream';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { toMs } from '../../../domain/time';
import { isIncidentNotFound } from '../../incident-reader';
import { body, notFound, text, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import type { Route } from '../route';
import { cookieOf } from '../security/sessions';
import { sha256 } from '../security/keys';
import type { Visit } from '../visit';
import { BoardHub, type BoardListener } from './board-hub';
import { readAsked } from './list-query';
import { Hub, type Listener } from './live-hub';
import { readView } from './incident-read';

const MOST_STREAMS_PER_SESSION = 40;
/** A page that does not take what it is sent is let go; it comes back by itself. */
const MOST_WAITING_BYTES = 1_024 * 1_024;
const RECONNECT_AFTER_MS = 1_000;

const hubs = new WeakMap<ConsoleDeps, Hub>();

/** The hub of one console. */
export function hubOf(deps: ConsoleDeps): Hub {
  const hub = hubs.get(deps) ?? new Hub(deps, (session) => isGoing(deps, session), deps.liveBeatMs);
  hubs.set(deps, hub);
  return hub;
}

const boards = new WeakMap<ConsoleDeps, BoardHub>();

/** The one look at all incidents, for the lists of one console. */
export function boardHubOf(deps: ConsoleDeps): BoardHub {
  const hub = boards.get(deps) ?? new BoardHub(deps, (session) => isGoing(deps, session), deps.liveBeatMs);
  boards.set(deps, hub);
  return hub;
}

/** Looking at a page that lies open is no sign of life of the person before it: nothing is touched. */
async function isGoing({ store, rules, nowMs }: ConsoleDeps, session: string): Promise<boolean> {
  const found = await store.findSession(session).catch(() => undefined);
  // A record that is down says nothing about a session.
  if (found === undefined) return true;
  if (!found || found.session.endedAt !== null || found.user.disabledAt !== null) return false;
  const { lastSeenAt, expiresAt } = found.session;
  return toMs(lastSeenAt) + rules.idleMs > nowMs() && toMs(expiresAt) > nowMs();
}

const seqIn = (told: string | undefined): number | null => (told && /^\d{1,9}$/.test(told) ? Number(told) : null);

/** After the entry that the page saw last: after a broken connection it says so itself. */
const afterOf = (visit: Visit): number => {
  const last = visit.request.headers['last-event-id'];
  return seqIn(typeof last === 'string' ? last : undefined) ?? seqIn(visit.query('after')) ?? 0;
};

interface Stream {
  readonly session: string;
  send(event: string): void;
  end(): void;
}

/** A stream to the page that asks; `join` says who takes it on, and gets back what to do when it is gone. */
function streamTo({ deps, request, reply }: Visit, about: string, join: (stream: Stream) => () => void): Answer {
  // Asking for the headers alone would start a stream that nobody reads.
  if (request.method === 'HEAD') return text('');
  const session = sha256(cookieOf(deps, request, 'session') ?? '');
  const open = hubOf(deps).listenersOf(session) + boardHubOf(deps).listenersOf(session);
  if (open >= MOST_STREAMS_PER_SESSION) return text('', 429);
  const stream = new PassThrough();
  const end = () => void stream.end();
  const send = (event: string): void => {
    if (stream.writableLength > MOST_WAITING_BYTES) end();
    else stream.write(event);
  };
  stream.write(`retry: ${RECONNECT_AFTER_MS}\n: ${about}\n\n`);
  const leave = join({ session, send, end });
  stream.once('close', leave);
  reply.raw.once('close', leave);
  return body(stream, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
}

async function watch(visit: Visit): Promise<Answer> {
  const { deps, language } = visit;
  const number = parseIncidentNumber(visit.param('number'));
  if (number === null || !(await isThere(deps, number))) return notFound();
  const hub = hubOf(deps);
  return streamTo(visit, number, (stream) => {
    const listener: Listener = { language, afterSeq: afterOf(visit), ...stream };
    hub.join(number, listener);
    return () => hub.leave(number, listener);
  });
}

/** How many incidents of a list changed since it was made: numbers alone, nothing of any incident. */
function watchLists(visit: Visit): Answer {
  const { deps, who } = visit;
  const asked = readAsked(visit);
  const hub = boardHubOf(deps);
  return streamTo(visit, 'lists', (stream) => {
    const owner = visit.query('whose') === 'mine' ? who.name : asked.owner;
    const listener: BoardListener = { owner, drills: asked.drills, after: hub.placeIn(visit.query('since')), ...stream };
    hub.join(listener);
    return () => hub.leave(listener);
  });
}

async function isThere(deps: ConsoleDeps, number: string): Promise<boolean> {
  if (await deps.store.incident(number)) return true;
  return readView(deps, number).then(
    () => true,
    (error: unknown) => {
      if (isIncidentNotFound(error)) return false;
      throw error;
    },
  );
}

export const liveRoutes: readonly Route[] = [
  { method: 'GET', path: '/live', may: 'READ', handle: watchLists },
  { method: 'GET', path: '/i/:number/live', may: 'READ', audit: 'INCIDENT_WATCHED', handle: watch },
];

/** The API over a real incident in memory: the rules are the real ones, engine and record are doubles. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createHash } from 'node:crypto';
import {
  DeskRefused,
  EngineSilent,
  IdempotencyConflict,
  IncidentNotFound,
  type Desk,
  type OpenOnce,
  type OpenRequest,
} from '../../client/desk';
import type { ApiDeps } from '../../client/http/deps';
import { createCalendarTokens } from '../../config/calendar-tokens';
import { createApi } from '../../client/http/server';
import { makeToken } from '../../client/tokens';
import { insuredView } from '../../domain/insured-view';
import { partnerView } from '../../domain/partner-view';
import type { Setup } from '../../domain/setup';
import type { TimelineEntry } from '../../domain/timeline';
import type { Bilingual } from '../../domain/wording';
import { RecordUnavailable } from '../../store';
import type { DrillStore, Store, TokenStore } from '../../store/types';
import { fakeDesk, fakeStore, NUMBER } from '../cli/harness';
import type { Play } from '../support/play';
import { SETUP } from '../support/sample';
import { drillsInMemory } from '../support/drills';
import { LAW } from '../support/law';
import { STAFF } from '../support/staff';
import { tokensInMemory } from '../support/tokens';
import { expectDescribed, type Description } from './conformance';

export { NUMBER };

/** How the doubles behave, changed while a test runs. */
interface World {
  plays: readonly Play[];
  engine: 'WELL' | 'SILENT' | 'WORKER_DOWN';
  record: 'WELL' | 'DOWN';
  nowMs: number;
  /** The number of an incident that only the record has. */
  forgotten: string | null;
  readonly opened: OpenRequest[];
  readonly files: Map<string, { bytes: Buffer; mediaType: string }>;
  /** Hash and firm of each file that a partner's program handed in. */
  readonly uploads: Set<string>;
  readonly logged: string[];
}

export interface TestApi {
  readonly app: FastifyInstance;
  readonly world: World;
  readonly drills: DrillStore;
  description(): Promise<Description>;
  /** Makes a token and returns its secret. */
  token(role: string, name?: string, expiresAt?: string | null): Promise<string>;
  revoke(secretName: string): Promise<void>;
  /** A request; the role's token is made at its first use. Null: without a token. */
  call(
    role: string | null,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export interface Response {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly body: string;
  /** The body, where it is JSON. */
  readonly json: Body;
}

/** What tests look for in answers; which of it is there depends on the operation. */
export interface Body {
  readonly status: unknown;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string; readonly text: Bilingual }[];
  readonly number: string;
  readonly source: string;
  readonly incident: { readonly source: string };
  readonly entries: readonly (Pick<TimelineEntry, 'seq' | 'kind' | 'actor'> & { readonly data: { readonly taskId: string } })[];
  readonly lastSeq: number;
  readonly nextCursor: number | string | null;
  readonly tasks: readonly { readonly incidentNumber: string }[];
  readonly approvals: readonly { readonly approvalId: string; readonly state: string }[];
  readonly files: readonly object[];
  readonly incidents: readonly object[];
  readonly partners: readonly object[];
  readonly sha256: string;
  readonly receipt: string;
  readonly outcome: string;
  readonly replayed: boolean;
  readonly task: { readonly situation: { readonly insured: string | null } };
}

/** The same for every server. */
let described: Promise<Description> | null = null;

export function openApi(plays: readonly Play[], changes: Partial<ApiDeps> = {}, setup: Setup = SETUP): TestApi {
  const world: World = {
    ...{ plays, engine: 'WELL', record: 'WELL', nowMs: plays[0]?.nowMs() ?? Date.parse('2026-12-01T09:00:00+09:00') },
    ...{ forgotten: null, opened: [], files: new Map(), uploads: new Set<string>(), logged: [] },
  };
  const tokens = tokensInMemory(() => world.nowMs);
  const drills = drillsInMemory();
  const log = (about: object, message: string) =>
    void world.logged.push(
      `${message} ${JSON.stringify(about, (_key, value: unknown) => (value instanceof Error ? (value.stack ?? value.message) : value))}`,
    );
  const app = createApi({
    desk: deskDouble(world, setup),
    store: storeDouble(world, tokens, drills),
    staff: { users: async () => STAFF },
    setup: () => setup,
    law: () => LAW,
    calendar: { tokens: createCalendarTokens('s'.repeat(40)), url: 'https://api.desk.example' },
    checkPlaybook: async () => [],
    mailboxUrl: null,
    maxFileMb: 1,
    nowMs: () => world.nowMs,
    log: { info: log, warn: log, error: log },
    limits: { requests: 10_000, failures: 10_000 },
    stream: { lookEveryMs: 5, heartbeatMs: 20 },
    ...changes,
  });
  const description = () =>
    (described ??= app.inject({ url: '/api/openapi.json' }).then((response) => response.json<Description>()));
  const secrets = new Map<string, Promise<string>>();
  const token = async (role: string, name = role, expiresAt: string | null = null) =>
    (await makeToken(tokens, { name, role, expiresAt })).secret;
  const secretOf = (role: string): Promise<string> => {
    const known = secrets.get(role) ?? token(role);
    secrets.set(role, known);
    return known;
  };
  return {
    app,
    world,
    drills,
    description,
    token,
    revoke: async (name) => {
      const found = (await tokens.tokens()).find((one) => one.name === name);
      await tokens.revokeToken(found?.id ?? '');
    },
    call: async (role, method, path, body, headers = {}) => {
      const url = path.startsWith('/api') ? path : `/api/v1${path}`;
      const bearer: Record<string, string> = role === null ? {} : { authorization: `Bearer ${await secretOf(role)}` };
      const options: InjectOptions = { method, url, headers: { ...bearer, ...headers } };
      if (body !== undefined) options.payload = body as string | Buffer | object;
      const response = await app.inject(options);
      const isJson = /json/.test(String(response.headers['content-type']));
      const json: unknown = isJson ? response.json() : null;
      expectDescribed(await description(), method, url, {
        ...{ status: response.statusCode, contentType: String(response.headers['content-type'] ?? ''), json },
      });
      return { status: response.statusCode, headers: response.headers, body: response.body, json: json as Body };
    },
  };
}

function deskDouble(world: World, setup: Setup): Omit<Desk, 'close'> {
  const inner = () => fakeDesk(world.plays.filter((one) => one.state().number !== world.forgotten));
  const find = (number: string): Play => {
    const found = world.plays.find((one) => one.state().number === number);
    if (!found || world.forgotten === number) throw new IncidentNotFound('no such workflow');
    return found;
  };
  const guarded = async <T>(ask: () => Promise<T>, reading = true): Promise<T> => {
    if (world.engine === 'SILENT' || (world.engine === 'WORKER_DOWN' && reading)) throw new EngineSilent('silent');
    return ask();
  };
  const known = new Map<string, { number: string; requestSha256: string }>();
  const open = async (request: OpenRequest, once?: OpenOnce) => {
    const before = once && known.get(once.key);
    if (before && before.requestSha256 !== once.requestSha256) throw new IdempotencyConflict('another request');
    if (before) return { number: before.number, replayed: true };
    world.opened.push(request);
    if (once) known.set(once.key, { number: NUMBER, requestSha256: once.requestSha256 });
    return { number: NUMBER };
  };
  return {
    open: (_setup, request, once) => guarded(() => open(request, once), false),
    answer: (number, answer) => guarded(async () => void find(number).say({ kind: 'ANSWER', answer }), false),
    decide: (number, decision) => guarded(() => inner().decide(number, decision)),
    state: (number) => guarded(() => inner().state(number)),
    setup: (number) => guarded(() => inner().setup(number)),
    partnerView: (number, taskId, partnerId, generation) =>
      guarded(async () => {
        const incident = find(number);
        return partnerView(incident.state(), setup, { taskId, partnerId, generation }, incident.nowMs());
      }),
    insuredView: (number, generation) =>
      guarded(async () => insuredView(find(number).state(), setup, generation, find(number).nowMs())),
    decideAsInsured: (number, decision) =>
      guarded(async () => {
        const refusal = find(number).say({ kind: 'INSURED', decision });
        if (refusal) throw new DeskRefused(refusal);
        return { fromSeq: 0, toSeq: 0 };
      }),
    writeAsInsured: (number, message) =>
      guarded(async () => {
        const refusal = find(number).say({ kind: 'INSURED_WRITES', message });
        if (refusal) throw new DeskRefused(refusal);
        return { fromSeq: 0, toSeq: 0 };
      }),
    entriesFromHistory: (number) => guarded(() => inner().entriesFromHistory(number)),
  };
}

function storeDouble(world: World, tokens: TokenStore, drills: DrillStore): Omit<Store, 'close'> {
  const inner = (): Omit<Store, 'close'> => ({
    ...fakeStore(world.plays),
    ...tokens,
    ...drills,
    openTasks: async ({ partnerId } = {}) =>
      (await fakeStore(world.plays).openTasks()).filter((row) => !partnerId || row.task.assignment.partnerId === partnerId),
    incidents: async ({ after, limit, ...filter } = {}) => {
      const rows = await fakeStore(world.plays).incidents(filter);
      const left = rows.filter(({ number }) => !after || number > after.number);
      return left.slice(0, limit);
    },
    putFile: async (bytes, { name, mediaType, uploadedBy }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      world.files.set(sha256, { bytes, mediaType });
      world.uploads.add(`${sha256} ${uploadedBy ?? ''}`);
      return { sha256, name, mediaType, sizeBytes: bytes.length };
    },
    wasUploadedBy: async (sha256, partnerId) => world.uploads.has(`${sha256} ${partnerId}`),
    file: async (sha256) => world.files.get(sha256) ?? null,
    incident: async (number) => {
      const found = await fakeStore(world.plays).incident(number);
      const isClosed = found?.state.status === 'CLOSED';
      return found && { ...found, sealedAt: isClosed ? '2026-12-02T09:00:00+09:00' : null };
    },
  });
  return new Proxy({} as Omit<Store, 'close'>, {
    get: (_target, name: keyof Omit<Store, 'close'>) => {
      const method = inner()[name] as ((...given: unknown[]) => unknown) | undefined;
      // Whoever awaits the store looks for `then`.
      if (!method) return undefined;
      return (...args: unknown[]) =>
        world.record === 'DOWN' ? Promise.reject(new RecordUnavailable('ECONNREFUSED')) : method(...args);
    },
  });
}

/** A first call that is well formed. */
export const CALL = {
  caller: { phone: '03-0000-2105' },
  insured: '架空通販株式会社',
  knownAt: '2026-12-01T08:00:00+09:00',
  facts: { nature: 'PHISHING' },
};

/** Incidents: opened, listed, read. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { currentFacts } from '../../../domain/incident';
import { toMs } from '../../../domain/time';
import { firstNumberFor, type OpenOnce, type OpenRequest } from '../../desk';
import { isIncidentNotFound, isRecordDown, type IncidentView } from '../../incident-reader';
import { openSchema, readTold, SOMEBODY } from '../../open-file';
import { callerOf, noteReplay, type Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { conflict } from '../problems';
import { readIncident, shownIncident } from '../reading';
import { actHeaders, cursorIn, incidentNumber, pageSize } from '../schemas/common';
import {
  approvalOut,
  factsOut,
  incidentOut,
  incidentRowOut,
  notActivatedOut,
  plannedOut,
  taskOut,
  withdrawnOut,
} from '../schemas/incident';
import { jsonSource, refuse } from '../validation';
import { incidentCursor, incidentPlace, pageAfter } from './pages';

/** Who opens it is known from the token. */
const opening = openSchema.omit({ openedBy: true }).meta({
  id: 'Opening',
  description: 'The first call. Only `caller.phone`, `knownAt` and `facts` (`{}` when nothing is known) are needed',
});

const EXAMPLE = {
  caller: { name: '通販 次郎', phone: '03-0000-2105', email: 'security@shop.example' },
  insured: '架空通販株式会社',
  knownAt: '2026-12-29T14:05:00+09:00',
  facts: { nature: 'UNAUTHORISED_ACCESS', leak: 'CONFIRMED', persons: { min: 52300, max: 52300 }, propertyHarm: true },
};

const opened = z
  .object({
    number: z.string(),
    drill: z.boolean(),
    incident: incidentOut.nullable().describe('null: it is open, but the engine could not be asked yet'),
  })
  .meta({ id: 'Opened' });

const ofIncident = z.object({ number: incidentNumber });
const incidents = { tag: 'Incidents' } as const;

export function incidentRoutes(app: Api, deps: ApiDeps): void {
  addOpening(app, deps);
  addList(app, deps);
  addOpenTasks(app, deps);
  app.get(
    '/incidents/:number',
    documented('READ', {
      ...incidents,
      operationId: 'getIncident',
      summary: '案件の状況 / One incident as it is now',
      params: ofIncident,
      answers: { 200: { description: 'The incident', schema: incidentOut } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
    }),
    async ({ params }) => shownIncident(await readIncident(deps, params.number)),
  );
  addParts(app, deps);
}

function addOpening(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents',
    documented('OPEN', {
      ...incidents,
      operationId: 'openIncident',
      summary: '案件を開始する / Open an incident',
      description:
        'The same `Idempotency-Key` opens one incident, however often it is sent. Needs the engine alone. Nobody is in charge until it is handed over.',
      headers: actHeaders,
      body: opening,
      example: EXAMPLE,
      answers: {
        201: { description: 'It is open, and partners are being asked', schema: opened, located: true },
        200: { description: 'It was opened before with this key', schema: opened },
      },
      problems: ['IDEMPOTENCY_CONFLICT', 'ENGINE_SILENT', 'DATA_NOT_VALID'],
    }),
    async (request, reply) => {
      const { name } = callerOf(request);
      const read = readTold(jsonSource(request.told), { ...request.body, openedBy: SOMEBODY }, deps.nowMs());
      if (!read.ok) return refuse('body', read.problems);
      const once = onceFor(name, request.headers['idempotency-key'], request.told);
      const { number, replayed } = await open(deps, { ...read.request, openedBy: name, owner: null }, once);
      noteReplay(reply, replayed);
      const view = await firstView(deps, number);
      const answer = { number, drill: read.request.clock !== null, incident: view && shownIncident(view) };
      return reply
        .code(replayed ? 200 : 201)
        .header('location', `/api/v1/incidents/${number}`)
        .send(answer);
    },
  );
}

/** A key belongs to the program that uses it, whichever token it holds at the time. */
function onceFor(name: string, key: string | undefined, told: unknown): OpenOnce | undefined {
  if (key === undefined) return undefined;
  const requestSha256 = createHash('sha256')
    .update(canonicalize(told) ?? '')
    .digest('hex');
  return { key: JSON.stringify([name, key]), requestSha256 };
}

async function open(deps: ApiDeps, request: OpenRequest, once?: OpenOnce): Promise<{ number: string; replayed: boolean }> {
  const before = once && (await sealedLongAgo(deps, firstNumberFor(once.key), request));
  if (before) return { number: before, replayed: true };
  // A drill plays at another time: its calendar has to cover that.
  const setup = deps.setup(request.clock ? toMs(request.clock.startAt) : deps.nowMs());
  const { number, replayed = false } = await deps.desk.open(setup, request, once);
  return { number, replayed };
}

/**
 * The engine forgets closed incidents, the record does not: without it an old key would open its number a second time.
 * A record that is down keeps nobody from opening.
 */
async function sealedLongAgo(deps: ApiDeps, number: string, request: OpenRequest): Promise<string | null> {
  const recorded = await deps.store.incident(number).catch((error: unknown) => {
    if (isRecordDown(error)) return null;
    throw error;
  });
  if (!recorded?.sealedAt || (await isKept(deps, number))) return null;
  const { insured, insuredHead, caller, policy, clock, factsVersions, openedBy, callBack } = recorded.state;
  const { owner: _changes, ...told } = request;
  const before = {
    insured,
    insuredHead,
    caller,
    policy,
    clock,
    openedBy,
    ...(callBack && { callBack: { dueAt: callBack.dueAt } }),
    versions: factsVersions.slice(0, request.versions.length),
  };
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(told)))) throw conflict();
  return number;
}

/** Whether the engine knows the incident still: then it recognises a repeat by itself. */
const isKept = (deps: ApiDeps, number: string): Promise<boolean> =>
  deps.desk.state(number).then(
    () => true,
    (error: unknown) => {
      if (isIncidentNotFound(error)) return false;
      throw error;
    },
  );

/** It is open all the same when nobody can be asked about it yet. */
const firstView = (deps: ApiDeps, number: string): Promise<IncidentView | null> =>
  readIncident(deps, number).catch((error: unknown) => {
    deps.log.warn({ err: error, incident: number }, 'an incident was opened, but could not be read');
    return null;
  });

function addList(app: Api, deps: ApiDeps): void {
  app.get(
    '/incidents',
    documented('READ', {
      ...incidents,
      operationId: 'listIncidents',
      summary: '案件の一覧(期限の近い順) / Incidents, next due first',
      querystring: z.strictObject({
        status: z.enum(['OPEN', 'CLOSED']).optional().describe('Default: both, open ones first'),
        search: z.string().max(200).optional().describe("Part of the number, or of the insured's name"),
        limit: pageSize(50, 200),
        cursor: cursorIn,
      }),
      answers: {
        200: {
          description: 'One page',
          schema: z.object({ incidents: z.array(incidentRowOut), nextCursor: z.string().nullable() }),
        },
      },
    }),
    async ({ query: { status, search, limit, cursor } }) => {
      const after = cursor === undefined ? undefined : incidentPlace(cursor);
      const rows = await deps.store.incidents({ status, search, after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { incidents: page, nextCursor: last && rows.length > limit ? incidentCursor(last) : null };
    },
  );
}

function addOpenTasks(app: Api, { store }: ApiDeps): void {
  app.get(
    '/tasks',
    documented('READ', {
      tag: 'Tasks',
      operationId: 'listOpenTasks',
      summary: 'すべての案件の開いている依頼(期限の近い順) / Open tasks of all incidents, next due first',
      querystring: z.strictObject({ limit: pageSize(50, 200), cursor: cursorIn }),
      answers: {
        200: {
          description: 'One page',
          schema: z.object({
            tasks: z.array(z.object({ number: z.string(), drill: z.boolean(), task: taskOut })),
            nextCursor: z.string().nullable(),
          }),
        },
      },
    }),
    async ({ query }) => {
      const { page, nextCursor } = pageAfter(await store.openTasks(), query);
      return { tasks: page.map(({ number, drill, task }) => ({ number, drill, task })), nextCursor };
    },
  );
}

function addParts(app: Api, deps: ApiDeps): void {
  const part = { params: ofIncident, problems: ['NOT_FOUND', 'ENGINE_SILENT'] } as const;
  app.get(
    '/incidents/:number/tasks',
    documented('READ', {
      ...part,
      tag: 'Tasks',
      operationId: 'listTasksOfIncident',
      summary: '案件の依頼 / Tasks of an incident',
      answers: {
        200: {
          description: 'What was asked for, what waits, and what was not called for',
          schema: z.object({
            number: z.string(),
            tasks: z.array(taskOut),
            planned: z.array(plannedOut),
            withdrawn: withdrawnOut,
            notActivated: notActivatedOut,
          }),
        },
      },
    }),
    async ({ params }) => {
      const { number, tasks, planned, withdrawn, notActivated } = (await readIncident(deps, params.number)).state;
      return { number, tasks, planned, withdrawn, notActivated };
    },
  );
  app.get(
    '/incidents/:number/approvals',
    documented('READ', {
      ...part,
      tag: 'Approvals',
      operationId: 'listApprovals',
      summary: '案件の承認(決裁待ちを先に) / Approvals of an incident, pending first',
      answers: {
        200: { description: 'Approvals', schema: z.object({ number: z.string(), approvals: z.array(approvalOut) }) },
      },
    }),
    async ({ params }) => {
      const { number, approvals } = (await readIncident(deps, params.number)).state;
      const isPending = ({ state }: { readonly state: string }): number => Number(state === 'PENDING');
      return { number, approvals: [...approvals].sort((a, b) => isPending(b) - isPending(a)) };
    },
  );
  addFactsView(app, deps);
}

function addFactsView(app: Api, deps: ApiDeps): void {
  app.get(
    '/incidents/:number/facts',
    documented('READ', {
      ...incidents,
      params: ofIncident,
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
      operationId: 'getFacts',
      summary: '事実情報 / The facts in force, and the versions before',
      answers: { 200: { description: 'The facts', schema: factsView } },
    }),
    async ({ params }) => {
      const { state } = await readIncident(deps, params.number);
      return { number: state.number, ...currentFacts(state), versions: state.factsVersions };
    },
  );
}

const version = { version: z.int(), knownAt: z.string(), facts: factsOut };
const factsView = z.object({ number: z.string(), ...version, versions: z.array(z.object(version)) });

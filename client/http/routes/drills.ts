/** Drills: a scenario is played on the running engine, while the caller looks how it goes. */
import canonicalize from 'canonicalize';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConfigProblems } from '../../../config/problems';
import type { Path } from '../../../config/yaml-source';
import { isEnded, type IncidentState } from '../../../domain/incident';
import { dayNumber, toInstant } from '../../../domain/time';
import { awareAt } from '../../../domain/incident';
import type { Bilingual } from '../../../domain/wording';
import type { StoredDrill } from '../../../store/types';
import { reportWith } from '../../drill/report';
import { scenarioSchema, storyFrom, type Story } from '../../drill/story';
import type { IncidentView } from '../../incident-reader';
import { FASTEST_CLOCK } from '../../open-file';
import { callerOf, noteReplay, type Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { createDrillPlayer, MOST_DRILLS, type DrillPlayer } from '../drill-player';
import { mailboxUrlOf } from '../mailbox';
import { ApiProblem } from '../problems';
import { readEntries, readIncident } from '../reading';
import { actHeaders, pageSize } from '../schemas/common';
import { drillOut, drillRowOut } from '../schemas/drill';
import { jsonSource, refuse } from '../validation';

const drills = { tag: 'Drills' } as const;

const order = z.strictObject({
  scenario: scenarioSchema.meta({
    id: 'Scenario',
    description: 'First call, what becomes known later, how everybody behaves, and what is expected of it all',
  }),
  speed: z
    .number()
    .positive()
    .max(FASTEST_CLOCK)
    .nullable()
    .default(null)
    .describe('How many times as fast as the wall clock; null: moved from moment to moment, as fast as it goes'),
});

const EXAMPLE = {
  scenario: {
    title: { ja: '短い訓練', en: 'A short drill' },
    open: {
      caller: { phone: '03-0000-0000' },
      knownAt: '2026-06-22T11:20:00+09:00',
      facts: { nature: 'MISSENT_MAIL', persons: { min: 5, max: 9 }, propertyHarm: false, specialCare: false },
      clock: { startAt: '2026-06-22T11:40:00+09:00', speed: 1 },
    },
    partners: { 'INVESTIGATION.triage': [{ silent: true }, { accepts: '20m' }] },
    staff: { falseAlarm: { after: '3h', reason: '誤報と判明' } },
    expect: {
      outcome: 'FALSE_ALARM',
      entries: [{ kind: 'TASK_REQUESTED', exactly: 2 }],
      order: [[{ kind: 'TASK_REQUESTED' }, { kind: 'INCIDENT_CLOSED' }]],
    },
  },
};

const drillId = z
  .string()
  .regex(/^drl-[0-9a-f]{12}$/)
  .describe('Id of the drill, e.g. drl-1a2b3c4d5e6f');

export function drillRoutes(app: Api, deps: ApiDeps): void {
  const player = createDrillPlayer(deps);
  app.addHook('preClose', () => player.stop());
  addStart(app, deps, player);
  app.get(
    '/drills',
    documented('READ', {
      ...drills,
      operationId: 'listDrills',
      summary: '訓練の一覧(新しい順) / Drills that were started here, newest first',
      querystring: z.strictObject({
        limit: pageSize(20, 100),
        cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('`nextCursor` of the page before'),
      }),
      answers: {
        200: { description: 'One page', schema: z.object({ drills: z.array(drillRowOut), nextCursor: z.int().nullable() }) },
      },
    }),
    async ({ query: { limit, cursor } }) => {
      const rows = await deps.store.drills({ limit: limit + 1, beforeSeq: cursor });
      const page = rows.slice(0, limit);
      return { drills: page.map(rowOf), nextCursor: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
    },
  );
  app.get(
    '/drills/:id',
    documented('READ', {
      ...drills,
      operationId: 'getDrill',
      summary: '訓練の経過と結果 / How a drill goes, and what came of it',
      description:
        'INTERRUPTED: whoever played it has stopped (a restart of the API). Nothing judges it any more; its incident goes on in the engine under its number.',
      params: z.object({ id: drillId }),
      answers: { 200: { description: 'The drill', schema: drillOut } },
      problems: ['NOT_FOUND'],
    }),
    async ({ params: { id } }) => {
      const drill = await deps.store.drill(id);
      if (!drill) throw noSuchDrill();
      return shown(deps, drill);
    },
  );
}

function addStart(app: Api, deps: ApiDeps, player: DrillPlayer): void {
  app.post(
    '/drills',
    documented('OPEN', {
      ...drills,
      operationId: 'startDrill',
      summary: '筋書きどおりに訓練を始める / Start a drill from a scenario',
      description: `Answers when its incident is open and plays on. No real partner is mailed. At most ${MOST_DRILLS} at once. Times in a scenario are written like 30m, 4h or 2d.`,
      headers: actHeaders,
      body: order,
      example: EXAMPLE,
      answers: {
        202: { description: 'It is being played', schema: drillOut, located: true },
        200: { description: 'It was started before with this key', schema: drillOut, located: true },
      },
      problems: ['IDEMPOTENCY_CONFLICT', 'DRILLS_BUSY', 'NO_MAILBOX', 'MAILBOX_SILENT', 'ENGINE_SILENT', 'DATA_NOT_VALID'],
    }),
    async (request, reply) => {
      const { name } = callerOf(request);
      const told = request.told as { readonly scenario: unknown };
      const story = readScenario(told.scenario, name);
      mailboxUrlOf(deps);
      const key = request.headers['idempotency-key'];
      const requestSha256 = sha256Of(canonicalize(told) ?? '');
      const id = `drl-${(key === undefined ? randomBytes(6).toString('hex') : sha256Of(JSON.stringify([name, key]))).slice(0, 12)}`;
      const { drill, replayed } = await player.start({ id, story, speed: request.body.speed, startedBy: name, requestSha256 });
      noteReplay(reply, replayed);
      return reply
        .code(replayed ? 200 : 202)
        .header('location', `/api/v1/drills/${id}`)
        .send(await shown(deps, drill));
    },
  );
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @throws ApiProblem with every place that is wrong. */
function readScenario(scenario: unknown, openedBy: string): Story {
  const inside = jsonSource(scenario);
  const at = (path: Path, reason: Bilingual) => inside.at(['scenario', ...path], reason);
  try {
    const story = storyFrom({ ...inside, at, atKey: at });
    return { ...story, opening: { ...story.opening, openedBy } };
  } catch (error) {
    if (error instanceof ConfigProblems) return refuse('body', error.problems);
    throw error;
  }
}

const rowOf = ({ id, title, state, speed, startedBy, startedAt, endedAt, incidentNumber, expectations }: StoredDrill) => ({
  ...{ id, title, state, incident: incidentNumber, asExpected: expectations && expectations.every(({ held }) => held) },
  ...{ speed, startedBy, startedAt, endedAt },
});

async function shown(deps: ApiDeps, drill: StoredDrill) {
  const { incidentNumber, expectations, entries } = drill;
  const view = incidentNumber === null ? null : await viewOf(deps, incidentNumber);
  const report =
    expectations && view && incidentNumber !== null
      ? reportWith(incidentNumber, view.state.outcome, expectations, (await readEntries(deps, view, 0)).slice(0, entries))
      : null;
  return { ...rowOf(drill), progress: view && progressOf(view), report };
}

/** A drill can be shown whether or not its incident can be read at this moment. */
const viewOf = (deps: ApiDeps, number: string): Promise<IncidentView | null> =>
  readIncident(deps, number).catch((error: unknown) => {
    deps.log.warn({ err: error, incident: number }, 'the incident of a drill could not be read');
    return null;
  });

const countOpen = ({ tasks, planned }: IncidentState): number => planned.length + tasks.filter((task) => !isEnded(task)).length;

const progressOf = ({ state, nowMs }: IncidentView) => ({
  now: toInstant(nowMs),
  dayNumber: dayNumber(awareAt(state), nowMs),
  status: state.status,
  entries: state.seq,
  tasksOpen: countOpen(state),
});

const noSuchDrill = (): ApiProblem =>
  new ApiProblem('NOT_FOUND', {
    ja: 'この訓練はありません。GET /api/v1/drills でご確認ください',
    en: 'There is no such drill. See GET /api/v1/drills',
  });

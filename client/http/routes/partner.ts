/** For partners' own systems: their tasks as their people see them, and every answer their people can give. */
import { z } from 'zod';
import type { AnswerName } from '../../../domain/messages';
import type { FileRef } from '../../../domain/incident';
import type { PartnerView } from '../../../domain/partner-view';
import { filesIn } from '../../delivered-files';
import { isIncidentNotFound } from '../../incident-reader';
import type { Caller } from '../../tokens';
import { answer, myTask, partnerIdOf, type Place } from '../answer';
import { callerOf, noteReplay, type Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import type { ProblemCode } from '../problem-codes';
import { actHeaders, cursorIn, incidentNumber, pageSize, sha256, taskId } from '../schemas/common';
import { ANSWER_BODIES, partnerTaskOut, partnerViewOut } from '../schemas/partner';
import { ANY_TYPE, bytes, sendFile } from './files';
import { pageAfter } from './pages';

const partner = { tag: 'Partner' } as const;
const ofTask = { number: incidentNumber, taskId };
const onTask = z.object(ofTask);

const answered = z
  .object({
    outcome: z.enum(['APPLIED', 'QUEUED']).describe('QUEUED: it is kept safely; the incident has not looked at it yet'),
    receipt: z.string().describe('受領番号'),
    replayed: z.boolean(),
    task: partnerViewOut.nullable().describe('The task as it stands now, where that can be told'),
  })
  .meta({ id: 'Answered', description: 'What became of an answer' });

export function partnerRoutes(app: Api, deps: ApiDeps): void {
  addTasks(app, deps);
  for (const spec of ANSWERS) addAnswer(app, deps, spec);
}

function addTasks(app: Api, deps: ApiDeps): void {
  app.get(
    '/partner/tasks',
    documented('PARTNER', {
      ...partner,
      operationId: 'listMyTasks',
      summary: '自社あての依頼(期限の近い順) / Your open tasks, next due first',
      querystring: z.strictObject({ limit: pageSize(20, 50), cursor: cursorIn }),
      answers: {
        200: {
          description: 'One page',
          schema: z.object({ tasks: z.array(partnerTaskOut), nextCursor: z.string().nullable() }),
        },
      },
      problems: ['ENGINE_SILENT'],
    }),
    async (request) => {
      const partnerId = partnerIdOf(callerOf(request));
      const rows = await deps.store.openTasks({ partnerId });
      const { page, nextCursor } = pageAfter(rows, request.query);
      const views = await Promise.all(
        page.map(({ number, task }) => viewOf(deps, number, task.taskId, partnerId, task.assignment.generation)),
      );
      return { tasks: views.filter((view) => view?.link === 'IN_FORCE'), nextCursor };
    },
  );
  addTask(app, deps);
}

function addTask(app: Api, deps: ApiDeps): void {
  app.get(
    '/partner/tasks/:number/:taskId',
    documented('PARTNER', {
      ...partner,
      operationId: 'getMyTask',
      summary: '依頼の内容 / One of your tasks',
      params: onTask,
      answers: { 200: { description: 'The task, or that you have it no longer', schema: partnerViewOut } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
    }),
    async (request) => (await myTask(deps, callerOf(request), request.params)).view,
  );
  app.get(
    '/partner/tasks/:number/:taskId/files/:sha256',
    documented('PARTNER', {
      ...partner,
      operationId: 'downloadMyFile',
      summary: '納品したファイルを取得する / Download a file you handed in for this task',
      params: z.object({ ...ofTask, sha256 }),
      answers: { 200: { description: 'Its contents', schema: bytes, mediaType: ANY_TYPE } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT', 'FILE_DAMAGED'],
    }),
    async (request, reply) => {
      return sendFile(deps, reply, await myFile(deps, callerOf(request), request.params));
    },
  );
}

/** A file of the task that this firm delivered or sent with a quote or an invoice: nobody else's, whoever knows its hash. */
async function myFile(deps: ApiDeps, caller: Caller, place: Place & { readonly sha256: string }): Promise<FileRef | undefined> {
  const { view, state } = await myTask(deps, caller, place);
  if (view.link !== 'IN_FORCE') return undefined;
  const isIt = ({ sha256: one }: FileRef): boolean => one === place.sha256;
  const delivered = view.deliveries.flatMap(({ files }) => files).find(isIt);
  if (delivered || !(await deps.store.wasUploadedBy(place.sha256, partnerIdOf(caller)))) return delivered;
  const entries = await deps.store.timeline(state.number);
  return filesIn(entries.map(({ entry }) => entry)).find((file) => file.taskId === place.taskId && isIt(file));
}

/** Null for an incident that has ended since the record was read. */
const viewOf = (deps: ApiDeps, ...place: Parameters<ApiDeps['desk']['partnerView']>): Promise<PartnerView | null> =>
  deps.desk.partnerView(...place).catch((error: unknown) => {
    if (isIncidentNotFound(error)) return null;
    throw error;
  });

interface AnswerRoute {
  readonly action: string;
  readonly name: AnswerName;
  readonly summary: string;
  readonly problems?: readonly ProblemCode[];
}

const ANSWERS: readonly AnswerRoute[] = [
  { action: 'accept', name: 'acceptTask', summary: '受諾する / Accept' },
  { action: 'decline', name: 'declineTask', summary: '辞退する / Decline' },
  { action: 'hand-over', name: 'handOverTask', summary: '別の担当者に引き継ぐ / Hand over to another person' },
  { action: 'progress', name: 'reportProgress', summary: '進捗を報告する / Report progress', problems: ['NOT_ACCEPTED'] },
  { action: 'deliver', name: 'deliverTask', summary: '納品する / Deliver', problems: ['FILE_MISSING'] },
  { action: 'quote', name: 'submitQuote', summary: '見積りを送る / Send a quote' },
  { action: 'invoice', name: 'submitInvoice', summary: '請求書を送る / Send an invoice', problems: ['FILE_MISSING'] },
  { action: 'message', name: 'sendMessage', summary: '窓口へ連絡する / Write to the desk' },
];

function addAnswer(app: Api, deps: ApiDeps, { action, name, summary, problems = [] }: AnswerRoute): void {
  app.post(
    `/partner/tasks/:number/:taskId/${action}`,
    documented('PARTNER', {
      ...partner,
      operationId: name,
      summary,
      description:
        'An answer that comes too late is kept in the timeline, changes nothing and is answered with the reason (409). So is the answer of a firm that had the task and has it no longer (`RETIRED_LINK`).',
      params: onTask,
      headers: actHeaders,
      body: ANSWER_BODIES[name] as z.ZodType<object>,
      answers: {
        200: { description: 'The incident has it and acted on it', schema: answered },
        202: { description: 'It is kept; the incident has not looked at it yet', schema: answered },
      },
      problems: [
        ...(['NOT_FOUND', 'RETIRED_LINK', 'ALREADY_ANSWERED', 'TASK_ENDED', 'INCIDENT_CLOSED'] as const),
        ...(['IDEMPOTENCY_CONFLICT', 'ENGINE_SILENT'] as const),
        ...problems,
      ],
    }),
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const sent = { caller: callerOf(request), place: request.params, name, said: request.body, key };
      const result = await answer(deps, sent);
      noteReplay(reply, result.replayed);
      return reply.code(result.outcome === 'QUEUED' ? 202 : 200).send(result);
    },
  );
}

/** The decisions of staff: one row of a table each. */
import { z } from 'zod';
import { taskIdOf } from '../../../domain/activation';
import { currentFacts } from '../../../domain/incident';
import type { DecisionName } from '../../../domain/messages';
import { SERVICES } from '../../../domain/services';
import { toInstant } from '../../../domain/time';
import type { TimelineEntry } from '../../../domain/timeline';
import { mergeFacts } from '../../facts-change';
import { factsSchema } from '../../facts-schema';
import { readToldTime } from '../../told-time';
import type { Permission } from '../../tokens';
import { callerOf, noteReplay, type Api } from '../api';
import { decide, type Said } from '../decide';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import type { ProblemCode } from '../problem-codes';
import { ApiProblem, notFound } from '../problems';
import { readIncident } from '../reading';
import { actHeaders, approvalId, incidentNumber, instantIn, taskName } from '../schemas/common';
import { approvalOut, outcomeOut, plannedOut, statusOut, taskOut } from '../schemas/incident';
import { entriesOut } from '../schemas/timeline';
import { check, jsonSource, refuse } from '../validation';
import { isIncidentNotFound } from '../../incident-reader';

const words = z.string().trim().min(1).max(10_000);
const reason = words.describe('Why; kept in the timeline');
const note = z.string().trim().max(10_000).default('').describe('Kept in the timeline');

const withReason = z.strictObject({ reason });
const withNote = z.strictObject({ note });
const nothing = z.strictObject({});

export const decided = z
  .object({
    number: z.string(),
    replayed: z.boolean().describe('It had been carried out before, with this Idempotency-Key'),
    fromSeq: z.int().describe('First entry that it added to the timeline'),
    toSeq: z.int().describe('Last one; below `fromSeq` when it added none'),
    entries: entriesOut,
    status: statusOut.nullable().describe('null: it was carried out, but the new state could not be read'),
    outcome: outcomeOut,
    tasks: z.array(taskOut).describe('The tasks it touched, as they stand now'),
    planned: z.array(plannedOut),
    approvals: z.array(approvalOut).describe('The approvals of those tasks'),
  })
  .meta({ id: 'Decided', description: 'What a decision did' });

export const answers = { 200: { description: 'It was carried out', schema: decided } } as const;
export const OF_EVERY_DECISION = ['NOT_FOUND', 'INCIDENT_CLOSED', 'IDEMPOTENCY_CONFLICT', 'ENGINE_SILENT', 'MALFORMED'] as const;

interface TaskDecision {
  readonly action: string;
  readonly name: OnTask;
  readonly summary: string;
  readonly body: z.ZodType<object>;
  readonly problems: readonly ProblemCode[];
}

type OnTask = Exclude<
  DecisionName,
  | 'decideApproval'
  | 'reviseFacts'
  | 'advanceClock'
  | 'ruleFalseAlarm'
  | 'closeIncident'
  | 'changeInsuredLink'
  | 'recordCallBack'
  /** In `owner.ts`. */
  | 'handOverIncident'
  /** In `obligations.ts`. */
  | 'recordFiling'
  | 'decideProposal'
>;

/** A decision about tasks that is missing here does not compile. */
const ON_TASKS: Readonly<Record<OnTask, Omit<TaskDecision, 'name'>>> = {
  assignTask: {
    action: 'assign',
    summary: '協力会社を指定して依頼する / Ask this partner; also starts what waits or is not called for',
    body: z.strictObject({ partnerId: z.string().min(1).max(40).describe('See GET /api/v1/partners'), reason }),
    problems: ['UNKNOWN_PARTNER', 'SAME_PARTNER', 'NOT_INDEPENDENT', 'TASK_ENDED'],
  },
  pauseTask: {
    action: 'pause',
    summary: '一時停止し、残り時間を保持する / Pause; what is left of its limit is kept',
    body: withReason,
    problems: ['TASK_PAUSED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  resumeTask: {
    action: 'resume',
    summary: '再開する / Resume',
    body: nothing,
    problems: ['NOT_PAUSED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  cancelTask: {
    action: 'cancel',
    summary: '取り消し、協力会社へ知らせる / Cancel and tell the partner',
    body: withReason,
    problems: ['TASK_ENDED'],
  },
  keepTask: {
    action: 'keep',
    summary: '取消しを提案された依頼を続ける / Keep what is proposed for cancelling',
    body: withReason,
    problems: ['NOT_PROPOSED'],
  },
  escalateTask: {
    action: 'escalate',
    summary: 'エスカレーションを一段進める / Climb the next step of the escalation now',
    body: withReason,
    problems: ['NOTHING_TO_ESCALATE', 'TASK_PAUSED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  acknowledgeEscalation: {
    action: 'acknowledge',
    summary: 'エスカレーションを引き受ける / Take on an escalation; its steps stop',
    body: withNote,
    problems: ['NO_ESCALATION', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  acceptDelivery: {
    action: 'accept-delivery',
    summary: '納品を受領し、依頼を完了する / Accept a delivery; the task is closed',
    body: withNote,
    problems: ['NOT_DELIVERED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  returnDelivery: {
    action: 'return-delivery',
    summary: '納品を差し戻す / Return a delivery for changes',
    body: withReason,
    problems: ['NOT_DELIVERED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  reissueLink: {
    action: 'reissue-link',
    summary: '新しいリンクを送る(前のリンクは失効) / Send a new link; the one before is retired',
    body: nothing,
    problems: ['ALREADY_ANSWERED', 'TASK_ENDED', 'NOT_REQUESTED'],
  },
  revokeLink: {
    action: 'revoke-link',
    summary: 'リンクを失効させる / Make the link unusable',
    body: withReason,
    problems: ['TASK_ENDED', 'NOT_REQUESTED'],
  },
  writeToPartner: {
    action: 'write',
    summary: '協力会社へ連絡・回答する / Write to the partner, or answer its question',
    body: z.strictObject({ text: words.describe('Shown on the page of the partner and mailed to whoever holds its link') }),
    problems: ['TASK_ENDED', 'NOT_REQUESTED'],
  },
};

export function decisionRoutes(app: Api, deps: ApiDeps): void {
  for (const [name, spec] of Object.entries(ON_TASKS)) addTaskDecision(app, deps, { ...spec, name: name as OnTask });
  addApprovalDecision(app, deps);
  addIncidentDecisions(app, deps);
  addFacts(app, deps);
}

const onIncident = z.object({ number: incidentNumber });

function addTaskDecision(app: Api, deps: ApiDeps, { action, name, summary, body, problems }: TaskDecision): void {
  app.post(
    `/incidents/:number/tasks/:task/${action}`,
    documented('DECIDE', {
      ...{ tag: 'Tasks', operationId: name, summary, headers: actHeaders, body, answers },
      params: z.object({ number: incidentNumber, task: taskName }),
      problems: [...OF_EVERY_DECISION, 'UNKNOWN_TASK', ...problems],
    }),
    async (request, reply) => {
      const { number, task } = request.params;
      const taskId = await taskIdFrom(deps, number, task);
      const said = { taskId, ...request.body } as Said<OnTask>;
      const key = request.headers['idempotency-key'];
      const result = await decide(deps, { caller: callerOf(request), number, name, said, key });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

/** The task's id; the incident's own playbook is asked only when a service was named. */
async function taskIdFrom({ desk, store }: ApiDeps, number: string, task: string): Promise<string> {
  const service = SERVICES.find((one) => one === task);
  if (!service) return task;
  const { playbook } = await desk.setup(number).catch(async (error: unknown) => {
    if (isIncidentNotFound(error) && !(await store.incident(number))) throw notFound(number);
    throw error;
  });
  if (playbook.services.some((spec) => spec.service === service)) return taskIdOf(playbook, service);
  throw new ApiProblem('UNKNOWN_TASK', {
    ja: `この案件の手順書に ${service} はありません`,
    en: `The playbook of this incident has no ${service}`,
  });
}

const approvalDecision = z.strictObject({
  decision: z.enum(['APPROVED', 'REJECTED']),
  reason: z.string().trim().max(10_000).default('').describe('Needed when it is rejected'),
});

function addApprovalDecision(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents/:number/approvals/:approvalId/decide',
    documented('APPROVE', {
      tag: 'Approvals',
      operationId: 'decideApproval',
      summary: '承認・差戻し / Approve or reject',
      params: z.object({ number: incidentNumber, approvalId }),
      headers: actHeaders,
      body: approvalDecision,
      example: { decision: 'REJECTED', reason: '文案の人数が事実と異なる' },
      answers,
      problems: [...OF_EVERY_DECISION, 'UNKNOWN_APPROVAL', 'ALREADY_DECIDED', 'REASON_MISSING'],
    }),
    async (request, reply) => {
      const { number, approvalId: id } = request.params;
      const said = { approvalId: id, ...request.body };
      const key = request.headers['idempotency-key'];
      const result = await decide(deps, { caller: callerOf(request), number, name: 'decideApproval', said, key });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

const ON_INCIDENTS = [
  {
    action: 'false-alarm',
    name: 'ruleFalseAlarm',
    summary: '「事故ではない」と判定する / Rule it a false alarm',
    body: withReason,
    problems: ['ALREADY_FALSE_ALARM'],
  },
  {
    action: 'close',
    name: 'closeIncident',
    summary: '終結し、記録を封印する / Close it; its record is sealed',
    body: withReason,
    problems: ['OPEN_TASKS'],
  },
  {
    action: 'insured-link',
    name: 'changeInsuredLink',
    summary: 'お客様のリンクを再送・失効する / Send the insured a new link, or make the one in force unusable',
    body: z.strictObject({ change: z.enum(['REISSUED', 'REVOKED']), reason: note.describe('Needed when it is revoked') }),
    problems: ['NO_INSURED_PAGE', 'REASON_MISSING'],
  },
  {
    action: 'call-back',
    name: 'recordCallBack',
    summary: '折り返しの電話を記録する / Record that the promised call was made',
    body: withNote,
    problems: ['NO_CALL_BACK', 'CALL_BACK_DONE'],
  },
  {
    action: 'clock/advance',
    name: 'advanceClock',
    summary: '訓練の時計を進める / Move the clock of a drill',
    body: z.strictObject({ to: instantIn.describe('At most the next moment at which something happens by itself') }),
    problems: ['NOT_A_DRILL', 'CLOCK_TOO_FAR'],
  },
] as const satisfies readonly {
  readonly action: string;
  readonly name: DecisionName;
  readonly summary: string;
  readonly body: z.ZodType<object>;
  readonly problems: readonly ProblemCode[];
}[];

function addIncidentDecisions(app: Api, deps: ApiDeps): void {
  for (const { action, name, summary, body, problems } of ON_INCIDENTS) {
    app.post(
      `/incidents/:number/${action}`,
      documented('DECIDE' satisfies Permission, {
        ...{ tag: 'Incidents', operationId: name, summary, headers: actHeaders, answers },
        body: body as z.ZodType<object>,
        params: onIncident,
        problems: [...OF_EVERY_DECISION, ...problems],
      }),
      async (request, reply) => {
        const said = request.body as Said<typeof name>;
        const key = request.headers['idempotency-key'];
        const { number } = request.params;
        const result = await decide(deps, { caller: callerOf(request), number, name, said, key });
        noteReplay(reply, result.replayed);
        return result;
      },
    );
  }
}

const revision = z.strictObject({
  facts: factsSchema.describe('What changed, or all of it: what is left out stays as it was'),
  knownAt: z
    .string()
    .max(60)
    .optional()
    .meta({ description: 'When it became known; default: now', examples: ['2026-12-31T10:20:00+09:00'] }),
  reason,
});

function addFacts(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents/:number/facts',
    documented('DECIDE', {
      tag: 'Incidents',
      operationId: 'reviseFacts',
      summary: '事実情報を更新する / Revise the facts',
      description:
        'Services that the new facts call for start by themselves; what they no longer call for is proposed for cancelling.',
      params: onIncident,
      headers: actHeaders,
      body: revision,
      example: { facts: { persons: { min: 52300, max: 53150 } }, knownAt: '2026-12-31T10:20:00+09:00', reason: '中間報告より' },
      answers,
      problems: [...OF_EVERY_DECISION, 'IN_THE_FUTURE', 'FACTS_OUT_OF_ORDER', 'FACTS_UNCHANGED'],
    }),
    async (request, reply) => {
      const { number } = request.params;
      const { knownAt, reason: why } = request.body;
      const { state, nowMs } = await readIncident(deps, number);
      const { facts: changes } = request.told as { readonly facts: object };
      const facts = check('body', factsSchema, mergeFacts(currentFacts(state).facts, changes), ['facts']);
      const known = knownAt === undefined ? toInstant(nowMs) : readKnownAt(knownAt, nowMs);
      const said = { facts, knownAt: known, reason: why };
      const same = { reason: why, ...(knownAt === undefined ? {} : { knownAt: known }) };
      const isSame = (entry: TimelineEntry) => entry.kind === 'FACTS_REVISED' && holds(entry.data.facts, changes);
      const key = request.headers['idempotency-key'];
      const result = await decide(deps, { caller: callerOf(request), number, name: 'reviseFacts', said, key, same, isSame });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

/** Whether these facts have what was told already. */
const holds = (facts: object, changes: object): boolean => {
  const merged = factsSchema.safeParse(mergeFacts(facts, changes));
  return merged.success && JSON.stringify(merged.data) === JSON.stringify(factsSchema.parse(facts));
};

function readKnownAt(told: string, nowMs: number): string {
  const read = readToldTime(told, nowMs);
  return read.ok ? toInstant(read.ms) : refuse('body', [jsonSource(told).at(['knownAt'], read.reason)]);
}

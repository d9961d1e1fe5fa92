/** What the people of an incident do next: read off its state, and drawn from the seed. */
import type { Action } from '../../client/portal/actions';
import { isEnded, type IncidentState, type Task } from '../../domain/incident';
import type { Decision, DecisionName, Decisions } from '../../domain/messages';
import type { Draw } from './plan';

/** One thing that somebody does once. */
export type Deed = { readonly key: string; readonly afterMs: number } & (
  | {
      readonly who: 'PARTNER';
      readonly action: Action;
      readonly taskId: string;
      readonly partnerId: string;
      readonly generation: number;
      readonly fields: Readonly<Record<string, string>>;
      readonly withFile: boolean;
    }
  | { readonly who: 'STAFF'; readonly name: DecisionName; readonly body: Omit<Decision['body'], 'messageId' | 'by'> }
);

/** People think before they act; a second firm's turn comes when they think for too long. */
const THINKS_MS = { least: 300, most: 5_000 } as const;

/** Shares of what a firm does with a request. */
const SILENT = 0.18;
const DECLINES = 0.26;
const HANDS_OVER = 0.34;
const ACCEPTS_LATE = 0.5;
const REPORTS_PROGRESS = 0.35;
const WRITES = 0.15;
const SENDS_BACK = 0.12;
const REJECTS = 0.08;
const TAKES_ON = 0.5;

/** Everything that the state calls for; keys tell what has been done already. */
export function deedsFor(state: IncidentState, draw: Draw): Deed[] {
  const thinks = (key: string) => THINKS_MS.least + draw('thinks', key) * (THINKS_MS.most - THINKS_MS.least);
  const deeds = [...state.tasks.flatMap((task) => forTask(task, draw)), ...decisionsOn(state, draw), ...closing(state)];
  return deeds.map((deed) => ({ ...deed, afterMs: thinks(deed.key) }));
}

type Undated = Deed extends infer D ? (D extends Deed ? Omit<D, 'afterMs'> : never) : never;

interface Answer {
  readonly action: Action;
  readonly generation?: number;
  readonly partnerId?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly withFile?: boolean;
}

const answer = (key: string, { taskId, assignment }: Task, what: Answer): Undated => ({
  key,
  who: 'PARTNER',
  taskId,
  partnerId: assignment.partnerId,
  generation: assignment.generation,
  fields: {},
  withFile: false,
  ...what,
});

const decide = <N extends DecisionName>(key: string, name: N, body: Omit<Decisions[N], 'messageId' | 'by'>): Undated => ({
  key,
  who: 'STAFF',
  name,
  body,
});

function forTask(task: Task, draw: Draw): Undated[] {
  if (task.pause) return [];
  const late = task.retiredLinks.filter(({ why }) => why === 'SUBSTITUTED').flatMap((link) => tooLate(task, link, draw));
  if (task.state === 'REQUESTED') return [...late, ...toRequest(task, draw)];
  if (task.state === 'DECLINED')
    return [decide(`cancel:${task.taskId}`, 'cancelTask', { taskId: task.taskId, reason: '候補なし' })];
  if (task.state === 'ACCEPTED' || task.state === 'IN_PROGRESS') return [...late, ...atWork(task, draw), ...takenOn(task, draw)];
  return task.state === 'DELIVERED' ? [...late, ...toDelivery(task, draw)] : late;
}

/** A firm that another was asked in place of answers after all. */
function tooLate(task: Task, { generation, partnerId }: Task['retiredLinks'][number], draw: Draw): Undated[] {
  const key = `late:${task.taskId}:${generation}`;
  return draw(key) < ACCEPTS_LATE ? [answer(key, task, { action: 'accept', generation, partnerId })] : [];
}

function toRequest(task: Task, draw: Draw): Undated[] {
  const { taskId, assignment, retiredLinks } = task;
  const key = `answer:${taskId}:${assignment.generation}`;
  const at = draw(key);
  if (at < SILENT) return [];
  if (at < DECLINES) return [answer(key, task, { action: 'decline', fields: { reason: 'NO_CAPACITY' } })];
  if (at < HANDS_OVER && !retiredLinks.some(({ why }) => why === 'HANDED_OVER')) {
    const fields = { name: '代理 花子', company: assignment.company, email: 'deputy@partner.example', phone: '', consent: 'yes' };
    return [answer(key, task, { action: 'hand-over', fields })];
  }
  return [answer(key, task, { action: 'accept' })];
}

function atWork(task: Task, draw: Draw): Undated[] {
  const { taskId, assignment, deliveries } = task;
  const firm = `${taskId}:${assignment.generation}`;
  const rounds = deliveries.filter(({ returnedAt }) => returnedAt !== null).length;
  const words: Undated[] = [];
  if (draw('progress', firm) < REPORTS_PROGRESS) {
    const fields = { note: '予定どおりです。', outlook: 'onTime' };
    words.push(answer(`progress:${firm}`, task, { action: 'progress', fields }));
  }
  if (draw('message', firm) < WRITES) {
    words.push(answer(`message:${firm}`, task, { action: 'message', fields: { text: 'よろしくお願いいたします。' } }));
  }
  const milestone = task.interimBy && deliveries.length === 0 ? 'INTERIM' : 'FINAL';
  const fields = { note: `${milestone} ${rounds + 1}`, milestone };
  return [...words, answer(`deliver:${firm}:${milestone}:${rounds}`, task, { action: 'deliver', fields, withFile: true })];
}

function takenOn({ taskId, escalation }: Task, draw: Draw): Undated[] {
  const key = `take-on:${taskId}:${escalation.level}`;
  if (escalation.level === 0 || escalation.acknowledgedBy !== null || draw(key) > TAKES_ON) return [];
  return [decide(key, 'acknowledgeEscalation', { taskId, note: '電話で確認しました' })];
}

function toDelivery({ taskId, deliveries }: Task, draw: Draw): Undated[] {
  const key = `check:${taskId}:${deliveries.length}`;
  const isFirst = deliveries.every(({ returnedAt }) => returnedAt === null);
  return isFirst && draw(key) < SENDS_BACK
    ? [decide(key, 'returnDelivery', { taskId, reason: '図を追加してください' })]
    : [decide(key, 'acceptDelivery', { taskId, note: '' })];
}

const decisionsOn = ({ approvals }: IncidentState, draw: Draw): Undated[] =>
  approvals
    .filter(({ state }) => state === 'PENDING')
    .map(({ approvalId, stage }) => {
      const key = `approval:${approvalId}`;
      const isRejected = stage === 'DELIVERY' && draw(key) < REJECTS;
      return decide(key, 'decideApproval', {
        approvalId,
        decision: isRejected ? 'REJECTED' : 'APPROVED',
        reason: isRejected ? '人数を直してください' : '',
      });
    });

function closing({ tasks, planned, approvals, status }: IncidentState): Undated[] {
  const isDone = planned.length === 0 && tasks.every(isEnded) && approvals.every(({ state }) => state !== 'PENDING');
  return isDone && status === 'OPEN' ? [decide('close', 'closeIncident', { reason: 'すべての対応が完了しました' })] : [];
}

/** What everybody will do, read off the incident's state: each thing is put on the agenda once, when it comes up. */
import { specOf } from '../../domain/activation';
import type { Facts } from '../../domain/facts';
import { isEnded, type Approval, type IncidentState, type PlannedTask, type Task } from '../../domain/incident';
import { findObligation, isOwed } from '../../domain/legal';
import type { ObligationKind } from '../../domain/obligations/assessment';
import type { Setup } from '../../domain/setup';
import { MINUTE_MS, toMs } from '../../domain/time';
import type { Behaviour, Story } from './story';

/** One thing somebody will do at a moment of the incident's own time. */
export interface Act {
  readonly key: string;
  readonly atMs: number;
  readonly who: 'PARTNER' | 'STAFF';
  readonly what: PartnerDeed | StaffDeed;
}

export type PartnerDeed =
  | { readonly kind: 'accept' | 'hand-over'; readonly task: Task }
  | { readonly kind: 'accept-late'; readonly task: Task; readonly generation: number }
  | { readonly kind: 'decline'; readonly task: Task; readonly reason: string }
  | { readonly kind: 'progress'; readonly task: Task }
  | {
      readonly kind: 'deliver';
      readonly task: Task;
      readonly milestone: 'INTERIM' | 'FINAL';
      readonly twice: boolean;
      readonly note: string;
    };

export type StaffDeed =
  | { readonly kind: 'decide'; readonly approval: Approval; readonly rejectBecause: string | null }
  | { readonly kind: 'receive' | 'acknowledge'; readonly taskId: string }
  | { readonly kind: 'return' | 'keep' | 'cancel' | 'give-up'; readonly taskId: string; readonly reason: string }
  | { readonly kind: 'facts'; readonly facts: Facts; readonly reason: string }
  | { readonly kind: 'false-alarm' | 'close' | 'close-early'; readonly reason: string }
  | { readonly kind: 'file'; readonly report: ObligationKind; readonly receipt: string | null }
  /** Not a person: the mail server works again. */
  | { readonly kind: 'mail-up' };

/** Partners without a line in the story answer soon and deliver when this share of the limit is used. */
const DEFAULT_ACCEPTS_MINUTES = 12;
const DEFAULT_DELIVERS_SHARE = 0.6;

const behaviourOf = ({ partners }: Story, task: Task): Partial<Behaviour> => {
  const lines = partners[task.service];
  return lines?.[Math.min(task.askedPartners.length, lines.length) - 1] ?? {};
};

const after = (instant: string, minutes: number): number => toMs(instant) + minutes * MINUTE_MS;
const isAtWork = ({ state }: Task): boolean => state === 'ACCEPTED' || state === 'IN_PROGRESS';

/** Everything that the state calls for; keys tell what is on the agenda already. */
export function actsFor(state: IncidentState, nowMs: number, story: Story, setup: Setup): Act[] {
  return [
    ...state.tasks.flatMap((task) => [...answersOf(task, story), ...resultsOf(task, story, setup), ...checksOf(task, story)]),
    ...state.approvals.filter(({ state: one }) => one === 'PENDING').map((approval) => decisionOn(approval, state, story)),
    ...[...state.planned, ...state.tasks].flatMap((task) => proposalOn(task, nowMs, story)),
    ...state.tasks.flatMap((task) => givingUp(task, nowMs, story)),
    ...announced(state, story),
  ];
}

/** What the story says will happen at a time of its own, whatever has happened until then. */
function announced({ openedAt }: IncidentState, { facts, staff, mailServer }: Story): Act[] {
  const { falseAlarm, closesEarly, files } = staff;
  const at = (minutes: number) => after(openedAt, minutes);
  return [
    ...facts.map(({ after: minutes, ...told }, i) => staffAct(`facts:${i}`, at(minutes), { kind: 'facts', ...told })),
    ...files.map(({ after: minutes, kind, receipt = null }) =>
      staffAct(`file:${kind}`, at(minutes), { kind: 'file', report: kind, receipt }),
    ),
    ...(falseAlarm ? [staffAct('false-alarm', at(falseAlarm.after), { kind: 'false-alarm', reason: falseAlarm.reason })] : []),
    ...(closesEarly ? [staffAct('close-early', at(closesEarly.after), { kind: 'close-early', reason: closesEarly.reason })] : []),
    ...(mailServer ? [staffAct('mail-up', at(mailServer.downFor), { kind: 'mail-up' })] : []),
  ];
}

const staffAct = (key: string, atMs: number, what: StaffDeed): Act => ({ key, atMs, who: 'STAFF', what });
const partnerAct = (key: string, atMs: number, what: PartnerDeed): Act => ({ key, atMs, who: 'PARTNER', what });

function answersOf(task: Task, story: Story): Act[] {
  if (task.state !== 'REQUESTED') return [];
  const {
    silent,
    accepts = DEFAULT_ACCEPTS_MINUTES,
    declines,
    reason = 'NO_CAPACITY',
    handsOver,
    acceptsLate,
  } = behaviourOf(story, task);
  const { requestedAt, generation } = task.assignment;
  const key = `${task.taskId}:${task.askedPartners.length}`;
  if (silent) {
    const late = { kind: 'accept-late' as const, task, generation };
    return acceptsLate === undefined ? [] : [partnerAct(`late:${key}`, after(requestedAt, acceptsLate), late)];
  }
  if (declines !== undefined) {
    return [partnerAct(`answer:${key}`, after(requestedAt, declines), { kind: 'decline', task, reason })];
  }
  const change =
    handsOver === undefined ? [] : [partnerAct(`hand:${key}`, after(requestedAt, handsOver), { kind: 'hand-over', task })];
  return [...change, partnerAct(`answer:${key}`, after(requestedAt, accepts), { kind: 'accept', task })];
}

function resultsOf(task: Task, story: Story, setup: Setup): Act[] {
  const since = task.clock?.runningSince;
  if (!isAtWork(task) || !since || !task.completeBy) return [];
  const told = behaviourOf(story, task);
  const share = (by: string) => Math.round(((toMs(by) - toMs(since)) * DEFAULT_DELIVERS_SHARE) / MINUTE_MS);
  const rounds = task.deliveries.filter(({ returnedAt }) => returnedAt !== null).length;
  const key = `${task.taskId}:${task.askedPartners.length}:${rounds}`;
  const hasInterim = task.deliveries.some(({ returnedAt }) => returnedAt === null) || rounds > 0;
  const note = told.note ?? `${specOf(setup, task.service).name.ja}のご報告です。`;
  const progress =
    told.progress === undefined ? [] : [partnerAct(`progress:${key}`, after(since, told.progress), { kind: 'progress', task })];
  if (task.interimBy && !hasInterim) {
    const interim = { kind: 'deliver', task, milestone: 'INTERIM', twice: false, note } as const;
    return [...progress, partnerAct(`interim:${key}`, after(since, told.interim ?? share(task.interimBy)), interim)];
  }
  const final = { kind: 'deliver', task, milestone: 'FINAL', twice: told.twice ?? false, note } as const;
  return [
    ...progress,
    partnerAct(
      `final:${key}`,
      after(since, rounds > 0 ? share(task.completeBy) : (told.delivers ?? share(task.completeBy))),
      final,
    ),
  ];
}

function checksOf(task: Task, { staff }: Story): Act[] {
  const acts: Act[] = [];
  const last = task.deliveries.at(-1);
  if (task.state === 'DELIVERED' && task.clock?.runningSince && last) {
    const isFirst = task.deliveries.every(({ returnedAt }) => returnedAt === null);
    const back = isFirst ? staff.returns.find(({ service }) => service === task.service) : undefined;
    const what: StaffDeed = back
      ? { kind: 'return', taskId: task.taskId, reason: back.reason }
      : { kind: 'receive', taskId: task.taskId };
    acts.push(staffAct(`check:${task.taskId}:${last.version}`, after(task.clock.runningSince, staff.checks), what));
  }
  const { level, lastAction, acknowledgedBy } = task.escalation;
  if (level > 0 && lastAction === 'CALL_LIST' && acknowledgedBy === null && isAtWork(task) && task.clock?.dueAt) {
    const what: StaffDeed = { kind: 'acknowledge', taskId: task.taskId };
    acts.push(staffAct(`ack:${task.taskId}:${level}`, after(task.clock.dueAt, staff.acknowledges), what));
  }
  return acts;
}

function decisionOn(approval: Approval, { tasks }: IncidentState, { staff }: Story): Act {
  const task = tasks.find(({ taskId }) => taskId === approval.taskId);
  const isMeant = ({ service, gate }: { service: string; gate: string }) => service === task?.service && gate === approval.gate;
  const isFirst = approval.approvalId.endsWith('-A1') || !task?.deliveries.some(({ returnedAt }) => returnedAt !== null);
  const minutes = staff.late.find(isMeant)?.decides ?? staff.decides;
  const rejectBecause = (isFirst && staff.rejects.find(isMeant)?.reason) || null;
  return staffAct(`approval:${approval.approvalId}`, after(approval.askedAt, minutes), {
    kind: 'decide',
    approval,
    rejectBecause,
  });
}

/** What the facts no longer call for is cancelled, unless the story keeps it. Known only once it is seen: hence `nowMs`. */
function proposalOn(task: Task | PlannedTask, nowMs: number, { staff }: Story): Act[] {
  const { taskId, service, cancelProposed } = task;
  if (!cancelProposed || ('state' in task && isEnded(task))) return [];
  const kept = staff.keeps.find((one) => one.service === service);
  const what: StaffDeed = kept
    ? { kind: 'keep', taskId, reason: kept.reason }
    : { kind: 'cancel', taskId, reason: '事実情報の改版により不要となりました' };
  return [staffAct(`proposal:${taskId}:${cancelProposed.factsVersion}`, nowMs + staff.decides * MINUTE_MS, what)];
}

/** Nobody is left who would do it. */
function givingUp({ taskId, state }: Task, nowMs: number, { staff }: Story): Act[] {
  if (state !== 'DECLINED') return [];
  const what: StaffDeed = { kind: 'give-up', taskId, reason: '引き受ける協力会社がありません' };
  return [staffAct(`give-up:${taskId}`, nowMs + staff.decides * MINUTE_MS, what)];
}

/** When everything is done and nothing more is to come, the desk closes the incident. */
export function closing({ tasks, planned, approvals, openedAt }: IncidentState, { staff }: Story): Act | null {
  const isDone = planned.length === 0 && tasks.every(isEnded) && approvals.every(({ state }) => state !== 'PENDING');
  if (!isDone) return null;
  const last = Math.max(toMs(openedAt), ...tasks.map(({ endedAt }) => toMs(endedAt ?? openedAt)));
  return staffAct('close', last + staff.closes * MINUTE_MS, { kind: 'close', reason: 'すべての対応が完了しました' });
}

/** What was going to happen may have been overtaken: another firm was asked, the task ended, somebody decided. */
export function isStillCalledFor({ what }: Act, state: IncidentState): boolean {
  switch (what.kind) {
    case 'decide':
      return state.approvals.some((one) => one.approvalId === what.approval.approvalId && one.state === 'PENDING');
    case 'false-alarm':
      return state.outcome === null;
    case 'file': {
      const live = findObligation(state, { kind: what.report, party: 'INSURED' });
      return live !== undefined && isOwed(state, live);
    }
    case 'keep':
    case 'cancel':
      return [...state.planned, ...state.tasks].some(
        (one) => one.taskId === what.taskId && one.cancelProposed !== null && !('state' in one && isEnded(one)),
      );
    case 'accept-late':
    case 'facts':
    case 'close':
    case 'close-early':
    case 'mail-up':
      return true;
    default:
      return isTaskReadyFor(what, state);
  }
}

type TaskDeed = Extract<PartnerDeed | StaffDeed, { readonly task: Task } | { readonly taskId: string }>;

function isTaskReadyFor(deed: TaskDeed, { tasks }: IncidentState): boolean {
  const taskId = 'task' in deed ? deed.task.taskId : deed.taskId;
  const task = tasks.find((one) => one.taskId === taskId);
  if (!task || isEnded(task)) return false;
  if ('task' in deed) {
    const isSameFirm = task.assignment.partnerId === deed.task.assignment.partnerId;
    const isAnswer = deed.kind === 'accept' || deed.kind === 'decline' || deed.kind === 'hand-over';
    return isSameFirm && (isAnswer ? task.state === 'REQUESTED' : isAtWork(task));
  }
  if (deed.kind === 'acknowledge') return task.escalation.acknowledgedBy === null && task.clock !== null;
  return task.state === (deed.kind === 'give-up' ? 'DECLINED' : 'DELIVERED');
}

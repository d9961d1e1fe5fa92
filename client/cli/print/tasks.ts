/** Rows for tasks, planned services and approvals: shape, what, state, who, clock, what is waited for. */
import { waitsFor } from '../../../domain/flow';
import { isEnded, type Approval, type IncidentState, type PlannedTask, type Task } from '../../../domain/incident';
import { GATE_NAMES } from '../../../domain/services';
import { MINUTE_MS, toMs } from '../../../domain/time';
import { sayDuration } from '../../../domain/time-words';
import type { Bilingual } from '../../../domain/wording';
import {
  APPROVAL_STATE_WORDS,
  APPROVER_WORDS,
  CLOCK_WORDS,
  MILESTONE_WORDS,
  NOT_STARTED,
  OVERDUE_SHAPE,
  PAUSED,
  SERVICE_WORDS,
  STAGE_WORDS,
  TASK_SHAPES,
  TASK_STATE_WORDS,
  WAITING_SHAPE,
  WITH_SUPERVISOR,
} from '../words/terms';
import { bracketed, moment, remaining, say, type Reader } from './reader';

type Row = readonly string[];

export const TASK_HEAD: Readonly<Record<'ja' | 'en', Row>> = {
  ja: ['', '依頼', '状態', '協力会社', '残り', '期限', '待ち'],
  en: ['', 'Task', 'State', 'Partner', 'Left', 'Due', 'Waits for'],
};

export const LIST_COMMA = { ja: '、', en: ', ' } as const;
const KEPT: Bilingual = { ja: '継続と決定', en: 'kept by staff' };

export const taskName = ({ taskId, service }: Pick<Task, 'taskId' | 'service'>, reader: Reader): string =>
  `${taskId} ${say(SERVICE_WORDS[service], reader)}`;

/** `A社(第1候補)`. */
export function partnerName({ assignment: { company, rank } }: Task, { language }: Reader): string {
  const chosen = language === 'ja' ? (rank > 0 ? `第${rank}候補` : '指名') : rank > 0 ? `choice ${rank}` : 'named';
  return `${company}${bracketed(chosen, { language })}`;
}

/** The state in a word; a pause tells its reason and what is left of the limit. */
function stateWord({ state, pause, clock, escalation }: Task, reader: Reader): string {
  if (pause) {
    const leftMinutes = clock ? Math.max(0, Math.floor((clock.limitMs - clock.consumedMs) / MINUTE_MS)) : null;
    const left = leftMinutes === null ? '' : sayDuration(leftMinutes, reader.language);
    if (reader.language === 'ja') return `${PAUSED.ja}(${pause.reason}${left && `・残り${left}を保持`})`;
    return `${PAUSED.en} (${pause.reason}${left && `; ${left} kept`})`;
  }
  const isWithSupervisor = escalation.lastAction === 'SUPERVISOR' && !['CLOSED', 'CANCELLED', 'DECLINED'].includes(state);
  return say(isWithSupervisor ? WITH_SUPERVISOR : TASK_STATE_WORDS[state], reader);
}

function shapeOf({ state, pause, clock }: Task, { nowMs, knowsNow, paint }: Reader): string {
  if (pause) return WAITING_SHAPE;
  if (knowsNow && clock?.dueAt && toMs(clock.dueAt) < nowMs) return paint.overdue(OVERDUE_SHAPE);
  return TASK_SHAPES[state];
}

function escalationNote({ level, acknowledgedBy }: Task['escalation'], { language }: Reader): string {
  if (!level) return '';
  if (language === 'ja') return `エスカレーション第${level}段階${acknowledgedBy ? `(引受 ${acknowledgedBy})` : ''}`;
  return `escalation step ${level}${acknowledgedBy ? ` (taken on by ${acknowledgedBy})` : ''}`;
}

function awaited(task: Task, state: Pick<IncidentState, 'approvals'>, reader: Reader): string {
  const pending = state.approvals.filter(
    ({ taskId, state: is, stage }) => taskId === task.taskId && is === 'PENDING' && stage !== 'BESIDE',
  );
  if (task.state === 'WAITING_APPROVAL') {
    return pending
      .map(
        ({ approvalId, gate, approver }) =>
          `${approvalId} ${say(GATE_NAMES[gate], reader)}${bracketed(say(APPROVER_WORDS[approver], reader), reader)}`,
      )
      .join(' ');
  }
  return task.clock && !task.pause ? say(CLOCK_WORDS[task.clock.kind], reader) : '';
}

export function taskRow(task: Task, state: Pick<IncidentState, 'approvals'>, reader: Reader): Row {
  const dueAt = task.clock?.dueAt ?? null;
  const notes = isEnded(task) ? [task.endReason ?? ''] : [awaited(task, state, reader), escalationNote(task.escalation, reader)];
  return [
    shapeOf(task, reader),
    taskName(task, reader),
    stateWord(task, reader),
    partnerName(task, reader),
    remaining(dueAt, reader),
    moment(dueAt ?? task.endedAt, reader),
    notes.filter(Boolean).join(LIST_COMMA[reader.language]),
  ].map((cell, column) => (isEnded(task) && column > 0 ? reader.paint.faint(cell) : cell));
}

export function plannedRow(planned: PlannedTask, state: IncidentState, reader: Reader): Row {
  const waits = waitsFor(state, planned).map(
    ({ service, at }) => `${say(SERVICE_WORDS[service], reader)}${bracketed(say(MILESTONE_WORDS[at], reader), reader)}`,
  );
  const notes = [...waits, planned.kept ? say(KEPT, reader) : ''].filter(Boolean);
  const cells = [taskName(planned, reader), say(NOT_STARTED, reader), '', '', '', notes.join(LIST_COMMA[reader.language])];
  return [WAITING_SHAPE, ...cells.map((cell) => reader.paint.faint(cell))];
}

export const factsVersionName = (version: number, { language }: Reader): string =>
  language === 'ja' ? `第${version}版` : `version ${version}`;

export const APPROVAL_HEAD: Readonly<Record<'ja' | 'en', Row>> = {
  ja: ['', '承認', '依頼', '状態', '決裁者', '段階', '残り', '期限', '事実情報', '理由'],
  en: ['', 'Approval', 'Task', 'State', 'Approver', 'Stage', 'Left', 'Due', 'Facts', 'Reason'],
};

export function approvalRow(approval: Approval, state: IncidentState, reader: Reader): Row {
  const { approvalId, taskId, gate, approver, stage, clock, factsVersion, decidedBy, reason } = approval;
  const task = state.tasks.find((one) => one.taskId === taskId);
  const isPending = approval.state === 'PENDING';
  return [
    isPending ? '◇' : '✓',
    `${approvalId} ${say(GATE_NAMES[gate], reader)}`,
    task ? taskName(task, reader) : taskId,
    `${say(APPROVAL_STATE_WORDS[approval.state], reader)}${decidedBy ? ` (${decidedBy})` : ''}`,
    say(APPROVER_WORDS[approver], reader),
    say(STAGE_WORDS[stage], reader),
    remaining(clock?.dueAt ?? null, reader),
    moment(clock?.dueAt ?? approval.decidedAt, reader),
    factsVersionName(factsVersion, reader),
    reason ?? '',
  ];
}

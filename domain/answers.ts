/** What a partner's answer does. An answer that may not act is kept in the timeline and changes nothing. */
import { specOf } from './activation';
import { refuse, refuseMissing, taskIn, type Draft } from './draft';
import type { Refusal } from './errors';
import { escalate } from './escalation';
import {
  askApprovals,
  beginWork,
  blockingApprovals,
  checkClock,
  clockAfterInterim,
  renewLink,
  requestNextPartner,
  retireLink,
  withdrawApprovals,
} from './flow';
import { isEnded, type IncidentState, type Task } from './incident';
import type { Answer, AnswerName, Answers } from './messages';
import { linkStanding } from './partner-view';
import { nextPartner } from './partners';
import type { EntryData } from './timeline';

/** Applies an answer, or keeps it in the timeline with the reason why it changes nothing. */
export function applyAnswer(draft: Draft, answer: Answer): void {
  const { name, body } = answer;
  if (draft.state().seenMessageIds.includes(body.messageId)) {
    draft.emit('ANSWER_REPEATED', { signal: name, taskId: body.taskId });
    return;
  }
  const refusal = whyNot(draft.state(), answer) ?? RULES[name](draft, taskIn(draft, body.taskId), body as never);
  if (refusal) draft.emit('ANSWER_NOT_APPLIED', { signal: name, taskId: body.taskId, code: refusal.code, kept: { ...body } });
}

/** What may be said about a task that has ended: what it cost, and words. */
const AFTER_THE_END: readonly AnswerName[] = ['submitInvoice', 'sendMessage'];

function whyNot(state: IncidentState, { name, body }: Answer): Refusal | null {
  if (state.status === 'CLOSED') return refuse('INCIDENT_CLOSED');
  const task = state.tasks.find((one) => one.taskId === body.taskId);
  if (!task) return refuseMissing(state, body.taskId);
  if (body.link && linkStanding(task, body.link.partnerId, body.link.generation).link !== 'IN_FORCE')
    return refuse('RETIRED_LINK');
  return isEnded(task) && !AFTER_THE_END.includes(name) ? refuse('TASK_ENDED') : null;
}

type Rule<N extends AnswerName> = (draft: Draft, task: Task, body: Answers[N]) => Refusal | null;

const standsFinal = (task: Task): boolean =>
  task.deliveries.some(({ milestone, returnedAt }) => milestone === 'FINAL' && returnedAt === null);

/** Accepted, and its work not delivered yet. */
const isAtWork = (task: Task): boolean =>
  ['ACCEPTED', 'IN_PROGRESS', 'WAITING_APPROVAL'].includes(task.state) && !standsFinal(task);

const accept: Rule<'acceptTask'> = (draft, { taskId, state, assignment }, body) => {
  if (state !== 'REQUESTED') return refuse('ALREADY_ANSWERED');
  const expectedStartAt = body.expectedStartAt ?? null;
  draft.emit('TASK_ACCEPTED', { taskId, generation: assignment.generation, implied: false, expectedStartAt });
  beginWork(draft, taskId);
  return null;
};

const decline: Rule<'declineTask'> = (draft, task, { reason, note = '' }) => {
  const { taskId, assignment, askedPartners, service } = task;
  if (task.state !== 'REQUESTED' && !isAtWork(task)) return refuse('ALREADY_ANSWERED');
  const exhausted = !nextPartner(draft.state(), draft.setup, service, askedPartners);
  withdrawApprovals(draft, taskId);
  draft.emit('TASK_DECLINED', { taskId, generation: assignment.generation, reason, note, exhausted });
  if (!exhausted) requestNextPartner(draft, taskIn(draft, taskId), 'DECLINED');
  else {
    retireLink(draft, task, 'DECLINED');
    escalate(draft, task, { action: 'SUPERVISOR', why: 'NOBODY_LEFT', reason: null, clock: null });
  }
  return null;
};

const handOver: Rule<'handOverTask'> = (draft, task, { to }) => {
  if (task.state === 'DECLINED') return refuse('ALREADY_ANSWERED');
  const { holder } = task.assignment;
  const next = renewLink(draft, task, 'HANDED_OVER');
  const assignment = {
    ...next,
    company: to.company,
    holder: { name: to.name, email: to.email, phone: to.phone ?? null, language: holder.language },
  };
  draft.emit('TASK_HANDED_OVER', { taskId: task.taskId, from: holder.name, assignment });
  return null;
};

const report: Rule<'reportProgress'> = (draft, task, { note, expectedAt = null }) => {
  if (task.state === 'REQUESTED') return refuse('NOT_ACCEPTED');
  if (!isAtWork(task)) return refuse('ALREADY_ANSWERED');
  draft.emit('PROGRESS_REPORTED', { taskId: task.taskId, note, expectedAt });
  return null;
};

const deliver: Rule<'deliverTask'> = (draft, task, body) => {
  const { taskId, assignment } = task;
  if (task.state === 'REQUESTED') {
    draft.emit('TASK_ACCEPTED', { taskId, generation: assignment.generation, implied: true, expectedStartAt: null });
    beginWork(draft, taskId);
  } else if (!isAtWork(task)) return refuse('ALREADY_ANSWERED');
  const { milestone = 'FINAL', note = '', factsVersion = null, files = [] } = body;
  const { partnerId } = assignment;
  const delivery = { version: task.deliveries.length + 1, milestone, partnerId, note, factsVersion, files };
  if (milestone === 'INTERIM') deliverInterim(draft, taskIn(draft, taskId), delivery);
  else deliverFinal(draft, taskIn(draft, taskId), delivery);
  return null;
};

type NewDelivery = EntryData['TASK_DELIVERED']['delivery'];

function deliverInterim(draft: Draft, task: Task, delivery: NewDelivery): void {
  const waits = task.state === 'WAITING_APPROVAL';
  const isFirst = task.interimBy !== null && !task.deliveries.some(({ returnedAt }) => returnedAt === null);
  const clock = isFirst && !waits ? clockAfterInterim(draft, task) : task.clock;
  draft.emit('TASK_DELIVERED', { taskId: task.taskId, delivery, state: waits ? 'WAITING_APPROVAL' : 'IN_PROGRESS', clock });
}

function deliverFinal(draft: Draft, task: Task, delivery: NewDelivery): void {
  const { taskId } = task;
  const asks = specOf(draft.setup, task.service).approvals.some(({ stage }) => stage === 'DELIVERY');
  const waits = asks || blockingApprovals(draft.state(), taskId).length > 0;
  const clock = waits ? null : checkClock(draft, task);
  draft.emit('TASK_DELIVERED', { taskId, delivery, state: waits ? 'WAITING_APPROVAL' : 'DELIVERED', clock });
  askApprovals(draft, taskId, 'DELIVERY');
}

const quote: Rule<'submitQuote'> = (draft, { taskId }, { amountYen, note = '', files = [] }) => {
  draft.emit('QUOTE_SUBMITTED', { taskId, amountYen, note, files });
  return null;
};

const invoice: Rule<'submitInvoice'> = (draft, { taskId }, { amountYen, note = '', files = [] }) => {
  draft.emit('INVOICE_SUBMITTED', { taskId, amountYen, note, files });
  return null;
};

const message: Rule<'sendMessage'> = (draft, { taskId }, { text }) => {
  draft.emit('MESSAGE_SENT', { taskId, text });
  return null;
};

const RULES: { [N in AnswerName]: Rule<N> } = {
  acceptTask: accept,
  declineTask: decline,
  handOverTask: handOver,
  reportProgress: report,
  deliverTask: deliver,
  submitQuote: quote,
  submitInvoice: invoice,
  sendMessage: message,
};

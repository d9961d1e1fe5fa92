/** The durable shell around the rules: it holds the state, the incident's clock and the effects, and decides nothing. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { ApplicationFailure, setDefaultSignalHandler, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { decide, open, type Message } from '../domain/decide';
import type { Outcome } from '../domain/draft';
import { isRefusal, refusalText, type Refusal } from '../domain/errors';
import { nextDueAt, type IncidentState } from '../domain/incident';
import { insuredView } from '../domain/insured-view';
import type { AnswerName, DecisionName, DecisionResult } from '../domain/messages';
import { partnerView } from '../domain/partner-view';
import {
  ANSWER_NAMES,
  DECISION_NAMES,
  readAnswer,
  readDecision,
  readInsuredDecision,
  readInsuredMessage,
  type Read,
} from '../domain/read-messages';
import { toInstant, toMs } from '../domain/time';
import { both } from '../domain/wording';
import { startEffects, type Effects } from './effects';
import {
  REFUSED,
  SEARCH_ATTRIBUTES,
  answerSignals,
  decisionUpdates,
  insuredMessageUpdate,
  insuredUpdate,
  insuredViewQuery,
  partnerViewQuery,
  setupQuery,
  stateQuery,
  type Carried,
  type IncidentInput,
  type StateView,
} from './messages';

export interface Shell {
  state(): IncidentState;
  /** Epoch ms on the incident's own clock. */
  nowMs(wallMs?: number): number;
  /** Epoch ms on the wall clock for a moment of the incident's. */
  wallMsOf(incidentMs: number): number;
  /** Lets the rules answer a message and starts the effects it calls for. */
  receive(message: Message): Outcome | Refusal;
  readonly effects: Effects;
  carry(): Carried;
}

export function createShell(input: IncidentInput): Shell {
  const { setup, carried } = input;
  const startedAtMs = carried?.startedAtMs ?? Date.now();
  const { clock } = carried?.state ?? input.open;
  let state = carried?.state as IncidentState;

  const skippedMs = () => state?.skippedMs ?? 0;
  const nowMs = (wallMs = Date.now()) =>
    clock ? toMs(clock.startAt) + (wallMs - startedAtMs) * clock.speed + skippedMs() : wallMs;
  const take = (outcome: Outcome): Outcome => {
    state = outcome.state;
    effects.append(outcome.entries);
    for (const mail of outcome.mails) effects.send({ mail, delayed: false });
    return outcome;
  };
  const receive = (message: Message) => {
    const outcome = decide(state, message, nowMs(), setup);
    return isRefusal(outcome) ? outcome : take(outcome);
  };
  const effects = startEffects(
    input.open.number,
    input.effects === 'TOGETHER',
    (mail, outcome) => void receive({ kind: 'MAIL', mail, outcome }),
  );
  if (carried) {
    effects.append(carried.unrecorded);
    carried.unsentMails.forEach(effects.send);
  } else take(open(input.open, setup, nowMs()));
  return {
    state: () => state,
    nowMs,
    wallMsOf: (incidentMs) =>
      clock ? startedAtMs + Math.ceil((incidentMs - toMs(clock.startAt) - skippedMs()) / clock.speed) : incidentMs,
    receive,
    effects,
    carry: () => ({ state, unrecorded: [...effects.unrecorded()], unsentMails: [...effects.unsent()], startedAtMs }),
  };
}

/** Everything that may be said to an incident or asked of it. */
export function listen(shell: Shell, input: IncidentInput): void {
  for (const name of ANSWER_NAMES) setHandler(answerSignals[name], (raw: unknown) => hear(shell, name, raw));
  setDefaultSignalHandler((signal) => void shell.receive({ kind: 'UNREADABLE', signal, problem: 'unknown signal' }));
  for (const name of DECISION_NAMES) {
    setHandler(decisionUpdates[name], (raw: unknown) => settle(shell, name, raw), {
      validator: (raw: unknown) => refuseMessage(shell, decisionMessage(name, raw), input),
    });
  }
  setHandler(insuredUpdate, (raw: unknown) => settleMessage(shell, insuredMessage(raw)), {
    validator: (raw: unknown) => refuseMessage(shell, insuredMessage(raw), input),
  });
  setHandler(insuredMessageUpdate, (raw: unknown) => settleMessage(shell, insuredWords(raw)), {
    validator: (raw: unknown) => refuseMessage(shell, insuredWords(raw), input),
  });
  setHandler(stateQuery, (wallMs) => stateView(shell, wallMs));
  setHandler(setupQuery, () => input.setup);
  setHandler(partnerViewQuery, (taskId, partnerId, generation, wallMs) =>
    partnerView(shell.state(), input.setup, { taskId, partnerId, generation }, shell.nowMs(wallMs)),
  );
  setHandler(insuredViewQuery, (generation, wallMs) => insuredView(shell.state(), input.setup, generation, shell.nowMs(wallMs)));
}

/** A signal never throws: what cannot be understood, or trips over a fault of ours, is kept in the timeline. */
function hear(shell: Shell, signal: AnswerName, raw: unknown): void {
  const read = readAnswer(signal, raw);
  if (!read.ok) {
    shell.receive({ kind: 'UNREADABLE', signal, problem: read.problem });
    return;
  }
  try {
    shell.receive({ kind: 'ANSWER', answer: read.value });
  } catch {
    shell.receive({ kind: 'UNREADABLE', signal, problem: `engine fault; message ${read.value.body.messageId}` });
  }
}

const failure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({ type: REFUSED, message: both(refusalText(refusal)), nonRetryable: true, details: [refusal] });

function readOrRefuse<T>(read: Read<T>): T {
  if (!read.ok) throw failure({ code: 'MALFORMED', detail: read.problem });
  return read.value;
}

const decisionMessage = (name: DecisionName, raw: unknown): Message => ({
  kind: 'DECISION',
  decision: readOrRefuse(readDecision(name, raw)),
});
const insuredMessage = (raw: unknown): Message => ({ kind: 'INSURED', decision: readOrRefuse(readInsuredDecision(raw)) });
const insuredWords = (raw: unknown): Message => ({ kind: 'INSURED_WRITES', message: readOrRefuse(readInsuredMessage(raw)) });

/** Says no before the decision enters the history. */
function refuseMessage(shell: Shell, message: Message, { setup }: IncidentInput): void {
  const outcome = decide(shell.state(), message, shell.nowMs(), setup);
  if (isRefusal(outcome)) throw failure(outcome);
}

function settleMessage(shell: Shell, message: Message): DecisionResult {
  const fromSeq = shell.state().seq + 1;
  const outcome = shell.receive(message);
  if (isRefusal(outcome)) throw failure(outcome);
  return { fromSeq, toSeq: shell.state().seq };
}

function settle(shell: Shell, name: DecisionName, raw: unknown): DecisionResult {
  const { fromSeq } = settleMessage(shell, decisionMessage(name, raw));
  if (name === 'advanceClock') shell.receive({ kind: 'TIME' });
  return { fromSeq, toSeq: shell.state().seq };
}

const stateView = (shell: Shell, wallMs?: number): StateView => ({
  ...shell.state(),
  now: toInstant(shell.nowMs(wallMs)),
  unrecorded: [...shell.effects.unrecorded()],
  mailsUnderWay: shell.effects.unsent().length,
});

const STATUS = defineSearchAttributeKey('DeskStatus', SEARCH_ATTRIBUTES.DeskStatus);
const SEVERITY = defineSearchAttributeKey('DeskSeverity', SEARCH_ATTRIBUTES.DeskSeverity);
const NEXT_DUE_AT = defineSearchAttributeKey('DeskNextDueAt', SEARCH_ATTRIBUTES.DeskNextDueAt);

/** For operators in the Temporal UI; lists and search of this system read the record. Upserts only what changed. */
export function createOperatorView(): (state: IncidentState) => void {
  let shown = '';
  return (state) => {
    const dueAt = nextDueAt(state);
    const next = [state.status, state.severity, dueAt].join();
    if (next === shown) return;
    shown = next;
    upsertSearchAttributes([
      { key: STATUS, value: state.status },
      { key: SEVERITY, value: state.severity },
      { key: NEXT_DUE_AT, value: dueAt ? new Date(toMs(dueAt)) : null },
    ]);
  };
}

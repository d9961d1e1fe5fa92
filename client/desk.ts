/**
 * The way in: everything that people and programs can ask of incidents. The only file that holds Temporal handles.
 */
import {
  Client,
  Connection,
  QueryNotRegisteredError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type ConnectionOptions,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Decision, DecisionResult, InsuredDecision, InsuredMessage } from '../domain/messages';
import { isRefusal, type Refusal } from '../domain/errors';
import { incidentNumberFrom } from '../domain/incident-number';
import type { InsuredPageView } from '../domain/insured-view';
import type { PartnerView } from '../domain/partner-view';
import type { Setup } from '../domain/setup';
import type { TimelineEntry } from '../domain/timeline';
import { entriesIn, runBefore } from './history';
import {
  QUESTION_OUT_OF_TURN,
  REFUSED,
  TASK_QUEUE,
  WORKFLOW_TYPE,
  insuredMessageUpdate,
  insuredUpdate,
  insuredViewQuery,
  partnerViewQuery,
  setupQuery,
  stateQuery,
  workflowIdOf,
  type IncidentInput,
  type OpenInput,
  type StateView,
} from '../workflows/messages';

/** The incident said no, and why. Nothing was changed. */
export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** There is no incident of this number, or it has ended and takes no more messages. */
export class IncidentNotFound extends Error {
  override readonly name = 'IncidentNotFound';
}

/** The engine did not answer in time. A message that was sent is kept by the server and will be dealt with. */
export class EngineSilent extends Error {
  override readonly name = 'EngineSilent';
}

/** This key has opened an incident already, from another request. Nothing was opened. */
export class IdempotencyConflict extends Error {
  override readonly name = 'IdempotencyConflict';
}

export type OpenRequest = Omit<OpenInput, 'number'>;

/** Makes an opening repeatable: the same key gives the same incident for as long as the engine keeps it. */
export interface OpenOnce {
  /** Unique among everybody who opens incidents. */
  readonly key: string;
  /** Of the request as it was sent, to tell a repeat from a mistake. */
  readonly requestSha256: string;
}

interface Opened {
  readonly number: string;
  /** The incident was there before, from the same request. */
  readonly replayed?: boolean;
}

export interface Desk {
  /**
   * Opens an incident. Needs Temporal alone: returns as soon as the server has the workflow.
   * @throws IdempotencyConflict when `once.key` has opened another one.
   */
  open(setup: Setup, request: OpenRequest, once?: OpenOnce): Promise<Opened>;
  /** Hands a partner's answer to the incident, as a signal. Returns once the server has stored it. */
  answer(number: string, answer: Answer): Promise<void>;
  /** Asks the incident for a decision of staff. @throws DeskRefused with the reason when it says no. */
  decide(number: string, decision: Decision): Promise<DecisionResult>;
  state(number: string): Promise<StateView>;
  setup(number: string): Promise<Setup>;
  partnerView(number: string, taskId: string, partnerId: string, generation: number): Promise<PartnerView | null>;
  /** The page of the insured, as a link of this generation may see it. */
  insuredView(number: string, generation: number): Promise<InsuredPageView>;
  /** What the insured decided on its page. @throws DeskRefused with the reason when the incident says no. */
  decideAsInsured(number: string, decision: InsuredDecision): Promise<DecisionResult>;
  /** What the insured wrote on its page. @throws DeskRefused with the reason when the incident says no. */
  writeAsInsured(number: string, message: InsuredMessage): Promise<DecisionResult>;
  /**
   * Every entry of the timeline as the engine's history holds it, over all runs of the workflow.
   * @throws IncidentNotFound when the engine no longer keeps it (retention).
   */
  entriesFromHistory(number: string): Promise<readonly TimelineEntry[]>;
  close(): Promise<void>;
}

/** Reads and decisions that take longer than this are reported as EngineSilent. */
const ANSWER_WITHIN_MS = 10_000;
/** How often a worker may let go of what it was asked before its asker is told. */
const HEARINGS = 5;
/** Numbers collide once in 2^35 draws; a few tries make that impossible to notice. */
const NUMBER_TRIES = 5;

/**
 * A desk on a connection that stands.
 * @public The command line loads this file at its first use, where the search for dead code cannot follow.
 */
export async function connectDesk(options: ConnectionOptions, namespace: string): Promise<Desk> {
  const connection = await Connection.connect({ connectTimeout: '5s', ...options });
  return createDesk(new Client({ connection, namespace }), () => connection.close());
}

/** A desk that connects at its first use: for a process that has to be there while the engine is not. */
export function lazyDesk(options: ConnectionOptions, namespace: string): Desk {
  const connection = Connection.lazy({ connectTimeout: '5s', ...options });
  return createDesk(new Client({ connection, namespace }), () => connection.close());
}

export function createDesk(client: Client, close: () => Promise<void>): Desk {
  const handleOf = (number: string) => client.workflow.getHandle(workflowIdOf(number));
  const ask = <T>(number: string, question: (handle: WorkflowHandle) => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => untilHeard(() => question(handleOf(number)))).catch(translate);
  return {
    open: (setup, request, once) =>
      client
        .withDeadline(Date.now() + ANSWER_WITHIN_MS, () => start(client, setup, request, once))
        .catch((error: unknown) => translate(error)),
    answer: (number, { name, body }) => ask(number, (handle) => handle.signal(name, body)),
    decide: (number, { name, body }) =>
      ask(number, (handle) =>
        handle.executeUpdate<DecisionResult, [typeof body]>(name, { args: [body], updateId: body.messageId }),
      ),
    state: (number) => ask(number, (handle) => handle.query(stateQuery, Date.now())),
    setup: (number) => ask(number, (handle) => handle.query(setupQuery)),
    partnerView: (number, taskId, partnerId, generation) =>
      ask(number, (handle) => handle.query(partnerViewQuery, taskId, partnerId, generation, Date.now())),
    insuredView: (number, generation) => ask(number, (handle) => handle.query(insuredViewQuery, generation, Date.now())),
    decideAsInsured: (number, decision) =>
      ask(number, (handle) => handle.executeUpdate(insuredUpdate, { args: [decision], updateId: decision.messageId })),
    writeAsInsured: (number, message) =>
      ask(number, (handle) => handle.executeUpdate(insuredMessageUpdate, { args: [message], updateId: message.messageId })),
    entriesFromHistory: (number) => readHistory(client, number).catch(translate),
    close,
  };
}

async function readHistory(client: Client, number: string): Promise<readonly TimelineEntry[]> {
  const entries = new Map<number, TimelineEntry>();
  for (let runId: string | null | undefined; runId !== null;) {
    const history = await client.workflow.getHandle(workflowIdOf(number), runId).fetchHistory();
    for (const entry of entriesIn(history)) entries.set(entry.seq, entry);
    runId = runBefore(history);
  }
  return [...entries.values()].sort((a, b) => a.seq - b.seq);
}

/** What an opening by key leaves with the workflow, so that a repeat can be recognised without the record. */
interface OpenedBy {
  readonly keySha256: string;
  readonly requestSha256: string;
}
const OPENED_BY = 'openedBy';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function start(client: Client, setup: Setup, request: OpenRequest, once?: OpenOnce): Promise<Opened> {
  const openedBy: OpenedBy | null = once ? { keySha256: sha256(once.key), requestSha256: once.requestSha256 } : null;
  const numbers = openedBy ? numbersFor(openedBy.keySha256) : drawnNumbers();
  for (let tries = 0; tries < NUMBER_TRIES; tries += 1) {
    const number = numbers.next().value;
    const input: IncidentInput = { setup, open: { number, ...request }, effects: 'TOGETHER' };
    try {
      await client.workflow.start(WORKFLOW_TYPE, {
        workflowId: workflowIdOf(number),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue: TASK_QUEUE,
        args: [input],
        ...(openedBy && { memo: { [OPENED_BY]: openedBy } }),
      });
      return { number };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      if (openedBy && (await isRepeat(client, number, openedBy))) return { number, replayed: true };
    }
  }
  throw new EngineSilent('no free incident number was found');
}

/** Whether the incident of this number came from the same request. False: another one happens to have the number. */
async function isRepeat(client: Client, number: string, { keySha256, requestSha256 }: OpenedBy): Promise<boolean> {
  const { memo } = await client.workflow.getHandle(workflowIdOf(number)).describe();
  const before = memo?.[OPENED_BY] as Partial<OpenedBy> | undefined;
  if (before?.keySha256 !== keySha256) return false;
  if (before.requestSha256 !== requestSha256) throw new IdempotencyConflict('this key has opened another incident');
  return true;
}

function* drawnNumbers(): Generator<string, never> {
  for (;;) {
    const number = incidentNumberFrom(randomBytes(8));
    if (number) yield number;
  }
}

/** The numbers that belong to a key, always in the same order. */
function* numbersFor(keySha256: string): Generator<string, never> {
  for (let count = 0; ; count += 1) {
    const number = incidentNumberFrom(createHash('sha256').update(`${keySha256} ${count}`).digest());
    if (number) yield number;
  }
}

/** The number that a key would open first: to find an incident that the engine keeps no longer. */
export const firstNumberFor = (key: string): string => numbersFor(sha256(key)).next().value;

/** Errors of the wire, in the terms of this desk. */
function translate(error: unknown): never {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === REFUSED) {
    const refusal: unknown = error.cause.details?.[0];
    if (typeof refusal === 'object' && refusal !== null && isRefusal(refusal)) throw new DeskRefused(refusal);
  }
  if (error instanceof WorkflowNotFoundError) throw new IncidentNotFound(error.message);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isTimeout(error)) {
    throw new EngineSilent('the engine did not answer in time');
  }
  throw error;
}

/**
 * Asks again what a worker let go of without an answer: a question out of turn, which the server then puts behind what came
 * in before it, and a decision that came to the same worker at that moment. Neither has done anything.
 */
async function untilHeard<T>(ask: () => Promise<T>): Promise<T> {
  for (let hearings = 1; ; hearings += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnheard(error) || hearings === HEARINGS) throw error;
    }
  }
}

const isUnheard = (error: unknown): boolean =>
  (error instanceof QueryNotRegisteredError && error.message === QUESTION_OUT_OF_TURN) ||
  (error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === 'UnprocessedUpdate');

const DEADLINE_EXCEEDED = 4;
const CANCELLED = 1;
const UNAVAILABLE = 14;
function isTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (code === DEADLINE_EXCEEDED || code === CANCELLED || code === UNAVAILABLE) return true;
  }
  return false;
}

/** The command line against a desk and a record in memory; the rules behind them are the real ones. */
import { createHash } from 'node:crypto';
import { DeskRefused, IncidentNotFound, type Desk } from '../../client/desk';
import type { CliDeps, Prompter } from '../../client/cli/deps';
import { runCli } from '../../client/cli/program';
import { assessFile } from '../../client/assess-file';
import { createCalendarTokens } from '../../config/calendar-tokens';
import { awareAt, isDrill, isEnded, nextDueAt, type IncidentState } from '../../domain/incident';
import type { OpenRequest } from '../../client/desk';
import { toInstant } from '../../domain/time';
import type { RecordedEntry, Store } from '../../store/types';
import { LAW } from '../support/law';
import { play, type Play } from '../support/play';
import { SETUP, answer } from '../support/sample';
import { drillsInMemory } from '../support/drills';
import { tokensInMemory } from '../support/tokens';

export const NUMBER = '7K3M-Q2XK';
export const OTHER_NUMBER = '7K3M-Q2A0';

export const startPlay = (changes: Parameters<typeof play>[0] = {}): Play => play({ number: NUMBER, ...changes });

const notPartOfThisTest = (): never => {
  throw new Error('not part of this test');
};

/** A desk whose incidents are plays. An incident that is closed is gone from the engine when `forgetsClosed`. */
export function fakeDesk(plays: readonly Play[], options: Partial<FakeOptions> = {}): Desk {
  const find = (number: string): Play => {
    const found = plays.find((one) => one.state().number === number);
    if (!found || (options.forgetsClosed && found.state().status === 'CLOSED')) throw new IncidentNotFound('no such workflow');
    return found;
  };
  return {
    open: async (_setup, request) => {
      options.opened?.push(request);
      return { number: NUMBER };
    },
    answer: notPartOfThisTest,
    decide: async (number, decided) => {
      const incident = find(number);
      const fromSeq = incident.state().seq + 1;
      const refusal = incident.say({ kind: 'DECISION', decision: decided });
      if (refusal) throw new DeskRefused(refusal);
      return { fromSeq, toSeq: incident.state().seq };
    },
    state: async (number) => {
      const incident = find(number);
      const unrecorded = incident.entries.slice(recordedCount(incident, options) - (options.unconfirmed ?? 0));
      return { ...incident.state(), now: toInstant(incident.nowMs()), unrecorded, mailsUnderWay: options.mailsUnderWay ?? 0 };
    },
    setup: async (number) => (find(number), SETUP),
    partnerView: notPartOfThisTest,
    insuredView: notPartOfThisTest,
    decideAsInsured: notPartOfThisTest,
    writeAsInsured: notPartOfThisTest,
    entriesFromHistory: async (number) => find(number).entries,
    close: async () => undefined,
  };
}

export interface FakeOptions {
  /** How many of an incident's entries the record does not have yet. */
  readonly unrecorded: number;
  /** How many the record has although the engine has not heard so. */
  readonly unconfirmed: number;
  readonly mailsUnderWay: number;
  readonly forgetsClosed: boolean;
  readonly opened: OpenRequest[];
  readonly brokenAtSeq: number;
  readonly files: Readonly<Record<string, Buffer>>;
}

const recordedCount = ({ entries }: Play, { unrecorded = 0 }: Partial<FakeOptions>): number => entries.length - unrecorded;

const rowOf = (state: IncidentState) => ({
  number: state.number,
  status: state.status,
  outcome: state.outcome,
  severity: state.severity,
  drill: isDrill(state),
  insured: state.insured,
  openedAt: state.openedAt,
  awareAt: awareAt(state),
  nextDueAt: nextDueAt(state),
  tasksOpen: state.tasks.filter((task) => !isEnded(task)).length,
  tasksTotal: state.tasks.length,
  sealed: state.status === 'CLOSED',
});

export interface FakeStore extends Store {
  /** What was asked of it, in order. */
  readonly calls: string[];
}

export function fakeStore(plays: readonly Play[], options: Partial<FakeOptions> = {}): FakeStore {
  const calls: string[] = [];
  const find = (number: string): Play | undefined => plays.find((one) => one.state().number === number);
  const recorded = (one: Play): RecordedEntry[] =>
    one.entries.slice(0, recordedCount(one, options)).map((entry) => ({ entry, sha256: 'a'.repeat(64) }));
  const head = { seq: 0, sha256: 'a'.repeat(64) };
  return {
    calls,
    append: async (_number, entries) => {
      calls.push(`append ${entries.length}`);
      return head;
    },
    seal: async () => {
      calls.push('seal');
      return head;
    },
    incident: async (number) => {
      const found = find(number);
      return found ? { state: found.state(), head: { ...head, seq: found.state().seq }, sealedAt: null } : null;
    },
    incidents: async (filter = {}) => {
      calls.push(`incidents ${JSON.stringify(filter)}`);
      return plays.map((one) => rowOf(one.state())).filter(({ status }) => !filter.status || status === filter.status);
    },
    openTasks: async () =>
      plays.flatMap((one) => {
        const state = one.state();
        return state.tasks
          .filter((task) => !isEnded(task))
          .map((task) => ({ number: state.number, drill: isDrill(state), nextDueAt: task.clock?.dueAt ?? null, task }));
      }),
    timeline: async (number, { afterSeq = 0, limit } = {}) => {
      const found = find(number);
      return found ? recorded(found).slice(afterSeq, limit === undefined ? undefined : afterSeq + limit) : [];
    },
    verifyChain: async (number) => {
      const found = find(number);
      return { entries: found ? recorded(found).length : 0, brokenAtSeq: options.brokenAtSeq ?? null };
    },
    rederive: async () => void calls.push('rederive'),
    putFile: notPartOfThisTest,
    file: async (sha256) => {
      const bytes = options.files?.[sha256];
      return bytes ? { bytes, mediaType: 'application/pdf' } : null;
    },
    wasMailSent: notPartOfThisTest,
    markMailSent: notPartOfThisTest,
    wasUploadedBy: notPartOfThisTest,
    ...tokensInMemory(),
    ...drillsInMemory(),
    ping: async () => undefined,
    close: async () => undefined,
  };
}

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** stdout, parsed. */
  readonly json: <T = Record<string, unknown>>() => T;
}

export interface RunOptions extends Partial<Omit<CliDeps, 'stdin' | 'stdout' | 'stderr' | 'desk' | 'store'>> {
  readonly desk?: Desk;
  readonly store?: Store;
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  /** What is thrown where there is no desk or no record. */
  readonly noSystem?: Error;
}

function fail(error = new Error('not part of this test')): never {
  throw error;
}

/** Runs one command line. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  const { desk, store, stdin = '', isTerminal = false, noSystem, ...others } = options;
  const into = (place: keyof typeof written) => ({
    isTTY: isTerminal,
    write: (chunk: string | Uint8Array) => void (written[place] += Buffer.from(chunk).toString('utf8')),
  });
  const exitCode = await runCli(argv, {
    stdin: Object.assign(
      (async function* () {
        yield stdin;
      })(),
      { isTTY: isTerminal },
    ),
    stdout: into('out'),
    stderr: into('err'),
    env: {},
    userName: () => 'os-user',
    nowMs: () => Date.parse('2026-12-01T09:00:00+09:00'),
    sleep: async () => undefined,
    interrupted: () => false,
    desk: async () => desk ?? fail(noSystem),
    store: async () => store ?? fail(noSystem),
    staff: async () => fail(noSystem),
    consoleUrl: async () => 'http://127.0.0.1:8423',
    setup: async () => SETUP,
    law: async () => LAW,
    calendar: async () => ({ tokens: createCalendarTokens('s'.repeat(40)), url: 'https://api.desk.example' }),
    assess: async (source) => assessFile(source, LAW),
    checkPlaybook: async () => [],
    mailboxUrl: async () => null,
    fetch: notPartOfThisTest,
    prompter: notPartOfThisTest,
    close: async () => undefined,
    ...others,
  });
  return { exitCode, ...written, json: <T>() => JSON.parse(written.out) as T };
}

/** Both doors of one play. */
export const behind = (incident: Play, options: Partial<FakeOptions> = {}) => ({
  desk: fakeDesk([incident], options),
  store: fakeStore([incident], options),
  nowMs: () => incident.nowMs(),
});

/** A prompter that answers from a list, checks included. Questions are kept. */
export function scriptedPrompter(answers: readonly (string | boolean)[]): Prompter & { readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const next = (question: string): string | boolean => {
    asked.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`no answer left for: ${question}`);
    return answer;
  };
  return {
    asked,
    choose: async (question, choices) => {
      const name = next(question);
      const chosen = choices.find((choice) => choice.name === name);
      if (!chosen) throw new Error(`"${String(name)}" is none of ${choices.map((choice) => choice.name).join(', ')}`);
      return chosen.value;
    },
    text: async (question, check) => {
      for (;;) {
        const answer = String(next(question));
        const problem = check?.(answer) ?? null;
        if (problem === null) return answer;
        asked.push(`! ${problem}`);
      }
    },
    confirm: async (question) => next(question) === true,
  };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const REPORT = Buffer.from('%PDF a report');
export const report = { sha256: sha256(REPORT), name: '../調査報告.pdf', mediaType: 'application/pdf', sizeBytes: REPORT.length };

/** Triage is delivered. */
export function delivered() {
  const incident = startPlay();
  incident.say(answer('acceptTask', 'T01'));
  incident.say(answer('deliverTask', 'T01', { files: [report] }));
  return incident;
}

/** The cause is being looked for, and claims are asked for its cost. */
export function investigated() {
  const incident = delivered();
  incident.say({
    kind: 'DECISION',
    decision: { name: 'acceptDelivery', body: { messageId: 'd', taskId: 'T01', note: '', by: { name: 'x' } } },
  });
  incident.say(answer('acceptTask', 'T02'));
  return incident;
}

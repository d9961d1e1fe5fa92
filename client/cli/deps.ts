/** What the command line needs from outside. The real things are in `real-deps.ts`; tests bring their own. */
import type { CalendarTokens } from '../../config/calendar-tokens';
import type { Problem } from '../../config/problems';
import type { YamlSource } from '../../config/yaml-source';
import type { Assessment } from '../../domain/obligations/assessment';
import type { Setup } from '../../domain/setup';
import type { StaffStore } from '../../store/staff-types';
import type { Store } from '../../store/types';
import type { Law } from '../assess-file';
import type { Desk } from '../desk';

interface Output {
  write(chunk: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
}

interface Input extends AsyncIterable<string | Uint8Array> {
  readonly isTTY?: boolean;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
}

/** Asks a person at the terminal. */
export interface Prompter {
  /** One of several; the first one is preset. */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** A line of text; `check` tells what is wrong with it, or null. */
  text(question: string, check?: (answer: string) => string | null): Promise<string>;
  /** `preset`: what Enter alone means. */
  confirm(question: string, preset: boolean): Promise<boolean>;
}

export interface CliDeps {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly userName: () => string;
  readonly nowMs: () => number;
  /** Resolves early when the person interrupts. */
  readonly sleep: (ms: number) => Promise<void>;
  /** True once the person has interrupted (Ctrl-C). */
  readonly interrupted: () => boolean;
  /** Connects on first use. @throws NotRunning, EngineUnreachable */
  readonly desk: () => Promise<Desk>;
  /** Connects on first use. @throws NotRunning, RecordUnreachable */
  readonly store: () => Promise<Store>;
  /** The people who work in the console. @throws NotRunning, RecordUnreachable */
  readonly staff: () => Promise<StaffStore>;
  /** How the console's addresses begin. */
  readonly consoleUrl: () => Promise<string>;
  /** The business data in force, with the closed days around this moment. @throws ConfigProblems */
  readonly setup: (nowMs: number) => Promise<Setup>;
  /** The law in force. @throws ConfigProblems */
  readonly law: () => Promise<Law>;
  /** What signs addresses of calendar feeds, and how they begin. @throws CliProblem where the secret is not known */
  readonly calendar: () => Promise<{ readonly tokens: CalendarTokens; readonly url: string }>;
  /** What the law asks for these versions of the facts. @throws ConfigProblems */
  readonly assess: (source: YamlSource) => Promise<Assessment>;
  /** Problems of the business data; of this playbook instead of the one in force when a file is given. */
  readonly checkPlaybook: (file: string | null) => Promise<readonly Problem[]>;
  /** Address of the local mailbox's page; null when there is none. */
  readonly mailboxUrl: () => Promise<string | null>;
  readonly fetch: typeof fetch;
  readonly prompter: () => Promise<Prompter>;
  /** Ends the connections that were made. */
  readonly close: () => Promise<void>;
}

/** How a command is added: its words, its examples, and what it does. */
import type { Command } from 'commander';
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';

export type ExitCode = 0 | 1 | 2;

/** What a command does; `args` are its arguments, then its options. */
export type Action<Args extends readonly unknown[]> = (context: Context, ...args: Args) => Promise<ExitCode | void>;

export interface Cli {
  readonly program: Command;
  /** The action as commander calls it. */
  readonly run: <Args extends readonly unknown[]>(action: Action<Args>) => (...received: unknown[]) => Promise<void>;
}

/** What help says of a command, in both languages. */
export function describe(command: Command, text: Bilingual, examples: readonly string[]): Command {
  return command
    .summary(`${text.ja} / ${text.en}`)
    .description(`${text.ja}\n${text.en}`)
    .addHelpText('after', `\n例 / Examples:\n${examples.map((example) => `  $ desk ${example}`).join('\n')}`);
}

/** Words of arguments and options that many commands share. */
export const ARG = {
  number: '受付番号 / incident number, e.g. 7K3M-Q2XK',
  task: '依頼 / task: T01 or INVESTIGATION.triage',
  approval: '承認 / approval, e.g. T04-A1',
} as const;

export const OPTION = {
  reason: '理由(記録されます) / the reason, kept in the timeline',
  note: '補足(記録されます) / a note, kept in the timeline',
  messageId: '同じ指示の再送に使う番号 / id of this decision, to repeat it safely',
} as const;

/** `desk …`: the commands put together, and how a run ends. */
import { Command, CommanderError, type Argument } from 'commander';
import { createContext, printProblem, type Context, type GlobalOptions } from './context';
import type { CliDeps } from './deps';
import { asProblem, wrongUsage, type CliProblem } from './failures';
import { addApprovalCommands } from './commands/approvals';
import { addAssessCommand } from './commands/assess';
import { addCalendarCommand } from './commands/calendar';
import { addDraftCommand } from './commands/draft';
import { addDrillCommand } from './commands/drill';
import { addFactsCommand } from './commands/facts';
import { addFilesCommand } from './commands/files';
import { addIncidentDecisions } from './commands/incident-decisions';
import { addListCommand } from './commands/list';
import { addMailboxCommand } from './commands/mailbox';
import { addObligationCommands } from './commands/obligations';
import { addOpenCommand } from './commands/open';
import { addPlanCommand } from './commands/plan';
import { addPlaybookCommand } from './commands/playbook';
import { addRecordCommands } from './commands/record';
import { addShiftCommands } from './commands/shift';
import { addShowCommand } from './commands/show';
import { addTaskDecisions } from './commands/task-decisions';
import { addTasksCommand } from './commands/tasks';
import { addTimelineCommand } from './commands/timeline';
import { addTokenCommands } from './commands/token';
import { addUserCommands } from './commands/user';
import type { Action, Cli, ExitCode } from './commands/cli';

const DESCRIPTION = `緊急時総合サポートの窓口：案件を受け付け、協力会社への依頼・承認・期限を管理します。
The desk of the incident-response service: opens incidents and steers tasks, approvals and limits.`;

const AFTER_HELP = `
終了コード / Exit codes: 0 正常 fine, 1 理由を示して拒否 refused with a reason, 2 使い方の誤り wrong usage
各コマンドの使い方 / Help of a command: desk COMMAND --help`;

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '使い方 / Usage:',
  'Arguments:': '引数 / Arguments:',
  'Options:': 'オプション / Options:',
  'Global Options:': '共通オプション / Global options:',
  'Commands:': 'コマンド / Commands:',
};

const argumentTerm = (argument: Argument): string => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`);

function newProgram({ stdout, stderr }: Pick<CliDeps, 'stdout' | 'stderr'>): Command {
  return new Command('desk')
    .description(DESCRIPTION)
    .option('--json', '結果を JSON で出力 / print the result as JSON')
    .option('--lang <ja|en>', '表示の言語 (DESK_LANG) / language of the output')
    .option('--as <name>', '担当者名 (DESK_USER) / your name, recorded with decisions')
    .helpOption('-h, --help', '使い方を表示 / show help')
    .helpCommand('help [command]', '使い方を表示 / show help')
    .usage('[options] <command>')
    .addHelpText('after', AFTER_HELP)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => TITLES[title] ?? title,
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
      // Japanese has no spaces to break at: the texts are written to fit as they are.
      boxWrap: (text) => text,
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
    })
    .exitOverride();
}

const MISTAKES: Readonly<Record<string, string>> = {
  'commander.missingArgument': '引数が足りません',
  'commander.optionMissingArgument': 'オプションの値がありません',
  'commander.missingMandatoryOptionValue': '必須のオプションがありません',
  'commander.conflictingOption': '同時に使えないオプションです',
  'commander.unknownOption': '知らないオプションです',
  'commander.excessArguments': '引数が多すぎます',
  'commander.unknownCommand': '知らないコマンドです',
  'commander.invalidArgument': '値が正しくありません',
};

/** A mistake found by commander, in both languages. Null when help was asked for. */
function mistakeOf({ code, message, exitCode }: CommanderError): CliProblem | null {
  if (exitCode === 0) return null;
  const english = message.replace(/^error: /, '');
  const about = /'([^']+)'/.exec(english)?.[1] ?? '';
  const japanese = MISTAKES[code] ?? '使い方が正しくありません';
  return wrongUsage({
    ja: `${japanese}${about ? `：${about}` : ''}。「desk --help」をご覧ください`,
    en: `${english}. See "desk --help"`,
  });
}

/** Every command there is, not to be run: for whoever compares them with something. */
export function allCommands(deps: Pick<CliDeps, 'stdout' | 'stderr'>): Command {
  const program = newProgram(deps);
  addAll({ program, run: () => async () => undefined });
  return program;
}

/** Runs one command line (without the names of node and script) and tells how it ended. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<ExitCode> {
  const program = newProgram(deps);
  let exitCode: ExitCode = 0;
  const cli: Cli = {
    program,
    run:
      (action) =>
      async (...received: unknown[]): Promise<void> => {
        const context: Context = createContext(deps, program.opts<GlobalOptions>());
        const result = await (action as unknown as Action<unknown[]>)(context, ...received);
        exitCode = result ?? 0;
      },
  };
  addAll(cli);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return fail(error, deps, argv.includes('--json'));
  } finally {
    await deps.close();
  }
}

function fail(error: unknown, deps: CliDeps, json: boolean): ExitCode {
  // Help that was shown because a command is missing says all there is to say.
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  const problem = error instanceof CommanderError ? mistakeOf(error) : asProblem(error);
  if (!problem) return 0;
  printProblem(deps, problem, json);
  return problem.exitCode;
}

const GROUPS: readonly { readonly heading: string; readonly add: readonly ((cli: Cli) => void)[] }[] = [
  {
    heading: '案件 / Incidents:',
    add: [
      addOpenCommand,
      addListCommand,
      addShowCommand,
      addTimelineCommand,
      addFactsCommand,
      addShiftCommands,
      addIncidentDecisions,
    ],
  },
  { heading: '依頼 / Tasks:', add: [addTasksCommand, addTaskDecisions, addFilesCommand] },
  { heading: '承認 / Approvals:', add: [addApprovalCommands] },
  { heading: '報告義務 / Obligations:', add: [addObligationCommands, addDraftCommand, addCalendarCommand] },
  {
    heading: '確認と保守 / Looking after it:',
    add: [
      addAssessCommand,
      addPlanCommand,
      addPlaybookCommand,
      addDrillCommand,
      addMailboxCommand,
      addRecordCommands,
      addTokenCommands,
      addUserCommands,
    ],
  },
];

function addAll(cli: Cli): void {
  for (const { heading, add } of GROUPS) {
    cli.program.commandsGroup(heading);
    add.forEach((addCommands) => addCommands(cli));
  }
}

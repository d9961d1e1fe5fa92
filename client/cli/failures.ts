/** Every way in which a command can fail, in words: what happened, what was kept, what to do now. */
import { ConfigProblems, formatProblem, type Problem } from '../../config/problems';
import { REFUSALS, refusalText, type Refusal } from '../../domain/errors';
import { both, type Bilingual, type Language } from '../../domain/wording';
import { isEngineSilent, isIncidentNotFound, isRecordProblem } from '../incident-reader';
import { printable } from './print/printable';

/** 1: refused with a reason. 2: wrong usage. */
type FailureExit = 1 | 2;

/** A command that does not go on, and why. */
export class CliProblem extends Error {
  override readonly name = 'CliProblem';
  constructor(
    /** Stable: programs depend on it. */
    readonly code: string,
    readonly text: Bilingual,
    readonly exitCode: FailureExit = 1,
    /** Places in a file, for programs. */
    readonly problems: readonly Problem[] = [],
  ) {
    super(both(text));
  }
}

export const wrongUsage = (text: Bilingual): CliProblem => new CliProblem('WRONG_USAGE', text, 2);

/** Neither the environment nor `.desk/` names a system to speak to. */
export const notRunning = (): CliProblem =>
  new CliProblem('NOT_RUNNING', {
    ja: 'システムが動いていません。`npm start` で起動するか、接続先を環境変数で指定してください',
    en: 'The system is not running. Start it with `npm start`, or name it by environment variables',
  });

/** Addresses are signed with a secret that whoever runs the command line need not hold. */
export const secretMissing = (): CliProblem =>
  new CliProblem('SECRET_MISSING', {
    ja: 'URLに署名できません。LINK_SECRET を環境変数で指定するか、API(GET /api/v1/calendar-link)で取得してください',
    en: 'The address cannot be signed here. Set LINK_SECRET, or get it from the API (GET /api/v1/calendar-link)',
  });

/** The engine cannot be reached: nothing was sent. */
export const engineUnreachable = (address: string): CliProblem =>
  new CliProblem('ENGINE_UNREACHABLE', {
    ja: `エンジン(${address})に接続できません。何も変更していません。「npm start」が動いているかご確認ください`,
    en: `The engine (${address}) cannot be reached. Nothing was changed. Check that "npm start" is running`,
  });

export const notFound = (number: string): CliProblem =>
  new CliProblem('NOT_FOUND', {
    ja: `受付番号 ${number} の案件はありません。「desk list --all」で番号をご確認ください`,
    en: `There is no incident ${number}. See the numbers with "desk list --all"`,
  });

const engineSilent = (): CliProblem =>
  new CliProblem('ENGINE_SILENT', {
    ja: 'エンジンから応答がありません。これまでの記録は保存されています。送った指示は後から反映されることがあります。「desk list」「desk show」で確かめてから、必要ならもう一度実行してください',
    en: 'The engine does not answer. Everything recorded so far is kept, and what you sent may still be carried out. Look with "desk list" or "desk show" before you try again',
  });

/** Errors are known by name: their classes live in modules that are slow to load. */
const isNamed = (error: unknown, ...names: string[]): error is Error => error instanceof Error && names.includes(error.name);

export const isEngineDown = (error: unknown): boolean =>
  isEngineSilent(error) || (error instanceof CliProblem && error.code === 'ENGINE_UNREACHABLE');

export const refusalOf = (error: unknown): Refusal | null =>
  isNamed(error, 'DeskRefused') && 'refusal' in error ? (error.refusal as Refusal) : null;

function dataProblems({ problems }: ConfigProblems): CliProblem {
  const list = (language: Language) =>
    problems
      .map(
        (problem) => `
  ${formatProblem(problem, language)}${problem.path ? ` (${printable(problem.path)})` : ''}`,
      )
      .join('');
  const text = { ja: `内容に誤りがあります${list('ja')}\n`, en: `There is something wrong in it${list('en')}` };
  return new CliProblem('DATA_NOT_VALID', text, 1, problems);
}

interface VariableProblems extends Error {
  readonly problems: readonly { readonly variable: string; readonly reason: Bilingual }[];
}

function environmentProblems({ problems }: VariableProblems): CliProblem {
  const list = (language: Language) => problems.map(({ variable, reason }) => `\n  ${variable} ${reason[language]}`).join('');
  return new CliProblem('ENVIRONMENT_NOT_VALID', {
    ja: `環境変数に誤りがあります${list('ja')}`,
    en: `The environment variables cannot be used${list('en')}`,
  });
}

/** Any error, as what a person is told. */
export function asProblem(error: unknown): CliProblem {
  const refusal = refusalOf(error);
  if (error instanceof CliProblem) return error;
  if (refusal) return new CliProblem(refusal.code, printable(refusalText(refusal)));
  if (isEngineDown(error)) return engineSilent();
  if (isIncidentNotFound(error)) return new CliProblem('INCIDENT_CLOSED', REFUSALS.INCIDENT_CLOSED);
  if (isNamed(error, 'ExitPromptError', 'AbortPromptError')) {
    return new CliProblem('INTERRUPTED', {
      ja: '中断しました。案件は開始していません',
      en: 'Interrupted. No incident was opened',
    });
  }
  if (error instanceof ConfigProblems) return dataProblems(error);
  if (isNamed(error, 'EnvironmentProblems')) return environmentProblems(error as VariableProblems);
  const message = printable(error instanceof Error ? error.message : String(error));
  if (isRecordProblem(error)) {
    const [ja = message, en = message] = message.split(' / ');
    return new CliProblem('RECORD_PROBLEM', { ja, en });
  }
  return new CliProblem('UNEXPECTED', {
    ja: `予期しない問題が起きました(${message})`,
    en: `Something unexpected happened (${message})`,
  });
}

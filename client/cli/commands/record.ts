/** `desk record verify` and `desk record rebuild`: whether the record can be trusted, and how to get it back. */
import { NO_HISTORY, rebuild } from '../../record-rebuild';
import type { Context } from '../context';
import { readNumber } from '../ids';
import { ARG, describe, type Cli, type ExitCode } from './cli';
import { CliProblem, notFound } from '../failures';

export function addRecordCommands({ program, run }: Cli): void {
  const record = program.command('record').helpCommand(false);
  describe(record, { ja: '案件記録を検証・再構築します', en: 'Verify or rebuild the case record' }, ['record verify 7K3M-Q2XK']);
  const verify = record.command('verify').argument('<number>', ARG.number);
  describe(verify, { ja: '記録の連鎖を検証します(改ざんの有無)', en: 'Verify the chain of the record (was it changed?)' }, [
    'record verify 7K3M-Q2XK',
  ]).action(run((context, typed: string) => verifyRecord(context, readNumber(typed))));
  const rebuild = record.command('rebuild').argument('<number>', ARG.number);
  describe(rebuild, { ja: 'エンジンの履歴から記録を作り直します', en: "Rebuild the record from the engine's history" }, [
    'record rebuild 7K3M-Q2XK',
  ]).action(run((context, typed: string) => rebuildRecord(context, readNumber(typed))));
}

async function verifyRecord(context: Context, number: string): Promise<ExitCode> {
  const store = await context.deps.store();
  const { entries, brokenAtSeq } = await store.verifyChain(number);
  if (!entries) throw notFound(number);
  const isIntact = brokenAtSeq === null;
  context.printJson({ number, entries, intact: isIntact, brokenAtSeq });
  const [intact, broken] =
    context.language === 'ja'
      ? [`✓ ${number} の記録 ${entries}件は、連鎖が整合しています`, `▲ ${number} の記録は ${brokenAtSeq}件目から整合しません`]
      : [
          `✓ The ${entries} entries of ${number} fit their chain`,
          `▲ The record of ${number} does not fit from entry ${brokenAtSeq} on`,
        ];
  context.print([isIntact ? intact : context.paint.overdue(broken)]);
  return isIntact ? 0 : 1;
}

async function rebuildRecord(context: Context, number: string): Promise<ExitCode> {
  const [desk, store] = [await context.deps.desk(), await context.deps.store()];
  const rebuilt = await rebuild(desk, store, number);
  if (!rebuilt) throw noHistory();
  const { entries, added, sealed, brokenAtSeq } = rebuilt;
  context.printJson({ number, entries, added, sealed, intact: brokenAtSeq === null, brokenAtSeq });
  context.print([
    context.language === 'ja'
      ? `✓ ${number} の記録を作り直しました(${entries}件、うち追加 ${added}件)`
      : `✓ The record of ${number} was rebuilt (${entries} entries, ${added} of them added)`,
  ]);
  return brokenAtSeq === null ? 0 : 1;
}

const noHistory = (): CliProblem => new CliProblem('NO_HISTORY', NO_HISTORY);

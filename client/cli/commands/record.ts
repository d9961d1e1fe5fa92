/** `desk record verify` and `desk record rebuild`: whether the record can be trusted, and how to get it back. */
import type { Desk } from '../../desk';
import type { Context } from '../context';
import { readNumber } from '../ids';
import { ARG, describe, type Cli, type ExitCode } from './cli';
import { CliProblem, isEngineDown, isIncidentNotFound, notFound } from '../failures';

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

/** Adds what is missing, never changes what is there, and derives the lists anew. */
async function rebuildRecord(context: Context, number: string): Promise<ExitCode> {
  const [desk, store] = [await context.deps.desk(), await context.deps.store()];
  const entries = await desk.entriesFromHistory(number).catch(toldWithoutHistory);
  const before = (await store.verifyChain(number)).entries;
  await store.append(number, entries);
  await store.rederive(number);
  const isComplete = await nothingFollows(desk, number);
  if (isComplete) await store.seal(number);
  const { entries: after, brokenAtSeq } = await store.verifyChain(number);
  context.printJson({
    number,
    entries: after,
    added: after - before,
    sealed: isComplete,
    intact: brokenAtSeq === null,
    brokenAtSeq,
  });
  context.print([
    context.language === 'ja'
      ? `✓ ${number} の記録を作り直しました(${after}件、うち追加 ${after - before}件)`
      : `✓ The record of ${number} was rebuilt (${after} entries, ${after - before} of them added)`,
  ]);
  return brokenAtSeq === null ? 0 : 1;
}

/** Only a record that nothing more will be added to is sealed: mails may still be under way after the closing. */
async function nothingFollows(desk: Desk, number: string): Promise<boolean> {
  try {
    const { status, unrecorded, mailsUnderWay } = await desk.state(number);
    return status === 'CLOSED' && unrecorded.length === 0 && mailsUnderWay === 0;
  } catch (error) {
    // The history is read from the server alone; without a worker nobody can tell whether more will follow.
    if (isEngineDown(error)) return false;
    throw error;
  }
}

function toldWithoutHistory(error: unknown): never {
  if (!isIncidentNotFound(error)) throw error;
  throw new CliProblem('NO_HISTORY', {
    ja: 'この受付番号の履歴はエンジンにありません(保存期間を過ぎたか、番号が違います)。記録は変更していません',
    en: 'The engine has no history of this number (no longer kept, or another number). The record was not changed',
  });
}

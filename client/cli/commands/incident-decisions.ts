/** The decisions about a whole incident: `desk false-alarm`, `desk close`. */
import { OBLIGATION_NAMES } from '../../../domain/obligations/names';
import { owedIn } from '../../../domain/legal';
import type { Context } from '../context';
import { decide, printDecided, type Decided } from '../decide';
import { readNumber } from '../ids';
import { ARG, OPTION, describe, type Cli } from './cli';

const INCIDENT_COMMANDS = [
  {
    name: 'false-alarm',
    decision: 'ruleFalseAlarm',
    text: { ja: '「事故ではない」と判定します', en: 'Rule the incident a false alarm' },
    example: 'false-alarm 7K3M-Q2XK --reason "社内テストのメールと判明"',
  },
  {
    name: 'close',
    decision: 'closeIncident',
    text: { ja: '案件を終結し、記録を封印します', en: 'Close the incident; its record is sealed' },
    example: 'close 7K3M-Q2XK --reason "すべての対応が完了"',
  },
] as const;

export function addIncidentDecisions({ program, run }: Cli): void {
  for (const { name, decision, text, example } of INCIDENT_COMMANDS) {
    const command = program
      .command(name)
      .argument('<number>', ARG.number)
      .requiredOption('--reason <text>', OPTION.reason)
      .option('--message-id <id>', OPTION.messageId);
    describe(command, text, [example]).action(
      run(async (context, typed: string, { reason, messageId }: { readonly reason: string; readonly messageId?: string }) => {
        const number = readNumber(typed);
        const decided = await decide(context, number, decision, { reason }, messageId);
        printDecided(context, number, decided);
        warnOfUnfiled(context, decided);
      }),
    );
  }
}

/** Nothing is remembered of a closed incident: whoever closes it hears what is still to be filed. */
function warnOfUnfiled({ remark }: Context, { view, entries }: Decided): void {
  const owed = view && entries.some(({ kind }) => kind === 'INCIDENT_CLOSED') ? owedIn(view.state) : [];
  if (!owed.length) return;
  const names = (language: 'ja' | 'en') => owed.map(({ kind }) => OBLIGATION_NAMES[kind][language]);
  remark({
    ja: `▲ 提出の記録がないまま終結しました。期限のお知らせは止まります：${names('ja').join('、')}`,
    en: `Closed without a record of filing; nobody is reminded any more: ${names('en').join(', ')}`,
  });
}

/** What staff do about their own work: `desk owner` (引継ぎ) and `desk call-back`. */
import type { Bilingual } from '../../../domain/wording';
import { NOBODY, ownerNamed, ownersIn } from '../../owners';
import type { Context } from '../context';
import { decide, printDecided } from '../decide';
import { CliProblem, wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { printable } from '../print/printable';
import { ARG, OPTION, describe, type Cli } from './cli';

const NOTE_MISSING: Bilingual = { ja: '引継ぎメモ(--note)を入力してください', en: 'Give a hand-over note (--note)' };

interface Options {
  readonly note: string;
  readonly messageId?: string;
}

export function addShiftCommands(cli: Cli): void {
  addOwner(cli);
  addCallBack(cli);
}

function addOwner({ program, run }: Cli): void {
  const command = program
    .command('owner')
    .argument('<number>', ARG.number)
    .argument('<name>', '新しい担当の氏名か利用者名(- は未割当) / name or user name of who is in charge (-: nobody)')
    .requiredOption('--note <text>', '引継ぎメモ(記録されます) / the hand-over note, kept in the timeline')
    .option('--message-id <id>', OPTION.messageId);
  describe(command, { ja: '案件の担当を引き継ぎます', en: 'Put somebody else in charge of an incident' }, [
    'owner 7K3M-Q2XK "佐藤 花子" --note "B社の中間報告を待っています。9時に電話"',
    'owner 7K3M-Q2XK - --note "夜勤の方へ"',
  ]).action(
    run(async (context, typed: string, name: string, { note, messageId }: Options) => {
      const number = readNumber(typed);
      if (!note.trim()) throw wrongUsage(NOTE_MISSING);
      const to = name === NOBODY ? null : await ownerFrom(context, name);
      printDecided(context, number, await decide(context, number, 'handOverIncident', { to, note: note.trim() }, messageId));
    }),
  );
}

/** @throws CliProblem for whoever has no account in force that lets them decide */
async function ownerFrom({ deps }: Context, typed: string): Promise<string> {
  const staff = await deps.staff();
  const name = await ownerNamed(staff, typed);
  if (name !== undefined) return name;
  const known = printable(await ownersIn(staff));
  throw new CliProblem('UNKNOWN_STAFF', {
    ja: `「${printable(typed)}」は担当になれません。次から選んでください：${known.join('、') || '(利用者がいません。「desk user create」)'}`,
    en: `"${printable(typed)}" cannot be in charge. Choose one of: ${known.join(', ') || '(there are no users: "desk user create")'}`,
  });
}

function addCallBack({ program, run }: Cli): void {
  const command = program
    .command('call-back')
    .argument('<number>', ARG.number)
    .option('--note <text>', OPTION.note, '')
    .option('--message-id <id>', OPTION.messageId);
  describe(command, { ja: 'お約束した折り返しの電話をしたと記録します', en: 'Record that the promised call was made' }, [
    'call-back 7K3M-Q2XK --note "状況をご説明。次は17時"',
  ]).action(
    run(async (context, typed: string, { note, messageId }: Options) => {
      const number = readNumber(typed);
      printDecided(context, number, await decide(context, number, 'recordCallBack', { note: note.trim() }, messageId));
    }),
  );
}

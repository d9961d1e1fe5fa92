/** `desk obligations`, `file-report`, `decide-proposal`: what the law asks, what was filed, what counsel said. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileRef } from '../../../domain/files';
import type { ObligationKey } from '../../../domain/legal';
import { OBLIGATION_KINDS, type ObligationKind } from '../../../domain/obligations/assessment';
import { toInstant } from '../../../domain/time';
import { obligationsView } from '../../obligations-view';
import { mediaTypeOf } from '../../portal/file-types';
import type { Context } from '../context';
import { decide, printDecided } from '../decide';
import { CliProblem, wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { readEntries, readIncident } from '../incident-view';
import { systemCode } from '../input';
import { obligationLines } from '../print/obligations';
import { printable } from '../print/printable';
import { readWhen } from '../when';
import { ARG, OPTION, describe, type Cli } from './cli';

export function addObligationCommands(cli: Cli): void {
  addObligations(cli);
  addFileReport(cli);
  addDecideProposal(cli);
}

function addObligations({ program, run }: Cli): void {
  const command = program.command('obligations').argument('<number>', ARG.number);
  describe(
    command,
    { ja: '報告・通知の義務と期限、提出状況を表示します', en: 'Show reports and notices: dates, reasons, what was filed' },
    ['obligations 7K3M-Q2XK', 'obligations 7K3M-Q2XK --json'],
  ).action(
    run(async (context, typed: string) => {
      const incident = await readIncident(context, readNumber(typed));
      const view = obligationsView(incident, await readEntries(context, incident, 0));
      context.printJson(view);
      context.print(obligationLines(printable(incident), printable(view), context.language, context.paint));
    }),
  );
}

interface FilingOptions {
  readonly client?: string;
  readonly filedAt?: string;
  readonly receipt?: string;
  readonly file?: string;
  readonly supplement?: boolean;
  readonly reason?: string;
  readonly messageId?: string;
}

function addFileReport({ program, run }: Cli): void {
  const command = program
    .command('file-report')
    .argument('<number>', ARG.number)
    .argument('<kind>', `報告・通知の種別 / one of: ${OBLIGATION_KINDS.join(', ')}`)
    .option('--client <id>', '委託元の番号(委託元への通知、委託元の報告) / id of the client it concerns')
    .option('--filed-at <when>', '提出した日時(省略：いま) / when it was filed; default: now')
    .option('--receipt <number>', '提出先の受付番号 / receipt number of the authority')
    .option('--file <path>', '提出した書面。記録に保管します / what was filed; kept in the record')
    .option('--supplement', '追完として記録 / it adds to a report that was filed before')
    .option('--reason <text>', OPTION.note)
    .option('--message-id <id>', OPTION.messageId);
  const text = { ja: '提出済みの報告・通知を記録します(お知らせが止まります)', en: 'Record a report or notice that was filed' };
  describe(command, text, [
    'file-report 7K3M-Q2XK PPC_PRELIMINARY --filed-at "12/31 10:20" --receipt R8-12345',
    'file-report 7K3M-Q2XK PPC_FINAL --receipt R9-00077 --file 確報.pdf',
    'file-report 7K3M-Q2XK CLIENT_NOTICE --client aoba --filed-at 12/30',
  ]).action(
    run(async (context, typed: string, kind: string, options: FilingOptions) => {
      const number = readNumber(typed);
      const obligation: ObligationKey = {
        kind: readKind(kind),
        party: options.client === undefined ? 'INSURED' : `CLIENT:${options.client}`,
      };
      const filedAt = await filedAtOf(context, number, options.filedAt);
      const said = {
        ...{ obligation, filedAt, receiptNumber: options.receipt ?? null, supplement: options.supplement ?? false },
        ...{ file: options.file === undefined ? null : await keepFile(context, options.file), reason: options.reason ?? null },
      };
      printDecided(context, number, await decide(context, number, 'recordFiling', said, options.messageId));
    }),
  );
}

/** `ppc-preliminary`, `PPC_PRELIMINARY`. */
function readKind(typed: string): ObligationKind {
  const plain = typed.normalize('NFKC').trim().toUpperCase().replaceAll('-', '_');
  const kind = OBLIGATION_KINDS.find((one) => one === plain);
  if (kind) return kind;
  throw wrongUsage({
    ja: `「${printable(typed)}」は報告・通知の種別ではありません。次から選んでください：${OBLIGATION_KINDS.join(', ')}`,
    en: `"${printable(typed)}" is no kind of report or notice. Choose one of: ${OBLIGATION_KINDS.join(', ')}`,
  });
}

async function filedAtOf(context: Context, number: string, typed: string | undefined): Promise<string> {
  const { nowMs } = await readIncident(context, number);
  const when = typed === undefined ? toInstant(nowMs) : readWhen(typed, nowMs);
  if (when) return when;
  throw wrongUsage({
    ja: '--filed-at の日時を読み取れません(例 12/31 10:20、2026-12-31、令和8年12月31日)',
    en: 'The time in --filed-at cannot be read (e.g. 12/31 10:20, 2026-12-31)',
  });
}

/** Keeps the file in the record; it is named by its hash from then on. */
async function keepFile(context: Context, file: string): Promise<FileRef> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const why = systemCode(error);
    throw wrongUsage({
      ja: `ファイル「${printable(file)}」を読めません(${why})`,
      en: `The file "${printable(file)}" cannot be read (${why})`,
    });
  });
  const name = printable(path.basename(file));
  const mediaType = bytes.length ? mediaTypeOf(name, bytes) : null;
  if (mediaType !== null) return (await context.deps.store()).putFile(bytes, { name, mediaType });
  throw new CliProblem('FILE_REFUSED', {
    ja: 'このファイルは空か、受け付けていない種類か、拡張子と内容が一致しません。何も記録していません',
    en: 'The file is empty, of a kind that is not taken, or its ending and contents do not agree. Nothing was recorded',
  });
}

interface ProposalOptions {
  readonly approve?: boolean;
  readonly reject?: boolean;
  readonly reason: string;
  readonly messageId?: string;
}

function addDecideProposal({ program, run }: Cli): void {
  const command = program
    .command('decide-proposal')
    .argument('<number>', ARG.number)
    .argument('<proposal>', '提案の番号 / proposal, e.g. P1')
    .option('--approve', '承認 / counsel approves')
    .option('--reject', '却下 / counsel rejects')
    .requiredOption('--reason <text>', OPTION.reason)
    .option('--message-id <id>', OPTION.messageId);
  const text = { ja: '期限の延長などの提案について、弁護士の判断を記録します', en: "Record counsel's decision on a proposal" };
  describe(command, text, [
    'decide-proposal 7K3M-Q2XK P1 --approve --reason "顧問弁護士が確認"',
    'decide-proposal 7K3M-Q2XK P1 --reject --reason "30日の期限を維持"',
  ]).action(
    run(async (context, typed: string, typedProposal: string, { approve, reject, reason, messageId }: ProposalOptions) => {
      if (Boolean(approve) === Boolean(reject)) {
        throw wrongUsage({
          ja: '--approve か --reject のどちらか一方を指定してください',
          en: 'Give either --approve or --reject',
        });
      }
      const number = readNumber(typed);
      const proposalId = readProposalId(typedProposal);
      const decision = approve ? ('APPROVED' as const) : ('REJECTED' as const);
      printDecided(context, number, await decide(context, number, 'decideProposal', { proposalId, decision, reason }, messageId));
    }),
  );
}

function readProposalId(typed: string): string {
  const count = /^P?0*([1-9]\d{0,2})$/.exec(typed.normalize('NFKC').trim().toUpperCase())?.[1];
  if (count) return `P${count}`;
  throw wrongUsage({
    ja: `「${printable(typed)}」は提案の番号ではありません(P1 の形)。「desk obligations 受付番号」でご確認ください`,
    en: `"${printable(typed)}" is not a proposal (like P1). See them with "desk obligations NUMBER"`,
  });
}

/** `desk approvals`, `approve`, `reject`. */
import type { Command } from 'commander';
import type { Bilingual } from '../../../domain/wording';
import { decide, printDecided } from '../decide';
import { readApprovalId, readNumber } from '../ids';
import { readIncident } from '../incident-view';
import { readerOf } from '../print/incident';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { APPROVAL_HEAD, approvalRow } from '../print/tasks';
import { ARG, OPTION, describe, type Cli } from './cli';

const NOTHING: Bilingual = { ja: '承認の依頼はまだありません', en: 'No approval was asked for yet' };

interface DecideOptions {
  readonly reason?: string;
  readonly messageId?: string;
}

export function addApprovalCommands(cli: Cli): void {
  addApprovals(cli);
  const approve = decisionCommand(cli, 'approve').option('--reason <text>', OPTION.reason, '');
  describe(approve, { ja: '承認します', en: 'Approve' }, [
    'approve 7K3M-Q2XK T04-A1',
    'approve 7K3M-Q2XK T04-A1 --reason "初動枠内"',
  ]);
  approve.action(decider(cli, 'APPROVED'));
  const reject = decisionCommand(cli, 'reject').requiredOption('--reason <text>', OPTION.reason);
  describe(reject, { ja: '差し戻します(理由必須)', en: 'Reject, with a reason' }, [
    'reject 7K3M-Q2XK T04-A1 --reason "文案の人数が事実と異なる"',
  ]);
  reject.action(decider(cli, 'REJECTED'));
}

const decisionCommand = ({ program }: Cli, name: string): Command =>
  program
    .command(name)
    .argument('<number>', ARG.number)
    .argument('<approval>', ARG.approval)
    .option('--message-id <id>', OPTION.messageId);

const decider = ({ run }: Cli, decision: 'APPROVED' | 'REJECTED') =>
  run(async (context, typedNumber: string, typedApproval: string, { reason = '', messageId }: DecideOptions) => {
    const number = readNumber(typedNumber);
    const approvalId = readApprovalId(typedApproval);
    printDecided(context, number, await decide(context, number, 'decideApproval', { approvalId, decision, reason }, messageId));
  });

function addApprovals({ program, run }: Cli): void {
  const command = program.command('approvals').argument('<number>', ARG.number);
  describe(command, { ja: '案件の承認を、決裁待ちを先に表示します', en: 'List the approvals of an incident, pending first' }, [
    'approvals 7K3M-Q2XK',
  ]).action(
    run(async (context, typed: string) => {
      const view = await readIncident(context, readNumber(typed));
      const approvals = [...view.state.approvals].sort((a, b) => Number(b.state === 'PENDING') - Number(a.state === 'PENDING'));
      context.printJson({ number: view.state.number, approvals });
      const safe = printable(view);
      const reader = readerOf(safe, context.language, context.paint);
      const rows = printable(approvals).map((approval) => approvalRow(approval, safe.state, reader));
      context.print(rows.length ? tableLines(rows, context.paint, APPROVAL_HEAD[context.language]) : [context.word(NOTHING)]);
    }),
  );
}

/** The decisions about single tasks: one row of a table each. */
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';
import { decide, explain, printDecided, type Said } from '../decide';
import { wrongUsage } from '../failures';
import { readNumber, readTaskId } from '../ids';
import { ARG, OPTION, describe, type Cli } from './cli';

interface TaskCommand {
  readonly name: string;
  readonly decision:
    | 'pauseTask'
    | 'resumeTask'
    | 'cancelTask'
    | 'keepTask'
    | 'escalateTask'
    | 'acknowledgeEscalation'
    | 'acceptDelivery'
    | 'returnDelivery';
  readonly text: Bilingual;
  /** Whether a reason must be given, a note may be, or nothing is asked. */
  readonly asks: 'REASON' | 'NOTE' | 'NOTHING';
  readonly example: string;
}

const TASK_COMMANDS: readonly TaskCommand[] = [
  {
    name: 'pause',
    decision: 'pauseTask',
    text: { ja: '依頼を一時停止し、残り時間を保持します', en: 'Pause a task; what is left of its limit is kept' },
    asks: 'REASON',
    example: 'pause 7K3M-Q2XK T02 --reason "お客様の資料待ち"',
  },
  {
    name: 'resume',
    decision: 'resumeTask',
    text: { ja: '一時停止した依頼を再開します', en: 'Resume a paused task' },
    asks: 'NOTHING',
    example: 'resume 7K3M-Q2XK T02',
  },
  {
    name: 'cancel',
    decision: 'cancelTask',
    text: { ja: '依頼を取り消し、協力会社へ知らせます', en: 'Cancel a task and tell the partner' },
    asks: 'REASON',
    example: 'cancel 7K3M-Q2XK PR.newspaper_notice --reason "公表しないと決定"',
  },
  {
    name: 'keep',
    decision: 'keepTask',
    text: { ja: '取消しを提案された依頼を続けます', en: 'Keep a task that is proposed for cancelling' },
    asks: 'REASON',
    example: 'keep 7K3M-Q2XK T05 --reason "お客様のご希望"',
  },
  {
    name: 'escalate',
    decision: 'escalateTask',
    text: { ja: '期限を待たずに、エスカレーションを一段進めます', en: 'Climb the next step of the escalation now' },
    asks: 'REASON',
    example: 'escalate 7K3M-Q2XK T01 --reason "電話がつながらない"',
  },
  {
    name: 'ack',
    decision: 'acknowledgeEscalation',
    text: { ja: 'エスカレーションを引き受け、段階を止めます', en: 'Take on an escalation; its steps stop' },
    asks: 'NOTE',
    example: 'ack 7K3M-Q2XK T01 --note "先方へ電話済み"',
  },
  {
    name: 'receive',
    decision: 'acceptDelivery',
    text: { ja: '納品を受領し、依頼を完了します', en: 'Accept a delivery; the task is closed' },
    asks: 'NOTE',
    example: 'receive 7K3M-Q2XK T02',
  },
  {
    name: 'return',
    decision: 'returnDelivery',
    text: { ja: '納品を差し戻します', en: 'Return a delivery for changes' },
    asks: 'REASON',
    example: 'return 7K3M-Q2XK T02 --reason "人数の根拠を追記"',
  },
];

interface DecisionOptions {
  readonly reason?: string;
  readonly note?: string;
  readonly messageId?: string;
}

export function addTaskDecisions(cli: Cli): void {
  addAssign(cli);
  TASK_COMMANDS.forEach((spec) => addTaskCommand(cli, spec));
  addLink(cli);
}

/** The task's id; the incident's own playbook is asked only when a service was named. */
const taskIdFrom = (context: Context, number: string, typed: string): Promise<string> =>
  readTaskId(typed, async () => {
    const desk = await context.deps.desk();
    return desk.setup(number).catch((error: unknown) => explain(context, number, error));
  });

function addTaskCommand({ program, run }: Cli, { name, decision, text, asks, example }: TaskCommand): void {
  const command = program.command(name).argument('<number>', ARG.number).argument('<task>', ARG.task);
  if (asks === 'REASON') command.requiredOption('--reason <text>', OPTION.reason);
  if (asks === 'NOTE') command.option('--note <text>', OPTION.note, '');
  command.option('--message-id <id>', OPTION.messageId);
  describe(command, text, [example]).action(
    run(async (context, typedNumber: string, typedTask: string, { reason, note, messageId }: DecisionOptions) => {
      const number = readNumber(typedNumber);
      const taskId = await taskIdFrom(context, number, typedTask);
      const said = { taskId, ...(reason === undefined ? {} : { reason }), ...(note === undefined ? {} : { note }) };
      printDecided(context, number, await decide(context, number, decision, said as Said<typeof decision>, messageId));
    }),
  );
}

function addAssign({ program, run }: Cli): void {
  const command = program
    .command('assign')
    .argument('<number>', ARG.number)
    .argument('<task>', ARG.task)
    .argument('<partner>', '協力会社のID / id of the partner')
    .requiredOption('--reason <text>', OPTION.reason)
    .option('--message-id <id>', OPTION.messageId);
  const text = {
    ja: '協力会社を指定して依頼します。未開始・対象外の機能も始められます',
    en: 'Ask this partner; also starts what waits or is not called for',
  };
  describe(command, text, ['assign 7K3M-Q2XK T01 aos-legaltech --reason "第1候補は別件対応中"']).action(
    run(async (context, typedNumber: string, typedTask: string, partnerId: string, options: DecisionOptions) => {
      const number = readNumber(typedNumber);
      const taskId = await taskIdFrom(context, number, typedTask);
      const said = { taskId, partnerId, reason: options.reason ?? '' };
      printDecided(context, number, await decide(context, number, 'assignTask', said, options.messageId));
    }),
  );
}

interface LinkOptions extends DecisionOptions {
  readonly reissue?: boolean;
  readonly revoke?: boolean;
}

function addLink({ program, run }: Cli): void {
  const command = program
    .command('link')
    .argument('<number>', ARG.number)
    .argument('<task>', ARG.task)
    .option('--reissue', '新しいリンクを担当者へ送る(前のリンクは失効) / send a new link; the one before is retired')
    .option('--revoke', 'リンクを失効させる(--reason が必要) / make the link unusable (needs --reason)')
    .option('--reason <text>', OPTION.reason)
    .option('--message-id <id>', OPTION.messageId);
  describe(command, { ja: '協力会社のリンクを再発行・失効します', en: "Reissue or revoke a partner's link" }, [
    'link 7K3M-Q2XK T01 --reissue',
    'link 7K3M-Q2XK T01 --revoke --reason "誤った宛先"',
  ]).action(
    run(async (context, typedNumber: string, typedTask: string, options: LinkOptions) => {
      const number = readNumber(typedNumber);
      if (options.reissue === options.revoke) {
        throw wrongUsage({
          ja: '--reissue か --revoke のどちらか一方を指定してください',
          en: 'Give either --reissue or --revoke',
        });
      }
      if (options.revoke && !options.reason) {
        throw wrongUsage({ ja: '--revoke には --reason が必要です', en: '--revoke needs --reason' });
      }
      const taskId = await taskIdFrom(context, number, typedTask);
      const decided = options.reissue
        ? await decide(context, number, 'reissueLink', { taskId }, options.messageId)
        : await decide(context, number, 'revokeLink', { taskId, reason: options.reason ?? '' }, options.messageId);
      printDecided(context, number, decided);
    }),
  );
}

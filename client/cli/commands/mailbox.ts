/** `desk mailbox`: what arrived in the local mailbox of the embedded system. */
import { toInstant } from '../../../domain/time';
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';
import { CliProblem } from '../failures';
import { readNumber } from '../ids';
import { printable } from '../print/printable';
import { moment } from '../print/reader';
import { tableLines } from '../print/table';
import { describe, type Cli } from './cli';

/** A mail as the mailbox's JSON API tells it. */
interface MailSummary {
  readonly id: string;
  readonly receivedAt: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly incident: string | null;
}

interface Mail extends MailSummary {
  readonly from: string;
  readonly text: string;
  readonly links: readonly string[];
  readonly attachments: readonly { readonly name: string }[];
}

interface MailboxOptions {
  readonly incident?: string;
  readonly to?: string;
}

const NOTHING: Bilingual = { ja: 'メールはまだ届いていません', en: 'No mail has arrived yet' };
const HEAD = { ja: ['番号', '受信', '宛先', '受付番号', '件名'], en: ['Id', 'Received', 'To', 'Number', 'Subject'] } as const;

export function addMailboxCommand({ program, run }: Cli): void {
  const command = program
    .command('mailbox')
    .argument('[id]', 'メールの番号(省略：一覧) / id of a mail; none: list')
    .option('--incident <number>', '案件で絞り込む / only mails of this incident')
    .option('--to <address>', '宛先で絞り込む / only mails to this address');
  describe(command, { ja: 'ローカルのメールボックスを読みます', en: 'Read the local mailbox' }, [
    'mailbox',
    'mailbox --incident 7K3M-Q2XK',
    'mailbox --to emergency@lac.example --json',
  ]).action(run((context, id: string | undefined, options: MailboxOptions) => (id ? one(context, id) : list(context, options))));
}

async function list(context: Context, { incident, to }: MailboxOptions): Promise<void> {
  const query = new URLSearchParams({ ...(incident ? { incident: readNumber(incident) } : {}), ...(to ? { to } : {}) });
  const { mails } = await ask<{ mails: readonly MailSummary[] }>(context, `/api/mails?${query.toString()}`);
  context.printJson({ mails });
  const reader = { language: context.language, paint: context.paint, nowMs: context.deps.nowMs(), knowsNow: true };
  const rows = printable(mails).map((mail) => [
    mail.id,
    moment(toInstant(Date.parse(mail.receivedAt)), reader),
    mail.to.join(', '),
    mail.incident ?? '',
    mail.subject,
  ]);
  context.print(rows.length ? tableLines(rows, context.paint, HEAD[context.language]) : [context.word(NOTHING)]);
}

async function one(context: Context, id: string): Promise<void> {
  const mail = await ask<Mail>(context, `/api/mails/${encodeURIComponent(id)}`);
  context.printJson(mail);
  const { subject, from, to, text, attachments } = mail;
  const label = (words: Bilingual): string =>
    context.paint.faint(context.word(words).concat(context.language === 'ja' ? '：' : ': '));
  context.print([
    context.paint.strong(printable(subject)),
    `${label({ ja: '差出人', en: 'From' })}${printable(from)}`,
    `${label({ ja: '宛先', en: 'To' })}${printable(to.join(', '))}`,
    ...(attachments.length
      ? [`${label({ ja: '添付', en: 'Attached' })}${printable(attachments.map(({ name }) => name).join(', '))}`]
      : []),
    '',
    ...text.split(/\r?\n/).map((line) => printable(line)),
  ]);
}

async function ask<T>(context: Context, path: string): Promise<T> {
  const base = await context.deps.mailboxUrl();
  if (!base) {
    throw new CliProblem('NO_MAILBOX', {
      ja: 'ローカルのメールボックスがありません(実際のメールサーバーを使用しています)',
      en: 'There is no local mailbox: a real mail server is in use',
    });
  }
  const response = await context.deps.fetch(new URL(path, base)).catch(() => null);
  if (response?.ok) return (await response.json()) as T;
  if (response?.status === 404) {
    throw new CliProblem('NO_SUCH_MAIL', {
      ja: 'このメールはありません。「desk mailbox」でご確認ください',
      en: 'There is no such mail. See "desk mailbox"',
    });
  }
  throw new CliProblem('MAILBOX_SILENT', {
    ja: 'メールボックスから応答がありません。「npm start」が動いているかご確認ください',
    en: 'The mailbox does not answer. Check that "npm start" is running',
  });
}

/** The local mailbox of a trial system, as its own page tells it. */
import { z } from 'zod';
import type { ApiDeps } from './deps';
import { ApiProblem } from './problems';

export const mailOut = z.object({
  id: z.string().describe('Sorts by time of receipt'),
  receivedAt: z.string().meta({ format: 'date-time' }),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  incident: z.string().nullable().describe('Number of the incident it is about'),
  kind: z.string().nullable().describe('What kind of mail the desk says it is'),
  links: z.array(z.string()).describe("Addresses in the text; a partner's link acts for that partner"),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
});
export const wholeMailOut = mailOut.extend({ text: z.string(), html: z.string().nullable() }).meta({ id: 'Mail' });

type Summary = z.infer<typeof mailOut>;
export type Mail = z.infer<typeof wholeMailOut>;

const list = z.object({ mails: z.array(mailOut) });
const ANSWER_WITHIN_MS = 5_000;

type Deps = Pick<ApiDeps, 'mailboxUrl' | 'log'>;

/** @throws ApiProblem NO_MAILBOX where mails leave this machine. */
export function mailboxUrlOf({ mailboxUrl }: Pick<ApiDeps, 'mailboxUrl'>): string {
  if (mailboxUrl !== null) return mailboxUrl;
  throw new ApiProblem('NO_MAILBOX', {
    ja: '実際のメールサーバーを使用しているため、届いたメールはここにはありません',
    en: 'A real mail server is in use: its mails are not here',
  });
}

/** Newest first. */
export async function mailsOf(deps: Deps, filter: Readonly<Record<string, string>>): Promise<readonly Summary[]> {
  const response = await ask(deps, `/api/mails?${new URLSearchParams(filter).toString()}`);
  return list.parse(await response.json()).mails;
}

/** Null when there is none of this id. */
export async function mailOf(deps: Deps, id: string): Promise<Mail | null> {
  const response = await ask(deps, `/api/mails/${encodeURIComponent(id)}`);
  return response.status === 404 ? null : wholeMailOut.parse(await response.json());
}

async function ask(deps: Deps, path: string): Promise<Response> {
  const address = new URL(path, mailboxUrlOf(deps));
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => null);
  if (response && (response.ok || response.status === 404)) return response;
  deps.log.warn({ status: response?.status ?? null }, 'the mailbox did not answer');
  throw mailboxSilent();
}

export const mailboxSilent = (): ApiProblem =>
  new ApiProblem('MAILBOX_SILENT', {
    ja: 'メールボックスが動いているかご確認ください。何も変更していません',
    en: 'Check that the mailbox is running. Nothing was changed',
  });

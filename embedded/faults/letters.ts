/** The mails in the mailbox: partners find their links in them, and in the end every mail is looked for. */
import { z } from 'zod';
import type { LinkTokens } from '../../config/link-tokens';

const mails = z.object({ mails: z.array(z.object({ messageId: z.string().nullable(), links: z.array(z.string()) })) });
export type Letter = z.infer<typeof mails>['mails'][number];

const REPLY_WITHIN_MS = 15_000;

/** An incident's mails, the newest first. */
export async function lettersOf(mailboxUrl: string, incident: string): Promise<readonly Letter[]> {
  const address = `${mailboxUrl}/api/mails?${new URLSearchParams({ incident })}`;
  const response = await fetch(address, { signal: AbortSignal.timeout(REPLY_WITHIN_MS) });
  if (!response.ok) throw new Error(`the mailbox answered ${response.status}`);
  return mails.parse(await response.json()).mails;
}

/** The address of a task's page behind the link of this generation; null while no mail has it. */
export async function linkAmong(
  letters: readonly Letter[],
  links: Pick<LinkTokens, 'verify'>,
  wanted: { readonly taskId: string; readonly generation: number },
): Promise<string | null> {
  for (const link of letters.flatMap((letter) => letter.links)) {
    const [page = ''] = link.split('?');
    const verdict = await links.verify(page.split('/p/')[1] ?? '', Date.now());
    if (verdict.ok && verdict.link.taskId === wanted.taskId && verdict.link.generation === wanted.generation) return page;
  }
  return null;
}

/** A mailbox inside the test: real SMTP, the same reading as the local mailbox, and refusals on demand. */
import { readLetter, type Letter } from '../../embedded/mailbox/letter';
import { listenForMail } from '../../embedded/mailbox/smtp';

export interface TestMailbox {
  readonly smtpUrl: string;
  readonly port: number;
  /** In order of receipt. */
  mails(): readonly Letter[];
  /** The first mail, received already or still to come, that fits. Rejects after `withinMs`. */
  waitFor(fits: (mail: Letter) => boolean, withinMs?: number): Promise<Letter>;
  /** From now on this recipient is refused with this SMTP code (4xx: for now, 5xx: for good); null: accepted again. */
  refuse(recipient: string, code: number | null): void;
  clear(): void;
  stop(): Promise<void>;
}

export async function startMailbox(options: { port?: number } = {}): Promise<TestMailbox> {
  const mails: Letter[] = [];
  const refusals = new Map<string, number>();
  const watchers = new Set<() => void>();
  let count = 0;
  const smtp = await listenForMail({
    host: '127.0.0.1',
    port: options.port ?? 0,
    refusal: (recipient) => refusals.get(recipient.toLowerCase()) ?? null,
    store: async ({ raw, to }) => {
      const id = String(++count).padStart(6, '0');
      mails.push(await readLetter(raw, { id, receivedAt: new Date().toISOString(), to }));
      for (const watcher of watchers) watcher();
    },
  });
  const waitFor = (fits: (mail: Letter) => boolean, withinMs = 10_000) =>
    new Promise<Letter>((resolve, reject) => {
      const look = () => {
        const mail = mails.find(fits);
        if (!mail) return;
        end();
        resolve(mail);
      };
      const timer = setTimeout(() => {
        end();
        reject(
          new Error(`no such mail within ${withinMs} ms; received: ${mails.map((mail) => mail.subject).join(' | ') || 'none'}`),
        );
      }, withinMs);
      const end = () => {
        clearTimeout(timer);
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    port: smtp.port,
    mails: () => [...mails],
    waitFor,
    refuse: (recipient, code) => {
      if (code === null) refusals.delete(recipient.toLowerCase());
      else refusals.set(recipient.toLowerCase(), code);
    },
    clear: () => void (mails.length = 0),
    stop: () => smtp.close(),
  };
}

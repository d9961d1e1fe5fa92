/**
 * The local mailbox, a process of its own: takes every mail by SMTP, keeps it in a folder and shows it on a page.
 * Nothing leaves this machine through it.
 */
import path from 'node:path';
import { z } from 'zod';
import { openLetterBox } from './mailbox/letter-box';
import { createOutage } from './mailbox/outage';
import { listenForMail } from './mailbox/smtp';
import { mailboxWeb } from './mailbox/web';
import { endAt, exitWith } from './process-end';

const port = z.coerce.number().int().min(1).max(65_535);
const settings = z.object({
  DESK_DIR: z.string().default('.desk'),
  MAILBOX_PORT: port.default(8425),
  SMTP_PORT: port.default(8426),
  /** Where to listen; in a container that is every interface of it. */
  MAILBOX_HOST: z.string().default('127.0.0.1'),
  /** Its own public address, when that is not this machine's. */
  MAILBOX_URL: z.url().optional(),
});

async function main(): Promise<void> {
  const env = settings.parse(process.env);
  const box = await openLetterBox(path.resolve(env.DESK_DIR, 'mailbox'));
  const hosts = ['127.0.0.1', 'localhost', '[::1]', ...(env.MAILBOX_URL ? [new URL(env.MAILBOX_URL).hostname] : [])];
  const outage = createOutage();
  const web = await mailboxWeb(box, { hosts, outage });
  const smtp = await listenForMail({
    host: env.MAILBOX_HOST,
    port: env.SMTP_PORT,
    store: (mail) => box.store(mail),
    refusal: (recipient) => outage.refusal(recipient),
  });
  await web.listen({ host: env.MAILBOX_HOST, port: env.MAILBOX_PORT });
  endAt(['SIGINT', 'SIGTERM'], async () => {
    await smtp.close();
    await web.close();
  });
}

main().catch(exitWith);

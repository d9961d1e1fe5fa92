/** The mail server, over SMTP. */
import nodemailer from 'nodemailer';
import { z } from 'zod';
import { MailFailure, type MailPort, type OutgoingMail } from './port';

const CONNECT_WITHIN_MS = 5_000;
const REPLY_WITHIN_MS = 10_000;
/** For the whole of one mail, whatever a stalling server does; less than an activity may take. */
const SEND_WITHIN_MS = 20_000;
const MOST_CONNECTIONS = 3;

/** A pooled connection to the server of an `smtp://` or `smtps://` address. */
export function createSmtpMailer(smtpUrl: string): MailPort {
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    // Trying again is the engine's work: it knows how long, and says so in the timeline.
    maxRequeues: 1,
    connectionTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: REPLY_WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      if (!isAddress(mail.to.address)) throw new MailFailure('invalid address', true);
      await transport.sendMail({ ...messageOf(mail), signal: AbortSignal.timeout(SEND_WITHIN_MS) }).catch(fail);
    },
    async verify() {
      await transport.verify().catch(fail);
    },
    close: () => transport.close(),
  };
}

/** Wide enough for real addresses (some Japanese ones have double dots), too narrow for a second recipient. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]{1,255}$/;
const isAddress = (address: string): boolean => ADDRESS.test(address);

const messageOf = ({ threadRootId, language, incidentNumber, kind, ...mail }: OutgoingMail) => ({
  ...mail,
  inReplyTo: threadRootId,
  references: [threadRootId],
  // One recipient, whatever names and headers say.
  envelope: { from: mail.from.address, to: [mail.to.address] },
  headers: {
    'Auto-Submitted': 'auto-generated',
    'Content-Language': language,
    'X-Desk-Incident': incidentNumber,
    'X-Desk-Kind': kind,
  },
});

const smtpErrorSchema = z.object({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
});
type SmtpError = z.output<typeof smtpErrorSchema>;

function fail(error: unknown): never {
  const known = smtpErrorSchema.safeParse(error).data ?? {};
  throw new MailFailure(problemOf(known), isRefusedForGood(known));
}

const ENHANCED_STATUS = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?!\S)/;

function problemOf({ code, originalCode, command, response, responseCode }: SmtpError): string {
  const where = command ? ` (${command})` : '';
  if (!responseCode) return `SMTP ${originalCode ?? code ?? 'FAILED'}${where}`;
  const enhanced = response && ENHANCED_STATUS.exec(response)?.[1];
  return `SMTP ${responseCode}${enhanced ? ` ${enhanced}` : ''}${where}`;
}

/** "Log in first" and "wrong order" can come as the answer to any command, and say nothing about the recipient. */
const OUR_OWN_FAULT = [503, 530, 534, 535, 538];

/** Only what is said about the recipient or the mail itself is final; greeting, login and sender are ours to mend. */
function isRefusedForGood({ command, responseCode }: SmtpError): boolean {
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  return (
    isAboutMail &&
    responseCode !== undefined &&
    responseCode >= 500 &&
    responseCode < 600 &&
    !OUR_OWN_FAULT.includes(responseCode)
  );
}

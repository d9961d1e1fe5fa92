/** The receiving end: takes every mail for everybody and answers 250 only once it is stored. */
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { errorCodeOf } from '../problem';

export interface Received {
  readonly to: readonly string[];
  readonly raw: Buffer;
}

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  store(mail: Received): Promise<void>;
  /** An SMTP code with which this recipient is refused; null: accepted. */
  refusal?(recipient: string): number | null;
}

export interface SmtpPort {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_MAIL_BYTES = 50 * 1024 * 1024;

class SmtpReply extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

export async function listenForMail(options: SmtpOptions): Promise<SmtpPort> {
  const server = new SMTPServer({
    // Mails stay on this machine: there is nothing to encrypt and nobody to sign in.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAX_MAIL_BYTES,
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onRcptTo: ({ address }, _session, answer) => {
      const code = options.refusal?.(address) ?? null;
      answer(code === null ? null : new SmtpReply(code, 'refused by the mailbox'));
    },
    onData: (stream, session, answer) => {
      receive(stream)
        .then((raw) => options.store({ raw, to: session.envelope.rcptTo.map((rcpt) => rcpt.address) }))
        .then(() => answer(null, 'stored'))
        .catch((error: unknown) => answer(asReply(error)));
    },
  });
  // A sender that hangs up is no concern of the mailbox.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function receive(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw new SmtpReply(552, 'the mail is too large');
  return Buffer.concat(chunks);
}

/** A mail that could not be stored is to be sent again later: 4xx. */
function asReply(error: unknown): SmtpReply {
  if (error instanceof SmtpReply) return error;
  return errorCodeOf(error) === 'ENOSPC'
    ? new SmtpReply(452, 'the disk is full')
    : new SmtpReply(451, 'the mail could not be stored');
}

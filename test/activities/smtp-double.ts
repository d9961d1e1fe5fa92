/** A real SMTP server on a free port that keeps what it takes and can be told to refuse. */
import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

interface Received {
  readonly to: readonly string[];
  readonly mail: ParsedMail;
  readonly raw: string;
}

export interface SmtpDouble {
  readonly url: string;
  readonly received: Received[];
  /** Answers of the server to the next commands; the code says which kind. */
  refuse: { readonly at: 'CONNECT' | 'MAIL' | 'RCPT' | 'DATA'; readonly code: number; readonly text: string } | null;
  close(): Promise<void>;
}

export async function startSmtp(options: Partial<SMTPServerOptions> = {}): Promise<SmtpDouble> {
  const received: Received[] = [];
  const refusal = (at: NonNullable<SmtpDouble['refuse']>['at']) =>
    double.refuse?.at === at ? Object.assign(new Error(double.refuse.text), { responseCode: double.refuse.code }) : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => done(refusal('CONNECT')),
    onMailFrom: (_address, _session, done) => done(refusal('MAIL')),
    onRcptTo: (_address, _session, done) => done(refusal('RCPT')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on(
        'end',
        () =>
          void keep(
            Buffer.concat(chunks),
            session.envelope.rcptTo.map(({ address }) => address),
          ).then(() => done(refusal('DATA'))),
      );
    },
    ...options,
  });
  const keep = async (raw: Buffer, to: readonly string[]): Promise<void> => {
    if (double.refuse?.at !== 'DATA') received.push({ to, mail: await simpleParser(raw), raw: raw.toString() });
  };
  // A client that hangs up in the middle is part of these tests.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const double: SmtpDouble = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return double;
}

import { ApplicationFailure } from '@temporalio/common';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createActivities } from '../../activities/create';
import { MAIL_REFUSED, type Activities } from '../../activities';
import type { MailPort } from '../../activities/mail/port';
import { createSmtpMailer } from '../../activities/mail/smtp';
import { createLinkTokens } from '../../config/link-tokens';
import type { MailRequest } from '../../domain/mail';
import { sampleMail } from './sample-mail';
import { startSmtp, type SmtpDouble } from './smtp-double';

const NOW_MS = Date.parse('2026-12-31T22:05:00+09:00');
const links = createLinkTokens('a secret that is only used in tests, 01');
const PERSONAL = /takasaki|髙﨑|赤坂|@/;

let smtp: SmtpDouble;
let drillSmtp: SmtpDouble;
let mailers: MailPort[] = [];
let sent: Map<string, string>;
let logged: unknown[];

beforeEach(async () => {
  [smtp, drillSmtp] = await Promise.all([startSmtp(), startSmtp()]);
  sent = new Map();
  logged = [];
});
afterEach(async () => {
  mailers.forEach((mailer) => mailer.close());
  mailers = [];
  await Promise.all([smtp.close(), drillSmtp.close()]);
});

const mailerTo = (url: string): MailPort => {
  const mailer = createSmtpMailer(url);
  mailers.push(mailer);
  return mailer;
};

const record = {
  append: () => Promise.reject(new Error('not used here')),
  seal: () => Promise.reject(new Error('not used here')),
  wasMailSent: (mailId: string) => Promise.resolve(sent.has(mailId)),
  markMailSent: (mailId: string, messageId: string) => {
    sent.set(mailId, messageId);
    return Promise.resolve();
  },
};

const activities = (over: Partial<Parameters<typeof createActivities>[0]> = {}): Activities =>
  createActivities({
    record,
    mailer: mailerTo(smtp.url),
    drillMailer: null,
    links,
    portalUrl: 'https://portal.example/',
    mailFrom: 'Desk <desk@insurer.example>',
    now: () => NOW_MS,
    log: { info: (...args: unknown[]) => void logged.push(args), warn: (...args: unknown[]) => void logged.push(args) },
    ...over,
  });

async function failureOf(mail: MailRequest, over: Parameters<typeof activities>[0] = {}): Promise<ApplicationFailure> {
  const failure: unknown = await activities(over)
    .sendMail(mail)
    .then(() => null)
    .catch((error: unknown) => error);
  if (!(failure instanceof ApplicationFailure)) throw new Error(`no ApplicationFailure but ${String(failure)}`);
  expect(failure.message).not.toMatch(PERSONAL);
  expect(failure.cause).toBeUndefined();
  return failure;
}

const REQUEST = sampleMail('VENDOR_REQUEST');

describe('a mail that is taken', () => {
  test('arrives with its words and headers, in Japanese', async () => {
    const { messageId } = await activities().sendMail(REQUEST);
    const [{ mail, to, raw } = smtp.received[0]!] = smtp.received;
    expect(to).toEqual(['takasaki@partner.example']);
    expect(mail.from?.value).toEqual([{ name: '緊急時総合サポート(あんしん損害保険株式会社)', address: 'desk@insurer.example' }]);
    expect(mail.to).toMatchObject({ value: [{ name: '髙﨑 花子', address: 'takasaki@partner.example' }] });
    expect(mail.replyTo?.value).toMatchObject([{ address: 'desk@insurer.example' }]);
    expect(mail.subject).toBe('【ご依頼・12月31日(木) 23:40までにご回答】原因究明・影響範囲調査支援（受付番号 7K3M-Q9XD）');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('content-language')).toBe('ja');
    expect(mail.headers.has('list-unsubscribe')).toBe(false);
    expect(mail.messageId).toBe(messageId);
    expect(messageId).toMatch(/^<[0-9a-f]{32}\.7K3M-Q9XD@insurer\.example>$/);
    expect(mail.text).toContain('赤坂セキュリティ株式会社／髙﨑 花子 様');
    expect(String(mail.html)).toContain('赤坂セキュリティ株式会社／髙﨑 花子 様');
    expect(raw).toMatch(/^[\x00-\x7f]*$/);
  });

  test('odd characters of names and files survive', async () => {
    await activities().sendMail(sampleMail('RECEIPT'));
    const text = smtp.received[0]?.mail.text ?? '';
    for (const word of ['髙﨑', '中間報告書_①.pdf', '／', '☎']) expect(text).toContain(word);
  });

  test('carries a link that is bound to its task and counts its days from now', async () => {
    await activities().sendMail(REQUEST);
    const [, token = ''] = /https:\/\/portal\.example\/p\/(\S+)/.exec(smtp.received[0]?.mail.text ?? '') ?? [];
    const { validDays, ...bound } = REQUEST.link!;
    expect(await links.verify(token, NOW_MS)).toEqual({ ok: true, link: bound });
    expect(await links.verify(token, NOW_MS + (validDays * 24 * 60 + 1) * 60_000)).toMatchObject({ why: 'EXPIRED' });
    expect(JSON.stringify(logged)).not.toContain(token);
    expect(JSON.stringify(logged)).not.toMatch(PERSONAL);
  });

  test('speaks the language of its reader', async () => {
    await activities().sendMail(sampleMail('VENDOR_REQUEST', 'en'));
    const { mail } = smtp.received[0]!;
    expect(mail.subject).toBe('[Reply by Thu 31 Dec 23:40 JST] Cause and scope of impact (7K3M-Q9XD)');
    expect(mail.headers.get('content-language')).toBe('en');
  });

  test('mails of one task share a thread, those of another do not', async () => {
    const { sendMail } = activities();
    const reminder = { ...sampleMail('VENDOR_REMINDER'), mailId: '7K3M-Q9XD.13.1' };
    for (const mail of [REQUEST, reminder, { ...REQUEST, mailId: 'other', taskId: 'T03' }]) await sendMail(mail);
    const [first, second, other] = smtp.received.map(({ mail }) => mail);
    const root = '<7K3M-Q9XD.T02@insurer.example>';
    for (const mail of [first, second]) {
      expect([mail?.references].flat()).toEqual([root]);
      expect(mail?.inReplyTo).toBe(root);
    }
    expect(first?.messageId).not.toBe(second?.messageId);
    expect(other?.inReplyTo).toBe('<7K3M-Q9XD.T03@insurer.example>');
  });

  test('a name cannot add a header or a recipient', async () => {
    await activities().sendMail({ ...REQUEST, to: { ...REQUEST.to, name: 'x\r\nBcc: evil@example.com, <evil@example.com>' } });
    expect(smtp.received[0]?.to).toEqual(['takasaki@partner.example']);
    expect(smtp.received[0]?.mail.bcc).toBeUndefined();
  });
});

describe('a mail is sent once', () => {
  test('the second try says what the first one did', async () => {
    const { sendMail } = activities();
    const first = await sendMail(REQUEST);
    expect(await sendMail(REQUEST)).toEqual(first);
    expect(smtp.received).toHaveLength(1);
    expect(sent.get(REQUEST.mailId)).toBe(first.messageId);
  });

  test('a record that is down or silent stops nothing, and a repeat keeps its Message-ID', async () => {
    const down = {
      ...record,
      wasMailSent: () => Promise.reject(new Error('ECONNREFUSED')),
      markMailSent: () => new Promise<void>(() => undefined),
    };
    const silent = { ...down, wasMailSent: () => new Promise<boolean>(() => undefined) };
    const first = await activities({ record: down }).sendMail(REQUEST);
    expect(await activities({ record: silent }).sendMail(REQUEST)).toEqual(first);
    expect(smtp.received.map(({ mail }) => mail.messageId)).toEqual([first.messageId, first.messageId]);
  });

  test('a mail that was refused is not noted as sent', async () => {
    smtp.refuse = { at: 'RCPT', code: 550, text: '5.1.1 no such user' };
    await failureOf(REQUEST);
    expect(sent.size).toBe(0);
  });
});

describe('drills', () => {
  const DRILL = { ...REQUEST, drill: true };

  test('go through the drill server alone, to an address that cannot exist', async () => {
    await activities({ drillMailer: mailerTo(drillSmtp.url) }).sendMail(DRILL);
    expect(smtp.received).toHaveLength(0);
    const { to, mail } = drillSmtp.received[0]!;
    expect(to).toEqual(['takasaki@partner.example.drill.invalid']);
    expect(mail.to).toMatchObject({ value: [{ address: 'takasaki@partner.example.drill.invalid' }] });
    expect(mail.cc ?? mail.bcc).toBeUndefined();
    expect(mail.subject).toMatch(/^【訓練】/);
    expect(mail.text).toMatch(/^※これは訓練のメールです/);
  });

  test('are not mailed at all without one', async () => {
    const failure = await failureOf(DRILL);
    expect(failure.nonRetryable).toBe(true);
    expect(smtp.received).toHaveLength(0);
  });

  test('a real mail never goes to the drill server', async () => {
    await activities({ drillMailer: mailerTo(drillSmtp.url) }).sendMail(REQUEST);
    expect(drillSmtp.received).toHaveLength(0);
    expect(smtp.received).toHaveLength(1);
  });
});

describe('what the server says', () => {
  const USER = '<takasaki@partner.example>: no such user';
  test.each([
    ['RCPT', 550, `5.1.1 ${USER}`, true, 'SMTP 550 5.1.1 (RCPT TO)'],
    ['RCPT', 551, USER, true, 'SMTP 551 (RCPT TO)'],
    ['DATA', 554, `5.7.1 ${USER}`, true, 'SMTP 554 5.7.1 (DATA)'],
    ['RCPT', 450, `4.2.1 ${USER}`, false, 'SMTP 450 4.2.1 (RCPT TO)'],
    ['RCPT', 452, USER, false, 'SMTP 452 (RCPT TO)'],
    ['DATA', 451, `4.3.0 ${USER}`, false, 'SMTP 451 4.3.0 (DATA)'],
    ['RCPT', 530, '5.7.0 log in first', false, 'SMTP 530 5.7.0 (RCPT TO)'],
    ['RCPT', 503, '5.5.1 wrong order', false, 'SMTP 503 5.5.1 (RCPT TO)'],
    ['MAIL', 553, '5.1.8 sender refused', false, 'SMTP 553 5.1.8 (MAIL FROM)'],
  ] as const)('%s %i %s: permanent %s', async (at, code, text, permanent, message) => {
    smtp.refuse = { at, code, text };
    const failure = await failureOf(REQUEST);
    expect(failure.nonRetryable).toBe(permanent);
    expect(failure.type === MAIL_REFUSED).toBe(permanent);
    expect(failure.message).toBe(message);
    smtp.refuse = null;
    expect(await activities().sendMail(REQUEST)).toHaveProperty('messageId');
  });

  test('a server that offers no service is our trouble, not the recipient’s', async () => {
    smtp.refuse = { at: 'CONNECT', code: 554, text: 'no service' };
    expect(await failureOf(REQUEST)).toMatchObject({ nonRetryable: false });
  });

  test('so is a login that fails', async () => {
    const closed = await startSmtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error('5.7.8 bad credentials of takasaki'), { responseCode: 535 })),
    });
    const url = closed.url.replace('smtp://', 'smtp://user:secret@');
    const failure = await failureOf(REQUEST, { mailer: mailerTo(url) });
    await closed.close();
    expect(failure).toMatchObject({ nonRetryable: false, message: 'SMTP 535 5.7.8 (AUTH PLAIN)' });
    expect(failure.message).not.toContain('secret');
  });

  test.each([
    '',
    'takasaki',
    'a@b@partner.example',
    'a@partner.example, b@partner.example',
    'a@partner.example\r\nBcc: b@c.example',
    '<a@partner.example>',
  ])('an address that is none is refused for good: %j', async (email) => {
    const failure = await failureOf({ ...REQUEST, to: { ...REQUEST.to, email } });
    expect(failure).toMatchObject({ nonRetryable: true, type: MAIL_REFUSED });
    expect(smtp.received).toHaveLength(0);
  });

  test('an address with double dots, as some have, is for the server to judge', async () => {
    const failure = await failureOf({ ...REQUEST, to: { ...REQUEST.to, email: 'ta..ro@docomo.example' } });
    expect(failure.message).toBe('SMTP 501 (RCPT TO)');
  });
});

describe('a server that is not there', () => {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    server = null;
  });
  const listen = async (onSocket: (socket: Socket) => void): Promise<string> => {
    const started = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    server = started;
    await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(started.address() as AddressInfo).port}`;
  };

  test('refuses the connection: tried again later', async () => {
    const url = await listen(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = null;
    const failure = await failureOf(REQUEST, { mailer: mailerTo(url) });
    expect(failure).toMatchObject({ nonRetryable: false, message: 'SMTP ECONNREFUSED (CONN)' });
    await expect(mailerTo(url).verify()).rejects.toMatchObject({ name: 'MailFailure', permanent: false });
  });

  test('says nothing: given up after some seconds', async () => {
    const failure = await failureOf(REQUEST, { mailer: mailerTo(await listen(() => undefined)) });
    expect(failure).toMatchObject({ nonRetryable: false, message: 'SMTP ETIMEDOUT (CONN)' });
  });

  test('hangs up at once: tried again later', async () => {
    const failure = await failureOf(REQUEST, { mailer: mailerTo(await listen((socket) => socket.destroy())) });
    expect(failure.nonRetryable).toBe(false);
  });

  test('verify answers for one that is there', async () => {
    await expect(mailerTo(smtp.url).verify()).resolves.toBeUndefined();
  });
});

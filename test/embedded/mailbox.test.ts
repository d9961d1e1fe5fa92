import nodemailer, { type SendMailOptions } from 'nodemailer';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { openLetterBox, type LetterBox } from '../../embedded/mailbox/letter-box';
import { listenForMail, type SmtpPort } from '../../embedded/mailbox/smtp';
import { mailboxWeb } from '../../embedded/mailbox/web';
import { startMailbox } from '../support/mailbox';

let dir: string;
let box: LetterBox;
let smtp: SmtpPort;
beforeEach(async () => {
  dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'desk-mailbox-')), 'mailbox');
  box = await openLetterBox(dir);
  smtp = await listenForMail({ host: '127.0.0.1', port: 0, store: (mail) => box.store(mail) });
});
afterEach(async () => {
  await smtp.close();
  fs.rmSync(path.dirname(dir), { recursive: true, force: true });
});

const send = (mail: SendMailOptions) =>
  nodemailer.createTransport({ host: '127.0.0.1', port: smtp.port }).sendMail({ from: 'desk@insurer.example', ...mail });
const LINK = 'https://portal.example/p/aaa.bbb-c_d.eee';
const REQUEST = {
  to: '山﨑 花子 <hanako@vendor.example>',
  subject: '【要回答 11/24 12:30まで】初動調査のご依頼 [7K3M-2Q9F]',
  text: `髙﨑①様\r\n\r\n下のリンクからご回答ください。\r\n${LINK}\r\n(${LINK})。`,
  html: `<p>髙﨑①様</p><script>alert(1)</script><p><a href="${LINK}">回答する</a></p>`,
  headers: { 'X-Desk-Kind': 'VENDOR_REQUEST', 'X-Desk-Incident': '7K3M-2Q9F' },
};

test('a mail is in the folder before it counts as received, and there after a restart, in order', async () => {
  await send(REQUEST);
  await send({ to: 'b@vendor.example', subject: 'second', text: 'x', attachments: [{ filename: '報告書.pdf', content: 'pdf' }] });
  expect(fs.readdirSync(dir).filter((name) => name.endsWith('.eml'))).toHaveLength(2);
  const again = await openLetterBox(dir);
  expect(again.list()).toEqual(box.list());
  expect(again.list().map(({ subject }) => subject)).toEqual(['second', REQUEST.subject]);
  expect(again.list()[0]?.attachments[0]?.name).toBe('報告書.pdf');
  expect(again.list()[1]).toMatchObject({
    to: ['hanako@vendor.example'],
    incident: '7K3M-2Q9F',
    kind: 'VENDOR_REQUEST',
    links: [LINK],
  });
});

test('a mail that cannot be written is refused for now, and nothing half written remains', async () => {
  fs.rmSync(dir, { recursive: true });
  fs.writeFileSync(dir, 'in the way');
  await expect(send(REQUEST)).rejects.toMatchObject({ responseCode: 451 });
  expect(box.list()).toEqual([]);
});

test('a sender that vanishes in the middle of a mail leaves none', async () => {
  const socket = net.connect(smtp.port, '127.0.0.1');
  await once(socket, 'data');
  for (const line of ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA']) {
    socket.write(`${line}\r\n`);
    await once(socket, 'data');
  }
  socket.write('Subject: half');
  socket.destroy();
  await send({ to: 'c@d.example', subject: 'whole', text: 'x' });
  expect(box.list().map(({ subject }) => subject)).toEqual(['whole']);
});

describe('the page', () => {
  const ask = async (url: string, host = '127.0.0.1:8425') => {
    const web = await mailboxWeb(box, { hosts: ['127.0.0.1'] });
    return web.inject({ url, headers: { host } });
  };

  test('shows mails of an incident or a person, and never runs what a mail holds', async () => {
    await send(REQUEST);
    await send({ to: 'b@vendor.example', subject: '<img src=x onerror=alert(1)>', text: '<script>alert(2)</script>' });
    const list = await ask('/?incident=7k3m-2q9f');
    expect(list.body).toContain('このメールは外部に送信されていません');
    expect(list.body).toContain('初動調査のご依頼');
    expect(list.body).not.toContain('onerror');
    expect((await ask('/?to=b@vendor.example')).body).toContain('&lt;img src=x onerror');
    expect(list.headers['content-security-policy']).toContain("default-src 'none'");

    const [hostile, request] = box.list();
    const page = await ask(`/mails/${request!.id}`);
    expect(page.body).toContain(`href="${LINK}"`);
    expect(page.body).toMatch(/<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(page.body).not.toContain('<script');
    expect((await ask(`/mails/${hostile!.id}`)).body).toContain('&lt;script>alert(2)');
    const html = await ask(`/mails/${request!.id}/html`);
    expect(html.headers['content-security-policy']).toMatch(/^sandbox allow-popups.*default-src 'none'/);
    expect((await ask(`/mails/${request!.id}/source`)).headers['content-type']).toContain('text/plain');
    expect((await ask('/mails/none')).statusCode).toBe(404);
  });

  test('is refused to pages of other sites that have pointed their name here', async () => {
    expect((await ask('/api/mails', 'evil.example:8425')).statusCode).toBe(421);
  });

  test('answers programs: by recipient, incident, and what came after', async () => {
    await send(REQUEST);
    await send({ to: 'B@vendor.example', subject: 'second', text: 'y' });
    const subjects = async (query: string) =>
      (await ask(`/api/mails${query}`)).json<{ mails: { subject: string }[] }>().mails.map(({ subject }) => subject);
    const first = box.list()[1]!;
    expect(await subjects('')).toEqual(['second', REQUEST.subject]);
    expect(await subjects('?to=b@VENDOR.example')).toEqual(['second']);
    expect(await subjects('?incident=7K3M-2Q9F')).toEqual([REQUEST.subject]);
    expect(await subjects(`?after=${first.id}`)).toEqual(['second']);
    expect(await subjects('?after=2999-01-01T00:00:00Z')).toEqual([]);
    expect((await ask(`/api/mails/${first.id}`)).json()).toMatchObject({
      text: expect.stringContaining('髙﨑①様'),
      links: [LINK],
    });
    expect((await ask('/api/mails/none')).statusCode).toBe(404);
  });
});

test('the mailbox for tests waits for a mail and refuses on demand', async () => {
  const mailbox = await startMailbox();
  try {
    const transport = nodemailer.createTransport(mailbox.smtpUrl);
    const mail = { from: 'a@b.example', to: 'c@d.example', subject: 'hello', text: 'x' };
    const waiting = mailbox.waitFor(({ subject }) => subject === 'hello');
    await transport.sendMail(mail);
    expect((await waiting).to).toEqual(['c@d.example']);
    mailbox.refuse('c@d.example', 550);
    await expect(transport.sendMail(mail)).rejects.toMatchObject({ responseCode: 550 });
    mailbox.refuse('c@d.example', null);
    await transport.sendMail(mail);
    expect(mailbox.mails()).toHaveLength(2);
    await expect(mailbox.waitFor(() => false, 50)).rejects.toThrow('hello');
  } finally {
    await mailbox.stop();
  }
});

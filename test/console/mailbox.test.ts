/** The local mailbox in the console: there in a trial system, nowhere else. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { headingOf, wordsOf } from '../portal/support';
import { NUMBER, START_MS } from './approvals-support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
const HOSTILE = '<script>alert(1)</script>';
const mail = (id: string, incident: string | null = NUMBER) => ({
  ...{ id, to: [`${HOSTILE}@x.example`], incident, receivedAt: '2026-12-01T00:00:00.000Z', from: 'desk@x.example' },
  ...{ subject: `${HOSTILE} ${id}`, kind: 'VENDOR_REQUEST', attachments: [{ name: HOSTILE, type: 'text/plain', bytes: 1_234 }] },
  links: ['https://portal.example/p/token', 'javascript:alert(1)', 'nonsense'],
});

let server: Server;
let console: TestConsole;
let asked: string[] = [];
let answer: 'WELL' | 'BROKEN' | 'EMPTY' | 'MANY' = 'WELL';

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const isList = pathname === '/api/mails';
    const mails = {
      WELL: [mail('m2'), mail('m1', null)],
      EMPTY: [],
      BROKEN: [],
      MANY: Array.from({ length: 130 }, (_, i) => mail(`m${i}`)),
    };
    response.statusCode = answer === 'BROKEN' ? 500 : isList || pathname === '/api/mails/m2' ? 200 : 404;
    response.end(
      JSON.stringify(isList ? { mails: mails[answer] } : { ...mail('m2'), text: `本文\n${HOSTILE}`, html: '<p>x</p>' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
beforeEach(() => {
  [asked, answer] = [[], 'WELL'];
  console = openConsole(record, { mailboxUrl: urlOf() });
  console.nowMs = START_MS;
});
afterEach(() => console.app.close());

test('lists what arrived, and what it is', async () => {
  const { body } = await (await console.as('desk')).get('/mailbox');
  const words = wordsOf(body);
  expect(words).toMatch(/12月1日\(火\) 9:00[\s\S]*ご依頼[\s\S]*m2[\s\S]*7K3M-Q2XK/);
  expect(body).toContain('href="/mailbox/m2"');
  expect(body).not.toContain(HOSTILE);
});

test('is asked for one incident, however its number is typed', async () => {
  const { body } = await (await console.as('desk')).get('/mailbox?incident=7k3mq2xk');
  expect(asked).toEqual([`/api/mails?incident=${NUMBER}`]);
  expect(body).toContain('href="/mailbox">絞り込みを解除');
});

test('a number that cannot be one is told at its field, with all mails shown', async () => {
  const { statusCode, body } = await (await console.as('desk')).get(`/mailbox?incident=${encodeURIComponent(HOSTILE)}`);
  expect([statusCode, asked]).toEqual([422, ['/api/mails']]);
  expect(wordsOf(body)).toContain('受付番号を確認してください(例：7K3M-Q2XK)');
  expect(body).toContain('href="#incident"');
  expect(body).not.toContain(HOSTILE);
});

test('shows a mail whole; only addresses of the web are links', async () => {
  const { body } = await (await console.as('supervisor')).get('/mailbox/m2');
  expect(wordsOf(body)).toContain('メールのリンクを開くと、その宛先の方として操作することになります。');
  expect(body).toContain('本文\n&lt;script>');
  expect(body).not.toContain(HOSTILE);
  expect(body.match(/href="https:\/\/portal\.example\/p\/token" rel="noreferrer"/g)).toHaveLength(1);
  expect(body).not.toContain('href="javascript');
  expect(body).toContain(`href="${urlOf()}/mails/m2/html"`);
});

test.each(['/mailbox/m99', `/mailbox/${encodeURIComponent('../m2')}`, `/mailbox/${encodeURIComponent(HOSTILE)}`])(
  '%s is a page that is not there',
  async (path) => {
    expect((await (await console.as('desk')).get(path)).statusCode).toBe(404);
  },
);

test('says when nothing arrived, when there is more than a page holds, and when it does not answer', async () => {
  const desk = await console.as('desk');
  answer = 'EMPTY';
  expect(wordsOf((await desk.get('/mailbox')).body)).toContain('メールはまだ届いていません。');
  expect(wordsOf((await desk.get(`/mailbox?incident=${NUMBER}`)).body)).toContain('この案件のメールはまだ届いていません。');
  answer = 'MANY';
  expect(wordsOf((await desk.get('/mailbox')).body)).toContain('ほか30通あります。');
  answer = 'BROKEN';
  const { statusCode, body } = await desk.get('/mailbox');
  expect([statusCode, headingOf(body)]).toEqual([503, 'メールボックスが応答しません']);
});

test('is for those who may act at the desk: its links act for partners', async () => {
  for (const role of ['approver', 'auditor', 'administrator'] as const) {
    const person = await console.as(role);
    expect((await person.get('/mailbox')).statusCode).toBe(403);
    expect((await person.get('/admin')).body).not.toContain('href="/mailbox"');
  }
  expect((await (await console.as('desk')).get('/admin')).body).toContain('href="/mailbox"');
  expect(asked).toEqual([]);
});

test('where mails leave the machine there is no such page', async () => {
  const real = openConsole(record);
  const desk = await real.as('desk');
  expect((await desk.get('/mailbox')).statusCode).toBe(404);
  expect((await desk.get('/mailbox/m2')).statusCode).toBe(404);
  expect((await desk.get('/admin')).body).not.toContain('/mailbox');
  await real.app.close();
});

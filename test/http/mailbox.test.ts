/** The local mailbox over HTTP: listed, read, and said to be away in words. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startPlay } from '../cli/harness';
import { NUMBER, openApi, type TestApi } from './support';

const mail = (id: string, to: string, incident: string | null = NUMBER) => ({
  ...{ id, to: [to], incident, receivedAt: '2026-12-01T00:00:00.000Z', from: 'desk@x.example', subject: `件名 ${id}` },
  ...{ kind: 'VENDOR_REQUEST', messageId: `<${id}>`, links: ['http://x.example/p/t'], attachments: [] },
});
const MAILS = [mail('m3', 'a@x.example'), mail('m2', 'b@x.example', null), mail('m1', 'a@x.example')];

let server: Server;
let url: string;
let asked: string[] = [];
let broken = false;
let api: TestApi;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const found = MAILS.find(({ id }) => pathname === `/api/mails/${id}`);
    response.statusCode = broken ? 500 : pathname === '/api/mails' || found ? 200 : 404;
    response.end(JSON.stringify(found ? { ...found, text: '本文', html: null } : { mails: MAILS }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
  broken = false;
  api = openApi([startPlay()], { mailboxUrl: url });
});
afterEach(() => api.app.close());

interface Mails {
  readonly mails: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}
const list = async (query = '') => (await api.call('desk', 'GET', `/mailbox/mails${query}`)).json as unknown as Mails;
const idsOf = ({ mails }: Mails): string[] => mails.map(({ id }) => id);

it('is listed newest first, in pages', async () => {
  const first = await list('?limit=2');
  expect([idsOf(first), first.nextCursor]).toEqual([['m3', 'm2'], 'm2']);
  const last = await list('?limit=2&cursor=m2');
  expect([idsOf(last), last.nextCursor]).toEqual([['m1'], null]);
  // A mail that came in between moves nothing; one that is gone is no obstacle.
  expect(idsOf(await list('?cursor=m25'))).toEqual(['m2', 'm1']);
});

it('is asked for one incident or one address', async () => {
  await list(`?incident=${NUMBER.toLowerCase()}&to=a%2Bb@x.example`);
  expect(asked).toEqual([`/api/mails?incident=${NUMBER}&to=a%2Bb%40x.example`]);
});

it('shows a mail whole', async () => {
  const { json } = await api.call('supervisor', 'GET', '/mailbox/mails/m1');
  expect(json).toMatchObject({ id: 'm1', subject: '件名 m1', text: '本文', links: ['http://x.example/p/t'] });
  expect((await api.call('desk', 'GET', '/mailbox/mails/m9')).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  expect((await api.call('desk', 'GET', '/mailbox/mails/..%2Foutage')).json).toMatchObject({ status: 400, code: 'VALIDATION' });
});

it('is for those who may act at the desk: its links act for partners', async () => {
  for (const role of ['auditor', 'approver', 'partner:scout']) {
    expect((await api.call(role, 'GET', '/mailbox/mails')).json).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  }
  expect(asked).toEqual([]);
});

it('says that there is none where a real mail server is in use', async () => {
  await api.app.close();
  api = openApi([startPlay()], { mailboxUrl: null });
  for (const path of ['/mailbox/mails', '/mailbox/mails/m1']) {
    expect((await api.call('desk', 'GET', path)).json).toMatchObject({ status: 404, code: 'NO_MAILBOX' });
  }
});

it('says so when it does not answer', async () => {
  broken = true;
  const silent = await api.call('desk', 'GET', '/mailbox/mails');
  expect([silent.json.code, silent.headers['retry-after']]).toEqual(['MAILBOX_SILENT', '5']);
  await api.app.close();
  api = openApi([startPlay()], { mailboxUrl: 'http://127.0.0.1:9' });
  expect((await api.call('desk', 'GET', '/mailbox/mails/m1')).json).toMatchObject({ status: 503, code: 'MAILBOX_SILENT' });
});

/** A mailbox that takes no mail of drills for a while. */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { refuseDrillMail } from '../../client/drill/letters';
import { openLetterBox } from '../../embedded/mailbox/letter-box';
import { createOutage } from '../../embedded/mailbox/outage';
import { mailboxWeb } from '../../embedded/mailbox/web';

const DRILL = 'emergency@lac.example.drill.invalid';

it('refuses mails of drills for now, and no others, until it is over', () => {
  let nowMs = 0;
  const outage = createOutage(() => nowMs);
  expect(outage.refusal(DRILL)).toBeNull();
  outage.begin(60);
  expect([outage.refusal(DRILL.toUpperCase()), outage.refusal('emergency@lac.example')]).toEqual([451, null]);
  nowMs = 60_000;
  expect(outage.refusal(DRILL)).toBeNull();
  outage.begin(60);
  outage.begin(0);
  expect(outage.refusal(DRILL)).toBeNull();
});

describe('told over its page', () => {
  let dir: string;
  let web: Awaited<ReturnType<typeof mailboxWeb>>;
  let url: string;
  const outage = createOutage();
  beforeAll(async () => {
    dir = await fs.mkdtemp(path.join(os.tmpdir(), 'desk-outage-'));
    web = await mailboxWeb(await openLetterBox(dir), { hosts: ['127.0.0.1'], outage });
    url = await web.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await web.close();
    await fs.rm(dir, { recursive: true });
  });

  it('begins and ends', async () => {
    await refuseDrillMail(url, 30.5);
    expect(outage.refusal(DRILL)).toBe(451);
    await refuseDrillMail(url, 0);
    expect(outage.refusal(DRILL)).toBeNull();
  });

  it.each([
    ['no JSON', 'text/plain', '{"seconds":60}', 400],
    ['a form', 'application/x-www-form-urlencoded', 'seconds=60', 415],
    ['no time', 'application/json', '{}', 400],
    ['a time without end', 'application/json', '{"seconds":1e9}', 400],
  ])('not with %s, as a page of another site could send it', async (_what, type, body, status) => {
    const response = await fetch(`${url}/api/outage`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    expect(outage.refusal(DRILL)).toBeNull();
  });

  it('not from another machine', async () => {
    const response = await web.inject({
      method: 'POST',
      url: '/api/outage',
      headers: { host: '127.0.0.1' },
      payload: { seconds: 60 },
      remoteAddress: '192.0.2.7',
    });
    expect(response.statusCode).toBe(403);
    expect(outage.refusal(DRILL)).toBeNull();
  });

  it('a mailbox that does not answer is told of in words', async () => {
    await expect(refuseDrillMail('http://127.0.0.1:9', 1)).rejects.toMatchObject({ code: 'DRILL_MAILBOX_SILENT' });
  });
});

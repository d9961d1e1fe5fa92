/** From the call to the first results, through the real command line, mails and pages. */
import fs from 'node:fs';
import path from 'node:path';
import { PDF, System, eventually, press } from '../support/system';

jest.setTimeout(180_000);

let system: System;
beforeAll(async () => {
  system = await System.start();
}, 180_000);
afterAll(() => system.stop());

const open = (name?: string) => system.openReal(name);

it('asks the right partner, and no other, as soon as it is open', async () => {
  const number = await open();
  const mail = await system.mail(number, 'VENDOR_REQUEST');
  expect((await system.mails(number)).filter(({ kind }) => kind === 'VENDOR_REQUEST')).toHaveLength(1);
  expect(mail.to).toEqual(['emergency@lac.example']);
  expect(mail.links).toHaveLength(1);
  expect(mail.subject).not.toContain('架空通販');
});

it('takes the partner from the mail through acceptance, progress and delivery, and starts what depends on it', async () => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  const shown = await fetch(link);
  expect([shown.status, (await shown.text()).includes('架空通販')]).toEqual([200, false]);
  expect((await press(link, 'accept')).status).toBe(303);
  expect(await (await fetch(link)).text()).toContain('架空通販');
  expect((await press(link, 'progress', { note: '解析中です', outlook: 'onTime' })).status).toBe(303);
  expect((await press(link, 'deliver', { milestone: 'INTERIM', note: '事故と判定' }, PDF)).status).toBe(303);
  const asked = await eventually(async () => {
    const mails = (await system.mails(number)).filter(({ kind }) => kind === 'VENDOR_REQUEST');
    return mails.length === 5 && mails;
  });
  expect(asked.some(({ to }) => to[0]?.endsWith('@eltes.example'))).toBe(true);
  const { tasks } = await system.desk<{ tasks: { taskId: string; state: string; deliveries: unknown[] }[] }>('tasks', number);
  expect(tasks.map(({ taskId, state }) => `${taskId} ${state}`)).toEqual([
    'T01 IN_PROGRESS',
    'T02 REQUESTED',
    'T03 REQUESTED',
    'T04 REQUESTED',
    'T05 REQUESTED',
  ]);
  expect(tasks[0]?.deliveries).toEqual([
    expect.objectContaining({ files: [expect.objectContaining({ name: '報告書.pdf', mediaType: 'application/pdf' })] }),
  ]);
});

it('passes the task on when it is declined, and over when somebody else takes it', async () => {
  const number = await open('S01-missent-mail.yaml');
  const [first = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  expect((await press(first, 'decline', { reason: 'NO_CAPACITY' })).status).toBe(303);
  const [second = ''] = (await system.mail(number, 'SUBSTITUTE_REQUEST')).links;
  const to = { name: '代理 花子', company: 'AOS', email: 'hanako@aos-legaltech.example', phone: '', consent: 'yes' };
  expect((await press(second, 'hand-over', to)).status).toBe(303);
  const deputy = await system.mail(number, 'HANDED_OVER_NEW');
  expect(deputy.to).toEqual(['hanako@aos-legaltech.example']);
  for (const old of [first, second]) expect((await fetch(old)).status).toBe(410);
  expect((await press(deputy.links[0] ?? '', 'accept')).status).toBe(303);
  const kinds = (await system.timeline(number)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['TASK_DECLINED', 'LINK_RETIRED', 'TASK_HANDED_OVER', 'TASK_ACCEPTED']));
});

it('does what staff say, refuses what it must with a reason, and seals the record at the end', async () => {
  const number = await open('S01-missent-mail.yaml');
  await system.mail(number, 'VENDOR_REQUEST');
  await expect(system.desk('close', number, '--reason', 'x')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('OPEN_TASKS'),
  });
  await system.desk('pause', number, 'T01', '--reason', '確認中');
  await system.desk('resume', number, 'T01');
  await system.desk('assign', number, 'INVESTIGATION.triage', 'aos-legaltech', '--reason', '近い');
  await system.mail(number, 'STAND_DOWN');
  await system.desk('false-alarm', number, '--reason', '宛先は社内のみでした');
  await system.desk('close', number, '--reason', '誤報');
  const sealed = await eventually(async () => {
    const { incidents } = await system.desk<{ incidents: { number: string; sealed: boolean; outcome: string }[] }>(
      'list',
      '--all',
    );
    return incidents.find((one) => one.number === number && one.sealed);
  });
  expect(sealed.outcome).toBe('FALSE_ALARM');
  const rebuilt = await system.desk<{ added: number; intact: boolean; sealed: boolean }>('record', 'rebuild', number);
  expect(rebuilt).toMatchObject({ added: 0, intact: true, sealed: true });
});

it.each([
  ['what is not YAML', '{ caller: [', 1],
  ['unknown fields', 'caller: { phone: 03-0000-0000 }\nknownAt: 2026-01-05\nfatcs: {}\n', 1],
  ['an impossible date', 'caller: { phone: 03-0000-0000 }\nknownAt: 2026-02-30T10:00:00+09:00\n', 1],
  ['a time to come', 'caller: { phone: 03-0000-0000 }\nknownAt: 2099-01-01T10:00:00+09:00\n', 1],
  [
    'a time after the drill clock',
    'caller: { phone: 03-0000-0000 }\nknownAt: 2026-01-06\nclock: { startAt: 2026-01-05T10:00:00+09:00, speed: 1 }\n',
    1,
  ],
  ['fewer than nobody', 'caller: { phone: 03-0000-0000 }\nknownAt: 2026-01-05\nfacts: { persons: { min: -1, max: 3 } }\n', 1],
  [
    'more at least than at most',
    'caller: { phone: 03-0000-0000 }\nknownAt: 2026-01-05\nfacts: { persons: { min: 9, max: 3 } }\n',
    1,
  ],
])('refuses a call with %s, naming the line', async (_what, text, code) => {
  const file = path.join(system.dir, 'bad.yaml');
  fs.writeFileSync(file, text);
  await expect(system.desk('open', file)).rejects.toMatchObject({ code, stderr: expect.stringMatching(/bad\.yaml:\d+:\d+ /) });
});

it('keeps any garbage a foreign program signals in the timeline', async () => {
  const number = await open('S01-missent-mail.yaml');
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address: system.temporalAddress });
  const encode = (text: string) => new TextEncoder().encode(text);
  const payloads: [string, string][] = [
    ['json/plain', '{"messageId":"m1"}'],
    ['json/plain', '{'],
    ['binary/plain', '\u0000\u0001'],
    ['no/such', 'x'],
    ['json/plain', JSON.stringify({ messageId: 'm', taskId: 'T01', by: { name: 'n', company: 'c' }, note: 'x'.repeat(20_000) })],
  ];
  for (const signalName of ['acceptTask', 'deliverTask', '誤', 'handOverTask']) {
    for (const [encoding, data] of payloads) {
      await connection.workflowService.signalWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: `incident/${number}` },
        signalName,
        input: { payloads: [{ metadata: { encoding: encode(encoding) }, data: encode(data) }] },
      });
    }
  }
  await connection.close();
  const entries = await eventually(async () => {
    const timeline = await system.timeline(number);
    // acceptTask ignores the unknown note of the last payload: it is an acceptance.
    return timeline.filter(({ kind }) => kind === 'SIGNAL_REFUSED').length === 19 && timeline;
  });
  expect(entries.some(({ kind }) => kind === 'TASK_ACCEPTED')).toBe(true);
  expect((await system.desk<{ incident: { status: string } }>('show', number)).incident.status).toBe('OPEN');
});

it.each(['accept', 'deliver', 'progress', 'hand-over'])('refuses a 10 MB body for %s without falling over', async (action) => {
  const number = await open('S01-missent-mail.yaml');
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  const response = await press(link, action, { note: 'x'.repeat(10_000_000) }).catch(() => null);
  if (response) expect([413, 422]).toContain(response.status);
  expect((await fetch(link)).status).toBe(200);
});

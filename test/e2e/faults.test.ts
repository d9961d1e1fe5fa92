/** Nothing that was acknowledged is lost, whatever part of the system dies in between. */
import { IS_ENGINE_APART, PARTS, PDF, WORKERS, System, eventually, press } from '../support/system';

jest.setTimeout(240_000);

let system: System;
beforeAll(async () => {
  system = await System.start();
}, 180_000);
afterAll(() => system.stop());

const open = () => system.openReal('S01-missent-mail.yaml');

/** Entries once each, without gaps, and every chain good. */
async function expectWhole(number: string): Promise<string[]> {
  const timeline = await system.timeline(number);
  expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map((_, i) => i + 1));
  await eventually(async () => {
    const verified = await system.desk<{ intact: boolean; entries: number }>('record', 'verify', number);
    return verified.intact && verified.entries >= timeline.length;
  });
  return timeline.map(({ kind }) => kind);
}

/** Presses until the page says that the answer was taken: what a person would do. */
const pressUntilTaken = (link: string, action: string, fields: Record<string, string> = {}, file?: [string, Buffer]) => {
  const idem = crypto.randomUUID();
  return eventually(async () => [202, 303].includes((await press(link, action, { idem, ...fields }, file)).status), 60_000);
};

it.each(PARTS)('kill -9 of %s in the middle of an incident', async (part) => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  await pressUntilTaken(link, 'accept');
  await system.kill9(part);
  await pressUntilTaken(link, 'deliver', { milestone: 'FINAL', note: part }, PDF);
  await eventually(async () => (await system.mails(number)).some(({ kind, to }) => kind === 'RECEIPT' && to.length > 0), 60_000);
  await eventually(async () => {
    const { tasks } = await system.desk<{ tasks: { state: string }[] }>('tasks', number);
    return tasks[0]?.state === 'DELIVERED';
  }, 60_000);
  const kinds = await expectWhole(number);
  for (const kind of ['TASK_ACCEPTED', 'TASK_DELIVERED']) expect(kinds.filter((one) => one === kind)).toHaveLength(1);
});

it('an answer given while the worker is away is acted on when it is back', async () => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  for (const worker of WORKERS) system.signal(worker, 'SIGSTOP');
  const answered = await press(link, 'accept');
  for (const worker of WORKERS) system.signal(worker, 'SIGCONT');
  expect([202, 303]).toContain(answered.status);
  await eventually(async () => (await system.timeline(number)).some(({ kind }) => kind === 'TASK_ACCEPTED'), 60_000);
});

it('a mail server that is down for a while delays mails and nothing else', async () => {
  system.signal('mailbox', 'SIGSTOP');
  const number = await open();
  await eventually(async () => (await system.timeline(number)).some(({ kind }) => kind === 'MAIL_DELAYED'), 90_000);
  system.signal('mailbox', 'SIGCONT');
  const mail = await system.mail(number, 'VENDOR_REQUEST', 1, 60_000);
  await pressUntilTaken(mail.links[0] ?? '', 'accept');
  const sent = (await system.mails(number)).map(({ messageId }) => messageId);
  expect(new Set(sent).size).toBe(sent.length);
});

const whenApart = IS_ENGINE_APART ? it : it.skip;
const whenTogether = IS_ENGINE_APART ? it.skip : it;

whenApart('a record that is away is caught up with, and nobody waits for it', async () => {
  await system.signalDatabase('SIGSTOP');
  const number = await system.openReal('S01-missent-mail.yaml');
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  await pressUntilTaken(link, 'accept');
  await system.signalDatabase('SIGCONT');
  expect(await expectWhole(number)).toContain('TASK_ACCEPTED');
});

whenTogether('while the database of engine and record is away nobody is told yes, and afterwards all goes on', async () => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  await system.signalDatabase('SIGSTOP');
  try {
    await expect(open()).rejects.toMatchObject({ code: 1 });
    expect([202, 303]).not.toContain((await press(link, 'accept')).status);
  } finally {
    await system.signalDatabase('SIGCONT');
  }
  await pressUntilTaken(link, 'accept');
  await eventually(async () => (await expectWhole(number)).includes('TASK_ACCEPTED'), 60_000);
});

it('kill -9 of the database server: the record comes back whole', async () => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  await system.signalDatabase('SIGKILL');
  await pressUntilTaken(link, 'accept');
  await pressUntilTaken(link, 'deliver', { milestone: 'FINAL', note: '復旧後' }, PDF);
  const kinds = await eventually(async () => {
    const whole = await expectWhole(number);
    return whole.includes('TASK_DELIVERED') && whole;
  }, 60_000);
  expect(kinds.filter((kind) => kind === 'TASK_ACCEPTED')).toHaveLength(1);
});

it('kill -9 of everything: the next start goes on where it was', async () => {
  const number = await open();
  const [link = ''] = (await system.mail(number, 'VENDOR_REQUEST')).links;
  await pressUntilTaken(link, 'accept');
  await system.crash();
  await system.up();
  expect(system.output).toMatch(/npx desk list/);
  await pressUntilTaken(link, 'deliver', { milestone: 'FINAL', note: '再開後' }, PDF);
  const kinds = await expectWhole(number);
  for (const kind of ['TASK_ACCEPTED', 'TASK_DELIVERED']) expect(kinds.filter((one) => one === kind)).toHaveLength(1);
});

/** What leaves an incident, on the real server: in few steps, and nothing holds up anything else. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { MailRequest } from '../../domain/mail';
import { answerSignals } from '../../workflows/messages';
import { startRealServer, type RealServer } from '../support/temporal';
import { by, close, createWorker, rememberEffects, startIncident, together, until, type RememberedEffects } from './support';

jest.setTimeout(90_000);

let server: RealServer;
let env: { client: Client; nativeConnection: NativeConnection; currentTimeMs: () => Promise<number> };
beforeAll(async () => {
  server = await startRealServer();
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  env = { client: new Client({ connection }), nativeConnection, currentTimeMs: () => Promise.resolve(Date.now()) };
});
afterAll(async () => {
  await env.nativeConnection.close();
  await env.client.connection.close();
  await server.stop();
});

type Handle = Awaited<ReturnType<typeof startIncident>>;
/** @param finallyDo what else the worker would wait for when the scene goes wrong. */
const scene = async (effects: RememberedEffects, act: (handle: Handle) => Promise<void>, finallyDo = () => {}) =>
  (await createWorker(env, effects, 10)).runUntil(async () => act(await startIncident(env)).finally(finallyDo));

/** The activities of the incident so far. */
async function callsOf(handle: Handle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? []);
}

const to = { name: '代理 次郎', company: '見本社', email: 'jiro@scout.example' };
/** Brings two mails with it: one to each person. */
const handOver = (handle: Handle, messageId: string) =>
  handle.signal(answerSignals.handOverTask, { messageId, taskId: 'T01', by, to });

/** What a mail server says when its turn comes: `letGo` lets all go that hang. */
function hanging(isHanging: (mail: MailRequest, tries: number) => boolean) {
  const started: string[] = [];
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const effects = rememberEffects();
  const { sendMail } = effects;
  const slow: RememberedEffects = {
    ...effects,
    sendMail: async (mail) => {
      started.push(mail.mailId);
      if (isHanging(mail, started.length)) await released;
      return sendMail(mail);
    },
  };
  return { effects: slow, started, letGo: () => letGo() };
}

it('needs one activity for what a message calls for, and one for what became of its mails', async () => {
  const effects = rememberEffects();
  await scene(effects, async (handle) => {
    await until(() => effects.of('MAIL_SENT').length === 1);
    expect(await callsOf(handle)).toEqual(['carryOut', 'appendTimeline']);
    await handOver(handle, 'h');
    await until(() => effects.of('MAIL_SENT').length === 3);
    expect((await callsOf(handle)).slice(2)).toEqual(['carryOut', 'appendTimeline']);
    await handle.signal(answerSignals.sendMessage, { messageId: 'm', taskId: 'T01', by, text: '確認中です' });
    await until(() => effects.of('MESSAGE_SENT').length === 1);
    expect((await callsOf(handle)).slice(4)).toEqual(['appendTimeline']);
    await close(handle, effects);
  });
});

it('records later entries and sends later mails while a mail server hangs', async () => {
  const { effects, started, letGo } = hanging((_mail, tries) => tries === 1);
  await scene(
    effects,
    async (handle) => {
      await until(() => started.length === 1);
      await handOver(handle, 'h');
      await until(() => effects.of('MAIL_SENT').length === 2, 5_000);
      expect(effects.of('TASK_HANDED_OVER')).toHaveLength(1);
      expect(started).toHaveLength(3);
      letGo();
      await until(() => effects.of('MAIL_SENT').length === 3);
      await close(handle, effects);
    },
    letGo,
  );
  expect(new Set(started).size).toBe(started.length);
});

it('hands entries over again when a mail that hangs keeps back whether they were recorded', async () => {
  const { effects, started, letGo } = hanging((_mail, tries) => tries === 1);
  let appends = 0;
  const failing: RememberedEffects = {
    ...effects,
    appendTimeline: (...what) => ((appends += 1) === 1 ? Promise.reject(new Error('down')) : effects.appendTimeline(...what)),
  };
  await scene(
    failing,
    async (handle) => {
      await until(() => started.length === 1 && appends === 1);
      await handle.signal(answerSignals.sendMessage, { messageId: 'm', taskId: 'T01', by, text: '確認中です' });
      await until(() => effects.of('MESSAGE_SENT').length === 1, 5_000);
      expect(effects.entries[0]?.kind).toBe('INCIDENT_OPENED');
      letGo();
      await close(handle, effects);
    },
    letGo,
  );
});

it('sends mails while the record is down, and records everything in order afterwards', async () => {
  let isDown = true;
  const effects = rememberEffects();
  const { appendTimeline } = effects;
  const failing: RememberedEffects = {
    ...effects,
    appendTimeline: (...what) => (isDown ? Promise.reject(new Error('down')) : appendTimeline(...what)),
  };
  await scene(failing, async (handle) => {
    await handOver(handle, 'h');
    await until(() => effects.mails.length === 3);
    expect(effects.entries).toEqual([]);
    isDown = false;
    await until(() => effects.of('MAIL_SENT').length === 3);
    expect(effects.mails).toHaveLength(3);
    await close(handle, effects);
  });
});

it('tries everything again by itself when it is not known what became of the first try', async () => {
  const effects = rememberEffects();
  const carryOut = together(effects);
  const lost: RememberedEffects = {
    ...effects,
    carryOut: async (...what) => {
      await carryOut(...what);
      throw new Error('the worker ended before it could answer');
    },
  };
  await scene(lost, async (handle) => {
    await until(() => effects.of('MAIL_SENT').length === 1);
    expect(await callsOf(handle)).toEqual(expect.arrayContaining(['carryOut', 'appendTimeline', 'sendMail']));
    await close(handle, effects);
  });
  expect(effects.of('MAIL_DELAYED')).toEqual([]);
  const [first, again] = effects.mails;
  expect(again?.mailId).toBe(first?.mailId);
});

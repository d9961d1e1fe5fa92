/** Questions about all incidents at once, asked of a real record that plays of the real rules were written into. */
import { toInstant, toMs, HOUR_MS, DAY_MS } from '../../domain/time';
import type { Opening } from '../../domain/decide';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision } from '../support/sample';
import { useRecordStore } from './record-store';

const db = useRecordStore();
const START = toMs(AWARE);

let count = 0;
const numberOf = () => `7K3M-${String((count += 1)).padStart(4, '0')}`;
const opened = (changes: Partial<Opening> = {}, startMs = START): Play =>
  play({ number: numberOf(), ...changes }, SETUP, startMs);
const record = (incident: Play) => db.store.append(incident.state().number, incident.entries);
const digestOf = async (incident: Play) =>
  (await db.store.openIncidents()).find(({ number }) => number === incident.state().number);

/** Triage is done, and claims are asked what the investigation may cost. */
function investigated(): Play {
  const incident = opened();
  incident.say(answer('acceptTask', 'T01'));
  incident.say(answer('deliverTask', 'T01'));
  incident.say(decision('acceptDelivery', { taskId: 'T01', note: '' }));
  incident.say(answer('acceptTask', 'T02'));
  return incident;
}

describe('incidents under way', () => {
  test('are told with what waits for a decision, until it is made', async () => {
    const incident = investigated();
    await record(incident);
    const digest = await digestOf(incident);
    expect(digest).toMatchObject({
      insured: '見本商事株式会社',
      openedBy: '佐藤 花子',
      drill: false,
      factsVersion: 1,
      escalations: [],
    });
    expect(digest?.approvals).toEqual([
      {
        ...{ approvalId: 'T02-A1', taskId: 'T02', gate: 'COST', stage: 'BESIDE', approver: 'CLAIMS', factsVersion: 1 },
        ...{ service: 'INVESTIGATION.cause_scope', company: 'scout社', askedAt: toInstant(START) },
        dueAt: toInstant(START + 2 * HOUR_MS),
      },
    ]);
    incident.say(decision('pauseTask', { taskId: 'T02', reason: '待機' }));
    await record(incident);
    expect((await digestOf(incident))?.approvals).toMatchObject([{ approvalId: 'T02-A1', dueAt: null }]);
    incident.say(decision('decideApproval', { approvalId: 'T02-A1', decision: 'APPROVED', reason: '' }));
    await record(incident);
    expect((await digestOf(incident))?.approvals).toEqual([]);
  });

  test('are gone when they are closed, and there again only when derived so', async () => {
    const incident = opened();
    await record(incident);
    expect(await digestOf(incident)).toBeDefined();
    incident.say(decision('ruleFalseAlarm', { reason: '誤報' }));
    incident.say(decision('closeIncident', { reason: '誤報' }));
    await record(incident);
    expect(await digestOf(incident)).toBeUndefined();
    await db.store.rederive(incident.state().number);
    expect(await digestOf(incident)).toBeUndefined();
  });

  test('a reminder is no escalation; the call list is one, until somebody takes it on', async () => {
    const incident = opened();
    incident.wait(15);
    await record(incident);
    expect((await digestOf(incident))?.escalations).toEqual([]);
    incident.wait(15);
    await record(incident);
    expect((await digestOf(incident))?.escalations).toEqual([
      {
        ...{ taskId: 'T01', service: 'INVESTIGATION.triage', approvalId: null, level: 2, action: 'CALL_LIST' },
        ...{ waitingFor: 'ACCEPT', company: 'scout社' },
      },
    ]);
    incident.say(decision('acknowledgeEscalation', { taskId: 'T01', note: '電話します' }));
    await record(incident);
    expect((await digestOf(incident))?.escalations).toEqual([]);
  });

  test('an approval that nobody decides is one too', async () => {
    const incident = investigated();
    incident.wait(120);
    await record(incident);
    expect((await digestOf(incident))?.escalations).toContainEqual(
      expect.objectContaining({ taskId: 'T02', approvalId: 'T02-A1', action: 'SUPERVISOR', waitingFor: 'APPROVAL' }),
    );
  });

  test('a service for which nobody is left is told', async () => {
    const incident = opened();
    incident.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
    incident.say(answer('declineTask', 'T01', { reason: 'TOO_SHORT' }));
    await record(incident);
    expect((await digestOf(incident))?.exhausted).toEqual([{ taskId: 'T01', service: 'INVESTIGATION.triage' }]);
  });

  test('a mail that came back is told until the firm answers all the same', async () => {
    const incident = opened();
    const mail = incident.mails.find(({ to }) => to.role === 'PARTNER')!;
    incident.wait(1);
    incident.say({ kind: 'MAIL', mail, outcome: { kind: 'BOUNCED', problem: 'NO_SUCH_MAILBOX' } });
    await record(incident);
    const at = toInstant(START + 60_000);
    expect((await digestOf(incident))?.bounced).toEqual([{ mail: 'VENDOR_REQUEST', taskId: 'T01', recipient: 'scout社', at }]);
    incident.wait(1);
    incident.say(answer('acceptTask', 'T01'));
    await record(incident);
    expect((await digestOf(incident))?.bounced).toEqual([]);
  });

  test('what the engine does is no sign of life', async () => {
    const incident = opened();
    incident.wait(20);
    await record(incident);
    expect((await digestOf(incident))?.lastActAt).toBe(toInstant(START));
    incident.say(answer('acceptTask', 'T01'));
    await record(incident);
    expect((await digestOf(incident))?.lastActAt).toBe(toInstant(START + 20 * 60_000));
  });

  test('many readers at once see what was recorded before they asked', async () => {
    const incident = opened();
    await record(incident);
    const reads = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        if (i === 3) {
          incident.say(answer('acceptTask', 'T01'));
          await record(incident);
        }
        return (await digestOf(incident))?.approvals.length;
      }),
    );
    expect(reads).toEqual([0, 0, 0, 0, 0, 0]);
    incident.say(answer('deliverTask', 'T01'));
    incident.say(decision('acceptDelivery', { taskId: 'T01', note: '' }));
    incident.say(answer('acceptTask', 'T02'));
    await record(incident);
    expect(
      (await Promise.all([digestOf(incident), digestOf(incident), digestOf(incident)])).map((one) => one?.approvals.length),
    ).toEqual([1, 1, 1]);
  });
});

test('how many were open at a moment: those closed since count, drills and what was closed before do not', async () => {
  const day = Date.parse('2027-03-01T00:00:00Z');
  const before = await db.store.countOpenAt(toInstant(day + DAY_MS));
  await record(opened({}, day));
  await record(opened({ clock: { startAt: toInstant(day), speed: 600 } }, day));
  const closedIn = async (days: number) => {
    const incident = opened({}, day);
    incident.wait(days * 24 * 60);
    incident.say(decision('ruleFalseAlarm', { reason: 'x' }));
    incident.say(decision('closeIncident', { reason: 'x' }));
    await record(incident);
  };
  await closedIn(0.5);
  await closedIn(2);
  await record(opened({}, day + 3 * DAY_MS));
  expect(await db.store.countOpenAt(toInstant(day + DAY_MS))).toBe(before + 2);
});

describe('how partners answer', () => {
  const since = Date.parse('2027-06-01T00:00:00Z');
  const answers = async (nowMs: number, from = since) =>
    (await db.store.partnerAnswers({ since: toInstant(from), now: toInstant(nowMs) })).find(
      ({ partnerId }) => partnerId === 'scout',
    );
  const NOTHING = {
    ...{ requests: 0, waiting: 0, takenBack: 0, accepted: 0, acceptedInTime: 0, declined: 0, silent: 0 },
    ...{ deliveredInTime: 0, deliveredLate: 0, returned: 0, medianMinutes: null, shares: [] },
  };

  test('every way in which it can end is counted once', async () => {
    const at = (day: number) => since + day * DAY_MS;
    // Taken after 12 of 30 minutes, delivered in time, sent back once, and delivered again.
    const good = opened({}, at(1));
    good.wait(12);
    good.say(answer('acceptTask', 'T01'));
    good.say(answer('deliverTask', 'T01', { link: { partnerId: 'scout', generation: 1 } }));
    good.say(decision('returnDelivery', { taskId: 'T01', reason: '不足' }));
    good.say(answer('deliverTask', 'T01', { link: { partnerId: 'scout', generation: 1 } }));
    good.say(decision('acceptDelivery', { taskId: 'T01', note: '' }));
    good.say(decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    await record(good);
    // Taken late, and the work is overdue.
    const late = opened({}, at(2));
    late.wait(36);
    late.say(answer('acceptTask', 'T01'));
    await record(late);
    // Silent until the next firm was asked.
    const silent = opened({}, at(3));
    silent.wait(46);
    await record(silent);
    const declined = opened({}, at(4));
    declined.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
    await record(declined);
    // Staff chose another before the limit: nothing is held against it.
    const chosen = opened({}, at(5));
    chosen.say(decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: '専門' }));
    await record(chosen);
    await record(opened({ clock: { startAt: toInstant(at(6)), speed: 600 } }, at(6)));
    const waiting = opened({}, at(7));
    await record(waiting);
    expect(await answers(at(7) + 10 * 60_000)).toEqual({
      ...NOTHING,
      partnerId: 'scout',
      // `good` asked twice: for T01 and, once triage was done, for T02, which staff then cancelled.
      ...{ requests: 7, waiting: 1, takenBack: 2, accepted: 2, acceptedInTime: 1, declined: 1, silent: 1 },
      ...{ deliveredInTime: 1, deliveredLate: 1, returned: 1, medianMinutes: 24 },
      shares: [36 / 30, 12 / 30],
    });
    // A limit that has passed since turns waiting into silence.
    expect(await answers(at(7) + 31 * 60_000)).toMatchObject({ waiting: 0, silent: 2 });
    // Only incidents opened since then.
    expect(await answers(at(8), at(7))).toMatchObject({ requests: 1 });
    expect(await answers(at(8), at(9))).toBeUndefined();
  });

  test('whoever declines last is counted once, also after having accepted', async () => {
    const startMs = since + 20 * DAY_MS;
    const incident = opened({}, startMs);
    incident.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
    incident.say(answer('acceptTask', 'T01'));
    incident.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
    expect(incident.task('T01')).toMatchObject({ state: 'DECLINED', assignment: { partnerId: 'warden' } });
    await record(incident);
    const range = { since: toInstant(startMs), now: toInstant(startMs + DAY_MS) };
    expect(await db.store.partnerAnswers(range)).toEqual(
      ['scout', 'warden'].map((partnerId) => ({ ...NOTHING, partnerId, requests: 1, declined: 1 })),
    );
    // A third firm that staff chose afterwards does not bring the second one back.
    incident.say(decision('assignTask', { taskId: 'T01', partnerId: 'herald', reason: '緊急' }));
    await record(incident);
    expect((await db.store.partnerAnswers(range)).map(({ partnerId, requests }) => [partnerId, requests])).toEqual([
      ['herald', 1],
      ['scout', 1],
      ['warden', 1],
    ]);
  });

  test('a paused task makes nobody silent', async () => {
    const startMs = since + 30 * DAY_MS;
    const incident = opened({}, startMs);
    incident.say(decision('pauseTask', { taskId: 'T01', reason: '待機' }));
    await record(incident);
    expect(await answers(startMs + DAY_MS, startMs)).toMatchObject({ requests: 1, waiting: 1, silent: 0 });
  });
});

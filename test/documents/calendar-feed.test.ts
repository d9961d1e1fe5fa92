/** Calendar feeds, read by a library that is not ours: dates, alarms, what is withdrawn, and what they do not say. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import ICAL from 'ical.js';
import { eventsOf } from '../../client/calendar-feed/events';
import { feedOf } from '../../client/calendar-feed/feed';
import { readFeed } from '../../client/calendar-feed/read';
import { createCalendarTokens } from '../../config/calendar-tokens';
import { createLinkTokens } from '../../config/link-tokens';
import { currentAssessment } from '../../client/documents/case-data';
import type { Filing } from '../../domain/legal';
import type { IncidentState } from '../../domain/incident';
import { fakeStore } from '../cli/harness';
import { LAW } from '../support/law';
import { play, type Play } from '../support/play';
import { SETUP, decision, facts, opening } from '../support/sample';
import { incidentOf, s03OnDay4 } from './cases';

const MADE_AT = '2026-12-01T09:00:00+09:00';

function feed(state: IncidentState, language: 'ja' | 'en' = 'ja'): string {
  const events = eventsOf(state, state.obligations ? null : currentAssessment(state, LAW));
  return feedOf({ name: { ja: '期限', en: 'Due' }, events, language, madeAt: MADE_AT });
}

interface Read {
  readonly uid: string;
  readonly summary: string;
  readonly start: string;
  readonly isDate: boolean;
  readonly sequence: number;
  readonly status: string;
  readonly alarms: readonly string[];
}

/** Relative to the start, which is what it means when nothing is said. */
function alarmOf(alarm: ICAL.Component): string {
  const trigger = alarm.getFirstProperty('trigger');
  const related = trigger?.getFirstParameter('related') ?? 'START';
  return `${String(trigger?.getFirstValue())}${related === 'START' ? '' : ` of ${related}`}`;
}

function read(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      ...{ uid: event.uid, summary: event.summary, start: event.startDate.toString(), isDate: event.startDate.isDate },
      sequence: Number(component.getFirstPropertyValue('sequence')),
      status: String(component.getFirstPropertyValue('status')),
      alarms: component.getAllSubcomponents('valarm').map(alarmOf),
    };
  });
}

const legalOf = (text: string) => read(text).filter(({ isDate }) => isDate);

it('puts due dates in as whole days in Japan, with alarms the day before and on the day', () => {
  const s05 = incidentOf('S05-card-breach.yaml').state();
  expect(legalOf(feed(s05)).map(({ uid, start, summary }) => [uid, start, summary])).toEqual(
    expect.arrayContaining([
      ['7k3m-q2xk.ppc_preliminary.target@anshin-desk', '2026-12-31', '【訓練】【目安】個人情報保護委員会 速報 7K3M-Q2XK'],
      ['7k3m-q2xk.ppc_preliminary@anshin-desk', '2027-01-02', '【訓練】【期限】個人情報保護委員会 速報 7K3M-Q2XK'],
      ['7k3m-q2xk.ppc_final@anshin-desk', '2027-02-26', '【訓練】【期限】個人情報保護委員会 確報 7K3M-Q2XK'],
      ['7k3m-q2xk.pmark_final@anshin-desk', '2027-02-26', expect.any(String)],
    ]),
  );
  for (const { alarms, status } of legalOf(feed(s05))) {
    expect([alarms, status]).toEqual([['-PT15H', 'PT9H'], 'CONFIRMED']);
  }
});

it('puts service limits in as moments', () => {
  const incident = incidentOf('S01-missent-mail.yaml');
  const [due] = incident.state().tasks.flatMap(({ clock }) => (clock?.dueAt ? [clock.dueAt] : []));
  const timed = read(feed(incident.state())).filter(({ isDate }) => !isDate);
  expect(timed.map(({ start }) => Date.parse(start))).toContain(Date.parse(due ?? ''));
  expect(timed[0]).toMatchObject({ summary: expect.stringMatching(/^【訓練】【期限】.+ 7K3M-Q2XK T\d\d/), alarms: ['-PT30M'] });
});

it.each(['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Tokyo'])('says the same dates on a machine in %s', (zone) => {
  const script = `
    require('@swc/core');
    const { feedOf } = require('./feed.cjs');
    process.stdout.write(feedOf({ name: { ja: 'a', en: 'a' }, language: 'ja', madeAt: '${MADE_AT}', events: [
      { uid: 'day', sequence: 0, title: { ja: 'd', en: 'd' }, when: { day: '2027-02-26' }, state: 'DUE' },
      { uid: 'moment', sequence: 0, title: { ja: 'm', en: 'm' }, when: { at: '2026-12-29T23:40:00+09:00' }, state: 'DUE' },
    ] }));`;
  const text = inZone(zone, script);
  expect(text).toContain('DTSTART;VALUE=DATE:20270226');
  expect(text).toContain('DTEND;VALUE=DATE:20270227');
  expect(text).toContain('DTSTART:20261229T144000Z');
});

/** The feed compiled for a process of its own, whose time zone it cannot know. */
function inZone(TZ: string, script: string): string {
  const root = path.join(__dirname, '../..');
  const compiled = `
    const { transformFileSync } = require('@swc/core');
    const Module = require('node:module');
    require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }).code, file);
    ${script.replace("'./feed.cjs'", "'./client/calendar-feed/feed.ts'")}`;
  return execFileSync(process.execPath, ['-e', compiled], { cwd: root, env: { ...process.env, TZ } }).toString();
}

describe('what becomes of a date', () => {
  const versions = (incident: Play) => legalOf(feed(incident.state()));
  const byUid = (list: readonly Read[], uid: string) => list.find((one) => one.uid.startsWith(`7k3m-q2xk.${uid}@`));

  it('keeps its id and raises its number when facts change', () => {
    const before = versions(incidentOf('S03-count-passes-1000.yaml'));
    const after = versions(s03OnDay4());
    expect(byUid(before, 'ppc_final')).toBeUndefined();
    expect(byUid(after, 'ppc_final')).toMatchObject({ start: '2026-12-22', status: 'CONFIRMED' });
    expect(byUid(after, 'pmark_final')?.sequence).toBeGreaterThan(byUid(before, 'pmark_final')?.sequence ?? Infinity);
  });

  it('cancels what is withdrawn, and rings no more', () => {
    const incident = play({ number: '7K3M-Q2XK' }, SETUP);
    const before = versions(incident);
    incident.wait(60);
    const nothing = facts({ leak: 'RULED_OUT', nature: 'MISSENT_MAIL' });
    expect(
      incident.say(decision('reviseFacts', { knownAt: '2026-12-01T09:30:00+09:00', facts: nothing, reason: '漏えいなし' })),
    ).toBeNull();
    const after = byUid(versions(incident), 'ppc_final');
    expect(after).toMatchObject({ status: 'CANCELLED', alarms: [], summary: '【対象外】個人情報保護委員会 確報 7K3M-Q2XK' });
    expect(after?.sequence).toBeGreaterThan(byUid(before, 'ppc_final')?.sequence ?? Infinity);
  });

  it('says what was filed, and rings no more', () => {
    const state = incidentOf('S05-card-breach.yaml').state();
    const filing: Filing = {
      ...{
        kind: 'PPC_PRELIMINARY',
        party: 'INSURED',
        filedAt: MADE_AT,
        recordedAt: MADE_AT,
        by: '佐藤 花子',
        receiptNumber: null,
        as: 'DUE',
      },
      ...{ file: null, supplement: false, reason: null, serves: [] },
    };
    const filed = byUid(legalOf(feed({ ...state, filings: [filing] })), 'ppc_preliminary');
    expect(filed).toMatchObject({ summary: expect.stringContaining('【提出済み】'), status: 'CONFIRMED', alarms: [] });
  });
});

it('names nobody: not the insured, the caller, a client, a partner or a number of persons', () => {
  const clients = [
    { id: '青葉商事株式会社', persons: { min: 5000, max: 5000 }, hasReportDuty: true, notifiedAt: null },
    { id: '若葉物産', persons: { min: 10, max: 10 }, hasReportDuty: null, notifiedAt: null },
  ];
  const { state } = play({
    number: '7K3M-Q2XK',
    versions: [{ ...firstVersion(), facts: facts({ role: 'PROCESSOR', clients }) }],
  });
  for (const language of ['ja', 'en'] as const) {
    const text = read(feed(state(), language))
      .map((one) => `${one.uid} ${one.summary}`)
      .join('\n');
    const clients = language === 'ja' ? ['(委託元 1)', '(委託元 2)'] : ['(client 1)', '(client 2)'];
    for (const client of clients) expect(text).toContain(client);
    expect(text).not.toMatch(/見本商事|山田|佐藤|青葉|若葉|scout|5,?000|窓口/);
  }
});

const firstVersion = () => {
  const [first] = opening().versions;
  if (!first) throw new Error('no version');
  return first;
};

it('has every open incident in the feed of the desk, and no drill', async () => {
  const real = play({ number: '7K3M-Q2XK' });
  const drill = play({ number: '7K3M-Q2A0', clock: { startAt: MADE_AT, speed: 1 } });
  const deps = {
    law: LAW,
    nowMs: Date.parse(MADE_AT),
    store: async () => fakeStore([real, drill]),
    incident: async () => real.state(),
  };
  const text = await readFeed(deps, null, 'ja');
  expect(text).toContain('7K3M-Q2XK');
  expect(text).not.toContain('7K3M-Q2A0');
  expect(text).toContain('X-WR-CALNAME:緊急時総合サポートの期限');
  expect(text).toContain('METHOD:PUBLISH');
});

describe('the token in the address', () => {
  const now = Date.parse(MADE_AT);
  const DAY = 86_400_000;
  const tokens = createCalendarTokens('a'.repeat(40));

  it('says whose dates may be read, until it expires', async () => {
    const one = await tokens.sign('7K3M-Q2XK', 2, now);
    expect(await tokens.verify(one, now)).toEqual({ ok: true, scope: '7K3M-Q2XK' });
    expect(await tokens.verify(await tokens.sign(null, 1, now), now)).toEqual({ ok: true, scope: null });
    expect(await tokens.verify(one, now + 2 * DAY)).toEqual({ ok: false, why: 'EXPIRED' });
  });

  it('is no partner link, no link of another secret, and nothing that was changed', async () => {
    const partner = await createLinkTokens('a'.repeat(40)).sign(
      { incidentNumber: '7K3M-Q2XK', taskId: 'T01', partnerId: 'scout', generation: 1, validDays: 3 },
      now,
    );
    const other = await createCalendarTokens('b'.repeat(40)).sign(null, 3, now);
    const good = await tokens.sign(null, 3, now);
    const [head = '', , mark = ''] = good.split('.');
    const forged = [
      head,
      Buffer.from(JSON.stringify({ n: null, aud: 'calendar-feed', exp: 9_999_999_999 })).toString('base64url'),
      mark,
    ].join('.');
    for (const bad of [partner, other, forged, `${good}x`, '', '..', 'x'.repeat(500)]) {
      expect([bad, await tokens.verify(bad, now)]).toEqual([bad, { ok: false, why: 'INVALID' }]);
    }
    expect((await createLinkTokens('a'.repeat(40)).verify(good, now)).ok).toBe(false);
  });
});

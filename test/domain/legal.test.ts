/** What the law asks of an incident, and its clocks. */
import { due } from '../../domain/clocks';
import { nextDueAt } from '../../domain/incident';
import { toMs } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import type { Play } from '../support/play';
import { SETUP, decision } from '../support/sample';
import { must } from './steps';
import { AWARE, HOLDER, slip, begin, until, revise, file, get, standing, acts, mailed } from './legal-steps';

describe('an incident without the law', () => {
  it('goes on as incidents did before: no entry, no obligation, no clock', () => {
    const incident = until(begin(slip(5_000), {}, SETUP), '2026-12-30T00:00:00+09:00');
    revise(incident, slip(6_000));
    must(incident, decision('ruleFalseAlarm', { reason: 'x' }));
    expect(incident.entries.filter(({ kind }) => kind.includes('OBLIGATION'))).toEqual([]);
    expect(Object.keys(incident.state())).not.toEqual(expect.arrayContaining(['obligations']));
    must(incident, decision('closeIncident', { reason: 'x' }));
    expect(incident.of('INCIDENT_CLOSED')[0]?.data).not.toHaveProperty('obligationsOpen');
  });
});

describe('the assessment', () => {
  it('is made when the incident opens, after its opening and before anything is planned', () => {
    const incident = begin(slip(5_000, { pmark: HOLDER }));
    expect(incident.entries.slice(0, 3).map(({ kind }) => kind)).toEqual([
      'INCIDENT_OPENED',
      'OBLIGATIONS_ASSESSED',
      'SERVICE_PLANNED',
    ]);
    expect(incident.of('OBLIGATIONS_ASSESSED')[0]?.data).toMatchObject({
      ...{ because: 'OPENED', factsVersion: 1, ruleset: 'jp-2025-10-01', changes: [], proposals: [] },
      verdicts: { ppc: { categories: ['OVER_1000'] }, pmark: { preliminary: true, status: 'VALID' } },
    });
    expect(incident.state().obligations?.map(({ kind, target, due: last }) => [kind, target, last])).toEqual([
      ['PPC_PRELIMINARY', '2026-11-22', '2026-11-24'],
      ['PPC_FINAL', null, '2026-12-21'],
      ['SUBJECT_NOTICE', null, null],
      ['PMARK_PRELIMINARY', '2026-11-22', '2026-11-24'],
      ['PMARK_FINAL', null, '2026-12-19'],
    ]);
  });

  it('is made anew with every version: crossing 1,000 on day 4 starts the PPC clock then, the P-mark final stays', () => {
    const incident = begin(slip(640, { pmark: HOLDER }));
    expect(incident.state().obligations?.map(({ kind }) => kind)).toEqual(['PMARK_FINAL']);
    until(incident, '2026-11-23T10:30:00+09:00');
    revise(incident, slip(1_380, { pmark: HOLDER }));
    expect(get(incident, 'PPC_PRELIMINARY')).toMatchObject({ dayOne: '2026-11-23', target: '2026-11-25', due: '2026-11-27' });
    expect(get(incident, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-23', due: '2026-12-22' });
    expect(get(incident, 'PMARK_PRELIMINARY')).toMatchObject({ due: '2026-11-27' });
    expect(get(incident, 'PMARK_FINAL')).toMatchObject({ dayOne: '2026-11-20', due: '2026-12-19' });
    const { changes } = incident.of('OBLIGATIONS_ASSESSED')[1]?.data ?? { changes: [] };
    expect(changes.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['PPC_PRELIMINARY', null, '2026-11-27'],
      ['PPC_FINAL', null, '2026-12-22'],
      ['SUBJECT_NOTICE', null, null],
      ['PMARK_PRELIMINARY', null, '2026-11-27'],
    ]);
    expect(changes[0]?.because).toMatch(/640 → 1380/);
  });

  it('tells each change once, and carries only obligations that are not what they were', () => {
    const incident = begin(slip(640, { pmark: HOLDER }));
    revise(incident, slip(1_380, { pmark: HOLDER }));
    revise(incident, slip(1_390, { pmark: HOLDER }));
    const [, , third] = incident.of('OBLIGATIONS_ASSESSED');
    expect(third?.data).toMatchObject({ factsVersion: 3, changes: [], obligations: [] });
  });

  it('counts the days of the law alone: closed days of the business move no date', () => {
    const busy = { ...LAWFUL, calendar: { ...LAWFUL.calendar, closedDays: ['2026-12-21'] } };
    expect(get(begin(slip(5_000), {}, busy), 'PPC_FINAL').due).toBe('2026-12-21');
  });

  it.each([
    ['no ruleset', '2016-12-01T09:00:00+09:00', { code: 'NO_RULESET', factsVersion: 1, day: '2016-12-01' }],
    ['a day outside of the calendar', '2023-12-01T09:00:00+09:00', { code: 'OUTSIDE_CALENDAR', factsVersion: 1 }],
  ])('that cannot be made (%s) is told, and the incident goes on', (_what, knownAt, data) => {
    const incident = begin(slip(5_000), { versions: [{ version: 1, knownAt, facts: slip(5_000) }] });
    expect(incident.of('OBLIGATIONS_NOT_ASSESSED')[0]?.data).toMatchObject(data);
    expect(incident.state().assessment).toMatchObject({ verdicts: null, factsVersion: null, problem: data });
    expect(incident.task('T01').state).toBe('REQUESTED');
    must(
      incident,
      decision('recordFiling', {
        ...{ obligation: { kind: 'PPC_FINAL', party: 'INSURED' }, filedAt: AWARE, reason: '期限は手作業で確認' },
      }),
    );
    expect(incident.state().filings).toMatchObject([{ kind: 'PPC_FINAL', as: 'VOLUNTARY' }]);
  });

  it('after a false alarm is made no more', () => {
    const incident = begin(slip(5_000));
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
    revise(incident, slip(9_000));
    expect(incident.of('OBLIGATIONS_ASSESSED')).toHaveLength(1);
  });
});

describe('the clocks', () => {
  const PRELIMINARY = [
    '11-21T09:00 REMINDED',
    '11-22T09:00 REMINDED',
    '11-23T00:00 PAST_TARGET',
    '11-23T12:00 ESCALATED',
    '11-24T09:00 REMINDED',
    '11-25T00:00 OVERDUE',
    '11-25T09:00 ESCALATED',
  ];

  it('of a preliminary report: before target and due, the heads at noon of day 4, overdue when day 5 is over', () => {
    const incident = until(begin(slip(5_000)), '2026-12-01T00:00:00+09:00');
    expect(acts(incident, 'PPC_PRELIMINARY')).toEqual(PRELIMINARY);
    expect(get(incident, 'PPC_PRELIMINARY')).toMatchObject({
      ...{ overdueAt: '2026-11-25T00:00:00.000+09:00', escalatedAt: '2026-11-25T09:00:00.000+09:00' },
      clock: { dueAt: '2026-11-24T23:59:59.000+09:00', nextAt: null },
    });
  });

  it('of a final report: days before, on the day, and overdue when the day off which it rolled is over', () => {
    const incident = until(begin(slip(5_000)), '2027-01-01T00:00:00+09:00');
    expect(acts(incident, 'PPC_FINAL')).toEqual([
      ...['12-07', '12-14', '12-18', '12-20', '12-21'].map((day) => `${day}T09:00 REMINDED`),
      ...['12-22T00:00 OVERDUE', '12-22T09:00 ESCALATED'],
    ]);
  });

  it('of a notice to persons: days from the data alone, never overdue', () => {
    const incident = until(begin(slip(5_000)), '2027-06-01T00:00:00+09:00');
    expect(acts(incident, 'SUBJECT_NOTICE')).toEqual(['11-22', '11-26', '12-03', '12-19'].map((day) => `${day}T09:00 REMINDED`));
    expect(get(incident, 'SUBJECT_NOTICE')).toMatchObject({ overdueAt: null, clock: { dueAt: null, nextAt: null } });
  });

  it('one entry and one mail a person for all that happens at the same moment', () => {
    const incident = until(begin(slip(5_000, { pmark: HOLDER })), '2026-11-21T10:00:00+09:00');
    const [reminder, ...more] = incident.of('OBLIGATIONS_REMINDED');
    expect(more).toEqual([]);
    expect(reminder?.data.obligations.map(({ kind }) => kind)).toEqual(['PPC_PRELIMINARY', 'PMARK_PRELIMINARY']);
    expect(mailed(incident).map(({ kind, to, content }) => [kind, to.role, content.service.ja])).toEqual([
      ['OBLIGATION_REMINDER', 'DESK', '個人情報保護委員会 速報ほか1件'],
    ]);
  });

  it.each(['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE'] as const)('a filed %s is silent', (kind) => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_PRELIMINARY');
    if (kind !== 'PPC_PRELIMINARY') file(incident, kind);
    until(incident, '2027-06-01T00:00:00+09:00');
    expect(acts(incident, kind)).toEqual([]);
    expect(get(incident, kind).clock).toBeNull();
    expect(standing(incident, kind)).toBe('FILED');
  });

  it('are one timer with the limits of tasks; lists sort by the end of the day that counts', () => {
    const incident = begin(slip(5_000));
    must(incident, decision('pauseTask', { taskId: 'T01', reason: '待ち' }));
    expect(due(incident.state())).toBe('2026-11-21T09:00:00.000+09:00');
    expect(nextDueAt(incident.state())).toBe('2026-11-22T23:59:59.000+09:00');
    until(incident, '2026-11-23T00:00:00+09:00');
    expect(nextDueAt(incident.state())).toBe('2026-11-24T23:59:59.000+09:00');
    file(incident, 'PPC_PRELIMINARY');
    expect(nextDueAt(incident.state())).toBe('2026-12-21T23:59:59.000+09:00');
    file(incident, 'PPC_FINAL');
    file(incident, 'SUBJECT_NOTICE');
    expect([nextDueAt(incident.state()), due(incident.state())]).toEqual([null, null]);
  });

  it('that should have run before the call: overdue at once, or the heads are told at once; no reminders are made up for', () => {
    const late = begin(slip(5_000), {}, LAWFUL, toMs('2026-11-26T10:00:00+09:00'));
    expect(acts(late)).toEqual(['11-26T10:00 OVERDUE PPC_PRELIMINARY']);
    const day4 = begin(slip(5_000), {}, LAWFUL, toMs('2026-11-23T13:00:00+09:00'));
    expect(acts(day4)).toEqual(['11-23T13:00 ESCALATED PPC_PRELIMINARY']);
    const day2 = begin(slip(5_000), {}, LAWFUL, toMs('2026-11-21T13:00:00+09:00'));
    expect(acts(day2)).toEqual([]);
    expect(nextDueAt(late.state())).not.toBeNull();
  });

  it('tell the heads: of the insured where told, else the caller and the call list', () => {
    const email = 'taro@insured.example';
    const at = '2026-11-23T12:00:00+09:00';
    const heads = (incident: Play) =>
      mailed(until(incident, at))
        .filter(({ kind }) => kind === 'OBLIGATION_ESCALATION')
        .map(({ to }) => `${to.role} ${to.email}`);
    const insuredHead = { name: '代表 一郎', email: 'ceo@insured.example', phone: null, language: 'ja' as const };
    expect(heads(begin(slip(5_000), { insuredHead }))).toEqual(['INSURED ceo@insured.example', 'HEAD head@insurer.example']);
    expect(heads(begin(slip(5_000), { caller: { name: '山田', phone: '03', email } }))).toEqual([
      ...['INSURED taro@insured.example', 'DESK desk@night-desk.example', 'HEAD head@insurer.example'],
    ]);
    expect(heads(begin(slip(5_000), {}, { ...LAWFUL, desk: SETUP.desk }))).toEqual([
      ...['DESK desk@night-desk.example', 'SUPERVISOR desk@chief.example'],
    ]);
  });

  it('tell the desk and its supervisors of what is overdue, with the facts version, and never the insured by name', () => {
    const incident = until(begin(slip(5_000)), '2026-11-25T00:00:00+09:00');
    const mails = mailed(incident).filter(({ kind }) => kind === 'OBLIGATION_OVERDUE');
    expect(mails.map(({ to }) => to.role)).toEqual(['DESK', 'SUPERVISOR']);
    expect(mails[0]?.content).toMatchObject({ factsVersion: 1, legal: { dayNumber: 6 } });
    expect(JSON.stringify(mails)).not.toContain(incident.state().insured);
  });
});

/** Who is in charge, and the call that was promised. */
import { due } from '../../domain/clocks';
import { evolve } from '../../domain/evolve';
import { nextDueAt, ownerOf, type IncidentState } from '../../domain/incident';
import { nextStep, rankOf } from '../../domain/next-step';
import { play, type Play } from '../support/play';
import { SETUP, decision } from '../support/sample';
import { at, codeOf, kindsSince, must, substance } from './steps';

/** Opens the incident, and says everything in these tests. */
const OPENER = '佐藤 花子';
const TANAKA = '田中 実';
const SUZUKI = '鈴木 健';
const owner = (incident: Play) => ownerOf(incident.state());
const handOver = (to: string | null, more: { note?: string; basedOn?: string | null } = {}) =>
  decision('handOverIncident', { to, note: '9時に電話', ...more });
const promised = (minute: number, changes: Parameters<typeof play>[0] = {}) =>
  play({ callBack: { dueAt: at(minute) }, ...changes });
const call = (note = '') => decision('recordCallBack', { note });

describe('whoever opens an incident is in charge of it', () => {
  it.each([
    ['nothing said of an owner, as before there was one', {}, OPENER],
    ['opened by a program: nobody', { owner: null }, null],
    ['opened for somebody', { owner: TANAKA }, TANAKA],
  ])('%s', (_what, changes, expected) => {
    expect(owner(play(changes))).toBe(expected);
  });

  it('and the entries of an incident that says nothing of it are what they were', () => {
    const [first] = play().entries;
    expect(Object.keys(first?.data ?? {})).not.toContain('owner');
    expect(Object.keys(first?.data ?? {})).not.toContain('callBack');
    expect(Object.keys(play().state())).not.toContain('owner');
  });
});

describe('a hand-over', () => {
  it.each([
    ['from the opener to somebody', {}, SUZUKI, { from: OPENER, to: SUZUKI }],
    ['from nobody to somebody', { owner: null }, SUZUKI, { from: null, to: SUZUKI }],
    ['from somebody to nobody', { owner: TANAKA }, null, { from: TANAKA, to: null }],
    ['back to the opener', { owner: TANAKA }, OPENER, { from: TANAKA, to: OPENER }],
  ])('%s', (_what, changes, to, data) => {
    const incident = play(changes);
    const { length } = incident.entries;
    must(incident, handOver(to));
    expect(owner(incident)).toBe(to);
    expect(incident.entries.slice(length)).toMatchObject([
      { kind: 'INCIDENT_HANDED_OVER', actor: { role: 'STAFF', name: OPENER }, data: { ...data, note: '9時に電話' } },
    ]);
  });

  it('changes nothing else, and sends no mail', () => {
    const incident = play();
    const { owner: _before, ...before } = substance(incident);
    const mails = incident.mails.length;
    must(incident, handOver(SUZUKI));
    const { owner: _after, ...after } = substance(incident);
    expect(after).toEqual(before);
    expect(incident.mails).toHaveLength(mails);
  });

  it('said twice is made once, although it would now be the same person', () => {
    const incident = play();
    const said = handOver(SUZUKI);
    must(incident, said, said);
    expect(incident.of('INCIDENT_HANDED_OVER')).toHaveLength(1);
  });

  it('of two at once takes the first: the second was based on somebody who is no longer in charge', () => {
    const incident = play();
    must(incident, handOver(SUZUKI, { basedOn: OPENER }));
    expect(codeOf(incident.say(handOver(TANAKA, { basedOn: OPENER })))).toBe('OWNER_CHANGED');
    expect(owner(incident)).toBe(SUZUKI);
    must(incident, handOver(TANAKA, { basedOn: SUZUKI }));
    expect(owner(incident)).toBe(TANAKA);
  });
});

const UNTOUCHED = { doneAt: null, by: null, overdueAt: null };
const overdue = (incident: Play) => incident.of('CALL_BACK_OVERDUE');
const told = (incident: Play) => incident.mails.filter(({ kind }) => kind === 'CALL_BACK_OVERDUE');

describe('the promised call', () => {
  it('is due at the time that was promised, and the first thing to do while it is', () => {
    const incident = promised(10);
    expect(incident.state().callBack).toEqual({ dueAt: at(10), ...UNTOUCHED });
    expect([nextDueAt(incident.state()), nextStep(incident.state())]).toEqual([at(10), { kind: 'CALL_BACK', at: at(10) }]);
    expect(rankOf(nextStep(incident.state()))).toBe(rankOf({ kind: 'SERVICE' }));
    expect(due(incident.state())).toBe(at(10));
  });

  it('made in time: who and when; nothing is due any more, nobody is told', () => {
    const incident = promised(10);
    incident.wait(7);
    must(incident, call('状況をご説明'));
    expect(incident.state().callBack).toEqual({ dueAt: at(10), doneAt: at(7), by: OPENER, overdueAt: null });
    expect(incident.of('CALL_BACK_MADE')).toMatchObject([{ data: { note: '状況をご説明' }, actor: { name: OPENER } }]);
    expect(nextStep(incident.state())).toMatchObject({ kind: 'SERVICE' });
    incident.wait(120);
    expect([overdue(incident), told(incident)]).toEqual([[], []]);
  });

  it('missed: one entry and one mail to each supervisor, once; it stays due until it is made', () => {
    const incident = promised(10, { owner: SUZUKI });
    incident.wait(500);
    expect(overdue(incident)).toMatchObject([{ at: at(10), actor: { role: 'ENGINE' }, data: { dueAt: at(10) } }]);
    expect(told(incident)).toHaveLength(SETUP.desk.supervisors.length);
    expect(told(incident)[0]).toMatchObject({
      ...{ taskId: null, link: null, to: { role: 'SUPERVISOR', company: null } },
      content: { replyBy: at(10), waitingSince: at(0), owner: SUZUKI },
    });
    expect(nextStep(incident.state())).toEqual({ kind: 'CALL_BACK', at: at(10) });
    must(incident, call());
    expect(incident.state().callBack).toMatchObject({ doneAt: at(500), overdueAt: at(10) });
    expect(nextStep(incident.state())).not.toMatchObject({ kind: 'CALL_BACK' });
  });

  it('and the mail names neither the caller nor the insured', () => {
    const incident = promised(10, { insured: '架空物流', caller: { name: '山田', phone: '03-1234-5678', email: 'y@z.example' } });
    incident.wait(20);
    expect(JSON.stringify(told(incident))).not.toMatch(/架空物流|山田|5678|z\.example/);
    expect(told(incident)).not.toHaveLength(0);
  });

  it.each([
    ['at the very moment of a step of a ladder, both happen', 15, ['CALL_BACK_OVERDUE', 'ESCALATED']],
    ['promised for a time that has passed, it is overdue at once', -5, ['CALL_BACK_OVERDUE']],
  ])('%s', (_what, minute, kinds) => {
    const incident = promised(minute);
    const { length } = incident.entries;
    incident.wait(Math.max(0, minute));
    expect(kindsSince(incident, length).sort()).toEqual(kinds);
    expect(overdue(incident)).toHaveLength(1);
  });

  it('is still owed when it turns out to be no incident, and no longer once that is closed', () => {
    const incident = promised(10);
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
    expect(nextDueAt(incident.state())).toBe(at(10));
    must(incident, decision('closeIncident', { reason: '終了' }));
    expect([due(incident.state()), nextDueAt(incident.state()), nextStep(incident.state())]).toEqual([null, null, null]);
  });

  it('was not promised: nothing is due by it, now or later', () => {
    const incident = play();
    incident.wait(2_000);
    expect([overdue(incident), told(incident), incident.state().callBack]).toEqual([[], [], undefined]);
  });
});

it('what is folded from the entries is what the incident has', () => {
  const incident = promised(10, { owner: null });
  incident.wait(11);
  must(incident, handOver(SUZUKI), call('済'), handOver(null));
  const folded = incident.entries.reduce<IncidentState | null>(evolve, null);
  expect(folded).toEqual(incident.state());
});

import type { Facts } from '../../domain/facts';
import { awareAt, nextDueAt } from '../../domain/incident';
import { play, type Play } from '../support/play';
import { AWARE, answer, decision, facts } from '../support/sample';
import { SMALL, accept, at, codeOf, deliver, finish, must, playUntil } from './steps';

const revise = (incident: Play, changed: Facts, knownAt = AWARE) =>
  must(incident, decision('reviseFacts', { facts: changed, knownAt, reason: '判明' }));
const small = () => play({ versions: [{ version: 1, knownAt: AWARE, facts: SMALL }] });
const planned = (incident: Play) => incident.state().planned.map(({ taskId }) => taskId);
const proposed = (incident: Play) =>
  [...incident.state().planned, ...incident.state().tasks]
    .filter(({ cancelProposed }) => cancelProposed)
    .map(({ taskId }) => taskId)
    .sort();

describe('new facts', () => {
  it('plan what they call for, raise the severity, and start what waits for nothing more', () => {
    const incident = small();
    expect(incident.state()).toMatchObject({ severity: 'LOW', notActivated: { length: 3 } });
    finish(incident, 'T01');
    deliver(incident, 'T02', 'INTERIM');
    incident.wait(10);
    revise(incident, facts(), at(5));
    expect(incident.state()).toMatchObject({ severity: 'HIGH', notActivated: [] });
    expect(incident.state().factsVersions.at(-1)).toMatchObject({ version: 2, knownAt: at(5) });
    expect(awareAt(incident.state())).toBe(AWARE);
    expect(incident.task('T03').state).toBe('REQUESTED');
    expect(planned(incident)).toEqual(['T04', 'T05']);
  });

  it('are refused when they were based on a version that is no longer in force', () => {
    const incident = small();
    revise(incident, facts());
    const again = { facts: facts({ specialCare: true }), knownAt: AWARE, reason: 'x' };
    expect(codeOf(incident.say(decision('reviseFacts', { ...again, basedOn: 1 })))).toBe('FACTS_CHANGED');
    expect(incident.state().factsVersions).toHaveLength(2);
    must(incident, decision('reviseFacts', { ...again, basedOn: 2 }));
    expect(incident.state().factsVersions).toHaveLength(3);
  });

  it('count what nobody knows as grave, and as what each service says of it', () => {
    const incident = small();
    revise(incident, facts({ persons: { min: 0, max: null } }));
    expect(incident.state().severity).toBe('HIGH');
    expect(planned(incident)).toEqual(['T02']);
  });

  it('only propose to cancel what they no longer call for; an ended task is left alone', () => {
    const incident = playUntil('T03');
    revise(incident, SMALL);
    expect(proposed(incident)).toEqual(['T03', 'T04', 'T05']);
    expect(incident.task('T03')).toMatchObject({
      state: 'REQUESTED',
      cancelProposed: { because: '1,000人以下 / 1,000 or fewer', factsVersion: 2 },
    });
    revise(incident, facts({ persons: { min: 11, max: 11 } }));
    expect(incident.of('CANCELLATION_PROPOSED')).toHaveLength(3);
    finish(incident, 'T03');
    expect(planned(incident)).toEqual(['T04']);
    expect(proposed(incident)).toEqual(['T04', 'T05']);
  });

  it('that call for it again take the proposal back by themselves', () => {
    const incident = play();
    revise(incident, SMALL);
    revise(incident, facts());
    expect(proposed(incident)).toEqual([]);
    expect(incident.of('TASK_KEPT')).toHaveLength(3);
    expect(incident.of('TASK_KEPT')[0]).toMatchObject({ actor: { role: 'ENGINE' }, data: { taskId: 'T03' } });
    expect(incident.of('TASK_KEPT')[0]?.data.reason).toMatch(/again/);
  });

  it('leave it to staff to keep a task all the same', () => {
    const incident = playUntil('T02');
    deliver(incident, 'T02', 'INTERIM');
    revise(incident, SMALL);
    must(
      incident,
      decision('keepTask', { taskId: 'T03', reason: '念のため' }),
      decision('keepTask', { taskId: 'T05', reason: '念のため' }),
    );
    expect(proposed(incident)).toEqual(['T04']);
    finish(incident, 'T02');
    expect(incident.task('T05').state).toBe('REQUESTED');
  });

  it('do not bring back what staff cancelled before it was asked for', () => {
    const incident = play();
    must(incident, decision('cancelTask', { taskId: 'T05', reason: '不要' }));
    revise(incident, facts({ persons: { min: 9_000, max: 9_000 } }));
    expect(planned(incident)).toEqual(['T02', 'T03', 'T04']);
    revise(incident, SMALL);
    expect(incident.state().notActivated).toEqual([]);
  });

  it('are the same in another order of their fields', () => {
    const incident = play();
    const reordered = Object.fromEntries(Object.entries(facts()).reverse()) as unknown as Facts;
    expect(codeOf(incident.say(decision('reviseFacts', { facts: reordered, knownAt: AWARE, reason: 'x' })))).toBe(
      'FACTS_UNCHANGED',
    );
    const client = { id: 'c', persons: { min: 1, max: 1 }, hasReportDuty: null, notifiedAt: null };
    revise(incident, facts({ clients: [client] }));
    revise(incident, facts({ clients: [client, { ...client, id: 'd' }] }));
    revise(incident, facts({ clients: [client] }));
  });

  it('after a false alarm are recorded and start nothing', () => {
    const incident = small();
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
    revise(incident, facts());
    expect(incident.state()).toMatchObject({ planned: [], factsVersions: { length: 2 }, severity: 'HIGH' });
  });
});

describe('a false alarm', () => {
  it('cancels everything open, leaves what is done, and tells whoever is at work', () => {
    const incident = playUntil('T03');
    accept(incident, 'T03');
    deliver(incident, 'T03');
    must(incident, answer('declineTask', 'T05', { reason: 'OTHER' }));
    expect(incident.task('T05').state).toBe('DECLINED');
    const { length } = incident.mails;
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
    expect(incident.state().tasks.map(({ taskId, state }) => `${taskId} ${state}`)).toEqual([
      ...['T01 CLOSED', 'T02 CLOSED', 'T03 CANCELLED', 'T05 CANCELLED'],
    ]);
    expect(incident.state()).toMatchObject({
      status: 'OPEN',
      outcome: 'FALSE_ALARM',
      planned: [],
      withdrawn: [{ taskId: 'T04' }],
    });
    expect(incident.state().approvals.at(-1)).toMatchObject({ approvalId: 'T03-A1', state: 'WITHDRAWN' });
    expect(incident.mails.slice(length)).toMatchObject([{ kind: 'CANCEL', taskId: 'T03', content: { reason: '誤検知' } }]);
    must(incident, decision('closeIncident', { reason: '終了' }));
    expect(incident.entries.at(-1)?.data).toMatchObject({ outcome: 'FALSE_ALARM', tasksClosed: 2, tasksCancelled: 2 });
  });
});

describe('closing', () => {
  const refusal = (incident: Play) => incident.say(decision('closeIncident', { reason: 'x' }));

  it('names whatever is still open', () => {
    expect(refusal(play())).toEqual({ code: 'OPEN_TASKS', detail: 'T01, T02, T03, T04, T05' });
    const declined = small();
    must(declined, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    must(declined, answer('declineTask', 'T01', { reason: 'OTHER' }), answer('declineTask', 'T01', { reason: 'OTHER' }));
    expect(refusal(declined)).toMatchObject({ detail: 'T01' });
  });

  it('waits for a decision that work did not wait for', () => {
    const incident = small();
    finish(incident, 'T01');
    deliver(incident, 'T02');
    must(incident, decision('acceptDelivery', { taskId: 'T02', note: '' }));
    expect(refusal(incident)).toMatchObject({ detail: 'T02-A1' });
    must(incident, decision('decideApproval', { approvalId: 'T02-A1', decision: 'REJECTED', reason: '高い' }));
    expect(refusal(incident)).toBeNull();
  });

  it('is the end: mails and time are noted and change nothing', () => {
    const incident = play();
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }), decision('closeIncident', { reason: '終了' }));
    const { tasks } = incident.state();
    for (const mail of [...incident.mails]) {
      must(incident, { kind: 'MAIL', mail, outcome: { kind: 'DELAYED', problem: '451' } });
      must(incident, { kind: 'MAIL', mail, outcome: { kind: 'BOUNCED', problem: '550' } });
    }
    must(incident, { kind: 'TIME' });
    expect(incident.state().tasks).toEqual(tasks);
    expect(incident.of('ESCALATED')).toEqual([]);
    expect(incident.of('MAIL_DELAYED')[0]?.data).toMatchObject({ recipient: 'scout社', problem: '451' });
  });
});

describe('the clock of a drill', () => {
  const drill = () => play({ clock: { startAt: AWARE, speed: 60 } });

  it('moves to the next thing that happens by itself, and not past it', () => {
    const incident = drill();
    expect(incident.say(decision('advanceClock', { to: at(15.001) }))).toEqual({ code: 'CLOCK_TOO_FAR', detail: at(15) });
    must(incident, decision('advanceClock', { to: at(10) }));
    expect(incident.of('CLOCK_ADVANCED')[0]?.data).toEqual({ from: at(0), to: at(10), byMs: 600_000 });
    expect(incident.state().skippedMs).toBe(600_000);
    must(incident, decision('advanceClock', { to: at(15) }));
    expect(incident.state().skippedMs).toBe(600_000 + 900_000);
  });

  it('never moves back, and moves freely while nothing is due', () => {
    const incident = drill();
    must(incident, decision('advanceClock', { to: at(-5) }));
    expect(incident.of('CLOCK_ADVANCED')).toEqual([]);
    must(incident, decision('pauseTask', { taskId: 'T01', reason: '休憩' }));
    must(incident, decision('advanceClock', { to: at(50_000) }));
    expect(incident.state().skippedMs).toBe(50_000 * 60_000);
  });

  it('marks every mail as one of a drill', () => {
    const incident = drill();
    expect(incident.mails.map((mail) => mail.drill)).toEqual([true]);
    expect(play().mails.map((mail) => mail.drill)).toEqual([false]);
  });
});

it('the next due time of an incident is the earliest of all that run', () => {
  const incident = playUntil('T02');
  accept(incident, 'T02');
  expect(nextDueAt(incident.state())).toBe(at(60));
  deliver(incident, 'T02', 'INTERIM');
  expect(nextDueAt(incident.state())).toBe(at(30));
  accept(incident, 'T03');
  expect(nextDueAt(incident.state())).toBe(at(120));
  must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
  expect(nextDueAt(incident.state())).toBeNull();
});

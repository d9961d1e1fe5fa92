import { MINUTE_MS, toMs } from '../../domain/time';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision } from '../support/sample';

/** Minute, rung and reason of every escalation of a task. */
const ladder = (incident: Play, taskId = 'T01') =>
  incident
    .of('ESCALATED')
    .filter(({ data }) => data.taskId === taskId)
    .map(({ at, data }) => [(toMs(at) - toMs(AWARE)) / MINUTE_MS, data.action, data.why]);

describe('silence', () => {
  it('climbs reminder, call list, second partner, supervisor, each at its minute', () => {
    const incident = play();
    incident.wait(600);
    expect(ladder(incident)).toEqual([
      [15, 'REMIND', 'SILENCE'],
      [30, 'CALL_LIST', 'SILENCE'],
      [45, 'NEXT_PARTNER', 'SILENCE'],
      [60, 'REMIND', 'SILENCE'],
      [75, 'SUPERVISOR', 'SILENCE'],
      [90, 'SUPERVISOR', 'NOBODY_LEFT'],
    ]);
    expect(incident.task('T01').assignment).toMatchObject({ partnerId: 'warden', rank: 2, generation: 2 });
  });

  it('tells the right people at each rung', () => {
    const incident = play();
    incident.wait(600);
    expect(incident.mails.map(({ kind, to }) => `${kind} ${to.email}`)).toEqual([
      'VENDOR_REQUEST desk@scout.example',
      'VENDOR_REMINDER desk@scout.example',
      'ESCALATION desk@night-desk.example',
      'STAND_DOWN desk@scout.example',
      'SUBSTITUTE_REQUEST desk@warden.example',
      'VENDOR_REMINDER desk@warden.example',
      'ESCALATION desk@chief.example',
      'ESCALATION desk@chief.example',
    ]);
  });

  it('ends with the acceptance, whenever it comes', () => {
    for (const minute of [0, 14, 29, 44, 59, 74]) {
      const incident = play();
      incident.wait(minute);
      const before = ladder(incident).length;
      expect(incident.say(answer('acceptTask', 'T01'))).toBeNull();
      incident.wait(100);
      expect(ladder(incident)).toHaveLength(before);
    }
  });

  it('stops climbing once the desk has taken it on, and the partner can still accept', () => {
    const incident = play();
    incident.wait(31);
    expect(incident.say(decision('acknowledgeEscalation', { taskId: 'T01', note: '電話した' }))).toBeNull();
    incident.wait(10_000);
    expect(ladder(incident)).toHaveLength(2);
    expect(incident.say(decision('acknowledgeEscalation', { taskId: 'T01', note: '' }))).toMatchObject({ code: 'NO_ESCALATION' });
    incident.say(answer('acceptTask', 'T01'));
    expect(incident.task('T01')).toMatchObject({ state: 'ACCEPTED', escalation: { level: 0, acknowledgedBy: null } });
  });

  it('of work is told before and after its limit', () => {
    const incident = play();
    incident.say(answer('acceptTask', 'T01'));
    incident.wait(1_000);
    expect(ladder(incident)).toEqual([
      [180, 'REMIND', 'SILENCE'],
      [240, 'CALL_LIST', 'SILENCE'],
      [300, 'SUPERVISOR', 'SILENCE'],
    ]);
    expect(incident.mails.slice(2).map(({ kind }) => kind)).toEqual([
      'VENDOR_DUE_SOON',
      'VENDOR_LATE',
      'ESCALATION',
      'ESCALATION',
    ]);
  });

  it('of an approver reminds and then calls the supervisor, while the work goes on', () => {
    const incident = play();
    incident.say(answer('deliverTask', 'T01'));
    incident.say(answer('acceptTask', 'T02'));
    incident.wait(120);
    const asked = incident.of('ESCALATED').filter(({ data }) => data.approvalId === 'T02-A1');
    expect(asked.map(({ data }) => data.action)).toEqual(['REMIND', 'SUPERVISOR']);
    expect(incident.task('T02').state).toBe('ACCEPTED');
    incident.say(decision('decideApproval', { approvalId: 'T02-A1', decision: 'APPROVED', reason: '' }));
    incident.wait(10);
    expect(incident.state().approvals[0]).toMatchObject({ state: 'APPROVED', clock: null });
  });
});

describe('by hand', () => {
  it('climbs the next rung at once and the ladder goes on from there', () => {
    const incident = play();
    incident.wait(1);
    incident.say(decision('escalateTask', { taskId: 'T01', reason: '急ぎ' }));
    incident.wait(60);
    expect(ladder(incident)).toEqual([
      [1, 'REMIND', 'BY_HAND'],
      [30, 'CALL_LIST', 'SILENCE'],
      [45, 'NEXT_PARTNER', 'SILENCE'],
      [60, 'REMIND', 'SILENCE'],
    ]);
  });

  it('is refused while nobody is waited for', () => {
    const incident = play();
    expect(incident.say(decision('escalateTask', { taskId: 'T02', reason: 'x' }))).toMatchObject({ code: 'NOT_REQUESTED' });
    incident.say(decision('pauseTask', { taskId: 'T01', reason: 'x' }));
    expect(incident.say(decision('escalateTask', { taskId: 'T01', reason: 'x' }))).toMatchObject({ code: 'TASK_PAUSED' });
  });
});

describe('a mail that bounces', () => {
  const bounce = (incident: Play, index: number) => {
    const mail = incident.mails[index];
    if (!mail) throw new Error('no such mail');
    incident.say({ kind: 'MAIL', mail, outcome: { kind: 'BOUNCED', problem: '550 5.1.1' } });
  };

  it('calls the desk at once, and the supervisor when the desk cannot be reached either', () => {
    const incident = play();
    bounce(incident, 0);
    expect(ladder(incident)).toEqual([[0, 'CALL_LIST', 'MAIL_BOUNCED']]);
    bounce(incident, 1);
    expect(ladder(incident).at(-1)).toEqual([0, 'SUPERVISOR', 'MAIL_BOUNCED']);
    bounce(incident, 2);
    expect(ladder(incident)).toHaveLength(2);
    expect(incident.of('MAIL_BOUNCED')).toHaveLength(3);
  });

  it('of a partner who has no part in it any more changes nothing', () => {
    const incident = play();
    incident.wait(46);
    const before = ladder(incident).length;
    bounce(incident, 0);
    expect(ladder(incident)).toHaveLength(before);
  });
});

it('goes to nobody in business hours of a firm that is closed', () => {
  const night = toMs('2026-12-28T20:00:00+09:00');
  const incident = play({}, SETUP, night);
  for (const taskId of ['T01', 'T02']) incident.say(answer('deliverTask', taskId));
  incident.say(answer('deliverTask', 'T03'));
  incident.say(decision('decideApproval', { approvalId: 'T03-A1', decision: 'APPROVED', reason: '' }));
  // 29, 30 and 31 December are closed, 1 January is a Friday in this sample: 30 minutes end at 9:30 on that day.
  expect(incident.task('T04').acceptBy).toBe('2027-01-01T09:30:00.000+09:00');
});

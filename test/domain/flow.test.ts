import { hasReached, waitsFor } from '../../domain/flow';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision, facts } from '../support/sample';
import { SMALL, accept, approval, approve, at, deliver, finish, minuteOf, must, playUntil, reject, setupWith } from './steps';

const states = (incident: Play) => Object.fromEntries(incident.state().tasks.map(({ taskId, state }) => [taskId, state]));
const waiting = (incident: Play) => incident.state().planned.map(({ taskId }) => taskId);
const small = { versions: [{ version: 1, knownAt: AWARE, facts: SMALL }] };

describe('dependencies', () => {
  it('ask at once only for what waits for nothing', () => {
    const incident = play();
    expect(states(incident)).toEqual({ T01: 'REQUESTED' });
    expect(waiting(incident)).toEqual(['T02', 'T03', 'T04', 'T05']);
  });

  it('on an interim result open with it, those on the final one do not', () => {
    const incident = playUntil('T02');
    deliver(incident, 'T02', 'INTERIM');
    expect(waiting(incident)).toEqual(['T04', 'T05']);
    deliver(incident, 'T02');
    expect(waiting(incident)).toEqual(['T04']);
    expect(states(incident)).toMatchObject({ T02: 'DELIVERED', T03: 'REQUESTED', T05: 'REQUESTED' });
  });

  it('on a final result wait until its delivery is approved', () => {
    const incident = playUntil('T03');
    deliver(incident, 'T03');
    expect(waiting(incident)).toEqual(['T04']);
    approve(incident, 'T03-A1');
    expect(states(incident)).toMatchObject({ T03: 'DELIVERED', T04: 'REQUESTED' });
  });

  it('on a service that is not activated hold nobody up', () => {
    const always = { when: null, whenUnknown: 'ACTIVATE', otherwise: { ja: '', en: '' } } as const;
    const onReview = [{ service: 'PR.release_review', at: 'FINAL' } as const];
    const setup = setupWith({ 'TRUST.recurrence_certificate': { activation: always, dependsOn: onReview } });
    const incident = play(small, setup);
    expect(states(incident)).toEqual({ T01: 'REQUESTED', T05: 'REQUESTED' });
    expect(incident.state().notActivated.map(({ service }) => service)).toEqual(['PR.release_review', 'CALLCENTER.setup']);
  });

  it('count a returned delivery as no result', () => {
    const incident = playUntil('T02');
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    expect(hasReached(incident.task('T02'), 'INTERIM')).toBe(false);
    expect(states(incident)).toMatchObject({ T03: 'REQUESTED', T05: 'REQUESTED' });
  });
});

describe('a cancelled service', () => {
  it('has its dependents proposed for cancelling, and nothing starts unseen', () => {
    const incident = playUntil('T02');
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    expect(incident.of('CANCELLATION_PROPOSED').map(({ data }) => data.taskId)).toEqual(['T03', 'T05']);
    incident.wait(1_000);
    expect(waiting(incident)).toEqual(['T03', 'T04', 'T05']);
    const [review] = incident.state().planned;
    expect(review && waitsFor(incident.state(), review)).toMatchObject([{ service: 'INVESTIGATION.cause_scope' }]);
    must(incident, decision('keepTask', { taskId: 'T03', reason: '続ける' }));
    expect(states(incident)).toEqual({ T01: 'CLOSED', T02: 'CANCELLED', T03: 'REQUESTED' });
    must(incident, decision('cancelTask', { taskId: 'T05', reason: '不要' }));
    expect(incident.state().withdrawn).toMatchObject([{ taskId: 'T05' }]);
  });

  it('does so before anybody was asked, too, one step at a time', () => {
    const incident = play();
    must(incident, decision('cancelTask', { taskId: 'T03', reason: '不要' }));
    expect(incident.of('CANCELLATION_PROPOSED').map(({ data }) => data.taskId)).toEqual(['T04']);
    must(incident, decision('keepTask', { taskId: 'T04', reason: '続ける' }));
    expect(states(incident)).toEqual({ T01: 'REQUESTED', T04: 'REQUESTED' });
  });

  it('is not started by new facts that call for its dependents anyway', () => {
    const incident = play();
    must(incident, decision('cancelTask', { taskId: 'T03', reason: '不要' }));
    const more = facts({ persons: { min: 6_000, max: 6_000 } });
    must(incident, decision('reviseFacts', { facts: more, knownAt: AWARE, reason: '人数' }));
    expect(incident.of('TASK_KEPT')).toEqual([]);
    expect(states(incident)).toEqual({ T01: 'REQUESTED' });
  });

  it('has those proposed, too, that new facts call for only afterwards', () => {
    const incident = play(small);
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    must(incident, decision('reviseFacts', { facts: facts(), knownAt: AWARE, reason: '人数' }));
    expect(incident.of('CANCELLATION_PROPOSED').map(({ data }) => data.taskId)).toEqual(['T03', 'T05']);
    must(incident, decision('keepTask', { taskId: 'T03', reason: '続ける' }));
    expect(states(incident)).toEqual({ T01: 'REQUESTED', T03: 'REQUESTED' });
  });

  it('still has them proposed when new facts take back a proposal of their own', () => {
    const incident = play();
    must(incident, decision('reviseFacts', { facts: SMALL, knownAt: AWARE, reason: '人数' }));
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    must(incident, decision('reviseFacts', { facts: facts(), knownAt: AWARE, reason: '人数' }));
    expect(states(incident)).toEqual({ T01: 'REQUESTED' });
    const proposals = incident.state().planned.filter(({ cancelProposed }) => cancelProposed);
    expect(proposals.map(({ taskId, cancelProposed }) => `${taskId} ${cancelProposed?.because}`)).toEqual([
      expect.stringMatching(/^T03 .*cause_scope.*was cancelled$/),
      expect.stringMatching(/^T05 .*cause_scope.*was cancelled$/),
    ]);
  });

  it('keeps a dependent waiting for what is still under way', () => {
    const both = [
      { service: 'INVESTIGATION.cause_scope', at: 'FINAL' },
      { service: 'PR.release_review', at: 'FINAL' },
    ] as const;
    const incident = playUntil('T02', setupWith({ 'TRUST.recurrence_certificate': { dependsOn: both } }));
    must(incident, decision('cancelTask', { taskId: 'T03', reason: '不要' }));
    must(incident, decision('keepTask', { taskId: 'T05', reason: '続ける' }));
    expect(waiting(incident)).toContain('T05');
    deliver(incident, 'T02');
    expect(states(incident)).toMatchObject({ T05: 'REQUESTED' });
  });
});

it('calls the supervisor once when nobody can be asked, and staff can still choose somebody', () => {
  const incident = playUntil('T02', { ...SETUP, ranking: { ...SETUP.ranking, PR: [] } });
  deliver(incident, 'T02', 'INTERIM');
  incident.wait(10_000);
  const nobody = () => incident.of('ESCALATED').filter(({ data }) => data.taskId === 'T03');
  expect(nobody()).toMatchObject([{ data: { action: 'SUPERVISOR', why: 'NOBODY_LEFT' } }]);
  expect(incident.mails.filter(({ taskId }) => taskId === 'T03')).toMatchObject([
    { kind: 'ESCALATION', to: { email: 'desk@chief.example', role: 'SUPERVISOR' } },
  ]);
  must(incident, decision('keepTask', { taskId: 'T03', reason: '探す' }));
  expect(nobody()).toHaveLength(2);
  must(incident, decision('assignTask', { taskId: 'T03', partnerId: 'crier', reason: '決めた' }));
  expect(incident.task('T03')).toMatchObject({ state: 'REQUESTED', assignment: { partnerId: 'crier', rank: 0 } });
});

describe('an approval beside the work', () => {
  it('is asked for at acceptance and holds nothing up, whatever is decided', () => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    expect(incident.state().approvals).toMatchObject([{ approvalId: 'T02-A1', stage: 'BESIDE', state: 'PENDING' }]);
    expect(incident.task('T02').state).toBe('ACCEPTED');
    reject(incident, 'T02-A1', '高い');
    expect(incident.task('T02')).toMatchObject({ state: 'ACCEPTED', clock: { kind: 'COMPLETE' } });
    expect(incident.state().approvals).toMatchObject([
      { state: 'REJECTED', reason: '高い', decidedBy: '佐藤 花子', clock: null },
    ]);
  });

  it('stays asked for when the delivery is sent back', () => {
    const incident = playUntil('T02');
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    expect(incident.state().approvals).toMatchObject([{ approvalId: 'T02-A1', state: 'PENDING' }]);
  });
});

describe('an approval before the start', () => {
  const monday = Date.parse('2026-12-07T10:00:00+09:00');

  it('stops the work until it is given; the limit runs from there, in the hours of the firm', () => {
    const incident = playUntil('T04', SETUP, monday);
    incident.wait(10);
    accept(incident, 'T04');
    expect(incident.task('T04')).toMatchObject({ state: 'WAITING_APPROVAL', clock: null });
    incident.wait(350);
    approve(incident, 'T04-A1');
    expect(incident.task('T04')).toMatchObject({
      state: 'ACCEPTED',
      clock: { kind: 'COMPLETE', hoursOfPartner: 'operator' },
      completeBy: '2026-12-08T11:00:00.000+09:00',
    });
    expect(incident.mails.at(-1)).toMatchObject({ kind: 'WORK_GO_AHEAD', to: { email: 'desk@operator.example' } });
  });

  it('cancels the task when it is rejected: its other approvals lapse and its dependents are proposed', () => {
    const setup = setupWith({
      'INVESTIGATION.triage': { approvals: [approval('START'), approval('START'), approval('BESIDE')] },
    });
    const incident = play({}, setup);
    accept(incident, 'T01');
    reject(incident, 'T01-A2', '対象外');
    expect(incident.task('T01')).toMatchObject({ state: 'CANCELLED', clock: null, endReason: '対象外' });
    expect(incident.state().approvals.map(({ state }) => state)).toEqual(['WITHDRAWN', 'REJECTED', 'WITHDRAWN']);
    expect(incident.of('CANCELLATION_PROPOSED').map(({ data }) => data.taskId)).toEqual(['T02']);
    expect(incident.mails.at(-1)).toMatchObject({ kind: 'CANCEL', content: { reason: '対象外' } });
  });

  it('needs every one of several', () => {
    const incident = play({}, setupWith({ 'INVESTIGATION.triage': { approvals: [approval('START'), approval('START')] } }));
    accept(incident, 'T01');
    approve(incident, 'T01-A2');
    expect(incident.task('T01').state).toBe('WAITING_APPROVAL');
    approve(incident, 'T01-A1');
    expect(incident.task('T01').state).toBe('ACCEPTED');
  });

  it('lets a partner deliver before it is given, but the delivery counts only then', () => {
    const incident = play({}, setupWith({ 'INVESTIGATION.triage': { approvals: [approval('START')] } }));
    deliver(incident, 'T01', 'INTERIM');
    expect(incident.task('T01')).toMatchObject({ state: 'WAITING_APPROVAL', clock: null });
    deliver(incident, 'T01');
    expect(incident.task('T01')).toMatchObject({ state: 'WAITING_APPROVAL', clock: null });
    expect(waiting(incident)).toContain('T02');
    approve(incident, 'T01-A1');
    expect(states(incident)).toMatchObject({ T01: 'DELIVERED', T02: 'REQUESTED' });
  });

  it('is still needed after a delivery that came too soon was sent back', () => {
    const incident = play({}, setupWith({ 'INVESTIGATION.triage': { approvals: [approval('START')] } }));
    deliver(incident, 'T01');
    must(incident, decision('returnDelivery', { taskId: 'T01', reason: '早すぎる' }));
    expect(incident.state().approvals).toMatchObject([{ state: 'PENDING' }]);
    expect(incident.task('T01')).toMatchObject({ state: 'WAITING_APPROVAL', clock: null });
    approve(incident, 'T01-A1');
    expect(incident.task('T01')).toMatchObject({ state: 'ACCEPTED', clock: { kind: 'COMPLETE' } });
  });
});

describe('an approval of the delivery', () => {
  it('sends it back when rejected, with time for rework, and is asked for anew with the next one', () => {
    const incident = playUntil('T03');
    accept(incident, 'T03');
    incident.wait(200);
    deliver(incident, 'T03');
    expect(incident.task('T03')).toMatchObject({ state: 'WAITING_APPROVAL', clock: null });
    reject(incident, 'T03-A1', '数字が違う');
    expect(incident.task('T03')).toMatchObject({ state: 'IN_PROGRESS', completeBy: at(440), clock: { dueAt: at(440) } });
    expect(incident.task('T03').deliveries).toMatchObject([{ version: 1, returnedAt: at(200) }]);
    expect(incident.mails.at(-1)).toMatchObject({
      kind: 'DELIVERY_RETURNED',
      content: { reason: '数字が違う', completeBy: at(440) },
    });
    deliver(incident, 'T03');
    approve(incident, 'T03-A2');
    expect(incident.task('T03')).toMatchObject({
      state: 'DELIVERED',
      deliveries: [{ version: 1 }, { version: 2, returnedAt: null }],
    });
  });

  it('lapses when the desk sends the delivery back itself', () => {
    const incident = playUntil('T03');
    deliver(incident, 'T03');
    must(incident, decision('returnDelivery', { taskId: 'T03', reason: '誤字' }));
    expect(incident.state().approvals.at(-1)).toMatchObject({ approvalId: 'T03-A1', state: 'WITHDRAWN', clock: null });
    expect(incident.task('T03').state).toBe('IN_PROGRESS');
  });

  it('starts the check afresh, whatever somebody had taken on before', () => {
    const incident = playUntil('T03');
    const request = incident.mails.find(({ taskId }) => taskId === 'T03');
    deliver(incident, 'T03');
    must(incident, { kind: 'MAIL', mail: request as never, outcome: { kind: 'BOUNCED', problem: '550' } });
    must(incident, decision('acknowledgeEscalation', { taskId: 'T03', note: '電話した' }));
    approve(incident, 'T03-A1');
    incident.wait(240);
    const rungs = incident.of('ESCALATED').filter(({ data }) => data.waitingFor === 'CHECK');
    expect(rungs.map(({ data }) => data.action)).toEqual(['CALL_LIST', 'SUPERVISOR']);
  });

  it('is not asked for an interim result', () => {
    const incident = playUntil('T03');
    const before = incident.state().approvals.length;
    deliver(incident, 'T03', 'INTERIM');
    expect(incident.state().approvals).toHaveLength(before);
  });
});

describe('limits of a delivery', () => {
  const work = (minute: number) => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    incident.wait(minute);
    return incident;
  };
  const due = (incident: Play) => minuteOf(incident.task('T02').clock?.dueAt);

  it('are those of the first result, then those of the whole, counted from the same start', () => {
    const incident = work(20);
    expect(incident.task('T02')).toMatchObject({ interimBy: at(60), completeBy: at(600), clock: { dueAt: at(60) } });
    deliver(incident, 'T02', 'INTERIM');
    expect(due(incident)).toBe(600);
    incident.wait(100);
    deliver(incident, 'T02', 'INTERIM');
    expect(due(incident)).toBe(600);
    expect(incident.task('T02')).toMatchObject({ state: 'IN_PROGRESS', interimBy: at(60), completeBy: at(600) });
  });

  it('do not climb again the rungs that a late first result left behind', () => {
    const incident = work(500);
    deliver(incident, 'T02', 'INTERIM');
    expect(due(incident)).toBe(600);
    incident.wait(90);
    const rungs = incident.of('ESCALATED').filter(({ data }) => data.approvalId === null && data.taskId === 'T02');
    expect(rungs.map(({ at: when, data }) => [minuteOf(when), data.action])).toEqual([
      [45, 'REMIND'],
      [60, 'CALL_LIST'],
      [75, 'SUPERVISOR'],
    ]);
    incident.wait(60);
    expect(incident.of('ESCALATED').at(-1)).toMatchObject({ at: at(600), data: { action: 'CALL_LIST' } });
  });

  it('stay missed when the first result comes after all of them', () => {
    const incident = work(1_000);
    deliver(incident, 'T02', 'INTERIM');
    expect(incident.task('T02')).toMatchObject({ completeBy: at(600), clock: { dueAt: at(600), nextRungAt: null } });
  });

  it('stay with whoever has taken the escalation on when one more interim result comes', () => {
    const incident = work(10);
    deliver(incident, 'T02', 'INTERIM');
    incident.wait(591);
    must(incident, decision('acknowledgeEscalation', { taskId: 'T02', note: '電話中' }));
    deliver(incident, 'T02', 'INTERIM');
    expect(incident.task('T02')).toMatchObject({ escalation: { acknowledgedBy: '佐藤 花子' }, clock: { dueAt: at(600) } });
  });

  it('of the whole hold for a delivery without a first result', () => {
    const incident = work(30);
    deliver(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ state: 'DELIVERED', clock: { kind: 'CHECK', dueAt: at(150) } });
  });

  it('leave at least the time for rework, to the millisecond no less than what was left', () => {
    const incident = work(0.5);
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    expect(due(incident)).toBe(600);
    incident.wait(500);
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    expect(due(incident)).toBe(740.5);
    expect(minuteOf(incident.task('T02').completeBy)).toBe(740.5);
  });

  it('for rework are not stretched by an interim result', () => {
    const incident = work(590);
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    deliver(incident, 'T02', 'INTERIM');
    expect(due(incident)).toBe(830);
    expect(incident.task('T02').completeBy).toBe(at(830));
  });
});

it('takes a delivery as acceptance when none was said, with one receipt', () => {
  const incident = play();
  deliver(incident, 'T01');
  expect(incident.of('TASK_ACCEPTED')).toMatchObject([{ data: { implied: true }, actor: { role: 'PARTNER' } }]);
  expect(incident.task('T01')).toMatchObject({ state: 'DELIVERED', acceptedAt: at(0) });
  expect(incident.mails.filter(({ kind }) => kind === 'RECEIPT')).toMatchObject([{ content: { answer: 'DELIVERED' } }]);
});

it('asks a partner that takes over delivered work for a delivery of its own', () => {
  const incident = play();
  deliver(incident, 'T01');
  must(incident, decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: '質が低い' }));
  accept(incident, 'T01');
  deliver(incident, 'T01');
  expect(incident.task('T01')).toMatchObject({ state: 'DELIVERED', deliveries: [{ returnedAt: at(0) }, { returnedAt: null }] });
});

it('runs from the first call to the closing', () => {
  const incident = play();
  for (const taskId of ['T01', 'T02', 'T03', 'T04', 'T05']) finish(incident, taskId);
  expect(Object.values(states(incident))).toEqual(Array(5).fill('CLOSED'));
  expect(incident.task('T05')).toMatchObject({ clock: null, endedAt: at(0), endReason: null });
  must(incident, decision('closeIncident', { reason: '完了' }));
  expect(incident.state()).toMatchObject({ status: 'CLOSED', outcome: 'RESOLVED' });
  expect(incident.entries.at(-1)?.data).toMatchObject({ tasksClosed: 5, tasksCancelled: 0 });
  incident.wait(100_000);
  expect(incident.entries.at(-1)?.kind).toBe('INCIDENT_CLOSED');
});

it('keeps a first result when its partner declines later, and asks the next one for the whole only', () => {
  const incident = playUntil('T02');
  deliver(incident, 'T02', 'INTERIM');
  must(incident, answer('declineTask', 'T02', { reason: 'NO_CAPACITY' }));
  expect(incident.task('T02')).toMatchObject({ state: 'REQUESTED', assignment: { partnerId: 'warden' }, acceptedAt: null });
  expect(incident.state().approvals).toMatchObject([{ approvalId: 'T02-A1', state: 'WITHDRAWN' }]);
  accept(incident, 'T02');
  expect(incident.task('T02')).toMatchObject({ interimBy: null, completeBy: at(600), clock: { dueAt: at(600) } });
  expect(incident.state().approvals.at(-1)).toMatchObject({ approvalId: 'T02-A2', state: 'PENDING' });
});

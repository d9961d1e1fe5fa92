import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { accept, at, deliver, minuteOf, must, playUntil } from './steps';

const pause = (incident: Play, taskId = 'T01') => must(incident, decision('pauseTask', { taskId, reason: '先方都合' }));
const resume = (incident: Play, taskId = 'T01') => must(incident, decision('resumeTask', { taskId }));
const due = (incident: Play, taskId = 'T01') => minuteOf(incident.task(taskId).clock?.dueAt);

describe('a pause', () => {
  it('keeps what was left, as often as it happens', () => {
    const incident = play();
    incident.wait(10);
    pause(incident);
    expect(incident.task('T01')).toMatchObject({
      pause: { reason: '先方都合', at: at(10), by: '佐藤 花子' },
      clock: { runningSince: null, dueAt: null, nextRungAt: null },
    });
    incident.wait(10);
    resume(incident);
    expect([due(incident), incident.task('T01').acceptBy]).toEqual([40, at(40)]);
    incident.wait(5);
    pause(incident);
    incident.wait(75);
    resume(incident);
    expect([due(incident), incident.task('T01').acceptBy, incident.task('T01').pause]).toEqual([115, at(115), null]);
  });

  it('lets nothing climb, and each rung comes once afterwards', () => {
    const incident = play();
    incident.wait(16);
    pause(incident);
    incident.wait(100_000);
    resume(incident);
    incident.wait(30);
    expect(incident.of('ESCALATED').map(({ data, at: when }) => [data.action, minuteOf(when)])).toEqual([
      ['REMIND', 15],
      ['CALL_LIST', 100_030],
      ['NEXT_PARTNER', 100_045],
    ]);
  });

  it('keeps the rest of working hours', () => {
    const incident = playUntil('T04', SETUP, Date.parse('2026-12-07T17:50:00+09:00'));
    expect(incident.task('T04').clock?.dueAt).toBe('2026-12-08T09:20:00.000+09:00');
    incident.wait(130);
    pause(incident, 'T04');
    incident.wait(16 * 60);
    resume(incident, 'T04');
    expect(incident.task('T04').clock?.dueAt).toBe('2026-12-08T12:20:00.000+09:00');
    incident.wait(10);
    pause(incident, 'T04');
    incident.wait(24 * 60);
    resume(incident, 'T04');
    expect(incident.task('T04')).toMatchObject({ acceptBy: '2026-12-09T12:20:00.000+09:00', clock: { consumedMs: 20 * 60_000 } });
  });

  it('holds approvals, too, with the time by which they are to be decided', () => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    incident.wait(30);
    pause(incident, 'T02');
    incident.wait(970);
    expect(incident.state().approvals[0]).toMatchObject({ clock: { dueAt: null, nextRungAt: null }, decideBy: at(120) });
    resume(incident, 'T02');
    expect(incident.state().approvals[0]).toMatchObject({
      clock: { dueAt: at(1_090), nextRungAt: at(1_060) },
      decideBy: at(1_090),
    });
    expect(incident.of('ESCALATED')).toEqual([]);
  });

  it('moves the first result and the whole by as long as it took', () => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    incident.wait(20);
    pause(incident, 'T02');
    incident.wait(100);
    resume(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ interimBy: at(160), completeBy: at(700), clock: { dueAt: at(160) } });
    deliver(incident, 'T02', 'INTERIM');
    expect(due(incident, 'T02')).toBe(700);
    pause(incident, 'T02');
    incident.wait(50);
    resume(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ interimBy: at(160), completeBy: at(750), clock: { dueAt: at(750) } });
  });

  it('holds the limits of work that is taken meanwhile', () => {
    const incident = playUntil('T02');
    pause(incident, 'T02');
    accept(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ state: 'ACCEPTED', clock: { dueAt: null } });
    incident.wait(50);
    resume(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ interimBy: at(110), completeBy: at(650), clock: { dueAt: at(110) } });
  });

  it('of rework keeps its one limit', () => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    incident.wait(500);
    deliver(incident, 'T02');
    must(incident, decision('returnDelivery', { taskId: 'T02', reason: '不足' }));
    expect(incident.task('T02')).toMatchObject({ completeBy: at(740), clock: { dueAt: at(740) } });
    incident.wait(10);
    pause(incident, 'T02');
    incident.wait(100);
    resume(incident, 'T02');
    expect(incident.task('T02')).toMatchObject({ completeBy: at(840), clock: { dueAt: at(840) } });
  });

  it('begun before a delivery is sent back holds the time for rework', () => {
    const incident = play();
    deliver(incident, 'T01');
    pause(incident);
    must(incident, decision('returnDelivery', { taskId: 'T01', reason: '不足' }));
    incident.wait(60);
    resume(incident);
    expect(incident.task('T01')).toMatchObject({ completeBy: at(300), clock: { dueAt: at(300) } });
  });

  it('passes on to the next partner', () => {
    const incident = play();
    pause(incident);
    must(incident, answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
    incident.wait(1_000);
    expect(incident.task('T01')).toMatchObject({ state: 'REQUESTED', acceptBy: null, clock: { dueAt: null } });
    resume(incident);
    expect(incident.task('T01')).toMatchObject({ acceptBy: at(1_030), clock: { dueAt: at(1_030) } });
  });

  it('leaves the ladder still that somebody has taken on', () => {
    const incident = play();
    incident.wait(16);
    must(incident, decision('acknowledgeEscalation', { taskId: 'T01', note: '' }));
    pause(incident);
    incident.wait(5);
    resume(incident);
    expect(incident.task('T01').clock).toMatchObject({ dueAt: at(35), nextRungAt: null });
  });

  it('ends with the task', () => {
    const incident = play();
    pause(incident);
    must(incident, decision('cancelTask', { taskId: 'T01', reason: '不要' }));
    expect(incident.task('T01')).toMatchObject({ state: 'CANCELLED', pause: null, clock: null });
  });

  it('of a task that waits for an approval leaves its own limits as they are', () => {
    const incident = playUntil('T03');
    deliver(incident, 'T03');
    const { completeBy } = incident.task('T03');
    pause(incident, 'T03');
    incident.wait(500);
    resume(incident, 'T03');
    expect(incident.task('T03')).toMatchObject({ state: 'WAITING_APPROVAL', completeBy, clock: null });
    expect(incident.state().approvals.at(-1)).toMatchObject({ decideBy: at(560) });
  });
});

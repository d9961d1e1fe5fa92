import { partnerView } from '../../domain/partner-view';
import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { accept, at, deliver, must, playUntil } from './steps';

const INSURED = '見本商事株式会社';
const view = (incident: Play, partnerId = 'scout', generation = 1, taskId = 'T01') =>
  partnerView(incident.state(), SETUP, { taskId, partnerId, generation }, incident.nowMs());

it('a partner that is asked sees the work and its limits, and not who the insured is', () => {
  const incident = play();
  incident.wait(5);
  expect(view(incident)).toMatchObject({
    ...{ now: at(5), incidentNumber: '0000-0000', drill: false, incidentClosed: false, link: 'IN_FORCE', linkRetiredAt: null },
    ...{ service: 'INVESTIGATION.triage', state: 'REQUESTED', paused: false, company: 'scout社', holderName: 'scout 窓口' },
    ...{ acceptBy: at(30), acceptedAt: null, completeBy: null, completeWithinMinutes: 240, interimWithinMinutes: null },
    situation: { nature: 'UNAUTHORISED_ACCESS', factsVersion: 1, persons: { min: 5_000, max: 5_000 }, insured: null },
    desk: { phone: '0120-000-000' },
  });
  expect(JSON.stringify(view(incident))).not.toMatch(/見本商事|山田|03-1111/);
});

it('learns with acceptance who the insured is, and never who called', () => {
  const incident = play();
  accept(incident, 'T01');
  expect(view(incident)).toMatchObject({ acceptedAt: at(0), completeBy: at(240), situation: { insured: INSURED } });
  expect(JSON.stringify(view(incident))).not.toMatch(/山田|03-1111/);
});

it('sees its deliveries, its progress, a pause, and that an approval is waited for', () => {
  const incident = playUntil('T03');
  accept(incident, 'T03');
  must(incident, answer('reportProgress', 'T03', { note: '執筆中' }));
  deliver(incident, 'T03');
  must(incident, decision('pauseTask', { taskId: 'T03', reason: '社内の事情' }));
  const seen = view(incident, 'herald', 1, 'T03');
  expect(seen).toMatchObject({
    ...{ waitsForApproval: true, paused: true, lastProgress: { note: '執筆中' } },
    deliveries: [{ version: 1, milestone: 'FINAL', at: at(0), returnedAt: null }],
  });
  expect(seen?.deliveries[0]).not.toHaveProperty('by');
  expect(JSON.stringify(seen)).not.toContain('社内の事情');
});

it('sees why its task was cancelled, and that the incident is closed', () => {
  const incident = play();
  must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }), decision('closeIncident', { reason: '終了' }));
  expect(view(incident)).toMatchObject({ state: 'CANCELLED', endReason: '誤検知', incidentClosed: true });
});

describe('a link that is not in force', () => {
  const atWork = () => {
    const incident = play();
    accept(incident, 'T01');
    must(incident, answer('reportProgress', 'T01', { note: '解析中' }));
    deliver(incident, 'T01', 'INTERIM');
    return incident;
  };
  /** Nothing of what happened since, and no name but that of the firm that asks. */
  const expectHidden = (seen: ReturnType<typeof view>, asking = 'scout') => {
    expect(seen).toMatchObject({
      ...{ company: `${asking}社`, holderName: '', acceptBy: null, acceptedAt: null, interimBy: null, completeBy: null },
      ...{ deliveries: [], lastProgress: null, paused: false, endReason: null, waitsForApproval: false },
      situation: { insured: null },
    });
    expect(JSON.stringify(seen)).not.toMatch(/見本商事|窓口|解析中|後任/);
    expect(JSON.stringify(seen)).not.toContain(asking === 'scout' ? 'warden' : 'scout');
  };

  it.each([
    ['HANDED_OVER', answer('handOverTask', 'T01', { to: { name: '後任', company: '社', email: 'a@b.example' } }), at(7)],
    ['REISSUED', decision('reissueLink', { taskId: 'T01' }), at(7)],
    ['REASSIGNED', decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: '指名' }), at(7)],
    ['DECLINED', answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }), at(7)],
    ['REVOKED', decision('revokeLink', { taskId: 'T01', reason: '誤送信' }), null],
  ] as const)('%s learns that and no more', (why, step, retiredAt) => {
    const incident = atWork();
    incident.wait(7);
    must(incident, step);
    expect(view(incident)).toMatchObject({ link: why, linkRetiredAt: retiredAt });
    expectHidden(view(incident));
  });

  it('of somebody else is unknown', () => {
    const incident = atWork();
    for (const [asking, generation] of [
      ['warden', 1],
      ['scout', 2],
      ['scout', 0],
    ] as const) {
      const seen = view(incident, asking, generation);
      expect(seen).toMatchObject({ link: 'UNKNOWN', linkRetiredAt: null });
      expectHidden(seen, asking);
    }
    expect(view(incident, 'nobody')).toMatchObject({ link: 'UNKNOWN', company: '' });
  });

  it('of one task opens no other, and none that is not asked for yet', () => {
    const incident = playUntil('T03');
    expect(view(incident, 'scout', 1, 'T03')).toMatchObject({ link: 'UNKNOWN' });
    expect(view(incident, 'operator', 1, 'T04')).toBeNull();
    expect(view(incident, 'scout', 1, 'T99')).toBeNull();
  });

  it('of the one after it stays retired through every change that follows', () => {
    const incident = atWork();
    must(incident, decision('reissueLink', { taskId: 'T01' }), decision('revokeLink', { taskId: 'T01', reason: 'x' }));
    must(incident, decision('reissueLink', { taskId: 'T01' }));
    expect([1, 2, 3].map((generation) => view(incident, 'scout', generation)?.link)).toEqual([
      'REISSUED',
      'REISSUED',
      'IN_FORCE',
    ]);
  });
});

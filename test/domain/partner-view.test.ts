import { partnerView } from '../../domain/partner-view';
import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { marked, shownIn } from './leaves';
import { accept, approve, at, deliver, must, playUntil } from './steps';

const INSURED = '見本商事株式会社';
const view = (incident: Play, partnerId = 'scout', generation = 1, taskId = 'T01') =>
  partnerView(incident.state(), SETUP, { taskId, partnerId, generation }, incident.nowMs());

it('a partner that is asked sees the work and its limits, and not who the insured is', () => {
  const incident = play();
  incident.wait(5);
  expect(view(incident)).toMatchObject({
    ...{ now: at(5), incidentNumber: '0000-0000', drill: false, incidentClosed: false, link: 'IN_FORCE' },
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
  expect(seen).not.toHaveProperty('deliveries.0.by');
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
  /** That the link may not act, since when, and whom to call: no field more. */
  const expectHidden = (seen: ReturnType<typeof view>) =>
    expect(Object.keys(seen ?? {}).sort()).toEqual(['desk', 'drill', 'link', 'linkRetiredAt', 'now']);

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
      expectHidden(seen);
    }
    expectHidden(view(incident, 'nobody'));
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

describe('of the whole state', () => {
  const file = (name: string) => ({ sha256: name.padEnd(64, '0'), name, mediaType: 'application/pdf', sizeBytes: 9 });
  /** Codes and ids by which the view finds the task and its deliveries; everything else is marked. */
  const CODES = [
    ...['number', 'status', 'tasks[].taskId', 'tasks[].service', 'tasks[].state'],
    ...['tasks[].assignment.partnerId', 'tasks[].assignment.generation', 'tasks[].retiredLinks[].generation'],
    ...['tasks[].deliveries[].partnerId', 'tasks[].messages[].partnerId', 'tasks[].messages[].from'],
  ];
  /** An incident in which everybody has said and handed in everything, up to the call centre at work. */
  const rich = () => {
    const incident = playUntil('T04');
    for (const taskId of ['T02', 'T03', 'T05'])
      must(
        incident,
        decision('writeToPartner', { taskId, text: '社内の話' }),
        answer('sendMessage', taskId, { text: '調査の話' }),
      );
    accept(incident, 'T04');
    approve(incident, 'T04-A1');
    const told = { note: '席数', files: [file('plan')], factsVersion: 1 };
    must(incident, answer('deliverTask', 'T04', { milestone: 'INTERIM', ...told }));
    must(incident, answer('reportProgress', 'T04', { note: '準備中', expectedAt: at(900) }));
    must(incident, answer('sendMessage', 'T04', { text: '質問' }), answer('submitQuote', 'T04', { amountYen: 5 }));
    const report = { note: '侵入経路', files: [file('forensic')] };
    must(incident, decision('writeToPartner', { taskId: 'T04', text: '回答' }), answer('acceptTask', 'T05'));
    must(incident, answer('deliverTask', 'T05', { milestone: 'INTERIM', ...report }));
    return incident;
  };
  const asking = { taskId: 'T04', partnerId: 'operator', generation: 1 };

  it('a call centre is shown these fields and no other: no report of the investigation, no person, no price', () => {
    const incident = rich();
    const { state, pathOf } = marked(incident.state(), CODES);
    const ofTask = (...fields: string[]) => fields.map((field) => `tasks[T04].${field}`);
    expect(shownIn(partnerView(state, SETUP, asking, incident.nowMs()), pathOf)).toEqual(
      [
        ...['insured', 'factsVersions[].facts.nature', 'factsVersions[].facts.persons.max', 'factsVersions[].facts.persons.min'],
        'factsVersions[].version',
        ...ofTask('assignment.company', 'assignment.holder.name', 'assignment.requestedAt'),
        ...ofTask('acceptBy', 'acceptedAt', 'completeBy'),
        ...ofTask('deliveries[].version', 'deliveries[].milestone', 'deliveries[].at', 'deliveries[].note'),
        ...ofTask('deliveries[].files[].sha256', 'deliveries[].files[].name', 'deliveries[].files[].mediaType'),
        ...ofTask('deliveries[].files[].sizeBytes', 'messages[].at', 'messages[].text'),
        ...ofTask('lastProgress.at', 'lastProgress.note', 'lastProgress.expectedAt'),
      ].sort(),
    );
    // The marks are worth something only if the rest of the state was there to be shown.
    const all = [...pathOf.values()];
    for (const path of [
      'caller.phone',
      'tasks[T05].deliveries[].files[].name',
      'tasks[T02].messages[].text',
      'approvals[T04].decidedBy',
    ])
      expect(all).toContain(path);
  });

  it('a link that was retired is shown one: when', () => {
    const incident = rich();
    must(incident, answer('handOverTask', 'T04', { to: { name: '後任', company: '社', email: 'a@b.example' } }));
    const { state, pathOf } = marked(incident.state(), [
      ...CODES,
      'tasks[].retiredLinks[].partnerId',
      'tasks[].retiredLinks[].why',
    ]);
    const seen = partnerView(state, SETUP, asking, incident.nowMs());
    expect(seen).toMatchObject({ link: 'HANDED_OVER' });
    expect(shownIn(seen, pathOf)).toEqual(['tasks[T04].retiredLinks[].at']);
  });
});

it('a question stands unanswered until the desk writes, and belongs to the firm that asked it', () => {
  const incident = play();
  must(incident, answer('sendMessage', 'T01', { text: '範囲は' }));
  expect(view(incident)).toMatchObject({ unanswered: true, messages: [{ from: 'PARTNER', text: '範囲は' }] });
  must(incident, decision('writeToPartner', { taskId: 'T01', text: '本社のみ' }));
  expect(view(incident)).toMatchObject({ unanswered: false, messages: [{}, { from: 'DESK', text: '本社のみ' }] });
  expect(incident.mails.at(-1)).toMatchObject({ kind: 'DESK_MESSAGE', content: { reason: '本社のみ' }, link: { generation: 1 } });
  must(incident, decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: '指名' }));
  expect(view(incident, 'warden', 2)).toMatchObject({ unanswered: false, messages: [] });
});

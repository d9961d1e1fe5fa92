import { REFUSALS, isRefusal, refusalText, type RefusalCode } from '../../domain/errors';
import type { DecisionName, Decisions } from '../../domain/messages';
import type { ObligationKind, Party } from '../../domain/obligations/assessment';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision, facts } from '../support/sample';
import { SMALL, accept, approve, at, codeOf, deliver, finish, kindsSince, must, playUntil, substance } from './steps';

type Case = {
  [N in DecisionName]: readonly [RefusalCode, N, Omit<Decisions[N], 'messageId' | 'by'>, (() => Play)?];
}[DecisionName];

const after = (...steps: ((incident: Play) => void)[]) => {
  const incident = play();
  for (const step of steps) step(incident);
  return incident;
};
const cancelFirst = (incident: Play) => must(incident, decision('cancelTask', { taskId: 'T01', reason: '不要' }));
const cancelPlanned = (incident: Play) => must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
const pauseFirst = (incident: Play) => must(incident, decision('pauseTask', { taskId: 'T01', reason: '待ち' }));
const declineTwice = (incident: Play) =>
  must(incident, answer('declineTask', 'T01', { reason: 'OTHER' }), answer('declineTask', 'T01', { reason: 'OTHER' }));
const ruleOut = (incident: Play) => must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
const close = (incident: Play) => must(incident, decision('closeIncident', { reason: '終了' }));
const decided = () => {
  const incident = playUntil('T02');
  accept(incident, 'T02');
  approve(incident, 'T02-A1');
  return incident;
};
const undecided = () => {
  const incident = playUntil('T02');
  accept(incident, 'T02');
  return incident;
};
const CALL = { callBack: { dueAt: at(30) } };
const calledBack = () => {
  const incident = play(CALL);
  must(incident, decision('recordCallBack', { note: '' }));
  return incident;
};
const drill = () => play({ clock: { startAt: AWARE, speed: 60 } });

const filed = (kind: ObligationKind, party: Party = 'INSURED') => ({ obligation: { kind, party }, filedAt: AWARE });
/** An incident with the law, in which these reports are filed. */
function lawful(...filings: ReturnType<typeof filed>[]): Play {
  const incident = play({}, LAWFUL);
  for (const one of filings) must(incident, decision('recordFiling', one));
  return incident;
}
/** The improper purpose is found later: a longer time is proposed, and counsel decides. */
function proposed(...decisions: ('APPROVED' | 'REJECTED')[]): Play {
  const incident = play({ versions: [{ version: 1, knownAt: AWARE, facts: facts({ improperPurpose: false }) }] }, LAWFUL);
  must(incident, decision('reviseFacts', { facts: facts({ improperPurpose: true }), knownAt: AWARE, reason: 'x' }));
  for (const one of decisions) must(incident, decision('decideProposal', { proposalId: 'P1', decision: one, reason: 'x' }));
  return incident;
}

const T01 = { taskId: 'T01' };
const why = { reason: 'x' };
const to = (taskId: string, partnerId: string) => ({ taskId, partnerId, reason: 'x' });
const verdict = (approvalId: string, decision: 'APPROVED' | 'REJECTED', reason = 'x') => ({ approvalId, decision, reason });

/** Every refusal that a decision can meet; the play is a fresh incident when none is given. */
const CASES: readonly Case[] = [
  ['UNKNOWN_TASK', 'assignTask', to('T99', 'warden')],
  ['UNKNOWN_TASK', 'pauseTask', { taskId: 'T00', ...why }],
  ['UNKNOWN_TASK', 'cancelTask', { taskId: '', ...why }],
  ['UNKNOWN_TASK', 'keepTask', { taskId: 'T99', ...why }],
  ['UNKNOWN_PARTNER', 'assignTask', to('T01', 'nobody')],
  ['UNKNOWN_APPROVAL', 'decideApproval', verdict('T02-A1', 'APPROVED')],
  ['INCIDENT_CLOSED', 'pauseTask', { ...T01, ...why }, () => after(ruleOut, close)],
  ['INCIDENT_CLOSED', 'closeIncident', why, () => after(ruleOut, close)],
  ['TASK_ENDED', 'assignTask', to('T01', 'warden'), () => playUntil('T02')],
  ['TASK_ENDED', 'pauseTask', { ...T01, ...why }, () => after(cancelFirst)],
  ['TASK_ENDED', 'cancelTask', { ...T01, ...why }, () => after(cancelFirst)],
  ['TASK_ENDED', 'cancelTask', { taskId: 'T02', ...why }, () => after(cancelPlanned)],
  ['TASK_ENDED', 'returnDelivery', { ...T01, ...why }, () => playUntil('T02')],
  ['TASK_ENDED', 'reissueLink', T01, () => after(ruleOut)],
  ['TASK_PAUSED', 'pauseTask', { ...T01, ...why }, () => after(pauseFirst)],
  ['TASK_PAUSED', 'escalateTask', { ...T01, ...why }, () => after(pauseFirst)],
  ['NOT_PAUSED', 'resumeTask', T01],
  ['NOT_REQUESTED', 'pauseTask', { taskId: 'T02', ...why }],
  ['NOT_REQUESTED', 'revokeLink', { taskId: 'T02', ...why }],
  ['NOT_REQUESTED', 'acceptDelivery', { taskId: 'T02', note: '' }],
  ['ALREADY_ANSWERED', 'reissueLink', T01, () => after(declineTwice)],
  ['NOT_DELIVERED', 'acceptDelivery', { ...T01, note: '' }],
  ['NOT_DELIVERED', 'returnDelivery', { ...T01, ...why }, () => after((one) => deliver(one, 'T01', 'INTERIM'))],
  ['ALREADY_DECIDED', 'decideApproval', verdict('T02-A1', 'REJECTED'), decided],
  ['REASON_MISSING', 'decideApproval', verdict('T02-A1', 'REJECTED', ''), undecided],
  ['NO_INSURED_PAGE', 'changeInsuredLink', { change: 'REISSUED', reason: '' }],
  ['NOT_REQUESTED', 'writeToPartner', { taskId: 'T02', text: 'x' }],
  ['NOT_PROPOSED', 'keepTask', { ...T01, ...why }],
  ['NOTHING_TO_ESCALATE', 'escalateTask', { ...T01, ...why }, () => after(declineTwice)],
  ['NO_ESCALATION', 'acknowledgeEscalation', { ...T01, note: '' }],
  ['SAME_PARTNER', 'assignTask', to('T01', 'scout')],
  ['NOT_INDEPENDENT', 'assignTask', to('T05', 'scout'), () => playUntil('T02')],
  ['OPEN_TASKS', 'closeIncident', why],
  ['ALREADY_FALSE_ALARM', 'ruleFalseAlarm', why, () => after(ruleOut)],
  ['FACTS_UNCHANGED', 'reviseFacts', { facts: facts(), knownAt: AWARE, ...why }],
  ['FACTS_CHANGED', 'reviseFacts', { facts: SMALL, knownAt: AWARE, basedOn: 2, ...why }],
  ['FACTS_OUT_OF_ORDER', 'reviseFacts', { facts: SMALL, knownAt: at(-1), ...why }],
  ['IN_THE_FUTURE', 'reviseFacts', { facts: SMALL, knownAt: at(1), ...why }],
  ['UNKNOWN_OBLIGATION', 'recordFiling', filed('CLIENT_NOTICE', 'INSURED')],
  ['UNKNOWN_OBLIGATION', 'recordFiling', filed('PPC_FINAL', 'CLIENT:nobody')],
  ['REASON_MISSING', 'recordFiling', filed('MYNUMBER_FINAL'), lawful],
  ['ALREADY_FILED', 'recordFiling', filed('PPC_FINAL'), () => lawful(filed('PPC_FINAL'))],
  ['ALREADY_FILED', 'recordFiling', filed('PPC_PRELIMINARY'), () => lawful(filed('PPC_FINAL'))],
  ['NOT_FILED', 'recordFiling', { ...filed('PPC_FINAL'), supplement: true }, lawful],
  ['FILED_IN_THE_FUTURE', 'recordFiling', { ...filed('PPC_FINAL'), filedAt: at(1) }, lawful],
  ['FILED_BEFORE_AWARENESS', 'recordFiling', { ...filed('PPC_FINAL'), filedAt: at(-1) }, lawful],
  ['UNKNOWN_PROPOSAL', 'decideProposal', { proposalId: 'P9', decision: 'APPROVED', ...why }, lawful],
  ['PROPOSAL_DECIDED', 'decideProposal', { proposalId: 'P1', decision: 'REJECTED', ...why }, () => proposed('REJECTED')],
  ['PROPOSAL_DECIDED', 'decideProposal', { proposalId: 'P1', decision: 'APPROVED', ...why }, () => proposed('APPROVED')],
  ['REASON_MISSING', 'decideProposal', { proposalId: 'P1', decision: 'APPROVED', reason: ' ' }, () => proposed()],
  ['SAME_OWNER', 'handOverIncident', { to: '佐藤 花子', note: 'x' }],
  ['SAME_OWNER', 'handOverIncident', { to: null, note: 'x' }, () => play({ owner: null })],
  ['OWNER_CHANGED', 'handOverIncident', { to: '鈴木 健', note: 'x', basedOn: '別の 人' }],
  ['OWNER_CHANGED', 'handOverIncident', { to: '鈴木 健', note: 'x', basedOn: null }],
  ['INCIDENT_CLOSED', 'handOverIncident', { to: '鈴木 健', note: 'x' }, () => after(ruleOut, close)],
  ['NO_CALL_BACK', 'recordCallBack', { note: '' }],
  ['CALL_BACK_DONE', 'recordCallBack', { note: '' }, calledBack],
  ['INCIDENT_CLOSED', 'recordCallBack', { note: '' }, () => after(ruleOut, close)],
  ['NOT_A_DRILL', 'advanceClock', { to: at(1) }],
  ['CLOCK_TOO_FAR', 'advanceClock', { to: at(16) }, drill],
];

/** Said only of answers, of what the insured decides, of text that nobody can read, or where a task has nobody to go to. */
const NOT_OF_DECISIONS: readonly RefusalCode[] = ['RETIRED_LINK', 'NOT_ACCEPTED', 'NO_PARTNER_LEFT', 'MALFORMED', 'TEXT_CHANGED'];

describe('a decision is refused', () => {
  const rows = CASES.map(([code, name, body, incidentOf = () => play()]) => ({ code, name, body, incidentOf }));

  it.each(rows)('$code: $name $body', ({ code, name, body, incidentOf }) => {
    const incident = incidentOf();
    const [before, length] = [incident.state(), incident.entries.length];
    const refusal = incident.say(decision(name, body as never));
    expect(codeOf(refusal)).toBe(code);
    expect(incident.state()).toBe(before);
    expect(incident.entries).toHaveLength(length);
    expect(refusal && isRefusal(refusal) && refusalText(refusal).ja.length).toBeGreaterThan(5);
  });

  it('for every reason in the table of errors that concerns decisions', () => {
    const covered = new Set([...CASES.map(([code]) => code), ...NOT_OF_DECISIONS]);
    expect([...covered].sort()).toEqual(Object.keys(REFUSALS).sort());
  });
});

it('a decision said twice is made once', () => {
  const incident = play();
  const pause = decision('pauseTask', { ...T01, reason: '待ち' });
  must(incident, pause);
  const before = incident.state();
  must(incident, pause);
  expect(incident.state()).toEqual(before);
});

it('an escalation by hand is made once, by whoever made it, even when nobody is left to ask', () => {
  const incident = play();
  incident.wait(76);
  const byHand = decision('escalateTask', { ...T01, reason: '急ぎ' });
  must(incident, byHand, byHand);
  expect(incident.of('ESCALATED').slice(5)).toMatchObject([
    { actor: { name: '佐藤 花子' }, data: { action: 'SUPERVISOR', why: 'NOBODY_LEFT', reason: '急ぎ' } },
  ]);
});

it('a closing said twice is no error the second time', () => {
  const incident = after(ruleOut);
  const closing = decision('closeIncident', { reason: '終了' });
  must(incident, closing);
  const { length } = incident.entries;
  must(incident, closing);
  expect(incident.entries).toHaveLength(length);
});

describe('assigning', () => {
  const assign = (incident: Play, taskId: string, partnerId: string) =>
    must(incident, decision('assignTask', { taskId, partnerId, reason: '指名' }));

  it('takes the work from one partner and gives it to another, with everything pending withdrawn', () => {
    const incident = undecided();
    incident.wait(70);
    const mails = incident.mails.length;
    assign(incident, 'T02', 'crier');
    expect(incident.task('T02')).toMatchObject({
      ...{ state: 'REQUESTED', acceptedAt: null, interimBy: null, completeBy: null, askedPartners: ['scout', 'crier'] },
      ...{ escalation: { level: 0, acknowledgedBy: null }, acceptBy: at(100) },
      assignment: { partnerId: 'crier', rank: 0, generation: 2, linkValid: true },
      clock: { kind: 'ACCEPT', ladder: 'ACCEPT', dueAt: at(100) },
      retiredLinks: [{ generation: 1, partnerId: 'scout', why: 'REASSIGNED', at: at(70) }],
    });
    expect(incident.state().approvals).toMatchObject([{ state: 'WITHDRAWN', clock: null }]);
    expect(incident.mails.slice(mails).map(({ kind, to: { email } }) => `${kind} ${email}`)).toEqual([
      'CANCEL desk@scout.example',
      'SUBSTITUTE_REQUEST desk@crier.example',
    ]);
  });

  it.each([
    ['waits for others', () => play(), 'T03'],
    ['is not activated', () => play({ versions: [{ version: 1, knownAt: AWARE, facts: SMALL }] }), 'T03'],
    ['was cancelled while it waited', () => after(cancelPlanned), 'T02'],
    ['was cancelled', () => after(cancelFirst), 'T01'],
    ['nobody was left for', () => after(declineTwice), 'T01'],
  ] as const)('starts a service that %s', (_what, incidentOf, taskId) => {
    const incident = incidentOf();
    assign(incident, taskId, 'crier');
    const { state } = incident;
    expect(incident.task(taskId)).toMatchObject({ state: 'REQUESTED', assignment: { partnerId: 'crier' }, endedAt: null });
    expect([...state().planned, ...state().withdrawn].map((one) => one.taskId)).not.toContain(taskId);
    expect(state().notActivated.map(({ service }) => service)).not.toContain(incident.task(taskId).service);
    expect(incident.mails.at(-1)).toMatchObject({ to: { email: 'desk@crier.example' } });
    accept(incident, taskId);
  });

  it('keeps the certifier independent, whichever of the two was assigned first', () => {
    const incident = play();
    assign(incident, 'T05', 'warden');
    expect(codeOf(incident.say(decision('assignTask', to('T02', 'warden'))))).toBe('NOT_INDEPENDENT');
    finish(incident, 'T01');
    must(incident, answer('declineTask', 'T02', { reason: 'CONFLICT_OF_INTEREST' }));
    expect(incident.task('T02')).toMatchObject({ state: 'DECLINED' });
  });

  it('skips a partner that is not independent when the first one declines', () => {
    const incident = playUntil('T05');
    must(incident, answer('declineTask', 'T05', { reason: 'NO_CAPACITY' }));
    expect(incident.task('T05')).toMatchObject({ state: 'DECLINED', askedPartners: ['judge'] });
  });

  it('may give it to a partner whose own part was cancelled', () => {
    const incident = playUntil('T02');
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    assign(incident, 'T05', 'scout');
    expect(incident.task('T05').assignment).toMatchObject({ partnerId: 'scout', rank: 2 });
  });
});

describe('cancelling', () => {
  it('tells the partner once, with the reason, and stops every clock', () => {
    const incident = undecided();
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '自社で対応' }));
    expect(incident.task('T02')).toMatchObject({ state: 'CANCELLED', clock: null, endedAt: at(0), endReason: '自社で対応' });
    expect(incident.state().approvals).toMatchObject([{ state: 'WITHDRAWN', clock: null }]);
    expect(incident.mails.filter(({ kind }) => kind === 'CANCEL')).toMatchObject([
      { content: { reason: '自社で対応' }, link: null },
    ]);
    const { length } = incident.entries;
    incident.wait(10_000);
    expect(incident.entries).toHaveLength(length);
  });

  it('of what no partner knows of tells nobody', () => {
    const incident = play();
    const { length } = incident.mails;
    must(incident, decision('cancelTask', { taskId: 'T05', reason: '不要' }));
    expect(incident.mails).toHaveLength(length);
    expect(incident.state().withdrawn).toEqual([{ taskId: 'T05', service: 'TRUST.recurrence_certificate', reason: '不要' }]);
  });

  it('of a task that everybody declined tells nobody, either', () => {
    const incident = after(declineTwice);
    const { length } = incident.mails;
    cancelFirst(incident);
    expect(incident.task('T01').state).toBe('CANCELLED');
    expect(incident.mails).toHaveLength(length);
  });
});

describe('a link', () => {
  it('sent again gets the next number and a mail of its own; limits stay', () => {
    const incident = play();
    const { clock } = incident.task('T01');
    must(incident, decision('reissueLink', T01), decision('reissueLink', T01));
    expect(incident.task('T01')).toMatchObject({ clock, assignment: { generation: 3 } });
    expect(incident.task('T01').retiredLinks.map(({ generation, why: reason }) => [generation, reason])).toEqual([
      [1, 'REISSUED'],
      [2, 'REISSUED'],
    ]);
    expect(incident.mails.slice(1)).toMatchObject([
      { kind: 'LINK_RESEND', link: { generation: 2 } },
      { kind: 'LINK_RESEND', link: { generation: 3 } },
    ]);
  });

  it('revoked tells nobody', () => {
    const incident = play();
    must(incident, decision('revokeLink', { ...T01, reason: '誤送信' }));
    expect(incident.task('T01').assignment.linkValid).toBe(false);
    expect(incident.mails).toHaveLength(1);
  });
});

describe('taking an escalation on', () => {
  it('stills only the ladders that have been climbed', () => {
    const incident = undecided();
    incident.wait(46);
    must(incident, decision('acknowledgeEscalation', { taskId: 'T02', note: '電話した' }));
    expect(incident.task('T02').clock).toMatchObject({ nextRungAt: null, dueAt: at(60) });
    expect(incident.state().approvals[0]).toMatchObject({ escalation: { acknowledgedBy: null }, clock: { nextRungAt: at(90) } });
    incident.wait(100);
    must(incident, decision('acknowledgeEscalation', { taskId: 'T02', note: '承認者にも' }));
    expect(incident.state().approvals[0]).toMatchObject({ escalation: { level: 2, acknowledgedBy: '佐藤 花子' } });
  });

  it('of a decision beside a task that has ended leaves the task as it was', () => {
    const incident = undecided();
    incident.say(answer('deliverTask', 'T02', { milestone: 'FINAL' }));
    incident.wait(46 + 100);
    must(incident, decision('acceptDelivery', { taskId: 'T02', note: '' }));
    const ended = incident.task('T02');
    must(incident, decision('acknowledgeEscalation', { taskId: 'T02', note: '承認者に電話した' }));
    expect(incident.task('T02')).toEqual(ended);
    expect(incident.state().approvals[0]?.escalation.acknowledgedBy).toBe('佐藤 花子');
  });

  it('ends with new work: what comes next climbs again', () => {
    const incident = play();
    incident.wait(31);
    must(incident, decision('acknowledgeEscalation', { ...T01, note: '' }));
    accept(incident, 'T01');
    incident.wait(240);
    expect(incident.of('ESCALATED').map(({ data }) => data.waitingFor)).toEqual(['ACCEPT', 'ACCEPT', 'COMPLETE', 'COMPLETE']);
  });
});

it('checking a delivery has a limit of its own, and sending it back is possible until it is accepted', () => {
  const incident = play();
  deliver(incident, 'T01');
  incident.wait(240);
  const rungs = incident.of('ESCALATED').filter(({ data }) => data.taskId === 'T01');
  expect(rungs.map(({ data }) => [data.waitingFor, data.action])).toEqual([
    ['CHECK', 'CALL_LIST'],
    ['CHECK', 'SUPERVISOR'],
  ]);
  const [length, before] = [incident.entries.length, substance(incident)];
  must(incident, decision('returnDelivery', { ...T01, reason: '不足' }));
  expect(kindsSince(incident, length)).toEqual(['DELIVERY_RETURNED', 'WORK_STARTED']);
  expect(substance(incident)).not.toEqual(before);
  finish(incident, 'T01');
  expect(incident.of('DELIVERY_ACCEPTED')).toHaveLength(1);
  expect(SETUP.desk.checkWithinMinutes).toBe(120);
});

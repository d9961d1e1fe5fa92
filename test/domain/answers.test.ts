import type { AnswerName, Answers } from '../../domain/messages';
import { partnerView } from '../../domain/partner-view';
import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { accept, approval, deliver, kindsSince, must, playUntil, setupWith, substance } from './steps';

const BODIES: { readonly [N in AnswerName]: Partial<Answers[N]> } = {
  acceptTask: { expectedStartAt: null },
  declineTask: { reason: 'NO_CAPACITY', note: '満員' },
  handOverTask: { to: { name: '鈴木 次郎', company: '見本社', email: 'jiro@scout.example' } },
  reportProgress: { note: '解析中', expectedAt: null },
  deliverTask: { note: '初版', files: [] },
  submitQuote: { amountYen: 1_000_000 },
  submitInvoice: { amountYen: 1_200_000, note: '一式' },
  sendMessage: { text: '質問があります' },
};
const NAMES = Object.keys(BODIES) as AnswerName[];
const saying = (name: AnswerName, taskId: string) => answer(name, taskId, BODIES[name]);

const decline = (incident: Play, taskId: string) => must(incident, answer('declineTask', taskId, { reason: 'NO_CAPACITY' }));
const waitingFor = (stage: 'START' | 'DELIVERY') =>
  play({}, setupWith({ 'INVESTIGATION.triage': { approvals: [approval(stage)] } }));

/** Ways into every state that an answer can meet. */
const WAYS: Record<string, () => readonly [Play, string]> = {
  'of an unknown task': () => [play(), 'T99'],
  'of a withdrawn task': () => {
    const incident = play();
    must(incident, decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    return [incident, 'T02'];
  },
  PLANNED: () => [play(), 'T02'],
  REQUESTED: () => [play(), 'T01'],
  ACCEPTED: () => {
    const incident = play();
    accept(incident, 'T01');
    return [incident, 'T01'];
  },
  IN_PROGRESS: () => {
    const incident = play();
    deliver(incident, 'T01', 'INTERIM');
    return [incident, 'T01'];
  },
  'WAITING_APPROVAL for its start': () => {
    const incident = waitingFor('START');
    accept(incident, 'T01');
    return [incident, 'T01'];
  },
  'WAITING_APPROVAL of its delivery': () => {
    const incident = waitingFor('DELIVERY');
    deliver(incident, 'T01');
    return [incident, 'T01'];
  },
  DELIVERED: () => {
    const incident = play();
    deliver(incident, 'T01');
    return [incident, 'T01'];
  },
  CLOSED: () => [playUntil('T02'), 'T01'],
  DECLINED: () => {
    const incident = play();
    decline(incident, 'T01');
    decline(incident, 'T01');
    return [incident, 'T01'];
  },
  CANCELLED: () => {
    const incident = play();
    must(incident, decision('cancelTask', { taskId: 'T01', reason: '不要' }));
    return [incident, 'T01'];
  },
  'after a false alarm': () => {
    const incident = play();
    accept(incident, 'T01');
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }));
    return [incident, 'T01'];
  },
  'after the closing': () => {
    const incident = play();
    must(incident, decision('ruleFalseAlarm', { reason: '誤検知' }), decision('closeIncident', { reason: '終了' }));
    return [incident, 'T01'];
  },
};

const all = (code: string) => NAMES.map(() => code);
const REST = ['QUOTE_SUBMITTED', 'INVOICE_SUBMITTED', 'MESSAGE_SENT'];
const AT_WORK = ['ALREADY_ANSWERED', 'TASK_DECLINED', 'TASK_HANDED_OVER', 'PROGRESS_REPORTED', 'TASK_DELIVERED', ...REST];
const DONE = ['ALREADY_ANSWERED', 'ALREADY_ANSWERED', 'TASK_HANDED_OVER', 'ALREADY_ANSWERED', 'ALREADY_ANSWERED', ...REST];
const ENDED = [...Array<string>(6).fill('TASK_ENDED'), 'INVOICE_SUBMITTED', 'MESSAGE_SENT'];

/** What each answer does in each state, in the order of NAMES: the entry it makes, or the code with which it is kept. */
const TABLE: Record<string, readonly string[]> = {
  'of an unknown task': all('UNKNOWN_TASK'),
  'of a withdrawn task': all('TASK_ENDED'),
  PLANNED: all('NOT_REQUESTED'),
  REQUESTED: ['TASK_ACCEPTED', 'TASK_DECLINED', 'TASK_HANDED_OVER', 'NOT_ACCEPTED', 'TASK_DELIVERED', ...REST],
  ACCEPTED: AT_WORK,
  IN_PROGRESS: AT_WORK,
  'WAITING_APPROVAL for its start': AT_WORK,
  'WAITING_APPROVAL of its delivery': DONE,
  DELIVERED: DONE,
  CLOSED: ENDED,
  DECLINED: [...all('ALREADY_ANSWERED').slice(0, 5), ...REST],
  CANCELLED: ENDED,
  'after a false alarm': ENDED,
  'after the closing': all('INCIDENT_CLOSED'),
};

describe('an answer', () => {
  const rows = Object.entries(TABLE).flatMap(([state, effects]) =>
    NAMES.map((name, index) => [name, state, effects[index] as string] as const),
  );

  it.each(rows)('%s, task %s: %s', (name, state, effect) => {
    const [incident, taskId] = (WAYS[state] as () => readonly [Play, string])();
    const [before, length] = [substance(incident), incident.entries.length];
    const said = saying(name, taskId);
    must(incident, said);
    const kinds = kindsSince(incident, length);
    if (kinds.includes(effect)) return;
    expect(kinds).toEqual(['ANSWER_NOT_APPLIED']);
    const { body } = (said as { answer: { body: object } }).answer;
    expect(incident.entries.at(-1)).toMatchObject({
      actor: { role: 'PARTNER', name: '担当者', company: '見本社' },
      data: { signal: name, taskId, code: effect, kept: body },
    });
    expect(substance(incident)).toEqual(before);
  });
});

describe('the same message again', () => {
  it.each(NAMES)('%s is noted and changes nothing', (name) => {
    const incident = play();
    if (name === 'reportProgress') accept(incident, 'T01');
    const said = saying(name, 'T01');
    must(incident, said);
    const [before, mails, length] = [substance(incident), incident.mails.length, incident.entries.length];
    must(incident, said, said);
    expect(kindsSince(incident, length)).toEqual(['ANSWER_REPEATED', 'ANSWER_REPEATED']);
    expect(substance(incident)).toEqual(before);
    expect(incident.mails).toHaveLength(mails);
  });

  it('is noted even when the first one could not be applied', () => {
    const incident = play();
    const early = saying('acceptTask', 'T02');
    must(incident, early);
    deliver(incident, 'T01');
    must(incident, early);
    expect(incident.task('T02').state).toBe('REQUESTED');
    expect(incident.entries.at(-1)?.kind).toBe('ANSWER_REPEATED');
  });
});

describe('a link', () => {
  const saidWith = (incident: Play, partnerId: string, generation: number) => {
    must(incident, answer('sendMessage', 'T01', { text: 'x', link: { partnerId, generation } }));
    const last = incident.entries.at(-1);
    return last?.kind === 'ANSWER_NOT_APPLIED' ? last.data.code : last?.kind;
  };
  const standing = (incident: Play, partnerId: string, generation: number) =>
    partnerView(incident.state(), SETUP, { taskId: 'T01', partnerId, generation }, incident.nowMs())?.link;

  it('in force may act, one of another firm, of the future or made up may not', () => {
    const incident = play();
    expect(saidWith(incident, 'scout', 1)).toBe('MESSAGE_SENT');
    expect(saidWith(incident, 'warden', 1)).toBe('RETIRED_LINK');
    expect(saidWith(incident, 'scout', 2)).toBe('RETIRED_LINK');
    expect(saidWith(incident, '', 1)).toBe('RETIRED_LINK');
  });

  it.each([
    ['REISSUED', (incident: Play) => must(incident, decision('reissueLink', { taskId: 'T01' })), 'scout'],
    ['HANDED_OVER', (incident: Play) => must(incident, saying('handOverTask', 'T01')), 'scout'],
    ['DECLINED', (incident: Play) => decline(incident, 'T01'), 'warden'],
    ['SUBSTITUTED', (incident: Play) => incident.wait(50), 'warden'],
    [
      'REASSIGNED',
      (incident: Play) => must(incident, decision('assignTask', { taskId: 'T01', partnerId: 'judge', reason: 'x' })),
      'judge',
    ],
  ] as const)('is retired once %s, and only the new one acts', (why, step, holder) => {
    const incident = play();
    step(incident);
    expect(standing(incident, 'scout', 1)).toBe(why);
    expect(saidWith(incident, 'scout', 1)).toBe('RETIRED_LINK');
    expect(standing(incident, holder, 2)).toBe('IN_FORCE');
    expect(saidWith(incident, holder, 2)).toBe('MESSAGE_SENT');
  });

  it('that was revoked does nothing until a new one is sent', () => {
    const incident = play();
    must(incident, decision('revokeLink', { taskId: 'T01', reason: '誤送信' }));
    expect(standing(incident, 'scout', 1)).toBe('REVOKED');
    expect(saidWith(incident, 'scout', 1)).toBe('RETIRED_LINK');
    must(incident, decision('reissueLink', { taskId: 'T01' }));
    expect(saidWith(incident, 'scout', 2)).toBe('MESSAGE_SENT');
  });

  it('of the last partner in the ranking ends when it declines', () => {
    const incident = play();
    decline(incident, 'T01');
    decline(incident, 'T01');
    expect(standing(incident, 'warden', 2)).toBe('DECLINED');
    expect(saidWith(incident, 'warden', 2)).toBe('RETIRED_LINK');
  });

  it('left out by a program stands for the partner in force', () => {
    const incident = play();
    incident.wait(50);
    accept(incident, 'T01');
    expect(incident.task('T01')).toMatchObject({ state: 'ACCEPTED', assignment: { partnerId: 'warden' } });
  });
});

it('a first partner that accepts too late is kept, and the second one still has the task', () => {
  const incident = play();
  incident.wait(46);
  must(incident, answer('acceptTask', 'T01', { link: { partnerId: 'scout', generation: 1 } }));
  expect(incident.entries.at(-1)).toMatchObject({ kind: 'ANSWER_NOT_APPLIED', data: { code: 'RETIRED_LINK' } });
  must(incident, answer('acceptTask', 'T01', { link: { partnerId: 'warden', generation: 2 } }));
  expect(incident.task('T01')).toMatchObject({ state: 'ACCEPTED', assignment: { partnerId: 'warden' } });
});

describe('handing over', () => {
  it('changes the person and the link, never the limits or the state', () => {
    const incident = play();
    accept(incident, 'T01');
    const { clock, state, completeBy, escalation } = incident.task('T01');
    incident.wait(10);
    must(incident, saying('handOverTask', 'T01'));
    expect(incident.task('T01')).toMatchObject({ clock, state, completeBy, escalation });
    expect(incident.task('T01').assignment).toMatchObject({
      ...{ partnerId: 'scout', rank: 1, generation: 2, linkValid: true },
      holder: { name: '鈴木 次郎', email: 'jiro@scout.example', phone: null, language: 'ja' },
    });
    expect(incident.of('TASK_HANDED_OVER')).toMatchObject([{ data: { from: 'scout 窓口' } }]);
  });
});

describe('declining', () => {
  it('asks the next partner at once, on the ladder of a second choice', () => {
    const incident = play();
    incident.wait(20);
    decline(incident, 'T01');
    expect(incident.task('T01')).toMatchObject({
      ...{ state: 'REQUESTED', askedPartners: ['scout', 'warden'], escalation: { level: 1 } },
      clock: { kind: 'ACCEPT', ladder: 'ACCEPT_SUBSTITUTE', nextRung: 0 },
      assignment: { partnerId: 'warden', rank: 2, generation: 2 },
    });
  });

  it('until nobody is left calls the supervisor, and staff can assign somebody else or the same again', () => {
    const incident = play();
    decline(incident, 'T01');
    decline(incident, 'T01');
    expect(incident.task('T01')).toMatchObject({ state: 'DECLINED', clock: null });
    expect(incident.of('TASK_DECLINED').map(({ data }) => data.exhausted)).toEqual([false, true]);
    expect(incident.entries.at(-1)).toMatchObject({ kind: 'ESCALATED', data: { action: 'SUPERVISOR', why: 'NOBODY_LEFT' } });
    incident.wait(10_000);
    expect(incident.of('ESCALATED')).toHaveLength(1);
    must(incident, decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: '説得した' }));
    expect(incident.task('T01')).toMatchObject({
      state: 'REQUESTED',
      assignment: { generation: 3, rank: 2 },
      clock: { nextRung: 0 },
    });
  });

  it('works after acceptance, too, and the next partner starts afresh', () => {
    const incident = play();
    accept(incident, 'T01');
    must(incident, saying('reportProgress', 'T01'));
    decline(incident, 'T01');
    expect(incident.task('T01')).toMatchObject({ state: 'REQUESTED', acceptedAt: null, completeBy: null, lastProgress: null });
  });
});

it('progress never moves a limit', () => {
  const incident = play();
  accept(incident, 'T01');
  const { clock, completeBy } = incident.task('T01');
  incident.wait(30);
  must(incident, answer('reportProgress', 'T01', { note: '遅れます', expectedAt: '2027-01-31T00:00:00+09:00' }));
  expect(incident.task('T01')).toMatchObject({ state: 'IN_PROGRESS', clock, completeBy, lastProgress: { note: '遅れます' } });
});

it('what nobody can read is kept by its name only', () => {
  const incident = play();
  const before = substance(incident);
  must(incident, { kind: 'UNREADABLE', signal: 'acceptTask', problem: 'taskId: must be text' });
  expect(incident.entries.at(-1)).toMatchObject({ kind: 'SIGNAL_REFUSED', actor: { role: 'ENGINE' }, messageId: null });
  expect(substance(incident)).toEqual(before);
});

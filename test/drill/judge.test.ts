/** Expectations against an incident played by the rules: each can hold and each can fail. */
import { expectSchema } from '../../client/drill/expect';
import { judge } from '../../client/drill/judge';
import { play, type Play } from '../support/play';
import { answer, decision, facts } from '../support/sample';

/** Nobody answers for 15 minutes, then triage is done; the count rises, and the desk closes early. */
function incident(): Play {
  const one = play({
    versions: [{ version: 1, knownAt: '2026-12-01T09:00:00+09:00', facts: facts({ persons: { min: 5, max: 5 } }) }],
  });
  one.wait(20);
  one.say(answer('acceptTask', 'T01'));
  one.wait(100);
  one.say(answer('deliverTask', 'T01'));
  one.say(decision('acceptDelivery', { taskId: 'T01', note: '' }));
  one.wait(60);
  one.say(
    decision('reviseFacts', {
      facts: facts({ persons: { min: 2_000, max: 2_000 } }),
      knownAt: '2026-12-01T11:00:00+09:00',
      reason: '増加',
    }),
  );
  return one;
}

const played = incident();

function judged(expected: unknown, { state, entries }: Pick<Play, 'state' | 'entries'> = played, slackMs = 0) {
  const [verdict, ...more] = judge(expectSchema.parse(expected), { state: state(), entries, slackMs });
  expect(more).toEqual([]);
  return verdict;
}

const TRIAGE = 'INVESTIGATION.triage';
const REMIND = { kind: 'ESCALATED', task: TRIAGE, where: { action: 'REMIND' } };

it.each([
  ['severity', { severity: 'HIGH' }],
  ['version of the facts', { factsVersion: 2 }],
  ['a service called for', { activated: [TRIAGE] }],
  ['a service called for by later facts', { activated: ['TRUST.recurrence_certificate'] }],
  ['a function not called for', { notActivated: ['PR.press_conference'] }],
  ['state of a task', { tasks: { [TRIAGE]: 'CLOSED' } }],
  ['something that happens', { entries: [REMIND] }],
  ['something that happens so often', { entries: [{ ...REMIND, exactly: 1 }] }],
  ['something that happens at most so often', { entries: [{ kind: 'TASK_ACCEPTED', atMost: 1 }] }],
  ['something that never happens', { entries: [{ kind: 'MAIL_BOUNCED', exactly: 0 }] }],
  ['a field inside another', { entries: [{ kind: 'TASK_REQUESTED', where: { 'assignment.partnerId': 'scout' } }] }],
  ['a field that is null', { entries: [{ ...REMIND, where: { approvalId: null, waitingFor: 'ACCEPT' }, exactly: 1 }] }],
  ['a sequence', { order: [['INCIDENT_OPENED', REMIND, 'TASK_ACCEPTED', 'FACTS_REVISED']] }],
  ['an exact time', { within: [{ from: 'INCIDENT_OPENED', to: REMIND, exactly: '15m' }] }],
  ['a longest time', { within: [{ from: 'INCIDENT_OPENED', to: { kind: 'TASK_ACCEPTED', task: TRIAGE }, atMost: '20m' }] }],
  ['a least time', { within: [{ from: 'TASK_ACCEPTED', to: 'FACTS_REVISED', atLeast: '160m', atMost: '160m' }] }],
  ['no chasing after acceptance', { notEscalatedAfterAcceptance: true }],
])('holds: %s', (_what, expected) => {
  expect(judged(expected)).toMatchObject({ held: true });
});

it.each([
  ['outcome of what is still open', { outcome: 'RESOLVED' }, 'none'],
  ['severity', { severity: 'LOW' }, 'severity high'],
  ['version of the facts', { factsVersion: 1 }, 'version 2'],
  ['a service that is not called for', { activated: ['PR.sns_support'] }, 'not called for: Social media response'],
  ['a function called for in part', { activated: ['INVESTIGATION.*'] }, 'not called for: Containment advice, Report support'],
  ['a function of which a part is called for', { notActivated: ['PR.*'] }, 'called for: Press release'],
  ['state of a task', { tasks: { [TRIAGE]: 'CANCELLED' } }, 'Closed'],
  ['state of a task that nobody was asked for', { tasks: { 'PR.release_review': 'REQUESTED' } }, 'not started'],
  ['state of what is not part of it', { tasks: { 'PR.sns_support': 'CLOSED' } }, 'not called for'],
  ['something that does not happen', { entries: [{ kind: 'MAIL_BOUNCED' }] }, '0 times'],
  ['something that happens', { entries: [{ ...REMIND, exactly: 0 }] }, '1 time'],
  ['something of another task', { entries: [{ ...REMIND, task: 'PR.release_review' }] }, '0 times'],
  [
    'a field that no such entry has, even when nothing was to happen',
    { entries: [{ kind: 'ESCALATED', where: { acton: 'REMIND' }, exactly: 0 }] },
    'ESCALATED has no field "acton"',
  ],
  ['a sequence the other way round', { order: [['TASK_ACCEPTED', REMIND]] }, expect.stringMatching(/^#\d+ → #\d+$/)],
  ['a sequence with something missing', { order: [['INCIDENT_OPENED', 'MAIL_BOUNCED']] }, '#1 → -'],
  ['a time that is too long', { within: [{ from: 'INCIDENT_OPENED', to: 'TASK_ACCEPTED', atMost: '19m' }] }, '20 min'],
  ['a time that is too short', { within: [{ from: 'INCIDENT_OPENED', to: 'TASK_ACCEPTED', atLeast: '21m' }] }, '20 min'],
  ['a time that is not exact', { within: [{ from: 'INCIDENT_OPENED', to: REMIND, exactly: '14m' }] }, '15 min'],
  [
    'a time to something that never comes',
    { within: [{ from: 'TASK_ACCEPTED', to: REMIND, atMost: '9d' }] },
    'there is no ESCALATED Triage (action: REMIND)',
  ],
])('fails: %s', (_what, expected, seen) => {
  expect(judged(expected)).toMatchObject({ held: false, seen: { en: seen } });
});

it('lets times be off by as much as engine and network may take, and says them to the second', () => {
  const [first, ...rest] = played.entries;
  const late = { ...first, at: '2026-12-01T08:59:51.000+09:00' } as typeof first;
  const evidence = { ...played, entries: [late, ...rest] as typeof played.entries };
  const expected = { within: [{ from: 'INCIDENT_OPENED', to: REMIND, exactly: '15m' }] };
  expect(judged(expected, evidence, 10_000)).toMatchObject({ held: true });
  expect(judged(expected, evidence, 8_000)).toMatchObject({ held: false, seen: { ja: '15分9秒', en: '15 min 9 s' } });
});

it('sees when somebody is chased for an answer that was given, and not when the next firm is', () => {
  const reminded = played.of('ESCALATED')[0];
  if (!reminded) throw new Error('nobody was reminded');
  const chased = { ...reminded, seq: 1_000 };
  expect(judged({ notEscalatedAfterAcceptance: true }, { ...played, entries: [...played.entries, chased] })).toMatchObject({
    held: false,
    seen: { ja: '#1000' },
  });
  const [asked] = played.of('TASK_REQUESTED');
  if (!asked) throw new Error('nobody was asked');
  const again = { ...asked, seq: 999 };
  expect(judged({ notEscalatedAfterAcceptance: true }, { ...played, entries: [...played.entries, again, chased] })).toMatchObject(
    {
      held: true,
    },
  );
});

it('counts what was cancelled before anybody was asked as cancelled', () => {
  const one = incident();
  one.say(decision('cancelTask', { taskId: 'T03', reason: '不要' }));
  expect(judged({ tasks: { 'PR.release_review': 'CANCELLED' } }, one)).toMatchObject({ held: true });
});

it('judges everything that is expected, in a fixed order', () => {
  const verdicts = judge(
    expectSchema.parse({ severity: 'HIGH', activated: [TRIAGE, 'TRUST.*'], order: [['MAIL_SENT', 'MAIL_SENT']] }),
    {
      state: played.state(),
      entries: played.entries,
      slackMs: 0,
    },
  );
  expect(verdicts.map(({ held }) => held)).toEqual([true, true, false, false]);
});

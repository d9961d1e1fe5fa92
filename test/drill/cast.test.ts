/** What simulated people do next, read off an incident played by the rules. */
import { actsFor, closing, isStillCalledFor, type Act } from '../../client/drill/cast';
import { readStory } from '../../client/drill/story';
import { MINUTE_MS } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision, facts } from '../support/sample';

const storyWith = (more = '') =>
  readStory(
    `title: { ja: 訓練, en: Drill }
open:
  caller: { phone: 03-0000-0000 }
  knownAt: ${AWARE}
  facts: {}
  clock: { startAt: ${AWARE}, speed: 1 }
${more}`,
    'story.yaml',
  );

/** What is to come: minute since the opening, and what. */
const agenda = (incident: Play, story = storyWith()) =>
  actsFor(incident.state(), incident.nowMs(), story, SETUP).map(({ atMs, what }) => [
    Math.round((atMs - Date.parse(AWARE)) / MINUTE_MS),
    what.kind,
  ]);

const act = (incident: Play, kind: Act['what']['kind'], story = storyWith()): Act => {
  const found = actsFor(incident.state(), incident.nowMs(), story, SETUP).find(({ what }) => what.kind === kind);
  if (!found) throw new Error(`nobody will ${kind}`);
  return found;
};

it('a firm without a line of its own accepts after 12 minutes', () => {
  expect(agenda(play())).toEqual([[12, 'accept']]);
});

it.each([
  ['{ silent: true }', []],
  ['{ silent: true, acceptsLate: 2h }', [[120, 'accept-late']]],
  ['{ declines: 7m }', [[7, 'decline']]],
  [
    '{ handsOver: 5m, accepts: 9m }',
    [
      [5, 'hand-over'],
      [9, 'accept'],
    ],
  ],
])('a firm behaves as written: %s', (behaviour, expected) => {
  expect(agenda(play(), storyWith(`partners: { INVESTIGATION.triage: [${behaviour}] }`))).toEqual(expected);
});

it('files what the story says, unless nothing is owed for it any more', () => {
  const story = storyWith(
    'staff: { files: [{ kind: PPC_PRELIMINARY, after: 1h, receipt: R-1 }, { kind: PMARK_FINAL, after: 2h }] }',
  );
  const incident = play({ versions: [{ version: 1, knownAt: AWARE, facts: facts() }] }, LAWFUL);
  const filings = () => actsFor(incident.state(), incident.nowMs(), story, LAWFUL).filter(({ what }) => what.kind === 'file');
  expect(filings().map(({ atMs, what }) => [(atMs - Date.parse(AWARE)) / MINUTE_MS, what])).toEqual([
    [60, { kind: 'file', report: 'PPC_PRELIMINARY', receipt: 'R-1' }],
    [120, { kind: 'file', report: 'PMARK_FINAL', receipt: null }],
  ]);
  const owed = () => filings().map((one) => isStillCalledFor(one, incident.state()));
  expect(owed()).toEqual([true, false]);
  incident.say(decision('recordFiling', { obligation: { kind: 'PPC_PRELIMINARY', party: 'INSURED' }, filedAt: AWARE }));
  expect(owed()).toEqual([false, false]);
});

it('the next firm has a line of its own', () => {
  const incident = play();
  incident.wait(45);
  const story = storyWith('partners: { INVESTIGATION.triage: [{ silent: true }, { accepts: 3m }] }');
  expect(agenda(incident, story)).toEqual([[48, 'accept']]);
});

it('an answer is called for until another firm is asked', () => {
  const incident = play();
  const accepts = act(incident, 'accept');
  expect(isStillCalledFor(accepts, incident.state())).toBe(true);
  incident.wait(45);
  expect(isStillCalledFor(accepts, incident.state())).toBe(false);
});

it('what is called off, becomes known, or is closed early, comes at its time', () => {
  const story = storyWith(`partners: { INVESTIGATION.triage: [{ silent: true }] }
facts: [{ after: 1h, changes: { leak: CONFIRMED }, reason: x }]
staff: { falseAlarm: { after: 2h, reason: x }, closesEarly: { after: 3h, reason: x } }
mailServer: { downFor: 20m }`);
  expect(agenda(play(), story)).toEqual([
    [60, 'facts'],
    [120, 'false-alarm'],
    [180, 'close-early'],
    [20, 'mail-up'],
  ]);
});

it('a task that everybody declines is given up', () => {
  const incident = play();
  incident.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
  incident.say(answer('declineTask', 'T01', { reason: 'NO_CAPACITY' }));
  expect(agenda(incident)).toContainEqual([40, 'give-up']);
});

it('what new facts no longer call for is cancelled, or kept where the story says so', () => {
  const incident = play();
  incident.say(decision('reviseFacts', { facts: facts({ persons: { min: 1, max: 1 } }), knownAt: AWARE, reason: 'x' }));
  const kinds = (story = storyWith()) =>
    actsFor(incident.state(), incident.nowMs(), story, SETUP).flatMap(({ what }) =>
      what.kind === 'cancel' || what.kind === 'keep' ? [`${what.kind} ${what.taskId}`] : [],
    );
  expect(kinds()).toEqual(['cancel T03', 'cancel T04', 'cancel T05']);
  expect(kinds(storyWith('staff: { keeps: [{ service: CALLCENTER.setup, reason: x }] }'))).toEqual([
    'cancel T03',
    'keep T04',
    'cancel T05',
  ]);
  const cancels = act(incident, 'cancel');
  expect(isStillCalledFor(cancels, incident.state())).toBe(true);
  incident.say(decision('keepTask', { taskId: 'T03', reason: 'x' }));
  expect(isStillCalledFor(cancels, incident.state())).toBe(false);
});

it('the incident is closed when everything is done, a day after the last of it', () => {
  const incident = play();
  expect(closing(incident.state(), storyWith())).toBeNull();
  incident.wait(30);
  incident.say(decision('ruleFalseAlarm', { reason: '誤報' }));
  const close = closing(incident.state(), storyWith());
  expect(close?.what).toMatchObject({ kind: 'close' });
  expect(((close?.atMs ?? 0) - Date.parse(AWARE)) / MINUTE_MS).toBe(30 + 24 * 60);
});

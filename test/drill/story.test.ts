/** Stories as people write them: what is read out of them, and what is said about mistakes. */
import fs from 'node:fs';
import path from 'node:path';
import { loadStory, readStory } from '../../client/drill/story';
import { ConfigProblems, formatProblem } from '../../config/problems';

const DRILLS = path.join(__dirname, '..', 'fixtures', 'drills');
const stories = fs.readdirSync(DRILLS).filter((name) => name.endsWith('.yaml'));

const OPEN = `title: { ja: 訓練, en: Drill }
open:
  caller: { phone: 03-0000-0000 }
  knownAt: 2026-06-22T11:20:00+09:00
  facts: { persons: { min: 5, max: 9 } }
  clock: { startAt: 2026-06-22T11:40:00+09:00, speed: 1 }
`;

/** What is said about it, by line and column. */
function problemsOf(text: string): string[] {
  try {
    readStory(text, 'story.yaml');
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems.map((problem) => formatProblem(problem, 'en'));
    throw error;
  }
  return [];
}

it.each(stories)('%s can be played', (name) => {
  const story = loadStory(path.join(DRILLS, name));
  expect(story.opening.clock.startAt).toMatch(/\+09:00$/);
  expect(story.expect.outcome).toBeDefined();
});

it('has one for each scenario of the domain that has a first call', () => {
  const scenarios = fs.readdirSync(path.join(DRILLS, '..', 'scenarios')).filter((name) => !name.includes('.facts.'));
  expect(stories).toEqual(expect.arrayContaining(scenarios));
});

it('needs no more than a title and a first call', () => {
  const { staff, expect: expected, facts, partners } = readStory(OPEN, 'story.yaml');
  expect({ facts, partners }).toEqual({ facts: [], partners: {} });
  expect(staff).toMatchObject({ decides: 40, checks: 45, acknowledges: 15, closes: 1_440, keeps: [] });
  expect(expected).toMatchObject({ activated: [], entries: [], within: [] });
});

it('lays each change of the facts over what was known before it, in time order', () => {
  const { facts } = readStory(
    `${OPEN}facts:
  - { after: 3h, changes: { persons: { max: 40 }, propertyHarm: true }, reason: second }
  - { after: 1h, changes: { persons: { min: 20, max: 30 } }, reason: first }
`,
    'story.yaml',
  );
  expect(facts.map(({ after, facts: { persons, propertyHarm } }) => ({ after, persons, propertyHarm }))).toEqual([
    { after: 60, persons: { min: 20, max: 30 }, propertyHarm: null },
    { after: 180, persons: { min: 20, max: 40 }, propertyHarm: true },
  ]);
});

it('takes a kind of entry alone for any entry of that kind', () => {
  const { expect: expected } = readStory(`${OPEN}expect: { order: [[INCIDENT_OPENED, { kind: MAIL_SENT }]] }\n`, 'story.yaml');
  expect(expected.order).toEqual([
    [
      { kind: 'INCIDENT_OPENED', where: {} },
      { kind: 'MAIL_SENT', where: {} },
    ],
  ]);
});

it.each([
  ['what is no YAML', 'title: {', /^story\.yaml:1:\d+ /],
  [
    'a service that does not exist',
    `${OPEN}partners: { INVESTIGATION.triag: [{ silent: true }] }`,
    /^story\.yaml:7:13 .*triage"\?/,
  ],
  [
    'a firm that is silent and accepts',
    `${OPEN}partners: { PR.sns_support: [{ silent: true, accepts: 3m }] }`,
    /^story\.yaml:7:30 .*silent/,
  ],
  ['a time without a unit', `${OPEN}staff: { closes: 30 }`, /^story\.yaml:7:18 /],
  ['an unknown behaviour of staff', `${OPEN}staff: { dceides: 30m }`, /^story\.yaml:7:10 .*"decides"\?/],
  ['a first call with a mistake inside', OPEN.replace('min: 5', 'min: 50'), /^story\.yaml:5:28 Minimum is higher/],
  ['a first call with an impossible time', OPEN.replace('06-22T11:20', '02-30T11:20'), /^story\.yaml:4:12 There is no such/],
  ['a first call without a clock', OPEN.replace(/ {2}clock.*\n/, ''), /^story\.yaml:3:3 A drill needs a clock/],
  ['a first call that is not there', 'title: { ja: x, en: x }\nopen: nowhere.yaml\n', /^story\.yaml:2:7 .*nowhere\.yaml.*ENOENT/],
  [
    'facts that cannot be',
    `${OPEN}facts:\n  - { after: 1h, changes: { persons: { max: 3 } }, reason: x }\n`,
    /^story\.yaml:8:29 Minimum is higher/,
  ],
  [
    'facts that change nothing',
    `${OPEN}facts:\n  - { after: 1h, changes: { persons: { max: 9 } }, reason: x }\n`,
    /^story\.yaml:8:27 Changes nothing/,
  ],
  [
    'facts that do not exist',
    `${OPEN}facts:\n  - { after: 1h, changes: { perons: 1 }, reason: x }\n`,
    /^story\.yaml:8:29 .*"persons"\?/,
  ],
  ['an unknown kind of entry', `${OPEN}expect: { entries: [{ kind: ESCALATD }] }`, /^story\.yaml:7:29 .*"ESCALATED"\?/],
  ['an unknown kind in short', `${OPEN}expect: { order: [[TASK_ACCEPTED, MAIL_SEND]] }`, /^story\.yaml:7:35 .*"MAIL_SENT"\?/],
  ['a sequence of one', `${OPEN}expect: { order: [[TASK_ACCEPTED]] }`, /^story\.yaml:7:19 Must have at least 2/],
  [
    'exactly and at most',
    `${OPEN}expect: { entries: [{ kind: ESCALATED, exactly: 1, atMost: 2 }] }`,
    /^story\.yaml:7:21 Write either exactly/,
  ],
  [
    'a span without a bound',
    `${OPEN}expect: { within: [{ from: MAIL_SENT, to: MAIL_SENT }] }`,
    /^story\.yaml:7:20 Needs exactly/,
  ],
  ['an unknown function', `${OPEN}expect: { notActivated: [PRR.*] }`, /^story\.yaml:7:26 .*"PR\.\*"\?/],
  ['an unknown outcome', `${OPEN}expect: { outcome: CLOSED }`, /^story\.yaml:7:20 .*RESOLVED/],
])('points at %s', (_what, text, said) => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(said);
});

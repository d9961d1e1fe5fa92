/** `desk drill` on the whole system: the stories of this project go as expected, and a wrong expectation is found. */
import fs from 'node:fs';
import path from 'node:path';
import { System } from '../support/system';

jest.setTimeout(300_000);

const DRILLS = path.join(__dirname, '..', 'fixtures', 'drills');

interface Report {
  readonly incident: string;
  readonly outcome: string | null;
  readonly expectations: readonly { readonly what: string; readonly held: boolean; readonly seen: string }[];
  readonly timeline: readonly { readonly seq: number; readonly at: string; readonly kind: string; readonly data: object }[];
}

let system: System;
beforeAll(async () => {
  system = await System.start();
}, 180_000);
afterAll(() => system.stop());

/** The report of a drill, and with which code it ended. */
async function drill(file: string, ...options: string[]): Promise<Report & { exitCode: number }> {
  try {
    return { ...(await system.desk<Report>('drill', file, ...options)), exitCode: 0 };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { ...(JSON.parse(stdout) as Report), exitCode: code };
  }
}

const ofProject = (name: string) => drill(path.join(DRILLS, `${name}.yaml`));

function write(name: string, text: string): string {
  const file = path.join(system.dir, name);
  fs.writeFileSync(file, text);
  return file;
}

const failed = ({ expectations }: Report) => expectations.filter(({ held }) => !held);

it.each([
  ['S01-missent-mail', 'RESOLVED'],
  ['S03-count-passes-1000', 'RESOLVED'],
  ['false-alarm', 'FALSE_ALARM'],
  ['silent-night', 'RESOLVED'],
  ['count-corrected', 'RESOLVED'],
  ['mail-server-down', 'RESOLVED'],
])('%s goes as expected', async (name, outcome) => {
  const report = await ofProject(name);
  expect(failed(report)).toEqual([]);
  expect(report).toMatchObject({ exitCode: 0, outcome });
  expect(report.timeline.map(({ seq }) => seq)).toEqual(report.timeline.map((_, i) => i + 1));
  expect(Object.keys(report).sort()).toEqual(['exitCode', 'expectations', 'incident', 'outcome', 'timeline']);
  expect(Object.keys(report.timeline[0] ?? {})).toEqual(['seq', 'at', 'kind', 'actor', 'data']);
  const verified = await system.desk<{ intact: boolean; entries: number }>('record', 'verify', report.incident);
  expect(verified).toMatchObject({ intact: true, entries: report.timeline.length });
  const mails = await system.mails(report.incident);
  expect(mails.length).toBeGreaterThan(0);
  expect(mails.map(({ subject }) => subject).filter((subject) => !subject.startsWith('【訓練】'))).toEqual([]);
  expect(mails.flatMap(({ to }) => to).filter((address) => !address.endsWith('.drill.invalid'))).toEqual([]);
});

const CALL = `open:
  caller: { phone: 03-0000-0000 }
  knownAt: 2026-06-22T11:20:00+09:00
  facts: { nature: MISSENT_MAIL, persons: { min: 5, max: 9 }, propertyHarm: false, specialCare: false }
  clock: { startAt: 2026-06-22T11:40:00+09:00, speed: 1 }
`;
const QUICK = `title: { ja: 短い訓練, en: A short drill }
${CALL}staff: { falseAlarm: { after: 30m, reason: 誤報 }, closes: 10m }
`;

it('finds a wrong expectation, and tells what was seen instead', async () => {
  const report = await drill(write('wrong.yaml', `${QUICK}expect: { outcome: RESOLVED, notActivated: [PR.*] }\n`));
  expect(report).toMatchObject({ exitCode: 1, outcome: 'FALSE_ALARM' });
  expect(failed(report)).toEqual([
    { what: '結果は対応完了 / the outcome is resolved', held: false, seen: '事故ではない / false alarm' },
  ]);
});

it('says how far a drill came that can never end', async () => {
  const silent = 'partners: { INVESTIGATION.triage: [{ silent: true }, { silent: true }] }';
  const report = await drill(write('stuck.yaml', `title: { ja: x, en: x }\n${CALL}${silent}\n`));
  expect(report).toMatchObject({ exitCode: 1, outcome: null, incident: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) });
  expect(failed(report)).toEqual([
    expect.objectContaining({ seen: expect.stringContaining('Still open: T02 INVESTIGATION.containment_advice, T01') }),
  ]);
  expect(report.timeline.at(-1)?.kind).toBe('MAIL_SENT');
});

it('with a speed the clock runs by itself: nothing is skipped', async () => {
  const startedMs = Date.now();
  const report = await drill(write('quick.yaml', `${QUICK}expect: { outcome: FALSE_ALARM }\n`), '--speed', '600');
  expect(report).toMatchObject({ exitCode: 0, outcome: 'FALSE_ALARM' });
  // 40 minutes at 600 times the speed of the wall clock.
  expect(Date.now() - startedMs).toBeGreaterThan(4_000);
  const kinds = report.timeline.map(({ kind }) => kind);
  expect(kinds).toContain('TASK_ACCEPTED');
  expect(kinds).not.toContain('CLOCK_ADVANCED');
});

it.each([
  [
    'a story with a mistake',
    () => ['drill', write('bad.yaml', `${QUICK}expect: { outcom: RESOLVED }\n`)],
    1,
    /bad\.yaml:\d+:\d+ /,
  ],
  ['a file that is not there', () => ['drill', '/nowhere/story.yaml'], 2, /ENOENT/],
  ['no file', () => ['drill'], 2, /引数が足りません/],
  ['a speed that is none', () => ['drill', write('quick.yaml', QUICK), '--speed', '-1'], 2, /--speed/],
])('opens nothing for %s', async (_what, argv, code, said) => {
  const before = await system.desk<{ incidents: unknown[] }>('list', '--all');
  await expect(system.desk(...argv())).rejects.toMatchObject({ code, stderr: expect.stringMatching(said) });
  expect(await system.desk('list', '--all')).toEqual(before);
});

/** The law as dated files: every day belongs to one of them, and what is wrong is named with its place. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isHolidayAt } from 'japanese-holidays';
import { wholeCalendar } from '../../config/calendar';
import { formatProblem } from '../../config/problems';
import { loadRulesets, readRulesets } from '../../config/rulesets';
import { isClosed } from '../../domain/obligations/days';
import { rulesetFor } from '../../domain/obligations/ruleset';
import { addDays, weekdayOf } from '../../domain/time';
import { RULESETS_DIR } from '../support/law';

const shipped = loadRulesets(RULESETS_DIR);

/** What a folder of changed copies complains of. */
function complaints(change: (files: Map<string, string>) => void): string[] {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rulesets-'));
  const files = new Map(
    fs.readdirSync(RULESETS_DIR).map((name) => [name, fs.readFileSync(path.join(RULESETS_DIR, name), 'utf8')]),
  );
  change(files);
  for (const [name, text] of files) fs.writeFileSync(path.join(dir, name), text);
  const found = readRulesets(dir).problems.map((problem) =>
    formatProblem({ ...problem, file: path.basename(problem.file) }, 'en'),
  );
  fs.rmSync(dir, { recursive: true });
  return found;
}

const edit = (name: string, from: string | RegExp, to: string) => (files: Map<string, string>) => {
  const text = files.get(name) ?? '';
  if (text.replace(from, to) === text) throw new Error(`nothing to change in ${name}`);
  files.set(name, text.replace(from, to));
};

describe('the rulesets that ship', () => {
  it('follow one another from 2017 on', () => {
    expect(shipped.map(({ id }) => id)).toEqual([
      'jp-2017-05-30',
      'jp-2022-04-01',
      'jp-2024-04-01',
      'jp-2025-10-01',
      'jp-2026-amendment',
    ]);
  });
  it.each([
    ['2017-05-29', undefined],
    ['2017-05-30', 'jp-2017-05-30'],
    ['2022-03-31', 'jp-2017-05-30'],
    ['2022-04-01', 'jp-2022-04-01'],
    ['2024-03-31', 'jp-2022-04-01'],
    ['2024-04-01', 'jp-2024-04-01'],
    ['2025-10-01', 'jp-2025-10-01'],
    ['2049-12-31', 'jp-2025-10-01'],
  ])('on %s holds %s', (day, id) => {
    expect(rulesetFor(shipped, day)?.id).toBe(id);
  });
  it('the amendment of 2026 is there and decides nothing', () => {
    expect(shipped.at(-1)).toMatchObject({ id: 'jp-2026-amendment', effectiveFrom: null });
    for (let day = '2026-07-17'; day < '2028-07-17'; day = addDays(day, 1))
      expect(rulesetFor(shipped, day)?.id).toBe('jp-2025-10-01');
  });
});

describe('a folder that cannot be used', () => {
  it.each<[string, (files: Map<string, string>) => void, RegExp]>([
    [
      'a gap',
      edit('2024-04-01.yaml', 'effectiveFrom: 2024-04-01', 'effectiveFrom: 2024-04-02'),
      /^2024-04-01\.yaml:4:16 Leaves days without a ruleset after jp-2022-04-01 \(until 2024-03-31\)$/,
    ],
    [
      'an overlap',
      edit('2024-04-01.yaml', 'effectiveFrom: 2024-04-01', 'effectiveFrom: 2024-03-31'),
      /^2024-04-01\.yaml:4:16 Overlaps with jp-2022-04-01/,
    ],
    [
      'no end where another follows',
      edit('2022-04-01.yaml', 'effectiveUntil: 2024-03-31', 'effectiveUntil: null'),
      /^2024-04-01\.yaml:4:16 Overlaps with jp-2022-04-01 \(until further notice\)$/,
    ],
    [
      'nothing after the last',
      edit('2025-10-01.yaml', 'effectiveUntil: null', 'effectiveUntil: 2030-01-01'),
      /^2025-10-01\.yaml:5:17 No ruleset follows/,
    ],
    [
      'an end before its beginning',
      edit('2022-04-01.yaml', 'effectiveUntil: 2024-03-31', 'effectiveUntil: 2021-03-31'),
      /^2022-04-01\.yaml:5:17 The last day is before the first$/,
    ],
    [
      'an end without a beginning',
      edit('2026-amendment.yaml', 'effectiveUntil: null', 'effectiveUntil: 2030-01-01'),
      /has no last day$/,
    ],
    [
      'a day that does not exist',
      edit('2022-04-01.yaml', 'effectiveFrom: 2022-04-01', 'effectiveFrom: 2022-02-30'),
      /^2022-04-01\.yaml:4:16 /,
    ],
    [
      'the same id twice',
      edit('2024-04-01.yaml', 'id: jp-2024-04-01', 'id: jp-2022-04-01'),
      /^2024-04-01\.yaml:2:5 Another ruleset has the same id$/,
    ],
    [
      'a target after the due day',
      edit('2025-10-01.yaml', 'targetDay: 3', 'targetDay: 6'),
      /The target is later than the due day$/,
    ],
    [
      'fewer days for an improper purpose',
      edit('2025-10-01.yaml', 'improperPurposeDays: 60', 'improperPurposeDays: 20'),
      /must not be fewer/,
    ],
    ['an unknown field', edit('2025-10-01.yaml', 'appi:', 'apii:'), /^2025-10-01\.yaml:7:1 /],
    ['an unknown nature', edit('2025-10-01.yaml', 'RANSOMWARE, LOST', 'RANSOM, LOST'), /^2025-10-01\.yaml:\d+:\d+ /],
    ['broken YAML', edit('2025-10-01.yaml', 'appi:', 'appi: ['), /^2025-10-01\.yaml:/],
  ])('%s', (_, change, expected) => {
    expect(complaints(change)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });
  it('nothing in force', () => {
    expect(
      complaints((files) => [...files.keys()].forEach((name) => name !== '2026-amendment.yaml' && files.delete(name))),
    ).toEqual([expect.stringMatching(/^2026-amendment\.yaml:6:16 No ruleset is in force$/)]);
  });
  it('an empty folder, or none', () => {
    expect(complaints((files) => files.clear())).toEqual([expect.stringMatching(/There are no rulesets/)]);
    expect(() => loadRulesets('/nowhere/rulesets')).toThrow(/There are no rulesets/);
  });
});

describe('the closed days', () => {
  const calendar = wholeCalendar();
  it('of 2024 to 2028 are those of a second source', () => {
    for (let day = '2024-01-01'; day <= '2028-12-31'; day = addDays(day, 1)) {
      const isYearEnd = /-(12-(29|30|31)|01-0[123])$/.test(day);
      const isHoliday = isHolidayAt(new Date(`${day}T12:00:00+09:00`), true) !== undefined;
      expect([day, isClosed(calendar, day)]).toEqual([day, isYearEnd || isHoliday || [0, 6].includes(weekdayOf(day))]);
    }
  });
  it('are known from 1970 to 2050', () => {
    expect([calendar.from, calendar.until]).toEqual(['1970-01-01', '2050-12-31']);
  });
});

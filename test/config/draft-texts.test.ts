/** The words of drafts: complete as they ship, and refused with the place of whatever is wrong in them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadDraftTexts } from '../../config/draft-texts';
import { ConfigProblems } from '../../config/problems';

const SHIPPED = path.join(__dirname, '../../config/texts/drafts.yaml');

function problemsWith(from: string | RegExp, to: string): string[] {
  const text = readFileSync(SHIPPED, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} is not in the file`);
  const dir = mkdtempSync(path.join(tmpdir(), 'desk-texts-'));
  try {
    const file = path.join(dir, 'drafts.yaml');
    writeFileSync(file, changed);
    loadDraftTexts(file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return error.problems.map(({ line, reason }) => `${line} ${reason.en}`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

it('is complete as it ships', () => {
  const texts = loadDraftTexts();
  expect(texts.terms.unknown).toEqual({ ja: '調査中', en: 'under investigation' });
  expect(texts.limits).toEqual({});
});

it('says nothing in a notice to persons that must not stand there', () => {
  const { opening, closing, title } = loadDraftTexts().documents['subject-notice'];
  expect(JSON.stringify([opening, closing, title])).not.toMatch(
    /人数|本人の数|公表|再発防止|number of persons|publish|publication|prevent/,
  );
});

it.each([
  ['a missing word', /\n {2}unknown: .*/, '', /"unknown" is missing/],
  ['a missing language', '{ ja: 調査中, en: under investigation }', '{ ja: 調査中 }', /"en" is missing/],
  ['an empty word', '{ ja: 調査中, en: under investigation }', "{ ja: '', en: x }", /Must not be empty/],
  ['an unknown field', "ja: '{count}人'", "ja: '{cuont}人'", /"\{cuont\}" cannot be used here. Fields: \{count\}/],
  ['a lost number', "ja: '{count}人'", "ja: '人'", /\{count\} is missing/],
  ['an unknown key', '\nterms:', '\nterms:\n  drfat: { ja: a, en: b }', /Unknown key "drfat"/],
  ['a limit that is none', 'limits: {}', 'limits: { PPC: { cause: 0 } }', /at least 1/],
  ['a limit of no item', 'limits: {}', 'limits: { PPC: { cuase: 9 } }', /cuase/],
])('refuses %s', (_what, from, to, reason) => {
  expect(problemsWith(from, to)).toEqual([expect.stringMatching(reason)]);
});

it('takes limits where they are known', () => {
  expect(problemsWith('limits: {}', 'limits: { PPC: { overview: 2000 } }')).toEqual([]);
});

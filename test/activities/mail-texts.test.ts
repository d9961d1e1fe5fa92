import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMailTexts } from '../../config/mail-texts';
import { ConfigProblems, type Problem } from '../../config/problems';

const ORIGINAL = readFileSync(path.join(__dirname, '../../config/texts/mail.yaml'), 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mail-texts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The problems of the texts after one change, and the line of the change. */
function problemsAfter(change: (text: string) => string): readonly Problem[] {
  const file = path.join(folder, 'mail.yaml');
  writeFileSync(file, change(ORIGINAL));
  try {
    loadMailTexts(file);
    return [];
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
}

const lineOf = (text: string): number => ORIGINAL.slice(0, ORIGINAL.indexOf(text)).split('\n').length;
const insert = (after: string, text: string) => (original: string) => original.replace(after, `${after}${text}`);

test('the texts that come with the project are complete', () => {
  expect(problemsAfter((text) => text)).toEqual([]);
});

test('an unknown field in a body is told with its own line', () => {
  const line = '■中間のご報告：{interimBy}';
  const problems = problemsAfter((text) => text.replace(line, '■中間のご報告：{interimby}'));
  expect(problems).toEqual([expect.objectContaining({ line: lineOf(line) })]);
  expect(problems[0]?.reason.ja).toContain('{interimby}');
  expect(problems[0]?.reason.en).toContain('{interimby}');
});

test.each([
  ['a stray brace', insert('緊急のご依頼を申し上げます。', '{')],
  ['an unknown condition', insert('緊急のご依頼を申し上げます。', '\n        {?replyby}x')],
  ['an unknown code in a condition', insert('緊急のご依頼を申し上げます。', '\n        {?answer=YES}x')],
  ['a code for a field that has none', insert('緊急のご依頼を申し上げます。', '\n        {?gate=COST}x')],
  ['a link amid other words', insert('緊急のご依頼を申し上げます。', '\n        こちら {link}')],
  ['two fields beside a list', insert('緊急のご依頼を申し上げます。', '\n        {service} {files}')],
])('%s is told', (_, change) => {
  const [problem, ...more] = problemsAfter(change);
  expect(more).toEqual([]);
  const line = lineOf('緊急のご依頼を申し上げます。');
  expect([line, line + 1]).toContain(problem?.line);
});

test.each(['name', 'partner', 'reason', 'deliverables', 'link'])('a subject cannot name %s', (field) => {
  const subject = '【ご依頼】{service}（受付番号 {incidentNumber}）';
  const problems = problemsAfter((text) => text.replace(subject, `${subject}{${field}}`));
  expect(problems).toEqual([expect.objectContaining({ line: lineOf(subject) })]);
});

test('F23 a missing kind, language, word or field of a phrase is told', () => {
  const without = (from: string, until: string) => (text: string) =>
    text.slice(0, text.indexOf(from)) + text.slice(text.indexOf(until));
  expect(problemsAfter(without('  CANCEL:\n', '  LINK_RESEND:\n'))[0]?.reason.en).toContain('"CANCEL"');
  const english = ORIGINAL.indexOf('    en:\n', ORIGINAL.indexOf('  CANCEL:\n'));
  const noEnglish = (text: string) => text.slice(0, english) + text.slice(text.indexOf('  LINK_RESEND:\n'));
  expect(problemsAfter(noEnglish)).toEqual([expect.objectContaining({ line: lineOf('  CANCEL:\n') })]);
  expect(problemsAfter((text) => text.replace(/^ +RANSOMWARE: .*\n/m, ''))[0]?.reason.en).toContain('"RANSOMWARE"');
  expect(problemsAfter((text) => text.replace('第{n}版', '第{m}版'))[0]?.line).toBe(lineOf('第{n}版'));
  expect(problemsAfter((text) => text.replace('  CANCEL:\n', '  CANCEL_ALL:\n'))).toHaveLength(2);
});

/** The words of the console: whole in both languages, all of them used, and none outside their place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsOf } from '../../client/console/texts';

const CONSOLE = join(__dirname, '..', '..', 'client', 'console');
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

const sources = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('texts/'))
  .map((file) => ({ file, code: readFileSync(join(CONSOLE, file), 'utf8') }));
/** What pages are made of that stands outside: fields, and the roles that texts are looked up by. */
const BESIDE = ['design/fields.tsx', 'permissions.ts'].map((file) => readFileSync(join(CONSOLE, '..', file), 'utf8'));
const code = [...BESIDE, ...sources.map((source) => source.code)].join('\n');

/** Codes (`TOO_BIG`) are often named where they are made, in a room that knows no pages. */
const ELSEWHERE = ['domain', 'client/portal', 'client/design'].flatMap((room) => {
  const dir = join(CONSOLE, '..', '..', room);
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('texts'))
    .map((file) => readFileSync(join(dir, file), 'utf8'));
});
const everyCode = [code, ...ELSEWHERE].join('\n');

/** Every text with the path of its key. A text that needs values is asked with some. */
function leaves(node: unknown, path: readonly string[] = []): { path: readonly string[]; words: string }[] {
  if (typeof node === 'string') return [{ path, words: node }];
  if (typeof node === 'function') return [{ path, words: String((node as (...values: unknown[]) => unknown)(2, 2, 2, 2)) }];
  return Object.entries(node as object).flatMap(([key, value]) => leaves(value, [...path, key]));
}

const ja = leaves(textsOf('ja'));
const en = leaves(textsOf('en'));

test('F23 both languages have the same texts', () => {
  expect(en.map(({ path }) => path.join('.')).sort()).toEqual(ja.map(({ path }) => path.join('.')).sort());
  expect(ja.length).toBeGreaterThan(40);
});

test('F23 no text is empty, and none is in the other language', () => {
  expect([...ja, ...en].filter(({ words }) => !words.trim()).map(({ path }) => path.join('.'))).toEqual([]);
  expect(en.filter(({ words }) => JAPANESE.test(words))).toEqual([]);
});

/** `.key`, `'key'`, or in what a group is read by: `{ KEY: …`, `({ key }) = `. */
function isNamed(key: string): boolean {
  if (/^[A-Z_]+$/.test(key)) return new RegExp(`['"]${key}['"]|[.]${key}\\b|\\b${key}:`).test(everyCode);
  return new RegExp(`[.'"]${key}\\b|\\b${key}\\b[^'\\n]*\\} = `).test(code);
}

test('every text is used', () => {
  expect(ja.filter(({ path }) => !path.every(isNamed)).map(({ path }) => path.join('.'))).toEqual([]);
});

test('no page has words of its own', () => {
  const own = sources.flatMap(({ file, code: text }) =>
    text
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      // What people type is read by its characters.
      .replace(/\/[^/\n]+\/[a-z]*u[a-z]*/g, '')
      .split('\n')
      .filter((line) => JAPANESE.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(own).toEqual([]);
});

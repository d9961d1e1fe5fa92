/** `desk draft` and `desk calendar`: files, formats, words for what is refused, and what is loaded when. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { s03OnDay4, incidentOf } from '../documents/cases';
import { NUMBER, behind, run } from './harness';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'desk-draft-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const s03 = s03OnDay4();
const draft = (...args: string[]) => run(['draft', NUMBER, ...args], behind(s03));
const file = (name: string, text?: string): string => {
  const at = path.join(dir, name);
  if (text !== undefined) writeFileSync(at, text);
  return at;
};

it('lists which drafts make sense now', async () => {
  const { out, exitCode } = await draft();
  expect(exitCode).toBe(0);
  expect(out).toMatch(/ppc-final +作成できます +12月22日\(火\) +義務があります/);
  expect(out).toMatch(/client-notice +- /);
  expect((await draft('--json')).json()).toMatchObject({ factsVersion: 2, drafts: expect.any(Array) });
});

it('prints text to paste, with the bar on top when the version is not in force', async () => {
  const now = await draft('ppc-preliminary');
  expect(now.out).toContain('本人の数：1,380人');
  expect(now.out).not.toContain('ご注意');
  const old = await draft('ppc-preliminary', '--facts-version', '1', '--lang', 'en');
  expect(old.out).toMatch(/!! Attention[^]*here 640 persons \/ now 1,380 persons/);
  expect(old.out).toContain('Translation for reading');
});

it.each([
  ['a.pdf', [], '%PDF'],
  ['a.docx', [], 'PK'],
  ['a.txt', [], '[案]'],
  ['a.json', [], '{'],
  ['速報', ['--format', 'pdf'], '%PDF'],
])('writes %s', async (name, args, start) => {
  const { out, exitCode } = await draft('ppc-final', '--out', file(name), ...args);
  expect([exitCode, out]).toEqual([0, expect.stringContaining(`✓ ${file(name)} に保存しました`)]);
  expect(readFileSync(file(name)).subarray(0, 12).toString('utf8').startsWith(start)).toBe(true);
});

it('tells what stands on the face of the draft that it saved', async () => {
  const { out } = await draft('ppc-final', '--out', file('a.pdf'), '--facts-version', '1');
  expect(out).toContain('! 本人の数：この案 640人 ／ 現在 1,380人');
  const json = (await draft('ppc-final', '--out', file('b.pdf'), '--json')).json<{ savedAs: string; warnings: object[] }>();
  expect(json).toMatchObject({ savedAs: file('b.pdf'), warnings: [{ code: 'BASE_PRESUMED' }] });
});

it('takes what was told from a file or from stdin', async () => {
  const told = 'by: 情報 太郎\nitems: { cause: 鍵の置き忘れ }\n';
  expect((await draft('ppc-final', '--with', file('told.yaml', told))).out).toContain('原因：鍵の置き忘れ');
  const piped = await run(['draft', NUMBER, 'ppc-final', '--with', '-', '--json'], { ...behind(s03), stdin: told });
  expect(piped.out).toContain('鍵の置き忘れ');
  expect(piped.json()).toMatchObject({ kind: 'ppc-final', form: expect.any(Array) });
});

it('does not let told text command a terminal', async () => {
  const told = file('told.yaml', 'by: x\nitems: { cause: "a\\x1b[2Jb" }\n');
  expect((await draft('ppc-final', '--with', told)).out).not.toContain('\u001b');
});

it.each([
  [['ppc-middle'], /ppc-preliminary, ppc-final/],
  [['ppc-final', '--format', 'exe'], /pdf, docx, text, json/],
  [['ppc-final', '--facts-version', '3'], /第1版〜第2版/],
  [['ppc-final', '--facts-version', '-1'], /1 以上の数/],
  [['client-notice', '--client', 'x'], /委託元は事実情報にありません/],
  [['ppc-final', '--with', '/nowhere.yaml'], /ENOENT/],
])('refuses %j as wrong usage', async (args, words) => {
  const { exitCode, err, out } = await draft(...args);
  expect([exitCode, out]).toEqual([2, '']);
  expect(err).toMatch(words);
});

it('refuses told texts with line and reason, and writes nothing', async () => {
  const { exitCode, err } = await draft(
    'ppc-final',
    '--out',
    file('a.pdf'),
    '--with',
    file('t.yaml', 'by: x\nitems:\n  cuase: y\n'),
  );
  expect(exitCode).toBe(1);
  expect(err).toMatch(/t\.yaml:3:3 .*cuase/);
  expect(existsSync(file('a.pdf'))).toBe(false);
});

it('says when it cannot be saved', async () => {
  const { exitCode, err } = await draft('ppc-final', '--out', path.join(dir, 'no', 'a.pdf'));
  expect([exitCode, err]).toEqual([1, expect.stringContaining('ENOENT')]);
});

it('loads PDF, Word and calendar libraries only for whoever makes such a file', () => {
  const script = `
    require('@swc/core');
    const { transformFileSync } = require('@swc/core');
    const compile = (module, file) => module._compile(transformFileSync(file, {
      jsc: { parser: { syntax: 'typescript', tsx: file.endsWith('x') }, target: 'es2022', transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
      module: { type: 'commonjs', ignoreDynamic: true } }).code, file);
    require.extensions['.ts'] = compile; require.extensions['.tsx'] = compile;
    require('./client/cli/program.ts');
    const slow = ['pdfkit', 'docx', 'ical-generator', 'luxon', 'jose', 'linebreak'];
    const loaded = slow.filter((name) => Object.keys(require.cache).some((file) => file.includes('/node_modules/' + name + '/')));
    process.stdout.write(JSON.stringify(loaded));`;
  expect(execFileSync(process.execPath, ['-e', script], { cwd: path.join(__dirname, '../..') }).toString()).toBe('[]');
});

describe('desk calendar', () => {
  const s05 = incidentOf('S05-card-breach.yaml');
  const calendar = (...args: string[]) => run(['calendar', ...args], behind(s05));

  it('prints the calendar of an incident', async () => {
    const { out, exitCode } = await calendar(NUMBER);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^BEGIN:VCALENDAR\r\n[^]*DTSTART;VALUE=DATE:20270226/);
    expect((await calendar(NUMBER, '--json')).json()).toMatchObject({
      number: NUMBER,
      calendar: expect.stringContaining('VEVENT'),
    });
  });

  it('prints an address to subscribe to, for an incident or the whole desk', async () => {
    expect((await calendar(NUMBER, '--url')).out).toMatch(/^https:\/\/api\.desk\.example\/calendar\/\S+\.ics\n.*まで有効/);
    expect((await calendar('--url', '--json', '--valid-days', '7')).json()).toMatchObject({
      number: null,
      url: expect.any(String),
    });
  });

  it.each([
    [['7K3M-Q2A0'], 1, /案件はありません/],
    [['7K3M-Q2A0', '--url'], 1, /案件はありません/],
    [['--url', '--valid-days', '0'], 2, /1〜400/],
    [['--url', '--valid-days', '401'], 2, /1〜400/],
  ])('refuses %j', async (args, code, words) => {
    const { exitCode, err } = await calendar(...args);
    expect([exitCode, err]).toEqual([code, expect.stringMatching(words)]);
  });
});

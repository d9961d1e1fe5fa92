/** `desk assess`, as people and programs call it, on every worked case. */
import fs from 'node:fs';
import path from 'node:path';
import type { Assessment } from '../../domain/obligations/assessment';
import { known } from '../support/law';
import { run } from './harness';

const FIXTURES = path.join(__dirname, '../fixtures/assess');
const read = <T>(name: string): T => JSON.parse(fs.readFileSync(path.join(FIXTURES, name), 'utf8')) as T;

async function assess(input: unknown): Promise<Assessment> {
  const ran = await run(['assess', '-', '--json'], { stdin: JSON.stringify(input) });
  expect([ran.exitCode, ran.err]).toEqual([0, '']);
  return ran.json<Assessment>();
}

const of = ({ obligations }: Assessment, kind: string) => obligations.find((one) => one.kind === kind);
const one = (knownAt: string, facts: object) => ({ versions: [{ knownAt, facts: known(facts) }] });

it('answers the card breach of Dec 29 as the contract says', async () => {
  const { input, expected } = read<{ input: unknown; expected: object }>('card-breach.json');
  const result = await assess(input);
  expect(result).toMatchObject(expected);
  expect(result.asOf).toBe('2026-12-29T14:05:00+09:00');
});

interface DeadlineCase {
  readonly awareDate: string;
  readonly preliminaryTarget: string;
  readonly preliminaryLatest: string;
  readonly final30: string;
  readonly final60: string;
  readonly final30Unrolled: string;
  readonly final60Unrolled: string;
}

it.each(read<DeadlineCase[]>('deadline-cases.json'))('aware on $awareDate', async (expected) => {
  const aware = `${expected.awareDate}T10:00:00+09:00`;
  const mistake = await assess(one(aware, { persons: { min: 1001, max: 1001 } }));
  const attack = await assess(one(aware, { nature: 'MALWARE' }));
  for (const result of [mistake, attack]) {
    expect(of(result, 'PPC_PRELIMINARY')).toMatchObject({ target: expected.preliminaryTarget, due: expected.preliminaryLatest });
  }
  expect(of(mistake, 'PPC_FINAL')).toMatchObject({ due: expected.final30, unrolledDue: expected.final30Unrolled });
  expect(of(attack, 'PPC_FINAL')).toMatchObject({ due: expected.final60, unrolledDue: expected.final60Unrolled });
});

describe('the scenarios', () => {
  const pmark = { holder: true, validUntil: '2027-06-30', renewalFiledOn: null };
  it('S01: a mis-sent mail to 212 persons', async () => {
    const result = await assess(
      one('2026-06-22T11:20:00+09:00', { nature: 'MISSENT_MAIL', persons: { min: 212, max: 212 }, pmark }),
    );
    expect(result.ppc).toMatchObject({ reportable: false, categories: [], voluntary: true, subjectNotice: 'NOT_REQUIRED' });
    expect(result.obligations).toMatchObject([{ kind: 'PMARK_FINAL', due: '2026-07-21' }]);
  });
  it('S03: the count passes 1,000 on day 4', async () => {
    const version = (knownAt: string, max: number) => ({ knownAt, facts: known({ persons: { min: max, max }, pmark }) });
    const result = await assess({
      versions: [version('2026-11-20T17:45:00+09:00', 640), version('2026-11-23T10:30:00+09:00', 1380)],
    });
    expect(of(result, 'PPC_PRELIMINARY')).toMatchObject({ dayOne: '2026-11-23', target: '2026-11-25', due: '2026-11-27' });
    expect(of(result, 'PPC_FINAL')).toMatchObject({ due: '2026-12-22', unrolledDue: '2026-12-22' });
    expect(of(result, 'PMARK_FINAL')?.due).toBe('2026-12-19');
    expect(of(result, 'PMARK_PRELIMINARY')?.due).toBe('2026-11-27');
  });
  it('S09: phishing, 330 persons', async () => {
    const result = await assess(one('2026-10-01T15:10:00+09:00', { nature: 'PHISHING', persons: { min: 330, max: 330 } }));
    expect(of(result, 'PPC_PRELIMINARY')).toMatchObject({ dayOne: '2026-10-01', target: '2026-10-03', due: '2026-10-05' });
    expect(of(result, 'PPC_FINAL')).toMatchObject({ unrolledDue: '2026-11-29', due: '2026-11-30' });
  });
  it('S12: an encrypted laptop', async () => {
    const facts = { nature: 'LOST_DEVICE', leak: 'SUSPECTED', persons: { min: 2400, max: 2400 }, strongEncryption: true, pmark };
    const result = await assess(one('2026-11-28T20:00:00+09:00', facts));
    expect(result.ppc).toMatchObject({ reportable: false, subjectNotice: 'NOT_REQUIRED' });
    expect(of(result, 'PMARK_FINAL')?.due).toBe('2026-12-27');
    expect(of(result, 'PMARK_PRELIMINARY')).toMatchObject({ target: '2026-11-30', due: '2026-12-02' });
  });
});

describe('what cannot be assessed is refused with its place', () => {
  const facts = known();
  const v = (knownAt: string, changes: object = {}) => ({ knownAt, facts: { ...facts, ...changes } });
  const at = '2026-11-10T10:00:00+09:00';
  const client = { id: 'a', persons: { min: 1, max: 2 }, hasReportDuty: true, notifiedAt: null };
  it.each<[string, unknown, RegExp]>([
    [
      'versions out of time order',
      { versions: [v(at), v('2026-11-09T10:00:00+09:00')] },
      /Known earlier than the version before it/,
    ],
    ['no offset', { versions: [v('2026-11-10T10:00:00')] }, /The offset is missing/],
    ['a day alone', { versions: [v('2026-11-10')] }, /Write an instant with its offset/],
    ['an impossible date', { versions: [v('2026-02-30T10:00:00+09:00')] }, /There is no such date/],
    ['an impossible hour', { versions: [v('2026-02-20T25:00:00+09:00')] }, /There is no such date/],
    ['min above max', { versions: [v(at, { persons: { min: 3, max: 2 } })] }, /Minimum is higher than maximum/],
    [
      'a negative number',
      { versions: [v(at, { persons: { min: -1, max: 2 } })] },
      /Must be at least 0 \(versions\[0\]\.facts\.persons\.min\)/,
    ],
    ['an unknown nature', { versions: [v(at, { nature: 'ALIENS' })] }, /nature|UNAUTHORISED_ACCESS/],
    ['an unknown field', { versions: [v(at, { colour: 'red' })] }, /colour/],
    ['an empty list', { versions: [] }, /versions|empty|at least/i],
    ['no list', {}, /versions|missing|required/i],
    ['a processor without clients', { versions: [v(at, { role: 'PROCESSOR' })] }, /A processor has at least one client/],
    [
      'a client notified on no date',
      { versions: [v(at, { role: 'PROCESSOR', clients: [{ ...client, notifiedAt: '2026-11-11' }] })] },
      /./,
    ],
    [
      'a date after the holiday table',
      { versions: [v('2050-12-20T10:00:00+09:00', { nature: 'MALWARE' })] },
      /outside the closed-day table \(1970-01-01 to 2050-12-31\)/,
    ],
    [
      'a notice after the holiday table',
      {
        versions: [
          v(at, { role: 'PROCESSOR', nature: 'MALWARE', clients: [{ ...client, notifiedAt: '2050-12-20T10:00:00+09:00' }] }),
        ],
      },
      /outside the closed-day table/,
    ],
    ['a date before any law', { versions: [v('2010-01-01T10:00:00+09:00')] }, /No ruleset holds for 2010-01-01/],
  ])('%s', async (_, input, reason) => {
    const ran = await run(['assess', '-', '--json'], { stdin: JSON.stringify(input, null, 1) });
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toMatch(/stdin:\d+:\d+ /);
    expect(ran.err).toMatch(reason);
    expect(ran.json()).toMatchObject({
      error: {
        code: 'DATA_NOT_VALID',
        problems: [{ path: expect.stringMatching(/^versions/) as unknown, ja: expect.any(String) as unknown }],
      },
    });
  });
  it('names the line', async () => {
    const input = JSON.stringify({ versions: [v(at), v('2026-11-09T10:00:00+09:00')] }, null, 1);
    const line = input.split('\n').findIndex((text) => text.includes('2026-11-09')) + 1;
    expect((await run(['assess', '-'], { stdin: input })).err).toContain(`stdin:${line}:`);
  });
  it('is a calculator: dates to come are fine', async () => {
    expect(
      (await run(['assess', '-', '--json'], { stdin: JSON.stringify({ versions: [v('2040-01-10T10:00:00+09:00')] }) })).exitCode,
    ).toBe(0);
  });
});

describe('for people', () => {
  const versions = {
    versions: [
      { knownAt: '2026-11-20T17:45:00+09:00', facts: known({ persons: { min: 640, max: 640 } }) },
      { knownAt: '2026-11-23T10:30:00+09:00', facts: known({ persons: { min: 1380, max: 1380 }, improperPurpose: null }) },
    ],
  };
  it('says the verdict, the dates, what moved them and why, in Japanese', async () => {
    const { out } = await run(['assess', '-'], { stdin: JSON.stringify(versions) });
    expect(out).toContain('報告対象／1,000人超');
    expect(out).toMatch(/個人情報保護委員会 確報 +当社\(お客様\) +11月23日\(月\) +12月22日\(火\)/);
    expect(out).toMatch(
      /期限の変更\n11月23日\(月\) 10:30 +個人情報保護委員会 速報 +- → 11月27日\(金\) +事実の変更: persons\.min 640 → 1380/,
    );
    expect(out).toMatch(/A2 +人数の基準を超えた時点から起算/);
  });
  it('and in English', async () => {
    const { out } = await run(['assess', '-', '--lang', 'en'], { stdin: JSON.stringify(versions) });
    expect(out).toContain('reportable; over 1,000 persons');
    expect(out).toMatch(/PPC final report +the insured +Mon 23 Nov +Tue 22 Dec/);
  });
  it('says when nothing is due', async () => {
    const { out } = await run(['assess', '-'], { stdin: JSON.stringify(one('2026-11-20T17:45:00+09:00', {})) });
    expect(out).toContain('報告・通知の義務はありません');
  });
});

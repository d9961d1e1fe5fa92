/** The file of a first call: read as people write it, refused with the place and the reason. */
import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { factsSchema } from '../../client/facts-schema';
import { readOpenFile } from '../../client/open-file';
import { checkShape } from '../../config/shape';
import { readYaml } from '../../config/yaml-source';
import { NOTHING_KNOWN } from '../../domain/facts';

const SCENARIOS = path.join(__dirname, '../fixtures/scenarios');
const NOW_MS = Date.parse('2027-01-05T10:00:00+09:00');
const CALLER = 'caller: { phone: 03-0000-0000 }\n';

const read = (text: string, nowMs = NOW_MS) => readOpenFile(text, 'call.yaml', nowMs);

/** `line reason` of every problem. */
const problemsOf = (text: string, nowMs = NOW_MS): string[] => {
  const result = read(text, nowMs);
  return result.ok ? [] : result.problems.map(({ line, reason }) => `${line} ${reason.ja} / ${reason.en}`);
};

const requestOf = (text: string, nowMs = NOW_MS) => {
  const result = read(text, nowMs);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.request;
};

const awareOf = (told: string, nowMs = NOW_MS): string =>
  requestOf(`${CALLER}knownAt: ${told}\nfacts: {}\n`, nowMs).versions[0]!.knownAt;

describe('the file of a first call', () => {
  it.each(fs.readdirSync(SCENARIOS).filter((file) => !file.includes('.facts.')))('%s can be opened', (file) => {
    const result = readOpenFile(fs.readFileSync(path.join(SCENARIOS, file), 'utf8'), file, NOW_MS);
    expect(result).toMatchObject({ ok: true, request: { versions: [{ version: 1 }], clock: { speed: 600 } } });
  });

  it('needs a telephone number, a time and facts, and nothing else', () => {
    expect(requestOf(`${CALLER}awareAt: 2026-12-29T14:05:00+09:00\nfacts: {}\n`)).toEqual({
      openedBy: 'desk',
      insured: null,
      policy: null,
      caller: { name: null, phone: '03-0000-0000', email: null },
      versions: [{ version: 1, knownAt: '2026-12-29T14:05:00.000+09:00', facts: NOTHING_KNOWN }],
      clock: null,
    });
  });

  it('may be JSON, with several versions and a policy that is kept as it is', () => {
    const policy = { number: 'CY-1', limits: [{ item: 'SOLATIUM', yen: 1_000_000 }] };
    const facts = (count: number) => ({ persons: { min: count, max: count }, leak: 'CONFIRMED' });
    const request = requestOf(
      JSON.stringify({
        caller: { name: '受付 花子', phone: '０３－００００－００００', email: 'a@shop.example' },
        policy,
        versions: [
          { knownAt: '2026-12-29T05:05:00Z', facts: facts(640) },
          { knownAt: '2027-01-01T10:30:00+09:00', facts: facts(1380) },
        ],
      }),
    );
    expect(request.policy).toEqual(policy);
    expect(request.caller.phone).toBe('03-0000-0000');
    expect(request.versions.map(({ version, knownAt, facts: { persons } }) => [version, knownAt, persons.max])).toEqual([
      [1, '2026-12-29T14:05:00.000+09:00', 640],
      [2, '2027-01-01T10:30:00.000+09:00', 1380],
    ]);
  });

  it.each([
    ['2026-12-29', '2026-12-29T00:00:00.000+09:00'],
    ['12/29', '2026-12-29T00:00:00.000+09:00'],
    ['１２／２９', '2026-12-29T00:00:00.000+09:00'],
    ['12月29日', '2026-12-29T00:00:00.000+09:00'],
    ['1/5', '2027-01-05T00:00:00.000+09:00'],
    ['令和8年12月29日', '2026-12-29T00:00:00.000+09:00'],
    ['令和元年5月1日', '2019-05-01T00:00:00.000+09:00'],
    ['2026/12/9', '2026-12-09T00:00:00.000+09:00'],
    ['2026-12-29T14:05+09:00', '2026-12-29T14:05:00.000+09:00'],
    ['2026-12-28T20:05:00-09:00', '2026-12-29T14:05:00.000+09:00'],
  ])('reads the time "%s"', (told, instant) => {
    expect(awareOf(told)).toBe(instant);
  });

  it('reads a day without its year on the clock of a drill', () => {
    const request = requestOf(`${CALLER}knownAt: 12/29\nfacts: {}\nclock: { startAt: 2030-12-30T09:00:00+09:00, speed: 60 }\n`);
    expect(request.versions[0]!.knownAt).toBe('2030-12-29T00:00:00.000+09:00');
    expect(request.clock).toEqual({ startAt: '2030-12-30T09:00:00.000+09:00', speed: 60 });
  });

  it.each([
    ['a time without its offset', 'knownAt: 2026-12-29T14:05:00\nfacts: {}', '2 時差が書かれていません', 'Add +09:00'],
    ['a day that does not exist', 'knownAt: 2026-02-30\nfacts: {}', '2 この日時は存在しません', 'no such date'],
    [
      'an instant that does not exist',
      'knownAt: 2026-02-30T10:00:00+09:00\nfacts: {}',
      '2 この日時は存在しません',
      'no such date',
    ],
    ['an hour that does not exist', 'knownAt: 2026-12-29T24:30:00+09:00\nfacts: {}', '2 この日時は存在しません', 'no such date'],
    ['a leap day without a year for it', 'knownAt: 2/29\nfacts: {}', '2 この日時は存在しません', 'no such date'],
    ['words for a time', 'knownAt: 昨日\nfacts: {}', '2 日時は', 'Write an instant like'],
    ['a year mistyped', 'knownAt: 0206-12-29\nfacts: {}', '2 2000-01-01 から', 'Must lie between'],
    [
      'a time to come',
      'knownAt: 2027-01-05T10:00:01+09:00\nfacts: {}',
      '2 最初に気づいた日時が現在より後',
      'must be in the past',
    ],
    ['no time', 'facts: {}', '1 最初に気づいた日時', 'Enter when it was first noticed'],
    ['two times', 'knownAt: 2026-12-29\nawareAt: 2026-12-28\nfacts: {}', '3 knownAt と awareAt', 'give one of them'],
    ['no facts', 'knownAt: 2026-12-29', '1 事実情報(facts)がありません', 'The facts are missing'],
    ['a misspelt fact', 'knownAt: 2026-12-29\nfacts:\n  specialcare: true', '4 「specialcare」', 'Did you mean "specialCare"'],
    [
      'a fact that is neither',
      'knownAt: 2026-12-29\nfacts:\n  specialCare: yes',
      '4 true または false',
      'Expected true or false',
    ],
    [
      'an unknown nature',
      'knownAt: 2026-12-29\nfacts:\n  nature: HACKED',
      '4 「HACKED」は使えません',
      'Use one of: UNAUTHORISED_ACCESS',
    ],
    [
      'reversed persons',
      'knownAt: 2026-12-29\nfacts:\n  persons: { min: 5, max: 4 }',
      '4 人数の「最小」',
      'Minimum is higher than maximum',
    ],
    ['negative persons', 'knownAt: 2026-12-29\nfacts:\n  persons: { min: -1 }', '4 0以上の値', 'Must be at least 0'],
    ['a part of a person', 'knownAt: 2026-12-29\nfacts:\n  persons: { min: 1.5 }', '4 整数で', 'Expected a whole number'],
    [
      'more persons than there are',
      'knownAt: 2026-12-29\nfacts:\n  persons: { min: 99999999999 }',
      '4 10000000000以下',
      'at most',
    ],
    [
      'a clock that stands',
      'knownAt: 2026-12-29\nfacts: {}\nclock: { startAt: 2027-01-01, speed: 0 }',
      '4 0より大きく',
      'above 0',
    ],
    [
      'versions beside facts',
      'knownAt: 2026-12-29\nversions: [{ knownAt: 2026-12-29, facts: {} }]',
      '2 versions と一緒',
      'together with versions',
    ],
    ['a key of nobody', 'knownAt: 2026-12-29\nfacts: {}\ninsurer: ○○', '4 「insurer」', 'Did you mean "insured"'],
    ['a name of two lines', 'knownAt: 2026-12-29\nfacts: {}\ninsured: "a\\nb"', '4 改行や制御文字', 'Line breaks'],
    ['an endless name', `knownAt: 2026-12-29\nfacts: {}\ninsured: ${'あ'.repeat(201)}`, '4 200文字以下', 'at most 200'],
    ['half a character', 'knownAt: 2026-12-29\nfacts: {}\npolicy: { memo: "\\ud83d" }', '4 文字化けした文字', 'cannot be stored'],
    [
      'an endless policy',
      `knownAt: 2026-12-29\nfacts: {}\npolicy: { memo: ${'x'.repeat(20_001)} }`,
      '4 契約情報が大きすぎます',
      'too large',
    ],
    [
      'a number that is none',
      'knownAt: 2026-12-29\nfacts: {}\npolicy: { limit: .nan }',
      '4 正しい値ではありません',
      'Not a valid value',
    ],
    ['a key given twice', 'knownAt: 2026-12-29\nfacts: {}\nknownAt: 2026-12-28', '4 「knownAt」が重複', 'given twice'],
    ['an alias in a ring', 'knownAt: 2026-12-29\nfacts: {}\npolicy: &a { b: *a }', '4 「*a」が自分自身', 'refers to itself'],
    ['an alias of nothing', 'knownAt: 2026-12-29\nfacts: *f', '3 参照先「&f」', 'no anchor'],
    [
      'nesting without end',
      `knownAt: 2026-12-29\nfacts: {}\npolicy: { a: ${'['.repeat(60)}${']'.repeat(60)} }`,
      '4 入れ子が深すぎ',
      'too deeply',
    ],
  ])('refuses %s', (_, rest, ja, en) => {
    const problems = problemsOf(`${CALLER}${rest}\n`);
    expect(problems.filter((problem) => problem.startsWith(ja) && problem.includes(en))).toHaveLength(1);
  });

  it('refuses a call without a number to call back', () => {
    const rest = 'knownAt: 2026-12-29\nfacts: {}\n';
    const missing = '1 折り返し先の電話番号を入力してください / Enter a call-back number';
    expect(problemsOf(`caller: { name: 花子 }\n${rest}`)).toEqual([missing]);
    expect(problemsOf(`caller: { phone: "" }\n${rest}`)).toContain(missing);
    expect(problemsOf(`caller: { phone: 0312345678 }\n${rest}`)[0]).toMatch(/引用符/);
  });

  it('refuses versions out of order, and later ones than the start of a drill clock', () => {
    const versions = (second: string) =>
      `${CALLER}versions:\n  - { knownAt: 2026-12-29, facts: {} }\n  - { knownAt: ${second}, facts: {} }\n`;
    expect(problemsOf(versions('2026-12-28'))).toEqual([expect.stringMatching(/^4 判明日時が前の版より前/)]);
    const drill = 'clock: { startAt: 2026-12-30, speed: 60 }\n';
    expect(problemsOf(versions('2026-12-31') + drill)).toEqual([expect.stringMatching(/^4 判明日時が訓練の時計の開始/)]);
    expect(problemsOf(versions('2026-12-30') + drill)).toEqual([]);
  });

  it('tells all problems at once, in their order', () => {
    const problems = problemsOf(
      'caller: { phone: x }\nknownAt: 2026-12-29\nfacts:\n  leak: MAYBE\n  persons: { min: a }\nextra: 1\n',
    );
    expect(problems.map((problem) => Number(problem.split(' ')[0]))).toEqual([1, 4, 5, 6]);
  });

  it('refuses a file of more than 1 MB without reading it', () => {
    expect(problemsOf(`${CALLER}# ${'x'.repeat(1024 * 1024)}`)).toEqual([expect.stringContaining('larger than 1 MB')]);
  });

  it('is never slow: many keys, many aliases', () => {
    const startMs = performance.now();
    expect(problemsOf(`{${Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join(', ')}}`)).toHaveLength(60_001);
    const bomb = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i ? `*a${i - 1}` : 'x')
          .join(', ')}]`,
    );
    expect(problemsOf(bomb.join('\n'))[0]).toMatch(/Too many aliases/);
    expect(performance.now() - startMs).toBeLessThan(15_000);
  });
});

describe('facts on their own', () => {
  const factsIn = (text: string) => {
    const file = readYaml('facts.yaml', text);
    return file.ok ? checkShape(file.source, factsSchema) : file;
  };

  it('are those of the contract, unknown where nothing is said', () => {
    expect(factsIn('persons: { min: １２ }\n')).toEqual({
      ok: true,
      value: { ...NOTHING_KNOWN, persons: { min: 12, max: null } },
    });
  });

  it('name a client once', () => {
    const client = '{ id: a, persons: { min: 1 } }';
    expect(factsIn(`role: PROCESSOR\nclients:\n  - ${client}\n  - ${client}\n`)).toMatchObject({
      problems: [{ line: 4, reason: { en: 'The same client is given twice' } }],
    });
  });

  it('keep the instant at which a client was told, in Japanese time', () => {
    const told = (at: string) => factsIn(`clients: [{ id: a, persons: {}, notifiedAt: ${at} }]`);
    expect(told('2026-12-29T05:05:00Z')).toMatchObject({ value: { clients: [{ notifiedAt: '2026-12-29T14:05:00.000+09:00' }] } });
    expect(told('2026-02-30T05:05:00Z')).toMatchObject({
      problems: [{ line: 1, reason: { en: expect.stringContaining('instant that exists') } }],
    });
  });
});

describe('whatever is in the file', () => {
  const holds = (text: string): void => {
    const result = read(text);
    if (result.ok) return;
    expect(result.problems.length).toBeGreaterThan(0);
    const lines = text.split('\n').length;
    for (const { line, col, reason } of result.problems) {
      expect([line >= 1 && line <= lines, col >= 1, reason.ja.length > 0, reason.en.length > 0]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
  };
  /** Objects that are nearly right: some of these keys, with values that may be right. */
  const keys = [
    'caller',
    'phone',
    'insured',
    'policy',
    'knownAt',
    'facts',
    'versions',
    'clock',
    'startAt',
    'speed',
    'persons',
    'min',
    'clients',
  ];
  const leaf = fc.oneof(
    fc.constantFrom('2026-12-29', '12/29', '03-0000-0000', 'CONFIRMED', '令和8年2月30日', ''),
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const nearly = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 8 })), tie('node'), { maxKeys: 6 }),
    ),
  })).node;

  it('never throws on text', () => {
    const yamlish = fc.string({ unit: fc.constantFrom(...'{}[]:,-?&*!|>#\'"%@`\n\t ab1~<=\0', '\ud800', 'あ'), maxLength: 80 });
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), yamlish), holds), { numRuns: 2000 });
  });

  it('never throws on objects', () => {
    fc.assert(
      fc.property(nearly, (value) => holds(JSON.stringify(value) ?? '')),
      { numRuns: 800 },
    );
    fc.assert(
      fc.property(nearly, (value) => holds(stringify(value))),
      { numRuns: 400 },
    );
  });

  it('never throws on a good file with one thing wrong', () => {
    const good = fs.readFileSync(path.join(SCENARIOS, 'S05-card-breach.yaml'), 'utf8');
    const cut = fc.tuple(fc.nat(good.length), fc.nat(20), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(cut, ([at, length, put]) => holds(good.slice(0, at) + put + good.slice(at + length))),
      { numRuns: 500 },
    );
  });
});

/** `desk open`: question by question in the order of the script, or from a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { notRunning } from '../../client/cli/failures';
import type { OpenRequest } from '../../client/desk';
import { EngineSilent } from '../../client/desk';
import { NUMBER, fakeDesk, fakeStore, run, scriptedPrompter, startPlay, type RunOptions } from './harness';

const NOW = Date.parse('2026-12-31T10:20:00+09:00');

function desk() {
  const opened: OpenRequest[] = [];
  const incident = startPlay();
  const options: RunOptions = { desk: fakeDesk([incident], { opened }), store: fakeStore([incident]), nowMs: () => NOW };
  return { opened, options };
}

const call = async (answers: readonly (string | boolean)[], argv: readonly string[] = []) => {
  const { opened, options } = desk();
  const prompter = scriptedPrompter(answers);
  const ran = await run(['open', '--as', '佐藤', ...argv], {
    ...options,
    isTerminal: true,
    env: { NO_COLOR: '1' },
    prompter: async () => prompter,
  });
  return { ...ran, request: opened[0], asked: prompter.asked };
};

const KNOWS_NOTHING = [
  '',
  '03-1111-2222',
  '',
  true,
  '',
  '日付・時刻を入力する',
  '12/29 14:05',
  'その他・不明',
  '不明',
  '不明',
  '不明',
  '不明',
  '不明',
  '不明',
  '不明',
];

describe('asking', () => {
  it('needs a call-back number and the time of first notice alone; everything else may be unknown', async () => {
    const { exitCode, request } = await call(KNOWS_NOTHING);
    expect(exitCode).toBe(0);
    expect(request).toEqual({
      openedBy: '佐藤',
      callBack: { dueAt: '2026-12-31T10:50:00.000+09:00' },
      insured: null,
      caller: { name: null, phone: '03-1111-2222', email: null },
      policy: null,
      clock: null,
      versions: [
        {
          version: 1,
          knownAt: '2026-12-29T14:05:00.000+09:00',
          facts: {
            ...{ nature: 'OTHER', leak: 'SUSPECTED', role: 'OPERATOR', dataState: 'HELD', persons: { min: 0, max: null } },
            ...{ specialCare: null, propertyHarm: null, improperPurpose: null, myNumber: null, clients: [], pmark: null },
            ...{ strongEncryption: false, recoveredUnseen: false, backupOfSameData: false },
          },
        },
      ],
    });
  });

  it('keeps the order of the call and reads out advice before the policy is looked for', async () => {
    const { asked, err, out } = await call(KNOWS_NOTHING);
    const order = [
      'お名前',
      '電話番号',
      'メール',
      '応急',
      '保険証券番号',
      '最初に',
      '日付・時刻',
      'どのようなこと',
      '何人',
      '1,000人を超える',
      '要配慮',
      '財産',
      '不正の目的',
      'マイナンバー',
      '暗号化',
    ];
    expect(asked).toHaveLength(order.length);
    order.forEach((part, i) => expect(asked[i]).toContain(part));
    expect(err.indexOf('電源を切らずに')).toBeGreaterThan(err.indexOf('担当の佐藤でございます'));
    expect(out).toContain(`受付番号は${NUMBER}です。10:50までに担当からお電話いたします`);
  });

  it('takes everything that is told', async () => {
    const told = [
      '山田',
      '０３－１１１１－２２２２',
      'y@example.jp',
      true,
      '見本物流株式会社',
      '昨日(時刻不明)',
      '不正アクセス',
      '人数を入力する',
      '６４０人',
      '1,380',
      'いいえ',
      'はい',
      'はい',
      'はい',
      'はい',
    ];
    const { request } = await call(told);
    expect(request).toMatchObject({
      caller: { name: '山田', phone: '03-1111-2222', email: 'y@example.jp' },
      insured: '見本物流株式会社',
      versions: [
        {
          knownAt: '2026-12-30T00:00:00.000+09:00',
          facts: {
            ...{ nature: 'UNAUTHORISED_ACCESS', persons: { min: 640, max: 1380 }, specialCare: false, propertyHarm: true },
            ...{ improperPurpose: true, myNumber: { persons: { min: 640, max: 1380 } }, strongEncryption: true },
          },
        },
      ],
    });
  });

  it('asks again for what is missing, in the future or upside down, with the words of the form', async () => {
    const told = [
      '',
      '',
      '03-1111-2222',
      'no mail',
      '',
      true,
      '',
      '日付・時刻を入力する',
      '',
      '2027-01-01',
      '12/30',
      '不明な点',
      'x',
    ];
    const answers = [
      ...told.slice(0, 11),
      'その他・不明',
      '人数を入力する',
      'たくさん',
      '10',
      '5',
      '20',
      '不明',
      '不明',
      '不明',
      '不明',
      '不明',
    ];
    const { asked, request } = await call(answers);
    const problems = asked.filter((line) => line.startsWith('!'));
    expect(problems).toEqual([
      '! 折り返し先の電話番号を入力してください',
      '! メールアドレスの形ではありません',
      '! 最初に気づいた日時を入力してください。日付だけでも結構です',
      '! 最初に気づいた日時が現在より後になっています',
      '! 人数を数字で入力してください',
      '! 人数の「最小」が「最大」を上回っています',
    ]);
    expect(request?.versions[0]?.facts.persons).toEqual({ min: 10, max: 20 });
  });

  it('asks whether a discovery long ago is meant, and lets it be told anew', async () => {
    const answers = [
      '',
      '03-1111-2222',
      '',
      true,
      '',
      '日付・時刻を入力する',
      '2026-10-01',
      false,
      '今',
      ...KNOWS_NOTHING.slice(7),
    ];
    const { asked, request } = await call(answers);
    expect(asked.find((line) => line.includes('14日より前'))).toContain('10月1日(木)');
    expect(request?.versions[0]?.knownAt).toBe('2026-12-31T10:20:00.000+09:00');
  });

  it('never presets the time of first notice to now', async () => {
    const seen: string[] = [];
    const { options } = desk();
    const prompter = scriptedPrompter(KNOWS_NOTHING);
    const watching = {
      ...prompter,
      choose: <T>(question: string, choices: readonly { value: T; name: string }[]) => {
        if (question.includes('最初に')) seen.push(choices[0]!.name);
        return prompter.choose(question, choices);
      },
    };
    await run(['open'], { ...options, isTerminal: true, prompter: async () => watching });
    expect(seen).toEqual(['日付・時刻を入力する']);
  });

  it('keeps the answers as a file when the incident cannot be opened', async () => {
    const { options } = desk();
    const dir = await mkdtemp(path.join(tmpdir(), 'desk-cli-'));
    const before = process.cwd();
    process.chdir(dir);
    try {
      const prompter = async () => scriptedPrompter(KNOWS_NOTHING);
      const silent = { ...options.desk!, open: () => Promise.reject(new EngineSilent('')) };
      const ran = await run(['open'], { ...options, desk: silent, isTerminal: true, prompter });
      expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('first-call-20261231102000.json に保存しました') });
      const again = desk();
      expect((await run(['open', 'first-call-20261231102000.json'], again.options)).exitCode).toBe(0);
      expect(again.opened[0]).toMatchObject({
        caller: { phone: '03-1111-2222' },
        versions: [{ knownAt: '2026-12-29T14:05:00.000+09:00' }],
      });
    } finally {
      process.chdir(before);
      await rm(dir, { recursive: true });
    }
  });

  it('asks nothing while the system cannot be reached', async () => {
    const ran = await run(['open'], { isTerminal: true, noSystem: notRunning() });
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('npm start') });
  });

  it('is interrupted without opening anything', async () => {
    const { options, opened } = desk();
    const prompter = {
      ...scriptedPrompter([]),
      text: () => Promise.reject(Object.assign(new Error(''), { name: 'ExitPromptError' })),
    };
    const ran = await run(['open'], { ...options, isTerminal: true, prompter: async () => prompter });
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('案件は開始していません') });
    expect(opened).toEqual([]);
  });

  it('needs a terminal', async () => {
    expect(await run(['open'], desk().options)).toMatchObject({ exitCode: 2, out: '' });
  });
});

describe('from a file', () => {
  const FILE = 'caller: { phone: 03-1111-2222 }\ninsured: 見本商事\nknownAt: 12/29\nfacts: { nature: RANSOMWARE }\n';

  it('opens the incident and gives its number, also as JSON', async () => {
    const { opened, options } = desk();
    const ran = await run(['open', '-', '--json', '--as', '佐藤'], { ...options, stdin: FILE });
    expect(ran.json()).toMatchObject({
      number: NUMBER,
      drill: false,
      tasks: [{ taskId: 'T01' }],
      readOut: { ja: expect.stringContaining(NUMBER) },
    });
    expect(opened[0]).toMatchObject({
      openedBy: '佐藤',
      insured: '見本商事',
      versions: [{ knownAt: '2026-12-29T00:00:00.000+09:00' }],
    });
  });

  it('names who opened it: the person who says so, else the file, else the user of the machine', async () => {
    const { opened, options } = desk();
    const named = `${FILE}openedBy: 高橋\n`;
    await run(['open', '-'], { ...options, stdin: named });
    await run(['open', '-'], { ...options, stdin: named, env: { DESK_USER: '佐藤' } });
    await run(['open', '-'], { ...options, stdin: FILE });
    expect(opened.map(({ openedBy }) => openedBy)).toEqual(['高橋', '佐藤', 'os-user']);
  });

  it('tells every mistake with its line and opens nothing', async () => {
    const { opened, options } = desk();
    const ran = await run(['open', '-'], { ...options, stdin: 'caller: {}\nfacts: { nature: FIRE }\nknownAt: 2027-12-29\n' });
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain('stdin:1:');
    expect(ran.err).toContain('stdin:2:');
    expect(opened).toEqual([]);
  });

  it('counts as open while no engine runs yet, and warns against opening it twice', async () => {
    const { options } = desk();
    const silent = { ...options.desk!, state: () => Promise.reject(new EngineSilent('')) };
    const empty = { ...options.store!, incident: async () => null };
    const ran = await run(['open', '-', '--json'], { ...options, desk: silent, store: empty, stdin: FILE });
    expect(ran).toMatchObject({ exitCode: 0, err: expect.stringContaining('登録し直さないでください') });
    expect(ran.json()).toMatchObject({ number: NUMBER, tasks: [] });
  });
});

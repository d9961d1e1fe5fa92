/** Reports and notices with the command line: what is due, what was filed, what counsel said. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toInstant } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, decision, facts } from '../support/sample';
import { NUMBER, behind, fakeStore, run } from './harness';

const HOLDER = { holder: true, validUntil: '2027-09-30', renewalFiledOn: null };
const known = (changes: Parameters<typeof facts>[0] = {}) =>
  facts({ nature: 'MISCONFIGURATION', specialCare: false, propertyHarm: false, pmark: HOLDER, ...changes });
const lawful = (first = known()): Play =>
  play({ number: NUMBER, versions: [{ version: 1, knownAt: AWARE, facts: first }] }, LAWFUL);
const revise = (incident: Play, changed: ReturnType<typeof facts>) =>
  incident.say(decision('reviseFacts', { facts: changed, knownAt: toInstant(incident.nowMs()), reason: '判明' }));

describe('desk obligations', () => {
  it('shows dates in whole days, where each stands, and why in words', async () => {
    const incident = lawful();
    incident.wait(24 * 60);
    const { out, exitCode } = await run(['obligations', NUMBER], behind(incident));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/個人情報保護委員会 +報告対象\(1,000人超\)/);
    expect(out).toMatch(/◇ +個人情報保護委員会 速報 +未提出 +明日が目安 +12月3日\(木\) +12月5日\(土\) +12月1日\(火\) +2日目/);
    expect(out).toMatch(/◇ +本人への通知 +未提出 +速やかに\(日数の定めなし\)/);
    expect(out).toMatch(/C4 +速報の目安は繰り延べない/);
    expect(out).toContain('提出されるのはお客様です');
    expect(out).not.toMatch(/\d+時間|undefined|null/);
  });

  it('speaks English, and tells programs the same', async () => {
    const incident = lawful();
    const { out } = await run(['obligations', NUMBER, '--lang', 'en'], behind(incident));
    expect(out).toMatch(/PPC preliminary report +To be filed +2 days to the target/);
    const json = (await run(['obligations', NUMBER, '--json'], behind(incident))).json();
    expect(json).toMatchObject({
      ...{ number: NUMBER, ruleset: 'jp-2025-10-01', factsVersion: 1, problem: null, owed: 5, changes: [], filings: [] },
      verdicts: { ppc: { reportable: true }, pmark: { status: 'VALID' } },
    });
    expect(json['obligations']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'PPC_FINAL', standing: 'TO_FILE', due: '2027-01-04', daysLeft: 34, day: 1, filings: [] }),
      ]),
    );
  });

  it('keeps the log of what moved which date, and what waits for counsel', async () => {
    const incident = lawful(known({ persons: { min: 640, max: 640 } }));
    revise(incident, known());
    revise(incident, known({ improperPurpose: true }));
    const { out } = await run(['obligations', NUMBER], behind(incident));
    expect(out).toMatch(/個人情報保護委員会 速報 +— → 12月5日\(土\) +事実の変更: persons\.min 640 → 5000/);
    expect(out).toMatch(
      /P1 +確報の期限を延ばす +個人情報保護委員会 確報 +2027年1月4日\(月\) → 2027年1月29日\(金\) +弁護士の判断待ち/,
    );
  });

  it('says of a processor who was told when', async () => {
    const client = { id: 'aoba', persons: { min: 2_000, max: 2_000 }, hasReportDuty: true, notifiedAt: AWARE };
    const incident = lawful(known({ role: 'PROCESSOR', clients: [client], pmark: null }));
    const { out } = await run(['obligations', NUMBER], behind(incident));
    expect(out).toMatch(/- +個人情報保護委員会 確報 +免除\(委託元への通知済み\)/);
    expect(out).toMatch(/aoba +12月1日\(火\) 9:00 通知 +報告義務あり/);
    expect(out).toMatch(/‖ +個人情報保護委員会 速報\(委託元 aoba\) +委託元が提出/);
  });

  it('says what could not be assessed, and of old incidents that nothing was', async () => {
    const old = play(
      { number: NUMBER, versions: [{ version: 1, knownAt: '2016-12-01T09:00:00+09:00', facts: known() }] },
      LAWFUL,
    );
    expect((await run(['obligations', NUMBER], behind(old))).out).toContain('発覚の日に適用される規則がありません');
    expect((await run(['obligations', NUMBER], behind(play({ number: NUMBER })))).out).toContain('判定されていません');
  });
});

describe('desk file-report', () => {
  it('records a report; its reminders stop', async () => {
    const incident = lawful();
    incident.wait(60);
    const argv = ['file-report', NUMBER, 'ppc-preliminary', '--filed-at', '12/1 9:30', '--receipt', 'R8-12345'];
    const { out, exitCode } = await run(argv, behind(incident));
    expect(exitCode).toBe(0);
    expect(out).toContain('✓ os-userが個人情報保護委員会 速報の提出を記録しました(12月1日(火) 9:30、受付番号 R8-12345)');
    const after = await run(['obligations', NUMBER], behind(incident));
    expect(after.out).toMatch(/✓ +個人情報保護委員会 速報 +提出済み .*R8-12345/);
  });

  it('keeps the file in the record and names it by its hash', async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-filing-'));
    const file = path.join(dir, '確報.txt');
    fs.writeFileSync(file, '確報の写し');
    const incident = lawful();
    const ref = { sha256: 'c'.repeat(64), name: '確報.txt', mediaType: 'text/plain', sizeBytes: 15 };
    const kept: string[] = [];
    const store = {
      ...fakeStore([incident]),
      putFile: async (bytes: Buffer, about: { name: string }) => (kept.push(`${about.name} ${bytes.length}`), ref),
    };
    const options = { ...behind(incident), store };
    expect((await run(['file-report', NUMBER, 'PPC_FINAL', '--file', file], options)).exitCode).toBe(0);
    expect(kept).toEqual(['確報.txt 15']);
    expect(incident.state().filings?.[0]).toMatchObject({ file: ref, serves: ['PPC_PRELIMINARY'] });
    expect((await run(['files', NUMBER], options)).out).toContain('確報.txt');
    fs.writeFileSync(path.join(dir, 'empty.pdf'), '');
    const empty = await run(['file-report', NUMBER, 'PMARK_FINAL', '--file', path.join(dir, 'empty.pdf')], options);
    expect(empty).toMatchObject({ exitCode: 1, err: expect.stringContaining('何も記録していません') });
    expect((await run(['file-report', NUMBER, 'PMARK_FINAL', '--file', '/nowhere.pdf'], options)).exitCode).toBe(2);
    fs.rmSync(dir, { recursive: true });
  });

  it.each([
    [['PPC'], 2, /種別ではありません.*PPC_PRELIMINARY/],
    [['PPC_FINAL', '--filed-at', 'someday'], 2, /日時を読み取れません/],
    [['PPC_FINAL', '--filed-at', '2026-12-02'], 1, /提出日時が現在より後です/],
    [['PPC_FINAL', '--filed-at', '2026-11-30'], 1, /提出日時が発覚より前です/],
    [['PPC_FINAL', '--supplement'], 1, /追完のもとになる提出がまだ/],
    [['CLIENT_NOTICE', '--client', 'nobody'], 1, /この案件にありません/],
    [['MYNUMBER_FINAL'], 1, /理由を入力してください/],
  ])('refuses %j', async (argv, exitCode, said) => {
    const incident = lawful();
    const { length } = incident.entries;
    expect(await run(['file-report', NUMBER, ...argv], behind(incident))).toMatchObject({
      ...{ exitCode, err: expect.stringMatching(said) },
    });
    expect(incident.entries).toHaveLength(length);
  });

  it('refuses what is filed already, unless it adds to it', async () => {
    const incident = lawful();
    await run(['file-report', NUMBER, 'PPC_FINAL'], behind(incident));
    const again = await run(['file-report', NUMBER, 'PPC_FINAL'], behind(incident));
    expect(again).toMatchObject({ exitCode: 1, err: expect.stringContaining('--supplement') });
    expect((await run(['file-report', NUMBER, 'PPC_FINAL', '--supplement'], behind(incident))).out).toContain('追完を記録');
  });
});

describe('desk decide-proposal', () => {
  const proposed = () => {
    const incident = lawful(known({ improperPurpose: false }));
    revise(incident, known({ improperPurpose: true }));
    return incident;
  };

  it('records what counsel said; approved, the date moves', async () => {
    const incident = proposed();
    const { out } = await run(['decide-proposal', NUMBER, 'p1', '--approve', '--reason', '顧問弁護士が確認'], behind(incident));
    expect(out).toContain('os-userが弁護士の判断を記録しました：P1');
    expect(out).toContain('期限の変更 1件');
    const after = await run(['obligations', NUMBER], behind(incident));
    expect(after.out).toMatch(/個人情報保護委員会 確報 +未提出 +あと59日 +2027年1月29日\(金\)/);
  });

  it.each([
    [['P1', '--reason', 'x'], 2, /--approve か --reject/],
    [['P1', '--approve', '--reject', '--reason', 'x'], 2, /どちらか一方/],
    [['T01', '--approve', '--reason', 'x'], 2, /提案の番号ではありません/],
    [['P3', '--approve', '--reason', 'x'], 1, /この番号の提案はありません/],
    [['P1', '--approve'], 2, /reason/],
  ])('refuses %j', async (argv, exitCode, said) => {
    expect(await run(['decide-proposal', NUMBER, ...argv], behind(proposed()))).toMatchObject({
      ...{ exitCode, err: expect.stringMatching(said) },
    });
  });
});

describe('after a false alarm', () => {
  it('says that nothing is reportable, and that a filed report has to be closed out', async () => {
    const incident = lawful();
    incident.say(decision('recordFiling', { obligation: { kind: 'PPC_PRELIMINARY', party: 'INSURED' }, filedAt: AWARE }));
    incident.say(decision('ruleFalseAlarm', { reason: '社内の試験と判明' }));
    const { out } = await run(['obligations', NUMBER], behind(incident));
    expect(out).toMatch(/個人情報保護委員会 +報告対象外\n/);
    expect(out).toMatch(/◇ +個人情報保護委員会 確報 +取下げ報告が必要/);
    expect(out).toMatch(/12月5日\(土\) → — +「事故ではない」と判定: 社内の試験と判明 \(A20\)/);
    const shown = (await run(['show', NUMBER], behind(incident))).out;
    expect(shown).toMatch(/個人情報保護委員会 確報 +取下げ報告が必要/);
    expect(shown).toContain(`desk file-report ${NUMBER} PPC_FINAL`);
  });
});

describe('elsewhere', () => {
  it('desk show names the next legal date in whole days, and what can be done', async () => {
    const incident = lawful();
    incident.say(decision('pauseTask', { taskId: 'T01', reason: '待ち' }));
    incident.wait(4.5 * 24 * 60);
    const { out } = await run(['show', NUMBER], behind(incident));
    expect(out).toMatch(/次の期限：本日が期限 \(12月5日\(土\)\) {2}個人情報保護委員会 速報\(目安\)/);
    expect(out).toMatch(/プライバシーマーク 速報 +本日が期限/);
    expect(out).toContain(`desk file-report ${NUMBER} PPC_PRELIMINARY`);
  });

  it('desk list sorts it among the limits of tasks, and says it as a day', async () => {
    const incident = lawful();
    incident.say(decision('pauseTask', { taskId: 'T01', reason: '待ち' }));
    const { out } = await run(['list'], behind(incident));
    expect(out).toMatch(/あと2日 +12月3日\(木\) +7K3M-Q2XK/);
  });

  it('desk close works with open reports, and warns', async () => {
    const incident = lawful();
    for (const { taskId } of [...incident.state().tasks, ...incident.state().planned]) {
      incident.say(decision('cancelTask', { taskId, reason: '終了' }));
    }
    const { out, err, exitCode } = await run(['close', NUMBER, '--reason', '終了'], behind(incident));
    expect(exitCode).toBe(0);
    expect(out).toContain('未提出の報告 5件');
    expect(err).toContain('提出の記録がないまま終結しました');
    expect(err).toContain('PPC preliminary report');
  });
});

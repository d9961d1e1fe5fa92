/** What staff decide with the command line: tasks, approvals, facts. */
import { EngineSilent } from '../../client/desk';
import { facts } from '../support/sample';
import { NUMBER, OTHER_NUMBER, behind, delivered, fakeDesk, investigated, run, startPlay } from './harness';

describe('decisions', () => {
  it('say what was done, by whom, and how things stand now', async () => {
    const incident = delivered();
    const options = { ...behind(incident, { unrecorded: 1 }), env: { DESK_USER: '田中' } };
    const { out, exitCode } = await run(['receive', NUMBER, 'investigation.triage', '--note', '問題なし'], options);
    expect(exitCode).toBe(0);
    expect(out).toContain('✓ 田中が T01 事故判定 の納品を受領し、依頼は完了しました：問題なし');
    expect(out).toMatch(/✓ +T01 事故判定 +完了/);
    expect(incident.task('T01').state).toBe('CLOSED');
  });

  it('pause and resume keep what is left of the limit', async () => {
    const incident = startPlay();
    incident.wait(10);
    const options = behind(incident);
    const paused = await run(['pause', NUMBER, 'T01', '--reason', '資料待ち'], options);
    expect(paused.out).toContain('一時停止(資料待ち・残り20分を保持)');
    incident.wait(60);
    const resumed = (await run(['resume', NUMBER, 'T01', '--json'], options)).json();
    expect(resumed).toMatchObject({
      number: NUMBER,
      entries: [{ kind: 'TASK_RESUMED', actor: { name: 'os-user' } }],
      tasks: [{ taskId: 'T01', pause: null, clock: { dueAt: '2026-12-01T10:30:00.000+09:00' } }],
    });
  });

  it.each([
    [['escalate', NUMBER, 'T01', '--reason', '電話不通'], 'ESCALATED'],
    [['assign', NUMBER, 'T01', 'warden', '--reason', '手配済み'], 'TASK_REQUESTED'],
    [['assign', NUMBER, 'TRUST.recurrence_certificate', 'judge', '--reason', '先行'], 'TASK_REQUESTED'],
    [['cancel', NUMBER, 'T03', '--reason', '不要'], 'TASK_CANCELLED'],
    [['link', NUMBER, 'T01', '--reissue'], 'LINK_REISSUED'],
    [['link', NUMBER, 'T01', '--revoke', '--reason', '誤送付'], 'LINK_REVOKED'],
    [['false-alarm', NUMBER, '--reason', '社内テスト'], 'FALSE_ALARM_RULED'],
  ])('%j', async (argv, kind) => {
    const incident = startPlay();
    const { exitCode } = await run(argv, behind(incident));
    expect(exitCode).toBe(0);
    expect(incident.entries.map((entry) => entry.kind)).toContain(kind);
  });

  it('return a delivery and keep a task', async () => {
    const incident = delivered();
    const options = behind(incident);
    expect((await run(['return', NUMBER, 'T01', '--reason', '根拠を追記'], options)).exitCode).toBe(0);
    expect(incident.task('T01').state).toBe('IN_PROGRESS');
    const kept = await run(['keep', NUMBER, 'T01', '--reason', 'x'], options);
    expect(kept).toMatchObject({ exitCode: 1, err: expect.stringContaining('取消しの提案はありません') });
  });

  it('sent again under the same id change nothing and say so', async () => {
    const incident = startPlay();
    const options = behind(incident);
    const argv = ['escalate', NUMBER, 'T01', '--reason', '電話不通', '--message-id', 'once'];
    await run(argv, options);
    const before = incident.entries.length;
    expect((await run(argv, options)).out).toContain('すでに反映されています');
    expect(incident.entries).toHaveLength(before);
  });

  it('that are refused exit 1 with the reason in both languages, and as data', async () => {
    const options = behind(startPlay());
    const refused = await run(['receive', NUMBER, 'T01', '--json'], options);
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toBe('まだ納品されていません: T01 / Nothing has been delivered yet: T01\n');
    expect(refused.json()).toEqual({
      error: { code: 'NOT_DELIVERED', ja: 'まだ納品されていません: T01', en: 'Nothing has been delivered yet: T01' },
    });
    const unknown = await run(['assign', NUMBER, 'T01', 'nobody', '--reason', 'x'], options);
    expect(unknown).toMatchObject({ exitCode: 1, err: expect.stringContaining('scout, warden, herald') });
    expect(await run(['pause', OTHER_NUMBER, 'T01', '--reason', 'x'], options)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('案件はありません'),
    });
  });

  it.each([
    [['pause', OTHER_NUMBER, 'INVESTIGATION.triage', '--reason', 'x'], '案件はありません'],
    [['record', 'rebuild', OTHER_NUMBER], '履歴はエンジンにありません'],
    [['record', 'verify', OTHER_NUMBER], '案件はありません'],
    [['timeline', OTHER_NUMBER], '案件はありません'],
    [['facts', OTHER_NUMBER], '案件はありません'],
  ])('%j tells that there is no such incident', async (argv, said) => {
    expect(await run(argv, behind(startPlay()))).toMatchObject({ exitCode: 1, err: expect.stringContaining(said) });
  });

  it('to which the engine does not answer tell how to go on', async () => {
    const desk = { ...fakeDesk([startPlay()]), decide: () => Promise.reject(new EngineSilent('')) };
    const { exitCode, err } = await run(['pause', NUMBER, 'T01', '--reason', 'x'], { desk });
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: expect.stringMatching(/応答がありません.*desk show.*does not answer/),
    });
  });
});

describe('approvals', () => {
  it('are listed, approved and, with a reason, rejected', async () => {
    const incident = investigated();
    const options = behind(incident);
    expect((await run(['approvals', NUMBER], options)).out).toMatch(
      /◇ +T02-A1 費用の事前承認 +T02 原因究明・影響範囲調査 +決裁待ち +支払担当 +並行 +あと2時間/,
    );
    const rejected = await run(['reject', NUMBER, 't2-a1', '--reason', '高額'], options);
    expect(rejected.out).toContain('差し戻しました(理由：高額)');
    expect(await run(['approve', NUMBER, 'T02-A1'], options)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('決裁済み'),
    });
    expect((await run(['approvals', NUMBER, '--json'], options)).json()).toMatchObject({
      approvals: [{ approvalId: 'T02-A1', state: 'REJECTED', reason: '高額' }],
    });
  });
});

describe('facts', () => {
  it('are shown in words, unknown said as unknown', async () => {
    const { out } = await run(['facts', NUMBER], behind(startPlay()));
    expect(out).toMatch(/本人の数 +5,000人/);
    expect(out).toMatch(/要配慮個人情報 +不明/);
    expect(out).toMatch(/第1版 +12月1日\(火\) 9:00 判明/);
  });

  it('are revised by what changed alone, and what follows is told', async () => {
    const incident = startPlay({
      versions: [{ version: 1, knownAt: '2026-12-01T09:00:00+09:00', facts: facts({ persons: { min: 10, max: 640 } }) }],
    });
    incident.wait(60);
    const options = { ...behind(incident), stdin: 'persons: { max: 1380 }\nspecialCare: true\n' };
    const revised = await run(['facts', NUMBER, '-', '--reason', '中間報告', '--known-at', '12/1 9:30', '--json'], options);
    expect(revised.json()).toMatchObject({
      version: 2,
      changed: [
        { field: 'persons', from: { min: 10, max: 640 }, to: { min: 10, max: 1380 } },
        { field: 'specialCare', from: null, to: true },
      ],
      activated: [{ service: 'PR.release_review' }, { service: 'CALLCENTER.setup' }, { service: 'TRUST.recurrence_certificate' }],
      proposedForCancelling: [],
    });
    expect(incident.state().factsVersions[1]?.knownAt).toBe('2026-12-01T09:30:00.000+09:00');
    const back = await run(['facts', NUMBER, '-', '--reason', '訂正'], {
      ...options,
      stdin: '{"facts":{"persons":{"max":640}}}',
    });
    expect(back.out).toContain('本人の数  10〜1,380人 → 10〜640人');
    expect(back.out).toContain('取消しの提案：T03 報道発表資料, T04 コールセンター立上げ, T05 再発防止策の証明書');
    expect((await run(['show', NUMBER], options)).out).toMatch(/取消しの提案[\s\S]*desk keep 7K3M-Q2XK T03/);
  });

  it('with a mistake are refused by line and reason, and nothing is sent', async () => {
    const incident = startPlay();
    const { exitCode, err } = await run(['facts', NUMBER, '-', '--reason', 'x'], {
      ...behind(incident),
      stdin: 'persons:\n  min: many\n',
    });
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('stdin:2:8') });
    expect(incident.state().factsVersions).toHaveLength(1);
  });

  it('need a reason and a time that can be read', async () => {
    const options = { ...behind(startPlay()), stdin: 'specialCare: true' };
    expect((await run(['facts', NUMBER, '-'], options)).exitCode).toBe(2);
    expect((await run(['facts', NUMBER, '-', '--reason', 'x', '--known-at', 'いつか'], options)).exitCode).toBe(2);
  });
});

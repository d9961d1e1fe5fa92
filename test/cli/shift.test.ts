/** `desk owner` and `desk call-back`: who is in charge, and the call that was promised. */
import { ownerOf } from '../../domain/incident';
import type { StaffStore } from '../../store/staff-types';
import { STAFF } from '../support/staff';
import { NUMBER, OTHER_NUMBER, behind, run, startPlay } from './harness';

const staff = async () => ({ users: async () => STAFF }) as unknown as StaffStore;
const DUE = '2026-12-01T09:20:00.000+09:00';
const begin = (changes: Parameters<typeof startPlay>[0] = {}) => {
  const incident = startPlay(changes);
  const desk = (...argv: string[]) => run(argv, { ...behind(incident), staff, env: { DESK_USER: '田中' } });
  return { incident, desk };
};
const note = ['--note', 'B社の中間報告待ち'];

describe('desk owner', () => {
  it.each([
    ['by name', '鈴木 健', '鈴木 健'],
    ['by user name', 'k.suzuki', '鈴木 健'],
    ['in other letters', '  鈴木　健 ', '鈴木 健'],
    ['nobody', '-', null],
  ])('%s', async (_what, typed, name) => {
    const { incident, desk } = begin();
    const { exitCode, out } = await desk('owner', NUMBER, typed, ...note);
    expect([exitCode, ownerOf(incident.state())]).toEqual([0, name]);
    expect(out).toContain(`✓ 田中が担当を 佐藤 花子 から ${name ?? '未割当'} へ引き継ぎました(引継ぎメモ：B社の中間報告待ち)`);
  });

  it('shows who is in charge, and what to do where nobody is', async () => {
    const { desk } = begin({ owner: null });
    expect((await desk('show', NUMBER)).out).toMatch(/担当：未割当[^]*desk owner 7K3M-Q2XK NAME --note/);
    await desk('owner', NUMBER, 'h.sato', ...note);
    expect((await desk('show', NUMBER)).out).toContain('担当：佐藤 花子');
    expect((await desk('show', NUMBER, '--lang', 'en')).out).toContain('in charge: 佐藤 花子');
  });

  it('sent again under the same id changes nothing', async () => {
    const { incident, desk } = begin();
    const argv = ['owner', NUMBER, '鈴木 健', ...note, '--message-id', 'once'];
    await desk(...argv);
    const { seq } = incident.state();
    expect(await desk(...argv)).toMatchObject({ exitCode: 0, out: expect.stringContaining('すでに反映') });
    expect(incident.state().seq).toBe(seq);
  });

  it.each([
    ['a name nobody has', ['owner', NUMBER, '存在 しない', ...note], 1, '佐藤 花子、鈴木 健'],
    ['an account that was disabled', ['owner', NUMBER, '退職 太郎', ...note], 1, '担当になれません'],
    ['somebody who may not decide', ['owner', NUMBER, 'a.kato', ...note], 1, '担当になれません'],
    ['an empty note', ['owner', NUMBER, '鈴木 健', '--note', ' '], 2, '引継ぎメモ'],
    ['no note', ['owner', NUMBER, '鈴木 健'], 2, '--note'],
    ['no name', ['owner', NUMBER, ...note], 2, 'name'],
    ['the same person', ['owner', NUMBER, '佐藤 花子', ...note], 1, 'すでにこの方が担当です'],
    ['another incident', ['owner', OTHER_NUMBER, '鈴木 健', ...note], 1, OTHER_NUMBER],
  ])('%s is refused', async (_what, argv, exitCode, words) => {
    const { incident, desk } = begin();
    const { seq } = incident.state();
    expect(await desk(...argv)).toMatchObject({ exitCode, out: '', err: expect.stringContaining(words) });
    expect(incident.state().seq).toBe(seq);
  });

  it('does not tell who has left', async () => {
    const { err } = await begin().desk('owner', NUMBER, 'x', ...note);
    expect(err).not.toMatch(/退職|加藤|管理 者/);
  });
});

describe('desk call-back', () => {
  it('is what is due until it is recorded', async () => {
    const { incident, desk } = begin({ callBack: { dueAt: DUE } });
    expect((await desk('show', NUMBER)).out).toMatch(/次の期限：.*折り返しの電話[^]*desk call-back 7K3M-Q2XK/);
    const { exitCode, out } = await desk('call-back', NUMBER, '--note', '状況をご説明');
    expect([exitCode, out]).toEqual([0, expect.stringContaining('✓ 田中がお約束した折り返しの電話をしました：状況をご説明')]);
    expect(incident.state().callBack).toMatchObject({ by: '田中', overdueAt: null });
    expect((await desk('show', NUMBER)).out).not.toContain('折り返しの電話');
  });

  it.each([
    ['where none was promised', {}, [], 'お約束はありません'],
    ['that was made', { callBack: { dueAt: DUE } }, [['call-back', NUMBER]], 'すでに記録されています'],
    [
      'of a closed incident',
      { callBack: { dueAt: DUE } },
      [
        ['false-alarm', NUMBER, '--reason', 'x'],
        ['close', NUMBER, '--reason', 'x'],
      ],
      '終結しています',
    ],
  ])('%s is refused', async (_what, changes, before, words) => {
    const { desk } = begin(changes);
    for (const argv of before) expect((await desk(...argv)).exitCode).toBe(0);
    expect(await desk('call-back', NUMBER)).toMatchObject({ exitCode: 1, err: expect.stringContaining(words) });
    if (!before.length) return;
    const owner = await desk('owner', NUMBER, '鈴木 健', ...note);
    expect(owner.exitCode).toBe(before.length > 1 ? 1 : 0);
  });
});

/** `desk user`, on a real record. */
import { useRecordStore } from '../store/record-store';
import { run } from './harness';

const record = useRecordStore();
const user = (...args: string[]) => run(['user', ...args], { staff: async () => record.store, nowMs: Date.now });
const LINK = /^http:\/\/127\.0\.0\.1:8423\/sign-in\/setup\/[\w-]{43}\n$/;

it('adds somebody, prints a link once, and lists them', async () => {
  const made = await user('create', 'H.Sato', '--name', '佐藤 花子', '--role', 'desk', '--role', 'approver');
  expect(made).toMatchObject({ exitCode: 0, out: expect.stringMatching(LINK), err: expect.stringContaining('1回だけ') });
  const list = await user('list');
  expect(list.out).toMatch(/h\.sato +佐藤 花子 +desk, approver +設定待ち/);
  expect(list.out).not.toContain(made.out.trim().slice(-43));
  const [first] = (await user('list', '--json')).json<{ users: Record<string, unknown>[] }>().users;
  expect(first).toMatchObject({ login: 'h.sato', hasPassword: false, hasSecondFactor: false });
  expect(Object.keys(first ?? {}).filter((key) => /hash|sha|sealed/i.test(key))).toEqual([]);
});

it('makes another link in place of the first, and keeps somebody out and lets them in again', async () => {
  const first = (await user('create', 'admin', '--role', 'administrator')).out;
  const second = (await user('setup-link', 'admin')).out;
  expect(second).toMatch(LINK);
  expect(second).not.toBe(first);
  expect((await user('disable', 'admin')).out).toContain('停止しました');
  expect((await user('list')).out).toMatch(/admin .*停止中/);
  expect((await user('enable', 'admin', '--lang', 'en')).out).toContain('enabled again');
});

it.each([
  [['create', 'x', '--role', 'root'], 2, 'administrator'],
  [['create', 'x'], 2, '--role'],
  [['create', 'あ', '--role', 'desk'], 2, 'ログイン名'],
  [['create', 'x', '--role', 'desk', '--name', ' '], 2, '氏名'],
  [['create', 'h.sato', '--role', 'desk'], 1, '使われています'],
  [['setup-link', 'nobody'], 1, 'desk user list'],
  [['disable', 'nobody'], 1, 'desk user list'],
])('user %j is refused', async (args, exitCode, words) => {
  expect(await user(...args)).toMatchObject({ exitCode, out: '', err: expect.stringContaining(words) });
});

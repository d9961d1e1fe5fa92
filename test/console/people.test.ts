/** Accounts of one's own and of others, and the log of it all. */
import { parse } from 'csv-parse/sync';
import { Client } from 'pg';
import { GATES } from '../../domain/services';
import { useRecordStore, openConsole, type Person, type TestConsole } from './support';
import { headingOf, wordsOf } from '../portal/support';

const record = useRecordStore();

let console: TestConsole;
beforeEach(() => {
  console = openConsole(record);
});
afterEach(() => console.app.close());

const ROLES_SEEN = { desk: [303, 403, 403], auditor: [200, 403, 200], administrator: [200, 200, 403] } as const;

test.each(Object.entries(ROLES_SEEN))('what %s sees of the administration', async (role, [, users, audit]) => {
  const person = await console.as(role as keyof typeof ROLES_SEEN);
  expect((await person.get('/admin/users')).statusCode).toBe(users);
  expect((await person.get('/audit')).statusCode).toBe(audit);
  const admin = await person.get('/admin');
  expect(admin.statusCode).toBe(200);
  expect(admin.body.includes('href="/admin/users"')).toBe(users === 200);
  expect(admin.body.includes('href="/audit"')).toBe(audit === 200);
});

let made = 0;
/** Adds somebody by the page for it. */
async function added(admin: Person, roles = 'desk'): Promise<{ id: string; login: string; link: string }> {
  const login = `new${(made += 1)}`;
  await admin.get('/admin/users/new');
  const { body } = await admin.post('/admin/users/new', { name: '新人 太郎', login, roles });
  const link = /(\/sign-in\/setup\/[\w-]{43})/.exec(body)?.[1] ?? '';
  const user = await console.store.userByLogin(login);
  return { id: user?.id ?? '', login, link };
}

const actsOf = async ({ user }: Person) =>
  (await console.store.audit({ userId: user!.id, limit: 20 })).map(({ what, targetUserId }) => [what, targetUserId]);

describe('an administrator', () => {
  test('adds somebody, who gets a link that works; it is on record', async () => {
    const admin = await console.as('administrator');
    const { id, link } = await added(admin);
    expect((await console.stranger().get(link)).statusCode).toBe(200);
    expect(await actsOf(admin)).toEqual([['USER_CREATED', id]]);
    const { body } = await admin.get('/admin/users');
    expect(wordsOf(body)).toContain('新人 太郎');
    expect(body).not.toContain(link);
  });

  test.each([
    [{ name: '', login: 'ok', roles: 'desk' }, '氏名を入力してください'],
    [{ name: 'x'.repeat(101), login: 'ok', roles: 'desk' }, '100文字以内'],
    [{ name: 'x', login: '日本', roles: 'desk' }, 'ログイン名を、半角'],
    [{ name: 'x', login: 'ok', roles: 'root' }, '役割を1つ以上'],
  ])('who types %j is told', async (fields, words) => {
    const admin = await console.as('administrator');
    await admin.get('/admin/users/new');
    const { statusCode, body } = await admin.post('/admin/users/new', fields);
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining(words)]);
  });

  test('who takes a name that is taken is told, and loses nothing', async () => {
    const admin = await console.as('administrator');
    const { login } = await added(admin);
    await admin.get('/admin/users/new');
    const fields = { name: '<script>alert(1)</script>', login: login.toUpperCase(), roles: 'approver' };
    const { body } = await admin.post('/admin/users/new', fields);
    expect(wordsOf(body)).toContain('このログイン名は使われています');
    expect(body).toContain('value="&lt;script>alert(1)&lt;/script>"');
    expect(body).toMatch(/value="approver" checked/);
  });

  test('changes roles, which hold at once', async () => {
    const [admin, other] = [await console.as('administrator'), await console.as('desk')];
    const { id } = other.user!;
    expect((await other.get('/audit')).statusCode).toBe(403);
    await admin.get(`/admin/users/${id}`);
    expect((await admin.post(`/admin/users/${id}`, { roles: 'auditor' })).headers.location).toBe(`/admin/users/${id}?done=roles`);
    expect((await other.get('/audit')).statusCode).toBe(200);
    expect(await actsOf(admin)).toEqual([['ROLES_CHANGED', id]]);
  });

  test.each([
    ['disable', 'USER_DISABLED'],
    ['setup-link', 'SECOND_FACTOR_RESET'],
    ['end-sessions', 'SESSIONS_ENDED'],
  ])('%s ends the sessions of that user at once', async (act, what) => {
    const [admin, other] = [await console.as('administrator'), await console.as('desk')];
    const { id } = other.user!;
    await admin.get(`/admin/users/${id}`);
    await admin.post(`/admin/users/${id}/${act}`);
    expect((await other.get('/account')).statusCode).toBe(303);
    expect(await actsOf(admin)).toEqual([[what, id]]);
  });

  test('lets somebody in again who was disabled', async () => {
    const [admin, other] = [await console.as('administrator'), await console.as('desk')];
    const { id } = other.user!;
    await admin.get(`/admin/users/${id}`);
    await admin.post(`/admin/users/${id}/disable`);
    await admin.get(`/admin/users/${id}`);
    await admin.post(`/admin/users/${id}/enable`);
    expect((await console.store.user(id))?.disabledAt).toBeNull();
  });

  test.each(['', '/disable', '/setup-link'])('does nothing to the own account by /admin/users/:id%s', async (act) => {
    const admin = await console.as('administrator');
    await admin.get('/account');
    const { statusCode } = await admin.post(`/admin/users/${admin.user!.id}${act}`, { roles: 'desk' });
    expect(statusCode).toBe(403);
    expect((await console.store.user(admin.user!.id))?.roles).toEqual(['administrator']);
  });

  test.each(['/admin/users/usr-none', '/admin/users/..%2f..%2fetc'])('finds nobody at %s', async (path) => {
    expect((await (await console.as('administrator')).get(path)).statusCode).toBe(404);
  });

  test('is told that a text no database takes cannot be read', async () => {
    expect((await (await console.as('administrator')).get('/admin/users/%00')).statusCode).toBe(400);
  });
});

describe('one’s own account', () => {
  test('signs out everywhere else', async () => {
    const person = await console.as('desk');
    const secret = person.cookies.get('session')!;
    const again = console.stranger();
    again.cookies.set('session', secret);
    await console.store.addSession({
      ...{ id: 'elsewhere', sha256: 'x', userId: person.user!.id, stage: 'FULL' },
      ...{ startedAt: new Date(console.nowMs).toISOString(), lastSeenAt: new Date(console.nowMs).toISOString() },
      expiresAt: new Date(console.nowMs + 60_000).toISOString(),
    });
    expect(wordsOf((await person.get('/account')).body)).toContain('別の画面');
    await person.post('/account/sessions');
    expect(wordsOf((await person.get('/account')).body)).not.toContain('別の画面');
  });

  test('wants the present password, and no more than five tries', async () => {
    const person = await console.as('desk');
    await person.get('/account/password');
    const fields = { current: 'wrong', password: '新しいパスワードはこれです', repeat: '新しいパスワードはこれです' };
    for (let i = 0; i < 4; i += 1) {
      expect(wordsOf((await person.post('/account/password', fields)).body)).toContain('現在のパスワードが正しくありません');
    }
    expect(wordsOf((await person.post('/account/password', fields)).body)).toContain('一時的にサインインを止めています');
  });

  test('wants the present code for a new one', async () => {
    const person = await console.as('desk');
    await person.get('/account/second-factor');
    const { statusCode, body } = await person.post('/account/second-factor', { current: '000000', code: '000000' });
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining('数字が正しくありません')]);
  });

  test('of somebody who comes from an identity provider has neither', async () => {
    const person = await console.as('desk');
    const { issuer, subject } = { issuer: 'https://idp.example', subject: 'sub-1' };
    const theirs = await console.store.takeUser({ id: 'usr-oidc', issuer, subject, name: '組織 花子', roles: ['desk'] });
    const client = new Client({ connectionString: record.postgres.url });
    await client.connect();
    await client.query('update sessions set user_id = $1 where user_id = $2', [theirs.id, person.user!.id]);
    await client.end();
    expect(wordsOf((await person.get('/account')).body)).toContain('組織のアカウントで管理されています');
    expect((await person.get('/account/password')).statusCode).toBe(404);
    expect((await person.get('/account/second-factor')).statusCode).toBe(404);
  });
});

describe('the approvals somebody decides', () => {
  const ticked = (body: string) =>
    [...body.matchAll(/<input[^>]*name="gates" value="(\w+)"( checked)?/g)].filter(([, , on]) => on).map(([, gate]) => gate);

  test('are all of them at first; fewer are kept, told to the log, and all again means those to come too', async () => {
    const [administrator, auditor] = [await console.as('administrator'), await console.as('auditor')];
    const approver = (await console.as('approver')).user!;
    const page = `/admin/users/${approver.id}`;
    expect(ticked((await administrator.get(page)).body)).toHaveLength(GATES.length);
    const send = (gates: readonly string[]) =>
      administrator.post(
        `${page}/gates`,
        {},
        {
          payload: new URLSearchParams([
            ...Object.entries(administrator.hidden(`${page}/gates`)),
            ...gates.map((gate) => ['gates', gate]),
          ]).toString(),
        },
      );
    expect((await send(['COST', 'TEXT', 'nonsense'])).headers.location).toBe(`${page}?done=gates`);
    expect(ticked((await administrator.get(page)).body)).toEqual(['COST', 'TEXT']);
    expect((await console.store.user(approver.id))?.gates).toEqual(['COST', 'TEXT']);
    const log = wordsOf((await auditor.get(`/audit?what=GATES_CHANGED&who=${administrator.user!.id}`)).body);
    expect(log).toContain(`${GATES.join(' ')} → COST TEXT`);
    const none = await send([]);
    expect([none.statusCode, wordsOf(none.body)]).toEqual([
      422,
      expect.stringContaining('決裁できる承認を1つ以上選択してください'),
    ]);
    expect(none.body.match(/class="summary"/g)).toHaveLength(1);
    await administrator.get(page);
    await send(GATES);
    expect((await console.store.user(approver.id))?.gates).toBeNull();
  });

  test('cannot be set for the own account, nor for somebody who decides nothing', async () => {
    const administrator = await console.as('administrator', 'approver');
    const desk = (await console.as('desk')).user!;
    for (const [id, status] of [
      [administrator.user!.id, 403],
      [desk.id, 404],
    ] as const) {
      await administrator.get(`/admin/users/${id}`);
      expect(administrator.page).not.toContain('name="gates"');
      expect((await administrator.post(`/admin/users/${id}/gates`, { gates: 'COST' })).statusCode).toBe(status);
    }
  });
});

describe('the audit log', () => {
  const note = (userId: string, incidentNumber: string | null) =>
    console.store.noteAudit({ userId, what: 'ACCESS_REFUSED', outcome: 'REFUSED', incidentNumber, targetUserId: null });

  test('is filtered and paged by its address, and looking at it is on record', async () => {
    const auditor = await console.as('auditor');
    const { id, login } = (await console.as('desk')).user!;
    for (let i = 0; i < 120; i += 1) await note(id, '7K3M-Q2XK');
    await note(id, null);
    const rowsOf = (body: string) => body.match(/<tr>/g)?.length ?? 0;
    const first = await auditor.get(`/audit?who=${login}&incident=7k3mq2xk`);
    expect(rowsOf(first.body)).toBe(51);
    const older = /href="([^"]+)">さらに前の記録/.exec(first.body)?.[1]?.replace(/&amp;/g, '&') ?? '';
    const second = await auditor.get(older);
    const last = /href="([^"]+)">さらに前の記録/.exec(second.body)?.[1]?.replace(/&amp;/g, '&') ?? '';
    expect(rowsOf((await auditor.get(last)).body)).toBe(21);
    expect(auditor.page).not.toContain('さらに前の記録');
    expect(await actsOf(auditor)).toEqual([1, 2, 3].map(() => ['AUDIT_LOG_VIEWED', null]));
  });

  test('by day in Japan, and by what was done', async () => {
    const auditor = await console.as('auditor');
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    const found = async (query: string) =>
      wordsOf((await auditor.get(`/audit?${query}`)).body).includes('該当する記録がありません');
    expect(await found(`from=${today}&until=${today}`)).toBe(false);
    expect(await found('until=2020-01-01')).toBe(true);
    expect(await found('what=USER_ENABLED&from=2999-01-01')).toBe(true);
  });

  test.each([
    ['who=nobody', 'この利用者は見つかりません'],
    ['incident=7K3M-Q2XX', '受付番号を確認してください'],
    ['from=yesterday', '日付を 2026-12-29 の形で'],
    ['until=2026-99-99', '日付を 2026-12-29 の形で'],
  ])('says what is wrong with %s', async (query, words) => {
    const { body } = await (await console.as('auditor')).get(`/audit?${query}`);
    expect(wordsOf(body)).toContain(words);
    expect(body).toContain('<title>エラー：');
  });

  test('verifies its chain on one press, and says when the hash that was kept is not there any more', async () => {
    const auditor = await console.as('auditor');
    await auditor.get('/audit');
    const checked = await auditor.post('/audit/chain');
    expect(wordsOf(checked.body)).toMatch(/✓ [\d,]+件すべてのハッシュが合いました。変更も欠落もありません。/);
    const hash = /<span class="code breakable">([0-9a-f]{64})</.exec(checked.body)?.[1] ?? '';
    expect(wordsOf((await auditor.post('/audit/chain', { hash: ` ${hash.toUpperCase()} ` })).body)).toMatch(
      /控えのハッシュは、記録番号 \d+ にそのまま残っています。/,
    );
    const missing = await auditor.post('/audit/chain', { hash: 'a'.repeat(64) });
    expect(wordsOf(missing.body)).toContain('控えのハッシュが見つかりません');
    const wrong = await auditor.post('/audit/chain', { hash: 'abc' });
    expect([wrong.statusCode, wordsOf(wrong.body)]).toEqual([422, expect.stringContaining('ハッシュは64桁の英数字')]);
    expect((await actsOf(auditor)).filter(([what]) => what === 'AUDIT_LOG_VERIFIED')).toHaveLength(8);
  });

  test('says from where on it does not fit, and the log of the server says so too', async () => {
    const store = {
      ...console.store,
      verifyAudit: () => Promise.resolve({ rows: 4, last: { seq: 4, sha256: 'b' }, brokenAtSeq: 5, notedSeq: null }),
    };
    const broken = openConsole(record, { store });
    const auditor = await broken.as('auditor');
    await auditor.get('/audit');
    expect(wordsOf((await auditor.post('/audit/chain')).body)).toContain('記録番号 5 から合いません(その前の4件は正常です)');
    expect(broken.logged.join('\n')).toContain('the audit log does not fit its hashes {"seq":5}');
    await broken.app.close();
  });

  test('as a file holds all rows that were asked for, with their hashes, and no formula', async () => {
    const auditor = await console.as('auditor');
    const desk = (await console.as('desk')).user!;
    const formula = await console.store.addUser({ id: `usr-${desk.id}`, login: `f${desk.id}`, name: '=1+1', roles: ['desk'] });
    for (let i = 0; i < 1_005; i += 1) await note(formula!.id, '7K3M-Q2XK');
    const { headers, rawPayload } = await auditor.get(`/audit.csv?who=${formula!.id}`);
    expect(headers['content-disposition']).toBe('attachment; filename="audit-log.csv"');
    const rows: Record<string, string>[] = parse(rawPayload, { bom: true, columns: true });
    expect(rows).toHaveLength(1_005);
    expect(rows[0]).toMatchObject({ 氏名: "'=1+1", 操作コード: 'ACCESS_REFUSED', 受付番号: '7K3M-Q2XK', 結果: '拒否' });
    expect(rows.every((one, i) => i === 0 || one['ハッシュ'] === rows[i - 1]!['直前のハッシュ'])).toBe(true);
    expect((await auditor.get('/audit.csv?who=nobody')).headers.location).toBe('/audit?who=nobody');
    for (const path of ['/audit.csv', '/audit/chain']) expect((await (await console.as('desk')).get(path)).statusCode).toBe(403);
    expect((await actsOf(auditor)).map(([what]) => what)).toContain('AUDIT_LOG_EXPORTED');
  });

  test('tells what the roles were and became', async () => {
    const [administrator, auditor] = [await console.as('administrator'), await console.as('auditor')];
    const { id } = (await console.as('desk')).user!;
    await administrator.get(`/admin/users/${id}`);
    await administrator.post(`/admin/users/${id}`, { roles: 'approver' });
    expect(wordsOf((await auditor.get(`/audit?what=ROLES_CHANGED&who=${administrator.user!.id}`)).body)).toContain(
      'desk → approver',
    );
  });

  test('holds no name, and the database refuses to change it', async () => {
    const { id, name, login } = (await console.as('desk')).user!;
    await note(id, '7K3M-Q2XK');
    const client = new Client({ connectionString: record.postgres.url });
    await client.connect();
    const { rows } = await client.query<object>('select * from audit_log where user_id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${name}|${login}`));
    for (const change of ['update audit_log set what = $$X$$', 'delete from audit_log', 'truncate audit_log']) {
      await expect(client.query(change)).rejects.toThrow('append-only');
    }
    await client.end();
  });
});

test('a heading says where one is, in both languages', async () => {
  const person = await console.as('administrator', 'auditor');
  for (const [path, ja, en] of [
    ['/account', 'マイアカウント', 'My account'],
    ['/admin', '管理', 'Administration'],
    ['/admin/users', '利用者', 'Users'],
    ['/audit', '監査記録', 'Audit log'],
  ] as const) {
    expect(headingOf((await person.get(path)).body)).toBe(ja);
    expect(headingOf((await person.get(`${path}?lang=en`)).body)).toBe(en);
    person.cookies.delete('lang');
  }
});

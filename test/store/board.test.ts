/** The board by who is in charge: what it finds, and that a page of it reads little more than the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { play } from '../support/play';
import { decision } from '../support/sample';
import { underWay } from './incidents';
import { useRecordStore } from './record-store';

const db = useRecordStore();
describe('the board', () => {
  let admin: Client;
  beforeAll(async () => {
    admin = new Client({ connectionString: db.postgres.url });
    await admin.connect();
  });
  afterAll(() => admin.end());

  const NUMBERS = { mine: '7K3M-Q2XK', theirs: '7K3M-Q2A0', nobodys: '9XXX-0005', drill: '2BBB-0002' } as const;
  const board = async (owner?: string | null) =>
    (await db.store.board({ status: 'OPEN', drills: true, owner, limit: 20 })).map((row) => [row.number, row.owner]);

  beforeAll(async () => {
    const clock = { startAt: '2026-12-01T09:00:00+09:00', speed: 1 };
    const given = {
      mine: play({ number: NUMBERS.mine }),
      theirs: play({ number: NUMBERS.theirs, owner: '鈴木 健' }),
      nobodys: play({ number: NUMBERS.nobodys, owner: null }),
      drill: play({ number: NUMBERS.drill, owner: null, clock }),
    };
    for (const [name, one] of Object.entries(given)) await db.store.append(NUMBERS[name as keyof typeof NUMBERS], one.entries);
  });

  test('finds what somebody is in charge of, what nobody is, or all of it', async () => {
    expect(await board('佐藤 花子')).toEqual([[NUMBERS.mine, '佐藤 花子']]);
    expect(await board(null)).toEqual([
      [NUMBERS.nobodys, null],
      [NUMBERS.drill, null],
    ]);
    expect(await board()).toHaveLength(4);
    expect(await board('存在 しない')).toEqual([]);
    const counts = await Promise.all(['佐藤 花子', '鈴木 健', null, 'x'].map((owner) => db.store.countOpen({ owner })));
    expect(counts).toEqual([1, 1, 1, 0]);
    expect(await db.store.countOpen({})).toBe(3);
    expect((await db.store.boardCounts({ owner: null }, '2026-12-01T09:00:00+09:00', [])).all).toBe(1);
  });

  test('follows a hand-over, and is the same when it is derived anew', async () => {
    const one = play({ number: '5WWW-0006' });
    one.say(decision('handOverIncident', { to: '鈴木 健', note: 'x' }));
    await db.store.append('5WWW-0006', one.entries);
    const theirs = await board('鈴木 健');
    expect(theirs.map(([number]) => number)).toContain('5WWW-0006');
    await db.store.rederive('5WWW-0006');
    expect(await board('鈴木 健')).toEqual(theirs);
  });

  test('of incidents from before there was an owner, whoever opened them is in charge', async () => {
    await db.store.append('3CCC-0003', underWay('3CCC-0003').all);
    await admin.query(`update incidents set owner = null where number = '3CCC-0003'`);
    const migration = readFileSync(join(__dirname, '../../store/migrations/0006_owner.sql'), 'utf8');
    const [update] = /^UPDATE .*?;/m.exec(migration) ?? [''];
    await admin.query(update.replace(';', ` where number = '3CCC-0003'`));
    expect(await board('受付 一郎')).toEqual([['3CCC-0003', '受付 一郎']]);
  });

  describe('with ten thousand incidents', () => {
    beforeAll(async () => {
      await admin.query(`
      insert into incidents (number, status, severity, drill, insured, opened_at, aware_at, next_due_at, tasks_open, tasks_total,
        number_search, insured_search, opened_by, owner, due_rank, state, head_seq, head_sha256)
      select 'N' || n, 'OPEN', severity, false, 'name' || n, opened_at, aware_at, opened_at + n * interval '1 minute', 1, 1,
        'N' || n, 'name' || n, opened_by, case when n % 50 > 0 then 'p' || n % 25 end, 2, state, head_seq, head_sha256
      from incidents, generate_series(1, 10000) n where number = '7K3M-Q2XK'`);
      await admin.query('analyze incidents');
    });

    test.each([
      [`owner = 'p7'`, 'incidents_of_owner'],
      ['owner is null', 'incidents_of_nobody'],
    ])('a page of %s comes in order out of %s', async (scope, index) => {
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off) select number from incidents where closed = false and drill = false and ${scope}
       order by drill, due_order, due_rank, number limit 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain(index);
      expect(plan).not.toMatch(/Sort|Seq Scan|Rows Removed by Filter/);
    });
  });
});

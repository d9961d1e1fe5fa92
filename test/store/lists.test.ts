import { Client } from 'pg';
import type { IncidentFilter, ListPlace } from '../../store/types';
import { Entries, underWay } from './incidents';
import { useRecordStore } from './record-store';

const db = useRecordStore();

const record = (entries: Entries) => db.store.append(entries.number, entries.all);
/** Where this incident stands now. */
async function placeOf(number: string): Promise<ListPlace> {
  const row = (await db.store.incidents({ limit: 20_000 })).find((one) => one.number === number)!;
  return { closed: row.status === 'CLOSED', nextDueAt: row.nextDueAt, number };
}
const numbers = async (filter?: IncidentFilter) => (await db.store.incidents(filter)).map(({ number }) => number);

describe('with a handful of incidents', () => {
  beforeAll(async () => {
    await record(new Entries('2BBB-0002').opened({ insured: '100%安心株式会社' }).requested(5));
    await record(new Entries('1AAA-0001').opened({ insured: 'ｱﾝｼﾝ Trading_Co.', drill: true }).requested(5));
    await record(new Entries('3CCC-0003').opened({ insured: null }));
    await record(new Entries('0ZZZ-0004').opened().requested(1).cancelled().closed());
    await record(underWay('9XXX-0005').progressed('調査中'));
    await record(new Entries('5WWW-0006').opened({ insured: 'Back\\slash 商店' }).requested(2).accepted().waitsForApproval(3));
    await record(new Entries('1AAA-0007').opened().requested(9).requested(4, 'T02').cancelled('T02'));
  });

  const LIST_ORDER = ['5WWW-0006', '1AAA-0001', '2BBB-0002', '1AAA-0007', '9XXX-0005', '3CCC-0003', '0ZZZ-0004'];

  test('open before closed, next due first, nothing due last, then by number', async () => {
    expect(await numbers()).toEqual(LIST_ORDER);
  });

  test('pages give the same list', async () => {
    const paged: string[] = [];
    for (
      let page = await numbers({ limit: 2 });
      page.length;
      page = await numbers({ limit: 2, after: await placeOf(page.at(-1)!) })
    ) {
      expect(page.length).toBeLessThanOrEqual(2);
      paged.push(...page);
    }
    expect(paged).toEqual(LIST_ORDER);
  });

  test('by status', async () => {
    expect(await numbers({ status: 'CLOSED' })).toEqual(['0ZZZ-0004']);
    expect(await numbers({ status: 'OPEN', after: await placeOf('9XXX-0005') })).toEqual(['3CCC-0003']);
  });

  test('a place is good when nobody stands there any more', async () => {
    const gone = { ...(await placeOf('2BBB-0002')), number: 'ZZZZ-9999' };
    expect(await numbers({ after: gone })).toEqual(LIST_ORDER.slice(3));
    // What was open when the page was read, and is closed now, does not take the rest of the open ones with it.
    const sinceClosed = { ...(await placeOf('5WWW-0006')), number: '0ZZZ-0004' };
    expect(await numbers({ status: 'OPEN', after: sinceClosed })).toEqual(LIST_ORDER.slice(0, 6));
  });

  const searches: [string, string[]][] = [
    ['aaa', ['1AAA-0001', '1AAA-0007']],
    ['laaa ooo7', ['1AAA-0007']], // l for 1, o for 0, as heard on the telephone
    ['X-0005', ['9XXX-0005']],
    ['アンシン', ['1AAA-0001']],
    ['安心 株式会社', ['2BBB-0002']],
    ['TRADING', ['1AAA-0001']],
    ['%', ['2BBB-0002']],
    ['_', ['1AAA-0001']],
    ['\\', ['5WWW-0006']],
    ['100%', ['2BBB-0002']],
    ['-', []],
    [`' or true --`, []],
    ['\0', []],
    ['  ', LIST_ORDER],
  ];

  test.each(searches)('search for %j', async (search, found) => {
    expect(await numbers({ search })).toEqual(found);
  });

  test('a row says what a list shows', async () => {
    const [row] = await db.store.incidents({ search: '9XXX-0005' });
    expect(row).toEqual({
      ...{ number: '9XXX-0005', status: 'OPEN', outcome: null, severity: 'HIGH', drill: false, insured: '株式会社サンプル商事' },
      ...{ openedAt: '2026-11-24T09:00:01.000+09:00', awareAt: '2026-11-24T08:30:00.000+09:00' },
      ...{ nextDueAt: '2026-11-25T09:00:00.000+09:00', tasksOpen: 2, tasksTotal: 2, sealed: false },
    });
    const [closed] = await db.store.incidents({ status: 'CLOSED' });
    expect(closed).toMatchObject({ outcome: 'RESOLVED', nextDueAt: null, tasksOpen: 0, tasksTotal: 1 });
  });

  test('open tasks of all incidents, next due first, waiting for an approval included', async () => {
    const open = await db.store.openTasks();
    expect(open.map(({ number, task }) => `${number} ${task.taskId} ${task.state}`)).toEqual([
      '5WWW-0006 T01 WAITING_APPROVAL',
      '1AAA-0001 T01 REQUESTED',
      '2BBB-0002 T01 REQUESTED',
      '1AAA-0007 T01 REQUESTED',
      '9XXX-0005 T01 IN_PROGRESS',
    ]);
    expect(open.map(({ drill }) => drill)).toEqual([false, true, false, false, false]);
    expect(open[1]?.task).toEqual((await db.store.incident('1AAA-0001'))?.state.tasks[0]);
  });
});

describe('with 10,000 incidents more', () => {
  let admin: Client;

  beforeAll(async () => {
    admin = new Client(db.postgres.url);
    await admin.connect();
    const columns = `status, severity, drill, opened_at, aware_at, next_due_at, tasks_open, tasks_total, number_search,
      insured_search, state, head_seq, head_sha256`;
    await admin.query(`insert into incidents (number, ${columns})
      select 'N' || n, case n % 4 when 0 then 'CLOSED' else 'OPEN' end, severity, drill, opened_at, aware_at,
        opened_at + n * interval '1 minute', 1, 1, 'N' || n, 'name' || n, state, head_seq, head_sha256
      from incidents, generate_series(1, 10000) n where number = '9XXX-0005'`);
    await admin.query('analyze incidents');
  });

  afterAll(() => admin.end());

  test('a page anywhere in the list reads little more than the page', async () => {
    const middle = 'N5001';
    expect(await numbers({ limit: 3, after: await placeOf(middle) })).toEqual(['N5002', 'N5003', 'N5005']);
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off) select number from incidents
       where (closed, due_order, number) > (false, coalesce($1::timestamp with time zone, 'infinity'), $2::text)
       order by closed, due_order, number limit 100`,
      [(await placeOf(middle)).nextDueAt, middle],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('incidents_in_list_order');
    expect(plan).not.toMatch(/Sort|Seq Scan|Rows Removed by Filter/);
  });
});

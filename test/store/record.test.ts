import { createHash } from 'node:crypto';
import { Client } from 'pg';
import canonicalize from 'canonicalize';
import { evolve } from '../../domain/evolve';
import type { IncidentState } from '../../domain/incident';
import { ChainBroken, ChainConflict, GapInTimeline, NothingRecorded, migrateStore, openStore } from '../../store';
import { Entries, underWay } from './incidents';
import { useRecordStore } from './record-store';

// Two processes start at once.
const migrateTwice = (url: string) => Promise.all([migrateStore(url), migrateStore(url)]);
let admin: Client;

afterAll(() => admin.end());
const db = useRecordStore(migrateTwice);
beforeAll(async () => {
  admin = new Client(db.postgres.url);
  await admin.connect();
});

const derivedRows = async (number: string): Promise<unknown> => ({
  incidents: (await admin.query('select * from incidents where number = $1', [number])).rows,
  tasks: (await admin.query('select * from tasks where incident_number = $1 order by task_id', [number])).rows,
});

async function tamper(statement: string, values: unknown[]): Promise<void> {
  await admin.query('alter table timeline disable trigger timeline_append_only');
  const { rowCount } = await admin.query(statement, values);
  await admin.query('alter table timeline enable always trigger timeline_append_only');
  expect(rowCount).toBe(1);
}

test('running the migrations again changes nothing', async () => {
  const applied = async () => (await admin.query('select hash from drizzle.__drizzle_migrations order by id')).rows as unknown[];
  const before = await applied();
  await migrateStore(db.postgres.url);
  expect(before.length).toBeGreaterThan(1);
  expect(await applied()).toEqual(before);
});

describe('append', () => {
  test('keeps entries as they were given, chained from 64 zeros, and folds them', async () => {
    const { all } = underWay('AAAA-0001').progressed('NUL \0, half \ud800 and 髙﨑①').progressed('二回目');
    const head = await db.store.append('AAAA-0001', all);

    const recorded = await db.store.timeline('AAAA-0001');
    expect(recorded.map(({ entry }) => entry)).toEqual(all);
    let sha256 = '0'.repeat(64);
    for (const { entry, sha256: recordedSha256 } of recorded) {
      sha256 = createHash('sha256')
        .update(`${sha256}${canonicalize(entry)}`)
        .digest('hex');
      expect(recordedSha256).toBe(sha256);
    }
    expect(head).toEqual({ seq: all.length, sha256 });
    expect(await db.store.verifyChain('AAAA-0001')).toEqual({ entries: all.length, brokenAtSeq: null });
    const state = all.reduce<IncidentState | null>(evolve, null);
    expect(await db.store.incident('AAAA-0001')).toEqual({ state, head, sealedAt: null });
  });

  test('gives the same record whether entries come one by one or all at once', async () => {
    const { all } = underWay('AAAA-0002').cancelled().closed();
    for (const entry of all) await db.store.append('AAAA-0002', [entry]);
    const oneByOne = await derivedRows('AAAA-0002');
    await db.store.rederive('AAAA-0002');
    expect(await derivedRows('AAAA-0002')).toEqual(oneByOne);
  });

  test('passes over entries that are there already', async () => {
    const { all } = underWay('AAAA-0003');
    await db.store.append('AAAA-0003', all.slice(0, 3));
    const head = await db.store.append('AAAA-0003', all.slice(1));
    expect(await db.store.append('AAAA-0003', all)).toEqual(head);
    expect(await db.store.append('AAAA-0003', [])).toEqual(head);
    expect(await db.store.timeline('AAAA-0003')).toHaveLength(all.length);
  });

  test('refuses a gap, and records nothing of what came with it', async () => {
    const { all } = underWay('AAAA-0004');
    await expect(db.store.append('AAAA-0004', all.slice(1))).rejects.toMatchObject({ expectedSeq: 1, givenSeq: 2 });
    await db.store.append('AAAA-0004', all.slice(0, 2));
    const skipped = [all[1]!, all[2]!, all[4]!];
    await expect(db.store.append('AAAA-0004', skipped)).rejects.toThrow(GapInTimeline);
    expect(await db.store.timeline('AAAA-0004')).toHaveLength(2);
  });

  test('refuses other content under a number that is taken', async () => {
    const { all } = underWay('AAAA-0005');
    await db.store.append('AAAA-0005', all);
    const other = underWay('AAAA-0005').progressed('より新しい記録').all;
    const changed = other.map((entry) => (entry.seq === 2 ? { ...entry, messageId: 'other' } : entry));
    await expect(db.store.append('AAAA-0005', changed)).rejects.toThrow(ChainConflict);
    expect((await db.store.timeline('AAAA-0005')).map(({ entry }) => entry)).toEqual(all);
  });

  test('two stores that append the same entries at once record them once', async () => {
    const { all } = underWay('AAAA-0006').progressed('並行');
    const other = await openStore(db.postgres.url);
    const heads = await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? db.store : other).append('AAAA-0006', all.slice(0, all.length - (i % 3)))),
    );
    await other.close();
    expect(new Set(heads.map(({ seq }) => seq)).has(all.length)).toBe(true);
    expect((await db.store.timeline('AAAA-0006')).map(({ entry }) => entry)).toEqual(all);
    expect((await db.store.verifyChain('AAAA-0006')).brokenAtSeq).toBeNull();
    const state = all.reduce<IncidentState | null>(evolve, null);
    expect((await db.store.incident('AAAA-0006'))?.state).toEqual(state);
  });

  test('catches up a long timeline in one call', async () => {
    const entries = underWay('AAAA-0007');
    for (let i = 0; i < 2_500; i += 1) entries.progressed(`進捗 ${i}`);
    await db.store.append('AAAA-0007', entries.all);
    expect(await db.store.verifyChain('AAAA-0007')).toEqual({ entries: entries.all.length, brokenAtSeq: null });
  });

  test('an unknown incident is nothing, not an error', async () => {
    expect(await db.store.incident('AAAA-9999')).toBeNull();
    expect(await db.store.timeline('AAAA-9999')).toEqual([]);
    expect(await db.store.verifyChain('AAAA-9999')).toEqual({ entries: 0, brokenAtSeq: null });
  });
});

test('the timeline is read in pages', async () => {
  const { all } = underWay('BBBB-0001');
  await db.store.append('BBBB-0001', all);
  const page = await db.store.timeline('BBBB-0001', { afterSeq: 1, limit: 2 });
  expect(page.map(({ entry }) => entry.seq)).toEqual([2, 3]);
});

describe('derived rows', () => {
  test('are folded again when they were lost, by rederive and by the next append', async () => {
    const { all } = underWay('CCCC-0001').progressed('続き');
    await db.store.append('CCCC-0001', all.slice(0, -1));
    const before = await derivedRows('CCCC-0001');
    await admin.query(`delete from incidents where number = 'CCCC-0001'`);
    await db.store.rederive('CCCC-0001');
    expect(await derivedRows('CCCC-0001')).toEqual(before);

    await admin.query(`delete from incidents where number = 'CCCC-0001'`);
    await db.store.append('CCCC-0001', all);
    expect((await db.store.incident('CCCC-0001'))?.state).toEqual(all.reduce<IncidentState | null>(evolve, null));
  });

  test('that somebody changed are set right', async () => {
    await db.store.append('CCCC-0002', underWay('CCCC-0002').all);
    const before = await derivedRows('CCCC-0002');
    await admin.query(`update incidents set severity = 'LOW', state = '{}' where number = 'CCCC-0002'`);
    await admin.query(`update tasks set partner_id = 'nobody' where incident_number = 'CCCC-0002'`);
    expect(await derivedRows('CCCC-0002')).not.toEqual(before);
    await db.store.rederive('CCCC-0002');
    expect(await derivedRows('CCCC-0002')).toEqual(before);
  });
});

describe('what was recorded', () => {
  beforeAll(async () => {
    await db.store.append('DDDD-0001', underWay('DDDD-0001').all);
    await db.store.seal('DDDD-0001');
    await db.store.putFile(Buffer.from('報告書'), { name: '報告書.txt', mediaType: 'text/plain' });
  });

  test.each(['timeline', 'seals', 'files'])('the database refuses to change %s', async (table) => {
    const message = new RegExp(`table ${table} is append-only`);
    await expect(admin.query(`update ${table} set sha256 = sha256`)).rejects.toThrow(message);
    await expect(admin.query(`delete from ${table}`)).rejects.toThrow(message);
    await expect(admin.query(`truncate ${table} cascade`)).rejects.toThrow(message);
    await admin.query('set session_replication_role = replica');
    await expect(admin.query(`delete from ${table}`)).rejects.toThrow(message);
    await admin.query('set session_replication_role = default');
  });
});

describe('verifyChain finds', () => {
  const tampering: [string, string, number][] = [
    [
      'a changed entry',
      `update timeline set canonical = replace(canonical, '調査 花子', '別人') where incident_number = $1 and seq = 4`,
      4,
    ],
    ['a canonical text that is no JSON', `update timeline set canonical = 'x' where incident_number = $1 and seq = 2`, 2],
    [
      'a column that no longer says what the entry says',
      `update timeline set data = '{}' where incident_number = $1 and seq = 3`,
      3,
    ],
    ['a changed time', `update timeline set at = at + interval '1 second' where incident_number = $1 and seq = 5`, 5],
    ['a removed entry', `delete from timeline where incident_number = $1 and seq = 2`, 2],
    ['a removed end', `delete from timeline where incident_number = $1 and seq = 5`, 5],
    [
      'an entry moved from another incident',
      `update timeline set incident_number = $1 where incident_number = 'EEEE-SPARE' and seq = 6`,
      6,
    ],
  ];

  test.each(tampering)('%s', async (what, statement, brokenAtSeq) => {
    const number = `EEEE-${createHash('sha256').update(what).digest('hex').slice(0, 4)}`;
    await db.store.append(number, underWay(number).all);
    await db.store.append('EEEE-SPARE', underWay('EEEE-SPARE').progressed('別の案件').all);
    await tamper(statement, [number]);
    expect((await db.store.verifyChain(number)).brokenAtSeq).toBe(brokenAtSeq);
    await expect(db.store.seal(number)).rejects.toThrow(ChainBroken);
  });

  test('a chain made anew after it was sealed', async () => {
    await db.store.append('FFFF-0001', underWay('FFFF-0001').all);
    await db.store.seal('FFFF-0001');
    await admin.query('alter table timeline disable trigger timeline_append_only');
    await admin.query(`delete from timeline where incident_number = 'FFFF-0001'`);
    await admin.query('alter table timeline enable always trigger timeline_append_only');
    await admin.query(`delete from incidents where number = 'FFFF-0001'`);
    await db.store.append(
      'FFFF-0001',
      new Entries('FFFF-0001').opened({ insured: '別の会社' }).planned().requested().accepted().started().all,
    );
    expect(await db.store.verifyChain('FFFF-0001')).toEqual({ entries: 5, brokenAtSeq: 5 });
  });
});

describe('seal', () => {
  test('marks the record complete, once', async () => {
    const { all } = underWay('GGGG-0001').cancelled().closed();
    const head = await db.store.append('GGGG-0001', all);
    expect(await db.store.seal('GGGG-0001')).toEqual(head);
    const sealed = await db.store.incident('GGGG-0001');
    expect(sealed?.sealedAt).toMatch(/^2\d{3}-.*\+09:00$/);
    expect(await db.store.seal('GGGG-0001')).toEqual(head);
    await db.store.rederive('GGGG-0001');
    expect(await db.store.incident('GGGG-0001')).toEqual(sealed);
    expect((await db.store.incidents({ search: 'GGGG-0001' }))[0]?.sealed).toBe(true);
  });

  test('holds for the entries it was made over; one more wants a new seal', async () => {
    const { all } = underWay('GGGG-0002').cancelled().closed().progressed('遅れて届いた報告');
    await db.store.append('GGGG-0002', all.slice(0, -1));
    await db.store.seal('GGGG-0002');
    const head = await db.store.append('GGGG-0002', all);
    expect((await db.store.incident('GGGG-0002'))?.sealedAt).toBeNull();
    expect(await db.store.seal('GGGG-0002')).toEqual(head);
    expect((await db.store.incident('GGGG-0002'))?.sealedAt).not.toBeNull();
  });

  test('refuses a number under which nothing is recorded', async () => {
    await expect(db.store.seal('GGGG-9999')).rejects.toThrow(NothingRecorded);
  });
});

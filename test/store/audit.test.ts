/** The audit log is one chain, whoever writes it, and says so when it is touched. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { migrateStore, openStore, RecordUnavailable } from '../../store';
import { auditWriter } from '../../store/audit';
import type { NewAuditRow } from '../../store/staff-types';
import { useRecordStore } from './record-store';

const MIGRATIONS = join(__dirname, '../../store/migrations');
const BEFORE_THE_CHAIN = 7;
const OLD_ROWS = 5;
const EACH = 300;

/** A log that was kept before there was a chain, with a number left out, then brought up to date. */
async function withOldRows(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    cpSync(MIGRATIONS, folder, { recursive: true });
    const journal = join(folder, 'meta', '_journal.json');
    const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: object[] };
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, BEFORE_THE_CHAIN) }));
    await migrate(drizzle(client), { migrationsFolder: folder });
    for (let i = 0; i < OLD_ROWS; i += 1) {
      await client.query("insert into audit_log (user_id, what, outcome) values ($1, 'SIGNED_IN', 'DONE')", [`old "${i}"\n髙`]);
      if (i === 2) await client.query("select nextval('audit_log_seq_seq')");
    }
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
  }
  await migrateStore(url);
}

let admin: Client;
afterAll(() => admin.end());
const record = useRecordStore(withOldRows);
beforeAll(async () => {
  admin = new Client({ connectionString: record.postgres.url });
  await admin.connect();
});

const row = (what: string, changes: Partial<NewAuditRow> = {}): NewAuditRow => ({
  ...{ userId: 'usr-1', what, outcome: 'DONE', incidentNumber: '7K3M-Q2XK', targetUserId: null },
  ...changes,
});

/** What somebody with the keys of the database can do, undone after the look. */
async function tampered<T>(statement: string, look: () => Promise<T>): Promise<T> {
  try {
    await admin.query('create table kept as select * from audit_log');
    await admin.query('alter table audit_log disable trigger user');
    await admin.query(statement);
    return await look();
  } finally {
    await admin.query('delete from audit_log');
    await admin.query('insert into audit_log select * from kept');
    await admin.query('drop table kept');
    await admin.query('alter table audit_log enable always trigger audit_log_append_only');
    await admin.query('alter table audit_log enable always trigger audit_log_chained');
  }
}

test('what was recorded before there was a chain is in it, as it was', async () => {
  const { rows } = await admin.query<{ seq: string; user_id: string }>('select seq, user_id from audit_log order by seq');
  expect(rows.map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 5, 6]);
  expect(rows[4]?.user_id).toBe('old "4"\n髙');
  expect(await record.store.verifyAudit()).toMatchObject({ rows: OLD_ROWS, brokenAtSeq: null, last: { seq: 6 } });
});

test('each row’s hash is of its words and the hash before, from 64 zeros, and anybody can recompute it', async () => {
  await record.store.noteAudit(
    row('ROLES_CHANGED', { before: 'desk "1"\u0001\t', after: 'desk approver', targetUserId: 'usr-2' }),
  );
  const { rows } = await admin.query<Record<string, string | null>>(
    `select *, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as told from audit_log order by seq`,
  );
  let previous = '0'.repeat(64);
  for (const one of rows) {
    const items = ['user_id', 'what', 'outcome', 'incident_number', 'target_user_id', 'before', 'after'].map((name) => one[name]);
    const text = `[${[Number(one['seq']), one['told'], ...items].map((item) => JSON.stringify(item)).join(', ')}]`;
    expect(one['prev_sha256']).toBe(previous);
    previous = createHash('sha256')
      .update(previous + text)
      .digest('hex');
    expect(one['sha256']).toBe(previous);
  }
});

test('rows that two processes write at the same time make one chain, without a gap and in the order of their times', async () => {
  const other = await openStore(record.postgres.url);
  const { rows: before } = await record.store.verifyAudit();
  const beganMs = performance.now();
  const from = (store: typeof record.store, name: string) =>
    Promise.all(Array.from({ length: EACH }, (_, i) => store.noteAudit(row('INCIDENT_VIEWED', { userId: `${name}-${i}` }))));
  await Promise.all([from(record.store, 'one'), from(other, 'other')]);
  const tookMs = performance.now() - beganMs;
  await other.close();
  expect(await record.store.verifyAudit()).toMatchObject({ rows: before + 2 * EACH, brokenAtSeq: null });
  const rows = [...(await record.store.audit({ limit: 2 * EACH }))].reverse();
  expect(rows.every((one, i) => i === 0 || one.seq === rows[i - 1]!.seq + 1)).toBe(true);
  expect(rows.every((one, i) => i === 0 || one.at >= rows[i - 1]!.at)).toBe(true);
  expect(new Set(rows.map(({ userId }) => userId)).size).toBe(2 * EACH);
  process.stderr.write(`${2 * EACH} audit rows of two processes in ${Math.round(tookMs)} ms\n`);
});

test('number, time and hashes are the database’s, whatever it is given', async () => {
  await admin.query(
    `insert into audit_log (seq, at, user_id, what, outcome, prev_sha256, sha256) values (1, '2001-01-01', 'x', 'X', 'DONE', 'a', 'b')`,
  );
  const [last] = await record.store.audit({ limit: 1 });
  expect(Date.now() - Date.parse(last!.at)).toBeLessThan(60_000);
  expect(await record.store.verifyAudit()).toMatchObject({ brokenAtSeq: null, last: { seq: last!.seq, sha256: last!.sha256 } });
});

test.each([
  ['a word was changed', `update audit_log set what = 'SIGNED_OUT' where seq = 3`, 3],
  ['a time was changed', `update audit_log set at = at + interval '1 microsecond' where seq = 5`, 5],
  ['a row was taken out', 'delete from audit_log where seq = 2', 3],
  ['a row was put in', `insert into audit_log (seq, user_id, what, outcome) values (4, 'x', 'X', 'DONE')`, 4],
  ['the first row became the last', 'update audit_log set seq = 100000 where seq = 1', 2],
])('is found broken when %s', async (_case, statement, seq) => {
  expect(await tampered(statement, () => record.store.verifyAudit())).toMatchObject({ brokenAtSeq: seq });
  expect(await record.store.verifyAudit()).toMatchObject({ brokenAtSeq: null });
});

test('is found broken when rows were cut off at the end, and when all was made anew', async () => {
  const { last, rows } = await record.store.verifyAudit();
  const cut = await tampered(`delete from audit_log where seq > ${last.seq - 3}`, () => record.store.verifyAudit());
  expect(cut).toMatchObject({ rows: rows - 3, brokenAtSeq: last.seq - 2 });
  expect(await record.store.verifyAudit(last.sha256)).toMatchObject({ brokenAtSeq: null, notedSeq: last.seq });
  expect(await record.store.verifyAudit('f'.repeat(64))).toMatchObject({ brokenAtSeq: null, notedSeq: null });
});

describe('the writer', () => {
  const refused = () => Promise.reject(new RecordUnavailable('22021'));

  test('puts what comes together into one statement, and lets nobody fail for somebody else', async () => {
    const calls: string[][] = [];
    const note = auditWriter((rows) => {
      calls.push(rows.map(({ what }) => what));
      return rows.some(({ what }) => what === 'BAD') ? refused() : Promise.resolve();
    });
    const told = await Promise.allSettled(['A', 'B', 'BAD', 'C'].map((what) => note(row(what))));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(calls).toEqual([['A'], ['B', 'BAD', 'C'], ['B'], ['BAD'], ['C']]);
  });

  test('tells everybody when the record is down, tries nothing twice, and goes on afterwards', async () => {
    let isDown = true;
    let calls = 0;
    const note = auditWriter(() => {
      calls += 1;
      return isDown ? Promise.reject(new RecordUnavailable('ECONNREFUSED')) : Promise.resolve();
    });
    const told = await Promise.allSettled(['A', 'B', 'C'].map((what) => note(row(what))));
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls).toBe(2);
    isDown = false;
    await note(row('D'));
    expect(calls).toBe(3);
  });
});

/** The record on a PostgreSQL of its own, for the tests of one file. */
import { migrateStore, openStore } from '../../store';
import type { OverviewStore } from '../../store/overview-types';
import type { StaffStore } from '../../store/staff-types';
import type { Store } from '../../store/types';
import { startPostgres, type TestPostgres } from '../support/postgres';

export interface RecordStore {
  readonly postgres: TestPostgres;
  readonly store: Store & StaffStore & OverviewStore;
}

/** Starts it before the file's first test and stops it after the last; to be read inside tests only. */
export function useRecordStore(migrate: (url: string) => Promise<unknown> = migrateStore): RecordStore {
  const inUse = {} as { -readonly [K in keyof RecordStore]: RecordStore[K] };
  beforeAll(async () => {
    inUse.postgres = await startPostgres();
    await migrate(inUse.postgres.url);
    inUse.store = await openStore(inUse.postgres.url);
  });
  afterAll(async () => {
    await inUse.store.close();
    await inUse.postgres.stop();
  });
  return inUse;
}

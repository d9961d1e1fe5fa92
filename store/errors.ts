/** What can go wrong with the record, in words that carry no personal data. */
import { isNativeError } from 'node:util/types';
import { DrizzleQueryError } from 'drizzle-orm';
import { both, type Bilingual } from '../domain/wording';

/** Something the record refuses or cannot do. */
export abstract class StoreError extends Error {
  /** Whether the same call can succeed later without anybody changing anything. */
  abstract readonly transient: boolean;

  constructor(text: Bilingual) {
    super(both(text));
    this.name = new.target.name;
  }
}

/** An entry before the ones given is missing: give them from `expectedSeq` on. */
export class GapInTimeline extends StoreError {
  readonly transient = false;

  constructor(
    readonly incidentNumber: string,
    readonly expectedSeq: number,
    readonly givenSeq: number,
  ) {
    super({
      ja: `案件 ${incidentNumber} の記録に欠番があります(次は ${expectedSeq}、受け取ったのは ${givenSeq})。何も記録していません。${expectedSeq} から送り直してください`,
      en: `The record of ${incidentNumber} would have a gap (next is ${expectedSeq}, given was ${givenSeq}). Nothing was recorded. Send the entries from ${expectedSeq} on`,
    });
  }
}

/** Another entry already stands under this sequence number. */
export class ChainConflict extends StoreError {
  readonly transient = false;

  constructor(
    readonly incidentNumber: string,
    readonly seq: number,
  ) {
    super({
      ja: `案件 ${incidentNumber} の記録 ${seq} は、すでに別の内容で記録されています。記録は変更していません`,
      en: `Entry ${seq} of ${incidentNumber} already stands in the record with other content. The record was not changed`,
    });
  }
}

/** The stored entries no longer fit their hashes: the record was changed from outside. */
export class ChainBroken extends StoreError {
  readonly transient = false;

  constructor(
    readonly incidentNumber: string,
    readonly brokenAtSeq: number,
  ) {
    super({
      ja: `案件 ${incidentNumber} の記録は ${brokenAtSeq} から整合しません。封印していません。データベースの管理者にご連絡ください`,
      en: `The record of ${incidentNumber} does not fit its hashes from entry ${brokenAtSeq} on. It was not sealed. Tell the administrator of the database`,
    });
  }
}

/** Nothing is recorded under this number. */
export class NothingRecorded extends StoreError {
  readonly transient = false;

  constructor(readonly incidentNumber: string) {
    super({
      ja: `案件 ${incidentNumber} の記録はありません。番号をご確認ください`,
      en: `Nothing is recorded for ${incidentNumber}. Check the number`,
    });
  }
}

/** The database cannot be reached or does not carry the call out. */
export class RecordUnavailable extends StoreError {
  readonly transient: boolean;

  /** `reason`: the database's own code, e.g. `ECONNREFUSED` or `57P01`. */
  constructor(readonly reason: string) {
    super({
      ja: `案件記録のデータベースを利用できません(${reason})。これまでの記録は保たれています。データベースを確認し、もう一度お試しください`,
      en: `The database of the case record cannot be used (${reason}). What was recorded before is kept. Check the database, then try again`,
    });
    // SQLSTATE classes 22 and 23: the values themselves are refused, and will be again.
    this.transient = !/^2[23]...$/.test(reason);
  }
}

/** What pg says without a code when a connection is not to be had or was lost. */
const LOST_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client was closed)/;

/**
 * Runs a call on the database. Errors of drizzle and PostgreSQL carry the values of the query, so they never leave the
 * store: only their codes do.
 */
export async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw withoutValues(error);
  }
}

function withoutValues(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const origin = error instanceof DrizzleQueryError ? error.cause : error;
  if (!isNativeError(origin)) return new RecordUnavailable('UNKNOWN');
  if ('code' in origin && typeof origin.code === 'string') return new RecordUnavailable(origin.code);
  if (LOST_CONNECTION.test(origin.message)) return new RecordUnavailable('CONNECTION_LOST');
  return error instanceof DrizzleQueryError ? new RecordUnavailable(origin.name) : error;
}

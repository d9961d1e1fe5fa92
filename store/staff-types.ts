/** What the record can be asked and told about the people who work here. */
import type { Instant } from '../domain/time';
import type { BoardStore } from './board-types';

/** FACTOR: the password was right, the second factor is wanted. ENROL: a second factor has to be set up. FULL: signed in. */
export type SessionStage = 'FACTOR' | 'ENROL' | 'FULL';
export type SessionEnd = 'SIGN_OUT' | 'RENEWED' | 'ADMINISTRATOR' | 'CREDENTIALS_CHANGED';
/** BEGUN stands before an act is tried, so that none goes without a trace. */
export type AuditOutcome = 'BEGUN' | 'DONE' | 'REFUSED' | 'NOT_FOUND' | 'FAILED';
export type DraftFields = Readonly<Record<string, readonly string[]>>;

/** What may be known of a person who works here. */
export interface User {
  readonly id: string;
  readonly login: string | null;
  readonly issuer: string | null;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
  readonly lastSignInAt: Instant | null;
  /** Which approvals this person may decide, of those the roles allow; null: all of them. */
  readonly gates: readonly string[] | null;
  /** Whether single keys do something on the pages of this person. */
  readonly shortcuts: boolean;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly recoveryCodesLeft: number;
}

/** What a sign-in is checked against. */
interface Credentials {
  readonly passwordHash: string | null;
  readonly totpSealed: string | null;
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly stage: SessionStage;
  readonly startedAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: SessionEnd | null;
  /** What the identity provider knows this sign-in by, sealed; null: the account is kept here. */
  readonly idTokenSealed: string | null;
}

export interface Draft {
  readonly fields: DraftFields;
  readonly savedAt: Instant;
}

/** After `failures` within `windowMs` nothing is tried under this key for `lockMs`. */
export interface LockRule {
  readonly failures: number;
  readonly windowMs: number;
  readonly lockMs: number;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: Instant;
  readonly userId: string;
  readonly what: string;
  readonly outcome: AuditOutcome;
  readonly incidentNumber: string | null;
  readonly targetUserId: string | null;
  /** Of settings of users: what it was and what it became. */
  readonly before: string | null;
  readonly after: string | null;
  readonly prevSha256: string;
  readonly sha256: string;
}

/** What is told; number, time and hashes are the database's. */
export type NewAuditRow = Omit<AuditRow, 'seq' | 'at' | 'before' | 'after' | 'prevSha256' | 'sha256'> &
  Partial<Pick<AuditRow, 'before' | 'after'>>;

/** What a look at the whole chain found. */
export interface AuditChain {
  /** Rows that fit, and the last of them. */
  readonly rows: number;
  readonly last: { readonly seq: number; readonly sha256: string };
  /** The first row that does not fit or is missing; null: none. */
  readonly brokenAtSeq: number | null;
  /** Under which number the hash that was noted before was found; null: under none. */
  readonly notedSeq: number | null;
}

export interface AuditStore {
  noteAudit(row: NewAuditRow): Promise<void>;
  /** Newest first. */
  audit(filter: AuditFilter): Promise<readonly AuditRow[]>;
  /** `noted`: the hash of a row, kept elsewhere. It tells when the whole chain was made anew. */
  verifyAudit(noted?: string | null): Promise<AuditChain>;
}

/** Somebody who is typing in a form of a page. */
export interface Editor {
  readonly userId: string;
  readonly name: string;
  readonly secondsAgo: number;
}

interface Editing {
  readonly page: string;
  readonly form: string;
  readonly userId: string;
}

export interface EditingStore {
  noteEditing(about: Editing): Promise<void>;
  endEditing(about: Editing): Promise<void>;
  /** Who typed there within so many seconds, last first; the form `exceptForm` is left out. */
  editors(page: string, exceptForm: string, withinS: number): Promise<readonly Editor[]>;
}

export interface AuditFilter {
  readonly userId?: string;
  readonly what?: string;
  readonly incidentNumber?: string;
  readonly from?: Instant;
  /** Up to and not including. */
  readonly until?: Instant;
  /** Rows recorded before this one. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

export interface UserStore {
  /** Null when the login is taken. */
  addUser(user: Pick<User, 'id' | 'name' | 'roles'> & { readonly login: string }): Promise<User | null>;
  /** The person of an identity provider; made at the first sign-in, and brought up to date at each. */
  takeUser(user: Pick<User, 'id' | 'name' | 'roles'> & { readonly issuer: string; readonly subject: string }): Promise<User>;
  user(id: string): Promise<User | null>;
  userByLogin(login: string): Promise<(User & Credentials) | null>;
  /** Oldest first. */
  users(): Promise<readonly User[]>;
  changeUser(
    id: string,
    change: {
      readonly roles?: readonly string[];
      readonly gates?: readonly string[] | null;
      readonly disabledAt?: Instant | null;
      readonly shortcuts?: boolean;
    },
  ): Promise<User | null>;
  credentials(id: string): Promise<Credentials | null>;
  setPassword(id: string, passwordHash: string): Promise<void>;
  /** With the hashes of its recovery codes. Null takes it away. */
  setSecondFactor(
    id: string,
    factor: { readonly totpSealed: string; readonly recoverySha256: readonly string[] } | null,
  ): Promise<void>;
  /** Whether this step's code had not been taken before, nor that of a later one. */
  takeTotpStep(id: string, step: number): Promise<boolean>;
  /** Whether there was such a code; it is used up. */
  takeRecoveryCode(id: string, sha256: string): Promise<boolean>;
  /** Takes away password, second factor and set-up link: until there is a new link nobody gets in. */
  forgetCredentials(id: string): Promise<void>;
  /** A link with which somebody chooses password and second factor; replaces an earlier one. */
  setSetupLink(id: string, link: { readonly sha256: string; readonly expiresAt: Instant }): Promise<void>;
  userBySetupLink(sha256: string, at: Instant): Promise<User | null>;
  /** Uses the link up: null when it was used or has expired. Old password and second factor are gone with it. */
  takeSetupLink(sha256: string, at: Instant, passwordHash: string): Promise<User | null>;
}

export interface SessionStore {
  addSession(
    session: Omit<Session, 'endedAt' | 'endedBy' | 'idTokenSealed'> & {
      readonly sha256: string;
      readonly idTokenSealed?: string | null;
    },
  ): Promise<void>;
  /** Also one that has ended: whose it was is still known. */
  findSession(sha256: string): Promise<{ readonly session: Session; readonly user: User } | null>;
  touchSession(id: string, at: Instant): Promise<void>;
  endSession(id: string, by: SessionEnd, at: Instant): Promise<void>;
  /** Ends those that still go on, except one. Returns how many. */
  endSessionsOf(userId: string, by: SessionEnd, at: Instant, exceptId?: string): Promise<number>;
  noteSignIn(userId: string, at: Instant): Promise<void>;
  /** Those that have neither ended nor expired, newest first. */
  openSessions(at: Instant, userId?: string): Promise<readonly Session[]>;
  /** Until when nothing is tried under this key; null when it is not locked. */
  lockedUntil(key: string, at: Instant): Promise<Instant | null>;
  /** Counts a try before it is made, so that of many at once no more are made than may be. Returns how many there were. */
  countTry(key: string, rule: LockRule, at: Instant): Promise<number>;
  /** The last try was none that counts. */
  uncountTry(key: string): Promise<void>;
  forgetFailures(key: string): Promise<void>;
  /** Removes sessions and drafts older than these moments, and failures that no longer count. */
  sweep(older: { readonly sessions: Instant; readonly drafts: Instant; readonly failures: Instant }): Promise<void>;
}

export interface StaffStore extends UserStore, SessionStore, BoardStore, AuditStore, EditingStore {
  saveDraft(userId: string, page: string, fields: DraftFields): Promise<Instant>;
  draft(userId: string, page: string): Promise<Draft | null>;
  removeDraft(userId: string, page: string): Promise<void>;
}

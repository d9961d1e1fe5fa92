/**
 * The tables of the people who work here: who they are, where they are signed in, what they were typing, and what they
 * looked at and did. `audit_log` is what was recorded: the database chains it as it comes and refuses to change it.
 */
import { sql } from 'drizzle-orm';
import { bigint, bigserial, boolean, index, integer, json, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns';
import type { AuditOutcome, DraftFields, SessionEnd, SessionStage } from './staff-types';

const now = sql`now()`;

/** Secrets are kept as hashes; that of the second factor, which must be read again, is sealed with a key of the console. */
export const users = pgTable(
  'users',
  {
    id: text().primaryKey(),
    /** null: this person comes from an identity provider. */
    login: text().unique(),
    issuer: text(),
    subject: text(),
    name: text().notNull(),
    roles: text().array().notNull(),
    createdAt: instant('created_at').notNull().default(now),
    disabledAt: instant('disabled_at'),
    lastSignInAt: instant('last_sign_in_at'),
    passwordHash: text('password_hash'),
    totpSealed: text('totp_sealed'),
    /** The last step whose code was taken: the same code is not taken twice. */
    totpStep: integer('totp_step').notNull().default(0),
    recoverySha256: text('recovery_sha256')
      .array()
      .notNull()
      .default(sql`'{}'`),
    setupSha256: text('setup_sha256').unique(),
    setupExpiresAt: instant('setup_expires_at'),
    /** Which approvals this person may decide, of those the roles allow; null: all of them. */
    gates: text().array(),
    /** Whether single keys do something on the pages of this person. */
    shortcuts: boolean().notNull().default(true),
  },
  (table) => [uniqueIndex('users_by_subject').on(table.issuer, table.subject)],
);

/** Only what the id of a session hashes to is kept, so that nobody who reads this can use one. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    sha256: text().notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    stage: text().$type<SessionStage>().notNull(),
    startedAt: instant('started_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by').$type<SessionEnd>(),
    /** What the identity provider is told this sign-in by when it is to end there too, sealed with a key of the console. */
    idTokenSealed: text('id_token_sealed'),
  },
  (table) => [index('sessions_of_user').on(table.userId), index('sessions_by_expiry').on(table.expiresAt)],
);

/** Failures to sign in, by a keyed hash of the name that was typed and of the address it came from. */
export const lockouts = pgTable('lockouts', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  firstAt: instant('first_at').notNull(),
  lockedUntil: instant('locked_until'),
});

export const drafts = pgTable(
  'drafts',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    /** The path of the page whose form it is. */
    page: text().notNull(),
    fields: json().$type<DraftFields>().notNull(),
    savedAt: instant('saved_at').notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.userId, table.page] }), index('drafts_by_age').on(table.savedAt)],
);

/** Who is typing where, so that others are told. Each form that was shown counts for itself: a second tab is another. */
export const editing = pgTable(
  'editing',
  {
    /** The path of the page whose form it is. */
    page: text().notNull(),
    /** The one-time key of the form, hashed. */
    form: text().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    at: instant().notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.page, table.form] }), index('editing_by_age').on(table.at)],
);

export const auditLog = pgTable(
  'audit_log',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    at: instant().notNull().default(now),
    /** An id, never a name. Not a reference: what was recorded stays, whatever becomes of the user. */
    userId: text('user_id').notNull(),
    what: text().notNull(),
    outcome: text().$type<AuditOutcome>().notNull(),
    incidentNumber: text('incident_number'),
    /** The id of the user it was done to. */
    targetUserId: text('target_user_id'),
    /** What it was and what it became, of settings of users. What changes in an incident is in its timeline. */
    before: text(),
    after: text(),
    /** The database numbers and chains the rows as it takes them, whatever it is given: `audit_log_chained`. */
    prevSha256: text('prev_sha256').notNull().default(''),
    sha256: text().notNull().default(''),
  },
  (table) => [
    index('audit_log_of_incident').on(table.incidentNumber, table.seq),
    index('audit_log_of_user').on(table.userId, table.seq),
  ],
);

/** The last row of the audit log, in the one row of this table: what the next one chains to, and whether rows are missing at the end. */
export const auditHead = pgTable('audit_head', {
  id: integer().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  sha256: text().notNull(),
});

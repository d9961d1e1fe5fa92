/**
 * The tables of the people who work here: who they are, where they are signed in, what they were typing, and what they
 * looked at and did. `audit_log` is what was recorded: the database refuses to change it.
 */
import { sql } from 'drizzle-orm';
import { bigserial, index, integer, json, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
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
  },
  (table) => [
    index('audit_log_of_incident').on(table.incidentNumber, table.seq),
    index('audit_log_of_user').on(table.userId, table.seq),
  ],
);

/**
 * The tables of the case record. `timeline`, `seals` and `files` are what was recorded: the database refuses to change
 * them. `incidents` and `tasks` are derived from the timeline for lists and search, and can be derived again.
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import type { Actor, IncidentState, Task, TaskState } from '../domain/incident';
import type { NextStep } from '../domain/next-step';
import type { Severity } from '../domain/playbook';
import type { FunctionId, ServiceId } from '../domain/services';
import type { EntryData, EntryKind } from '../domain/timeline';
import type { Bilingual } from '../domain/wording';
import { bytea, instant } from './columns';
import type { StoredDrill } from './types';

export * from './staff-schema';

/**
 * JSON is kept as `json`, never `jsonb`: it comes back letter for letter, and a text with a NUL character, which
 * `jsonb` refuses, cannot keep an entry out of the record.
 */
export const timeline = pgTable(
  'timeline',
  {
    incidentNumber: text('incident_number').notNull(),
    seq: integer().notNull(),
    at: instant().notNull(),
    kind: text().$type<EntryKind>().notNull(),
    actor: json().$type<Actor>().notNull(),
    data: json().$type<EntryData[EntryKind]>().notNull(),
    messageId: text('message_id'),
    /** The entry as RFC 8785 JSON: what the hash is taken of. The columns before are for people who read with SQL. */
    canonical: text().notNull(),
    prevSha256: text('prev_sha256').notNull(),
    sha256: text().notNull(),
    recordedAt: instant('recorded_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.incidentNumber, table.seq] }),
    check('timeline_starts_at_1', sql`${table.seq} >= 1`),
    check('timeline_hashes', sql`${table.prevSha256} ~ '^[0-9a-f]{64}$' and ${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** A record that was verified and found whole up to this entry. */
export const seals = pgTable(
  'seals',
  {
    incidentNumber: text('incident_number').notNull(),
    seq: integer().notNull(),
    sha256: text().notNull(),
    sealedAt: instant('sealed_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.incidentNumber, table.seq] })],
);

export const incidents = pgTable(
  'incidents',
  {
    number: text().primaryKey(),
    status: text().$type<IncidentState['status']>().notNull(),
    outcome: text().$type<IncidentState['outcome']>(),
    severity: text().$type<Severity>().notNull(),
    drill: boolean().notNull(),
    insured: text(),
    openedAt: instant('opened_at').notNull(),
    awareAt: instant('aware_at').notNull(),
    nextDueAt: instant('next_due_at'),
    tasksOpen: integer('tasks_open').notNull(),
    tasksTotal: integer('tasks_total').notNull(),
    /** Number and name as the search compares them. */
    numberSearch: text('number_search').notNull(),
    insuredSearch: text('insured_search').notNull(),
    /** null in rows that were derived before these columns were there. */
    openedBy: text('opened_by'),
    /** null: nobody is in charge. */
    owner: text(),
    factsVersion: integer('facts_version'),
    nextStep: json('next_step').$type<NextStep>(),
    /** What comes first of things that are due at the same moment. */
    dueRank: smallint('due_rank').notNull().default(4),
    state: json().$type<IncidentState>().notNull(),
    headSeq: integer('head_seq').notNull(),
    headSha256: text('head_sha256').notNull(),
    /** The list's order as plain columns, so that one index holds it and a page can start after any row. */
    closed: boolean()
      .notNull()
      .generatedAlwaysAs(sql`status = 'CLOSED'`),
    dueOrder: instant('due_order')
      .notNull()
      .generatedAlwaysAs(sql`coalesce(next_due_at, 'infinity'::timestamp with time zone)`),
  },
  (table) => [
    index('incidents_in_list_order').on(table.closed, table.dueOrder, table.number),
    index('incidents_on_board').on(table.closed, table.drill, table.dueOrder, table.dueRank, table.number),
    index('incidents_of_owner').on(table.owner, table.closed, table.drill, table.dueOrder, table.dueRank, table.number),
    /** `IS NULL` alone would not tell the planner that an index over the owner is in the board's order. */
    index('incidents_of_nobody')
      .on(table.closed, table.drill, table.dueOrder, table.dueRank, table.number)
      .where(sql`owner is null`),
  ],
);

export const tasks = pgTable(
  'tasks',
  {
    incidentNumber: text('incident_number')
      .notNull()
      .references(() => incidents.number, { onDelete: 'cascade' }),
    taskId: text('task_id').notNull(),
    service: text().$type<ServiceId>().notNull(),
    function: text().$type<FunctionId>().notNull(),
    state: text().$type<TaskState>().notNull(),
    open: boolean().notNull(),
    drill: boolean().notNull(),
    partnerId: text('partner_id').notNull(),
    nextDueAt: instant('next_due_at'),
    task: json().$type<Task>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.incidentNumber, table.taskId] }),
    index('tasks_open_by_due')
      .on(table.nextDueAt.asc().nullsLast(), table.incidentNumber, table.taskId)
      .where(sql`${table.open}`),
  ],
);

/** Files are named by what is in them. */
export const files = pgTable('files', {
  sha256: text().primaryKey(),
  bytes: bytea().notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  mediaType: text('media_type').notNull(),
  recordedAt: instant('recorded_at')
    .notNull()
    .default(sql`now()`),
});

/** Which firm's program handed in which file: whoever knows no more than a hash has no file. */
export const uploads = pgTable(
  'uploads',
  {
    sha256: text()
      .notNull()
      .references(() => files.sha256),
    partnerId: text('partner_id').notNull(),
    uploadedAt: instant('uploaded_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.partnerId] })],
);

/** Mails the mail server has taken. */
export const mails = pgTable('mails', {
  mailId: text('mail_id').primaryKey(),
  messageId: text('message_id').notNull(),
  sentAt: instant('sent_at')
    .notNull()
    .default(sql`now()`),
});

/** Keys of programs that use the HTTP API. Only what a token hashes to is kept, so that nobody who reads this can use one. */
export const apiTokens = pgTable('api_tokens', {
  id: text().primaryKey(),
  sha256: text().notNull().unique(),
  name: text().notNull(),
  role: text().notNull(),
  createdAt: instant('created_at')
    .notNull()
    .default(sql`now()`),
  expiresAt: instant('expires_at'),
  revokedAt: instant('revoked_at'),
});

/** Drills that the API plays. Their incidents stand in the timeline like any other; this is about the playing alone. */
export const drills = pgTable('drills', {
  id: text().primaryKey(),
  /** The order in which they were started. */
  seq: serial().notNull(),
  title: json().$type<Bilingual>().notNull(),
  speed: doublePrecision(),
  startedBy: text('started_by').notNull(),
  /** Of the request as it was sent, to tell a repeat from a mistake. */
  requestSha256: text('request_sha256').notNull(),
  incidentNumber: text('incident_number'),
  state: text().$type<'PLAYING' | 'ENDED' | 'INTERRUPTED'>().notNull().default('PLAYING'),
  entries: integer().notNull().default(0),
  expectations: json().$type<StoredDrill['expectations']>(),
  startedAt: instant('started_at')
    .notNull()
    .default(sql`now()`),
  endedAt: instant('ended_at'),
  /** When the process that plays it last said so. */
  aliveAt: instant('alive_at')
    .notNull()
    .default(sql`now()`),
});

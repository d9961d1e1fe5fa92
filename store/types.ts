/** What the record can be asked and told. The one implementation is PostgreSQL; tests of other rooms use doubles. */
import type { FileRef, IncidentState, Task } from '../domain/incident';
import type { TimelineEntry } from '../domain/timeline';
import type { Severity } from '../domain/playbook';
import type { Instant } from '../domain/time';

/** An entry as it stands in the record: chained to the one before it. */
export interface RecordedEntry {
  readonly entry: TimelineEntry;
  /** SHA-256 over the hash of the entry before and this entry's canonical JSON. */
  readonly sha256: string;
}

/** Where the chain of an incident ends. */
export interface ChainHead {
  readonly seq: number;
  readonly sha256: string;
}

/** One line of a list. */
export interface IncidentRow {
  readonly number: string;
  readonly status: IncidentState['status'];
  readonly outcome: IncidentState['outcome'];
  readonly severity: Severity;
  readonly drill: boolean;
  readonly insured: string | null;
  readonly openedAt: Instant;
  readonly awareAt: Instant;
  /** Earliest open due time on the incident's own clock; null when nothing is due. */
  readonly nextDueAt: Instant | null;
  readonly tasksOpen: number;
  readonly tasksTotal: number;
  readonly sealed: boolean;
}

export interface IncidentFilter {
  readonly status?: IncidentState['status'];
  /** Part of the number, or of the insured's name. */
  readonly search?: string;
  readonly limit?: number;
  /** Rows after this one in the list's order (the number of the last row of the page before). */
  readonly after?: string;
}

/** An incident as the record knows it: folded from its entries. */
export interface RecordedIncident {
  readonly state: IncidentState;
  readonly head: ChainHead;
  readonly sealedAt: Instant | null;
}

/** What may be known of a program's key once it was made: never the key itself. */
export interface ApiToken {
  readonly id: string;
  /** Under this name its acts stand in timelines. */
  readonly name: string;
  /** What it may do; `client/tokens.ts` knows the words. */
  readonly role: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** The keys of programs, by the SHA-256 of each. */
export interface TokenStore {
  addToken(token: Pick<ApiToken, 'id' | 'name' | 'role' | 'expiresAt'> & { readonly sha256: string }): Promise<ApiToken>;
  findToken(sha256: string): Promise<ApiToken | null>;
  /** Oldest first. */
  tokens(): Promise<readonly ApiToken[]>;
  /** Idempotent: the first time counts. Null when there is no such token. */
  revokeToken(id: string): Promise<ApiToken | null>;
}

export interface Store extends TokenStore {
  /**
   * Adds entries. Idempotent by incident and sequence number: entries already there are passed over.
   * @throws GapInTimeline when an entry before the first one given is missing, so that nothing is lost unseen.
   */
  append(number: string, entries: readonly TimelineEntry[]): Promise<ChainHead>;
  /** Verifies the chain up to its head and marks the record complete. Idempotent. */
  seal(number: string): Promise<ChainHead>;
  incident(number: string): Promise<RecordedIncident | null>;
  incidents(filter?: IncidentFilter): Promise<readonly IncidentRow[]>;
  /** Open tasks of all incidents (of one partner) with their incident's number, next due first. */
  openTasks(filter?: {
    readonly partnerId?: string;
  }): Promise<readonly { readonly number: string; readonly drill: boolean; readonly task: Task }[]>;
  timeline(number: string, range?: { readonly afterSeq?: number; readonly limit?: number }): Promise<readonly RecordedEntry[]>;
  /** Recomputes the chain from the stored entries; the first sequence number that does not fit, or null. */
  verifyChain(number: string): Promise<{ readonly entries: number; readonly brokenAtSeq: number | null }>;
  /** Removes what is derived from an incident's entries and derives it again. */
  rederive(number: string): Promise<void>;
  putFile(bytes: Buffer, about: { readonly name: string; readonly mediaType: string }): Promise<FileRef>;
  file(sha256: string): Promise<{ readonly bytes: Buffer; readonly mediaType: string } | null>;
  /** Which mails the mail server has taken: sending is idempotent by their id. */
  wasMailSent(mailId: string): Promise<boolean>;
  markMailSent(mailId: string, messageId: string): Promise<void>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

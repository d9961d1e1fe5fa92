/** What the record can be asked and told. The one implementation is PostgreSQL; tests of other rooms use doubles. */
import type { FileRef, IncidentState, Task } from '../domain/incident';
import type { TimelineEntry } from '../domain/timeline';
import type { Severity } from '../domain/playbook';
import type { Instant } from '../domain/time';
import type { Bilingual } from '../domain/wording';

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
  /** Rows after this place in the list's order, whether or not a row stands there (any more). */
  readonly after?: ListPlace;
}

/** Where a row stands in the list: open before closed, next due first, then by number. */
export interface ListPlace {
  readonly closed: boolean;
  readonly nextDueAt: Instant | null;
  readonly number: string;
}

/** An open task in a list of many incidents'. */
export interface OpenTaskRow {
  readonly number: string;
  readonly drill: boolean;
  /** What the list is ordered by; null comes last. */
  readonly nextDueAt: Instant | null;
  readonly task: Task;
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

/** A drill that the API plays, as far as its player has told. */
export interface StoredDrill {
  readonly id: string;
  /** The order in which drills were started. */
  readonly seq: number;
  readonly title: Bilingual;
  /** How many times as fast as the wall clock; null: from moment to moment. */
  readonly speed: number | null;
  readonly startedBy: string;
  readonly requestSha256: string;
  /** null: not open yet. */
  readonly incidentNumber: string | null;
  /** INTERRUPTED also when whoever plays it has not been heard of for a while. */
  readonly state: 'PLAYING' | 'ENDED' | 'INTERRUPTED';
  /** How many entries of its timeline were seen. */
  readonly entries: number;
  /** null until it has ended. */
  readonly expectations: readonly { readonly what: string; readonly held: boolean; readonly seen: string }[] | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

type DrillNews = Partial<Pick<StoredDrill, 'incidentNumber' | 'entries' | 'expectations' | 'state'>>;

/** The drills that the API plays. */
export interface DrillStore {
  /** Idempotent by id: the one that is there already is given back. */
  addDrill(
    drill: Pick<StoredDrill, 'id' | 'title' | 'speed' | 'startedBy' | 'requestSha256'>,
  ): Promise<{ readonly drill: StoredDrill; readonly isNew: boolean }>;
  /** Says that it is still being played, and what is new of it. */
  noteDrill(id: string, news: DrillNews): Promise<void>;
  /** Takes back one that could not be opened. */
  removeDrill(id: string): Promise<void>;
  drill(id: string): Promise<StoredDrill | null>;
  /** Newest first. */
  drills(page: { readonly limit: number; readonly beforeSeq?: number | undefined }): Promise<readonly StoredDrill[]>;
}

export interface Store extends TokenStore, DrillStore {
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
  openTasks(filter?: { readonly partnerId?: string }): Promise<readonly OpenTaskRow[]>;
  timeline(number: string, range?: { readonly afterSeq?: number; readonly limit?: number }): Promise<readonly RecordedEntry[]>;
  /** Recomputes the chain from the stored entries; the first sequence number that does not fit, or null. */
  verifyChain(number: string): Promise<{ readonly entries: number; readonly brokenAtSeq: number | null }>;
  /** Removes what is derived from an incident's entries and derives it again. */
  rederive(number: string): Promise<void>;
  /** `uploadedBy`: the partner whose program hands it in ahead of an answer. */
  putFile(
    bytes: Buffer,
    about: { readonly name: string; readonly mediaType: string; readonly uploadedBy?: string },
  ): Promise<FileRef>;
  /** Whether this partner's program handed the file in itself. */
  wasUploadedBy(sha256: string, partnerId: string): Promise<boolean>;
  file(sha256: string): Promise<{ readonly bytes: Buffer; readonly mediaType: string } | null>;
  /** Which mails the mail server has taken: sending is idempotent by their id. */
  wasMailSent(mailId: string): Promise<boolean>;
  markMailSent(mailId: string, messageId: string): Promise<void>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

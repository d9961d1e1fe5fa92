/** One request: who asks, in which language, with what, and what the page that answers has to know. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gate } from '../../domain/services';
import type { Setup } from '../../domain/setup';
import type { Language } from '../../domain/wording';
import type { Draft, DraftFields, Editor, Session } from '../../store/staff-types';
import type { Permission } from '../permissions';
import type { Upload } from '../portal/uploads';
import type { ConsoleDeps } from './deps';
import type { Signed } from './security/sessions';
import type { Texts } from './texts';

/** Somebody who is signed in. */
export interface Who {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
  readonly session: Session;
  /** Whether password and second factor are kept here, not by an identity provider. */
  readonly local: boolean;
  /** Which approvals this person may decide, if any at all (APPROVE). */
  readonly gates: readonly Gate[];
  /** Whether single keys do something. */
  readonly shortcuts: boolean;
}

export type AuditWhat = keyof Texts['audited'];

export interface OpenVisit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly deps: ConsoleDeps;
  readonly language: Language;
  readonly t: Texts;
  readonly nowMs: number;
  readonly contact: Setup['desk'];
  /** null: nobody is signed in. */
  readonly who: Who | null;
  /** The session behind it, also one that is only half there (a code is still wanted). */
  readonly signed: Signed | null;
  /** The path of this page, without its query. */
  readonly path: string;
  /** For the hidden fields of forms; `Form` puts them there. */
  readonly csrf: string;
  /** What this person was typing in the form of this page, when the route keeps drafts. */
  readonly draft: Draft | null;
  /** Who else is typing in the form of this page, when the route keeps drafts. */
  readonly editors: readonly Editor[];
  /** What was sent, without the hidden fields of the frame. Empty on GET. */
  readonly fields: DraftFields;
  /** The one-time key of the form that was sent: whoever sends it again gets the first result. */
  readonly idem: string;
  /** The page whose form was sent, when it keeps drafts. */
  readonly formPage: string | null;
  /** Files that were sent to a route that takes them. */
  readonly upload: Upload | null;
  readonly nav: readonly NavLink[];
  /** A part of the path, e.g. `number`. */
  param(name: string): string;
  /** A part of the query; empty when it is missing. */
  query(name: string): string;
  /** The last value of a field that was sent. */
  field(name: string): string;
  may(permission: Permission): boolean;
}

export interface Visit extends OpenVisit {
  readonly who: Who;
  /** For what the route's own declaration does not cover, e.g. an act on another user. */
  audit(what: AuditWhat, about?: AuditAbout): Promise<void>;
}

interface AuditAbout {
  readonly incidentNumber?: string;
  readonly targetUserId?: string;
  /** Codes, never names or texts of people. */
  readonly before?: string;
  readonly after?: string;
}

export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly count: number | null;
}

/** Hands a partner's answer to the incident, and finds out what became of it: nothing is claimed that was not seen. */
import { createHash } from 'node:crypto';
import { IncidentNotFound, type Desk } from '../desk';
import type { LinkClaims } from '../../config/link-tokens';
import { receiptNumberOf, type Answer } from '../../domain/messages';
import type { PartnerTaskView, RetiredLinkView } from '../../domain/partner-view';
import type { FileRef } from '../../domain/incident';
import type { Store } from '../../store/types';
import type { Action } from './actions';
import { readForm, type AnswerBase, type FieldError, type FormFields } from './forms';
import { holderInRecord, lookUp, whatBecameOf, type Lookup, type LookupDeps } from './lookup';
import { keepFiles, type FileProblem, type Upload } from './uploads';

export type FilesKept = 'NONE' | 'KEPT' | 'LOST';

/** What became of an answer. */
export type Outcome =
  /** The incident has it and acted on it. */
  | { readonly kind: 'APPLIED'; readonly receipt: string }
  /** The incident has it and changed nothing: too late, or not called for. */
  | { readonly kind: 'RECORDED'; readonly receipt: string }
  /** The same was answered before; nothing was sent. */
  | { readonly kind: 'ANSWERED_BEFORE' }
  /** The server keeps it; the incident has not looked at it yet. */
  | { readonly kind: 'QUEUED'; readonly receipt: string; readonly files: FilesKept }
  /** It is not known whether the server has it. */
  | { readonly kind: 'UNCONFIRMED'; readonly files: FilesKept }
  /** Surely not sent. */
  | { readonly kind: 'NOT_KEPT' }
  | {
      readonly kind: 'INCOMPLETE';
      readonly view: PartnerTaskView;
      readonly errors: readonly FieldError[];
      readonly fileProblems: readonly FileProblem[];
    }
  /** The link may not act, or there is nothing to act on. */
  | { readonly kind: 'CANNOT_ACT'; readonly lookup: Exclude<Lookup, { kind: 'SILENT' }> };

export interface AnsweringDeps extends LookupDeps {
  /** Name of a firm: who answers with a link that was retired is not told to it. */
  readonly firmName: (partnerId: string) => string;
  readonly desk: Pick<Desk, 'answer' | 'partnerView'>;
  readonly store: Pick<Store, 'putFile' | 'incident'>;
  readonly now: () => number;
}

/** One sent form. */
export interface Sent {
  readonly action: Action;
  readonly link: LinkClaims;
  readonly messageId: string;
  readonly fields: FormFields;
  readonly upload: Pick<Upload, 'files' | 'problems'>;
  /** Files that were put into the record before, for the page on which the form was checked. */
  readonly kept?: readonly FileRef[];
  /** What was checked, as the page on which it was checked carries it. */
  readonly sealed?: string;
}

/**
 * The id of the message that a form stands for. It comes from everything in the form, with the key it was rendered
 * with: the same form sent twice is one message, a form that was changed in between is another. Bound to the link, it
 * cannot be made to collide with anybody else's.
 */
export function messageIdOf({ action, link, fields, upload, kept }: Omit<Sent, 'messageId'>): string {
  const { taskId, partnerId, generation } = link;
  const typed = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = (kept ?? upload.files).map(({ name, sha256 }) => [name, sha256]);
  const contents = JSON.stringify([taskId, partnerId, generation, action, typed, files]);
  return `portal-${createHash('sha256').update(contents).digest('hex').slice(0, 32)}`;
}

/** Links that were in force once: their answers are kept for the desk, although they change nothing. */
const stoodForSomebody = ({ link }: RetiredLinkView): boolean => link !== 'REVOKED' && link !== 'UNKNOWN';

/** Takes one form through to its end. */
export async function takeAnswer(deps: AnsweringDeps, sent: Sent): Promise<Outcome> {
  const { action, fields, upload, kept = [] } = sent;
  const lookup = await lookUp(deps, sent.link);
  const refused = whyNot(lookup, action);
  if (refused) return refused;
  const view = lookup.kind === 'VIEW' ? lookup.view : null;
  const nowMs = 'view' in lookup ? Date.parse(lookup.view.now) : deps.now();
  const fileCount = kept.length + upload.files.length + upload.problems.length;
  const form = readForm(action, fields, { view, nowMs, fileCount });
  if (!form.ok || upload.problems.length) {
    if (view) return { kind: 'INCOMPLETE', view, errors: form.ok ? [] : form.errors, fileProblems: upload.problems };
    return lookup.kind === 'RETIRED' ? { kind: 'CANNOT_ACT', lookup } : { kind: 'NOT_KEPT' };
  }
  const base = await baseOf(deps, sent, lookup);
  const files = await keep(deps, upload);
  if (!files) return { kind: 'NOT_KEPT' };
  const all = [...kept, ...files];
  return send(deps, sent.link, form.compose(base, all), all.length ? 'KEPT' : 'NONE', 'view' in lookup);
}

/** What needs no look at the form. */
function whyNot(lookup: Lookup, action: Action): Outcome | null {
  if (lookup.kind === 'RETIRED') return stoodForSomebody(lookup.view) ? null : { kind: 'CANNOT_ACT', lookup };
  if (lookup.kind === 'SILENT') return null;
  if (lookup.kind !== 'VIEW') return { kind: 'CANNOT_ACT', lookup };
  if (lookup.view.incidentClosed) return { kind: 'CANNOT_ACT', lookup: { kind: 'CLOSED' } };
  return action === 'accept' && lookup.view.acceptedAt ? { kind: 'ANSWERED_BEFORE' } : null;
}

/** Who holds a link that was retired is not told to it: the answer goes down under the name of the firm. */
async function baseOf(deps: AnsweringDeps, { messageId, link }: Sent, lookup: Lookup): Promise<AnswerBase> {
  const { taskId, partnerId, generation } = link;
  const of = { messageId, taskId, link: { partnerId, generation } };
  if (lookup.kind === 'VIEW') return { ...of, by: { name: lookup.view.holderName, company: lookup.view.company } };
  if (lookup.kind !== 'RETIRED') return { ...of, by: await holderInRecord(deps, link) };
  const company = deps.firmName(partnerId);
  return { ...of, by: { name: company, company } };
}

/** Puts the files of a form into the record; null when the record does not take them. */
export async function keep({ store, log }: AnsweringDeps, upload: Sent['upload']): Promise<FileRef[] | null> {
  try {
    return await keepFiles(store, upload.files);
  } catch (error) {
    log.error({ err: error }, 'a file could not be kept');
    return null;
  }
}

async function send(
  deps: AnsweringDeps,
  link: LinkClaims,
  answer: Answer,
  files: FilesKept,
  engineAnswers: boolean,
): Promise<Outcome> {
  const receipt = receiptNumberOf(answer.body.messageId);
  try {
    await deps.desk.answer(link.incidentNumber, answer);
  } catch (error) {
    if (error instanceof IncidentNotFound) {
      const kind = await whatBecameOf(deps, link.incidentNumber);
      return kind === 'SILENT' ? { kind: 'NOT_KEPT' } : { kind: 'CANNOT_ACT', lookup: { kind } };
    }
    deps.log.warn({ err: error, incident: link.incidentNumber }, 'the engine did not confirm an answer');
    return { kind: 'UNCONFIRMED', files };
  }
  const after = engineAnswers ? await lookUp(deps, link) : { kind: 'SILENT' as const };
  if (after.kind === 'SILENT') return { kind: 'QUEUED', receipt, files };
  return { kind: hasEffect(answer, after) ? 'APPLIED' : 'RECORDED', receipt };
}

/** Whether the incident shows what the answer was to bring about; one that ended in this moment shows nothing. */
function hasEffect(answer: Answer, after: Lookup): boolean {
  if (after.kind === 'RETIRED') {
    if (answer.name === 'declineTask') return after.view.link === 'DECLINED';
    return answer.name === 'handOverTask' && after.view.link === 'HANDED_OVER';
  }
  if (after.kind !== 'VIEW' || after.view.incidentClosed) return false;
  const { view } = after;
  switch (answer.name) {
    case 'acceptTask':
      return view.acceptedAt !== null;
    case 'declineTask':
      return view.state === 'DECLINED';
    case 'handOverTask':
      return false;
    case 'reportProgress':
      return view.lastProgress?.note === answer.body.note;
    case 'deliverTask':
      return view.deliveries.some(({ note, files }) => note === answer.body.note && hashes(files) === hashes(answer.body.files));
    case 'submitQuote':
      return view.state !== 'CANCELLED' && view.state !== 'CLOSED';
    case 'submitInvoice':
      return true;
    case 'sendMessage':
      return view.messages.some(({ from, text }) => from === 'PARTNER' && text === answer.body.text);
  }
}

const hashes = (files: readonly FileRef[] = []): string => files.map(({ sha256 }) => sha256).join();

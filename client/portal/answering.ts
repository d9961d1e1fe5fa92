/** Hands a partner's answer to the incident, and finds out what became of it: nothing is claimed that was not seen. */
import { createHash } from 'node:crypto';
import { IncidentNotFound, type Desk } from '../desk';
import type { LinkClaims } from '../../config/link-tokens';
import { receiptNumberOf, type Answer } from '../../domain/messages';
import type { PartnerTaskView } from '../../domain/partner-view';
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

interface AnsweringDeps extends LookupDeps {
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
}

/**
 * The id of the message that a form stands for. It comes from everything in the form, with the key it was rendered
 * with: the same form sent twice is one message, a form that was changed in between is another. Bound to the link, it
 * cannot be made to collide with anybody else's.
 */
export function messageIdOf({ action, link, fields, upload }: Omit<Sent, 'messageId'>): string {
  const { taskId, partnerId, generation } = link;
  const typed = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = upload.files.map(({ name, sha256 }) => [name, sha256]);
  const contents = JSON.stringify([taskId, partnerId, generation, action, typed, files]);
  return `portal-${createHash('sha256').update(contents).digest('hex').slice(0, 32)}`;
}

/** Links that were in force once: their answers are kept for the desk, although they change nothing. */
const standsForSomebody = ({ link }: PartnerTaskView): boolean => link !== 'REVOKED' && link !== 'UNKNOWN';

/** Takes one form through to its end. */
export async function takeAnswer(deps: AnsweringDeps, sent: Sent): Promise<Outcome> {
  const { action, link, messageId, fields, upload } = sent;
  const lookup = await lookUp(deps, link);
  if (lookup.kind === 'NONE' || lookup.kind === 'CLOSED') return { kind: 'CANNOT_ACT', lookup };
  const view = lookup.kind === 'VIEW' ? lookup.view : null;
  if (view && !standsForSomebody(view)) return { kind: 'CANNOT_ACT', lookup: { kind: 'VIEW', view } };
  if (view?.incidentClosed) return { kind: 'CANNOT_ACT', lookup: { kind: 'CLOSED' } };
  if (view?.link === 'IN_FORCE' && action === 'accept' && view.acceptedAt) return { kind: 'ANSWERED_BEFORE' };

  const inForce = view?.link === 'IN_FORCE' ? view : null;
  const nowMs = view ? Date.parse(view.now) : deps.now();
  const form = readForm(action, fields, { view: inForce, nowMs, fileCount: upload.files.length + upload.problems.length });
  if (!form.ok || upload.problems.length) {
    if (!view) return { kind: 'NOT_KEPT' };
    if (!inForce) return { kind: 'CANNOT_ACT', lookup: { kind: 'VIEW', view } };
    return { kind: 'INCOMPLETE', view, errors: form.ok ? [] : form.errors, fileProblems: upload.problems };
  }
  // Who holds a link that was retired is not told to it: the answer goes down under the name of the firm.
  const by = view ? { name: view.holderName || view.company, company: view.company } : await holderInRecord(deps, link);
  const base: AnswerBase = {
    messageId,
    taskId: link.taskId,
    by,
    link: { partnerId: link.partnerId, generation: link.generation },
  };
  const files = await keep(deps, upload);
  if (!files) return { kind: 'NOT_KEPT' };
  return send(deps, link, form.compose(base, files), files.length ? 'KEPT' : 'NONE', view !== null);
}

async function keep({ store, log }: AnsweringDeps, upload: Sent['upload']): Promise<FileRef[] | null> {
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
  // It ended in this very moment; what the server took, the incident has.
  if (after.kind !== 'VIEW') return { kind: 'RECORDED', receipt };
  return { kind: !after.view.incidentClosed && hasEffect(answer, after.view) ? 'APPLIED' : 'RECORDED', receipt };
}

/** Whether the view shows what the answer was to bring about. Messages leave no trace in it: they are simply there. */
function hasEffect(answer: Answer, view: PartnerTaskView): boolean {
  switch (answer.name) {
    case 'acceptTask':
      return view.acceptedAt !== null;
    case 'declineTask':
      return view.link === 'DECLINED' || view.state === 'DECLINED';
    case 'handOverTask':
      return view.link === 'HANDED_OVER';
    case 'reportProgress':
      return view.lastProgress?.note === answer.body.note;
    case 'deliverTask':
      return view.deliveries.some(({ note, files }) => note === answer.body.note && hashes(files) === hashes(answer.body.files));
    case 'submitQuote':
      return view.link === 'IN_FORCE' && view.state !== 'CANCELLED' && view.state !== 'CLOSED';
    case 'submitInvoice':
    case 'sendMessage':
      return view.link === 'IN_FORCE';
  }
}

const hashes = (files: readonly FileRef[] = []): string => files.map(({ sha256 }) => sha256).join();

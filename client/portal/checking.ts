/** The page between a form and its sending: what was typed is kept by the browser, sealed, until it is sent. */
import { z } from 'zod';
import type { LinkClaims, LinkTokens } from '../../config/link-tokens';
import type { FileRef } from '../../domain/incident';
import type { Answer } from '../../domain/messages';
import type { PartnerTaskView } from '../../domain/partner-view';
import type { Milestone } from '../../domain/playbook';
import type { Action } from './actions';
import { keep, type AnsweringDeps, type Outcome, type Sent } from './answering';
import { readForm, type FormFields } from './forms';
import { lookUp } from './lookup';

export type CheckedAction = 'deliver' | 'quote' | 'invoice';

/** Money is always looked at first. A delivery is where the form asks for it: a firm's program may send it at once. */
export const isChecked = (action: Action, fields: FormFields): action is CheckedAction =>
  action === 'quote' || action === 'invoice' || (action === 'deliver' && ('check' in fields || 'sealed' in fields));

interface CheckingDeps extends AnsweringDeps {
  readonly links: Pick<LinkTokens, 'seal' | 'unseal'>;
}

/** What is looked at before it is sent. `view` is null while the engine does not answer. */
export interface ToCheck {
  readonly kind: 'TO_CHECK';
  readonly view: PartnerTaskView | null;
  /** null: it is no money. */
  readonly amountYen: number | null;
  readonly milestone: Milestone | null;
  readonly note: string;
  readonly files: readonly FileRef[];
  readonly sealed: string;
}

const about = ({ incidentNumber, taskId, partnerId, generation }: LinkClaims, action: CheckedAction): string =>
  ['portal', incidentNumber, taskId, partnerId, generation, action].join('/');

const sealedSchema = z.object({
  fields: z.record(z.string(), z.array(z.string())),
  files: z.array(z.object({ sha256: z.string(), name: z.string(), mediaType: z.string(), sizeBytes: z.number() })),
});

/** Reads what was typed; null when it goes to the incident without being looked at again, because no page can be shown. */
export async function checkFirst(
  deps: CheckingDeps,
  action: CheckedAction,
  { link, fields, upload }: Omit<Sent, 'messageId' | 'action'>,
): Promise<ToCheck | Outcome | null> {
  const lookup = await lookUp(deps, link);
  const view = lookup.kind === 'VIEW' ? lookup.view : null;
  if (lookup.kind !== 'SILENT' && (!view || view.incidentClosed)) return null;
  const nowMs = view ? Date.parse(view.now) : deps.now();
  const fileCount = upload.files.length + upload.problems.length;
  const form = readForm(action, fields, { view, nowMs, fileCount });
  if (!form.ok || upload.problems.length) return null;
  const files = await keep(deps, upload);
  if (!files) return { kind: 'NOT_KEPT' };
  const answer = form.compose({ messageId: '', taskId: link.taskId, by: { name: '', company: '' } }, files);
  const sealed = await deps.links.seal({ about: about(link, action), contents: { fields, files } }, deps.now());
  return { kind: 'TO_CHECK', view, ...toldIn(answer), files, sealed };
}

/** What the page repeats. */
function toldIn({ body }: Answer): Pick<ToCheck, 'amountYen' | 'milestone' | 'note'> {
  return {
    amountYen: 'amountYen' in body ? body.amountYen : null,
    milestone: 'milestone' in body ? (body.milestone ?? null) : null,
    note: 'note' in body ? (body.note ?? '') : '',
  };
}

/** What was checked; null when it was not sealed here, for this link and this form, or too long ago. */
export async function readChecked(
  { links, now }: CheckingDeps,
  link: LinkClaims,
  action: CheckedAction,
  sealed: string,
): Promise<{ readonly fields: FormFields; readonly files: readonly FileRef[] } | null> {
  const read = sealedSchema.safeParse(await links.unseal(sealed, about(link, action), now()));
  return read.success ? read.data : null;
}

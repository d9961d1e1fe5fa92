/** The page between a form about money and its sending: what was typed is kept by the browser, sealed, until it is sent. */
import { z } from 'zod';
import type { LinkClaims, LinkTokens } from '../../config/link-tokens';
import type { FileRef } from '../../domain/incident';
import type { PartnerTaskView } from '../../domain/partner-view';
import type { Action } from './actions';
import { keep, type AnsweringDeps, type Outcome, type Sent } from './answering';
import { readForm, type FormFields } from './forms';
import { lookUp } from './lookup';

export type CheckedAction = 'quote' | 'invoice';
export const isChecked = (action: Action): action is CheckedAction => action === 'quote' || action === 'invoice';

interface CheckingDeps extends AnsweringDeps {
  readonly links: Pick<LinkTokens, 'seal' | 'unseal'>;
}

/** What is looked at before it is sent. `view` is null while the engine does not answer. */
export interface ToCheck {
  readonly kind: 'TO_CHECK';
  readonly view: PartnerTaskView | null;
  readonly amountYen: number;
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
  const { body } = form.compose({ messageId: '', taskId: link.taskId, by: { name: '', company: '' } }, files);
  const sealed = await deps.links.seal({ about: about(link, action), contents: { fields, files } }, deps.now());
  if (!('amountYen' in body)) return null;
  return { kind: 'TO_CHECK', view, amountYen: body.amountYen, note: body.note ?? '', files, sealed };
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

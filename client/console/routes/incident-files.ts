/** Files of an incident, and drafts of its reports, as downloads. */
import { isDraftKind } from '../../../domain/drafts/kinds';
import { isNoDraft } from '../../../domain/drafts/model';
import { DRAFT_FORMATS, MEDIA_TYPES, fileNameOf, makeDraft, renderDraft } from '../../documents/drafting';
import { filesIn } from '../../delivered-files';
import { attachment, storedFile } from '../../stored-file';
import { body, notFound, page, type Answer } from '../answer';
import { FileDamaged } from '../pages/incident/damaged';
import { h } from 'preact';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { onCase, type Case } from './incident-read';

async function sendFile(visit: Visit, of: Case): Promise<Answer> {
  const file = filesIn(of.entries).find(({ sha256 }) => sha256 === visit.param('sha256'));
  if (!file) return notFound();
  const bytes = await storedFile(visit.deps.store, file.sha256);
  if (!bytes) return page(visit.t.incident.damaged.title, h(FileDamaged, { visit, of, name: file.name }), { status: 500 });
  return body(bytes, attachment(file));
}

/** Made from the facts in force and the law that the incident was opened with. */
async function sendDraft(visit: Visit, of: Case): Promise<Answer> {
  const kind = visit.param('kind');
  const format = DRAFT_FORMATS.find((one) => one === visit.query('format'));
  const law = of.setup?.legal;
  if (!isDraftKind(kind) || !format || !law) return notFound();
  const request = {
    kind,
    language: 'ja' as const,
    version: null,
    baseVersion: null,
    clientId: visit.query('client') || null,
    told: {},
  };
  const draft = makeDraft(of.view, of.entries, law, request);
  if (isNoDraft(draft)) return notFound();
  const name = fileNameOf(draft, format);
  return body(await renderDraft(draft, format), attachment({ name, mediaType: MEDIA_TYPES[format] }));
}

export const incidentFileRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number/files/:sha256', may: 'READ', audit: 'FILE_DOWNLOADED', handle: onCase(sendFile) },
  { method: 'GET', path: '/i/:number/drafts/:kind', may: 'READ', audit: 'DRAFT_DOWNLOADED', handle: onCase(sendDraft) },
];

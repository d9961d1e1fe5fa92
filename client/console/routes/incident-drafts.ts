/** Drafts of reports: to look at in either language, with what is wrong with them, and as files. */
import { h } from 'preact';
import { isDraftKind } from '../../../domain/drafts/kinds';
import { isNoDraft, type Draft } from '../../../domain/drafts/model';
import { LANGUAGES } from '../../../domain/wording';
import { DRAFT_FORMATS, MEDIA_TYPES, draftJson, fileNameOf, makeDraft, renderDraft } from '../../documents/drafting';
import { attachment } from '../../stored-file';
import { body, notFound, page, type Answer } from '../answer';
import { DraftPage, type DraftWanted } from '../pages/incident/drafts';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { optionsOf } from './incident-acts';
import { onCase, type Case } from './incident-read';

const wantedIn = (visit: Visit): DraftWanted => ({
  language: LANGUAGES.find((one) => one === visit.query('in')) ?? 'ja',
  version: /^\d{1,6}$/.test(visit.query('version')) ? Number(visit.query('version')) : null,
  clientId: visit.query('client') || null,
});

/** Made with the law that the incident was opened with. */
function draftFor(visit: Visit, of: Case, wanted: DraftWanted): Draft | null {
  const kind = visit.param('kind');
  const law = of.setup?.legal;
  if (!isDraftKind(kind) || !law) return null;
  const draft = makeDraft(of.view, of.entries, law, { kind, ...wanted, baseVersion: null, told: {} });
  return isNoDraft(draft) ? null : draft;
}

async function show(visit: Visit, of: Case): Promise<Answer> {
  const wanted = wantedIn(visit);
  const draft = draftFor(visit, of, wanted);
  if (!draft) return notFound();
  const asked = visit.query('format');
  if (!asked) {
    const content = h(DraftPage, { visit, of, draft: draftJson(draft), wanted });
    return page(`${visit.t.work.drafts.title(draft.title)} ${of.number}`, content, optionsOf(of));
  }
  const format = DRAFT_FORMATS.find((one) => one === asked);
  if (!format) return notFound();
  const name = fileNameOf(draft, format);
  return body(await renderDraft(draft, format), attachment({ name, mediaType: MEDIA_TYPES[format] }));
}

export const incidentDraftRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number/drafts/:kind', may: 'READ', audit: 'DRAFT_DOWNLOADED', handle: onCase(show) },
];

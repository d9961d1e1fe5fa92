/** From an incident to a draft in a file format. PDF and Word are loaded by the first draft that needs them. */
import { loadDraftTexts } from '../../config/draft-texts';
import { documentOf } from '../../domain/drafts/document';
import { buildDraft } from '../../domain/drafts/draft';
import { formItems, formText, withLimits, type FormItem } from '../../domain/drafts/form-text';
import { isNoDraft, type Draft, type DraftRequest, type NoDraft } from '../../domain/drafts/model';
import type { DraftTexts } from '../../domain/drafts/words';
import type { TimelineEntry } from '../../domain/timeline';
import type { Law } from '../assess-file';
import type { IncidentView } from '../incident-reader';
import { caseDataOf } from './case-data';

/* eslint-disable @typescript-eslint/no-require-imports */
const load = {
  pdf: () => require('./pdf') as typeof import('./pdf'),
  word: () => require('./word') as typeof import('./word'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

export const DRAFT_FORMATS = ['pdf', 'docx', 'text', 'json'] as const;
export type DraftFormat = (typeof DRAFT_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<DraftFormat, string>> = {
  json: 'application/json',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  text: 'text/plain',
};

const ENDINGS: Readonly<Record<DraftFormat, string>> = { pdf: 'pdf', docx: 'docx', text: 'txt', json: 'json' };

/** The format that a file name asks for; null: none of ours. */
export const formatOfName = (name: string): DraftFormat | null =>
  DRAFT_FORMATS.find((format) => name.toLowerCase().endsWith(`.${ENDINGS[format]}`)) ?? null;

/** The draft as programs get it, with the texts for the form beside it. */
export interface DraftJson extends Draft {
  readonly form: readonly FormItem[];
}

let words: DraftTexts | null = null;
const textsOnce = (): DraftTexts => (words ??= loadDraftTexts());

export function makeDraft(
  view: IncidentView,
  entries: readonly TimelineEntry[],
  law: Law,
  request: DraftRequest,
  texts = textsOnce(),
): Draft | NoDraft {
  const draft = buildDraft(caseDataOf(view, entries, law), request, texts);
  return isNoDraft(draft) ? draft : withLimits(draft, texts);
}

export const draftJson = (draft: Draft, texts = textsOnce()): DraftJson => ({ ...draft, form: formItems(draft, texts) });

export async function renderDraft(draft: Draft, format: DraftFormat, texts = textsOnce()): Promise<Buffer> {
  switch (format) {
    case 'json':
      return Buffer.from(`${JSON.stringify(draftJson(draft, texts), null, 2)}\n`);
    case 'text':
      return Buffer.from(formText(draft, texts));
    case 'pdf':
      return load.pdf().pdfOf(documentOf(draft, texts));
    case 'docx':
      return load.word().wordOf(documentOf(draft, texts));
  }
}

/** `7K3M-Q2XK-ppc-final-v2.pdf`: says which version of the facts it was made from, and nobody's name. */
export const fileNameOf = ({ incidentNumber, kind, factsVersion, language }: Draft, format: DraftFormat): string =>
  `${incidentNumber}-${kind}-v${factsVersion}${language === 'ja' ? '' : `-${language}`}.${ENDINGS[format]}`;

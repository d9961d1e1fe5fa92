/** The words of drafts (texts/drafts.yaml), checked when they are read: every code, both languages, no unknown field. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DRAFT_KINDS, ITEM_IDS, FAMILIES } from '../domain/drafts/kinds';
import { PHRASES, ROW_IDS, TASK_WORDS, TERM_IDS, type DraftTexts, type PhraseId } from '../domain/drafts/words';
import { DATA_STATES, LEAK_STATES, NATURES, ROLES } from '../domain/facts';
import { MY_NUMBER_CATEGORIES, OBLIGATION_KINDS, PPC_CATEGORIES } from '../domain/obligations/assessment';
import { MILESTONES } from '../domain/playbook';
import { SERVICES } from '../domain/services';
import type { Bilingual } from '../domain/wording';
import { ConfigProblems, sortProblems } from './problems';
import { checkShape } from './shape';
import { say } from './shape-words';
import { readYaml } from './yaml-source';

const text = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) }) satisfies z.ZodType<Bilingual>;
const words = <const Code extends string>(codes: readonly Code[]) => z.record(z.enum(codes), text);

const unknownField = (field: string, known: readonly string[]): Bilingual => ({
  ja: `「${field}」はここでは使えません。使える項目: ${known.map((one) => `{${one}}`).join(' ')}`,
  en: `"${field}" cannot be used here. Fields: ${known.map((one) => `{${one}}`).join(' ')}`,
});

/** A phrase with exactly its fields: one that is missing would drop a number, one that is not known would stay in braces. */
const phrase = (fields: readonly string[]) => {
  const half = z.string().superRefine((told, context) => {
    const used = told.match(/\{[^}]*\}/g) ?? ([] as string[]);
    const unknown = used.find((field) => !fields.includes(field.slice(1, -1)));
    const missing = fields.find((field) => !used.includes(`{${field}}`));
    if (unknown !== undefined) context.addIssue({ code: 'custom', message: say(unknownField(unknown, fields)) });
    else if (missing !== undefined) context.addIssue({ code: 'custom', message: say(missingField(missing)) });
  });
  return z.strictObject({ ja: half, en: half });
};

const missingField = (field: string): Bilingual => ({
  ja: `{${field}} がありません`,
  en: `{${field}} is missing`,
});

const phrases = z.strictObject(
  Object.fromEntries(Object.entries<readonly string[]>(PHRASES).map(([id, fields]) => [id, phrase(fields)])) as Record<
    PhraseId,
    ReturnType<typeof phrase>
  >,
);

const limit = z.int().min(1).max(100_000);

const draftTexts = z.strictObject({
  documents: z.record(z.enum(DRAFT_KINDS), z.strictObject({ title: text, to: text, opening: text, closing: text })),
  items: words(ITEM_IDS),
  rows: words(ROW_IDS),
  terms: words(TERM_IDS),
  phrases,
  nature: words(NATURES),
  leak: words(LEAK_STATES),
  role: words(ROLES),
  dataState: words(DATA_STATES),
  ppcCategory: words(PPC_CATEGORIES),
  myNumberCategory: words(MY_NUMBER_CATEGORIES),
  obligation: words(OBLIGATION_KINDS),
  service: words(SERVICES),
  milestone: words(MILESTONES),
  task: words(TASK_WORDS),
  limits: z.partialRecord(z.enum(FAMILIES), z.partialRecord(z.enum(ITEM_IDS), limit)),
}) satisfies z.ZodType<DraftTexts>;

const DRAFT_TEXTS_FILE = path.join(__dirname, 'texts', 'drafts.yaml');

/** @throws ConfigProblems naming file, line and reason of everything that is wrong. */
export function loadDraftTexts(file: string = DRAFT_TEXTS_FILE): DraftTexts {
  const read = readYaml(file, readFileSync(file, 'utf8'));
  if (!read.ok) throw new ConfigProblems(sortProblems(read.problems));
  const shaped = checkShape<DraftTexts>(read.source, draftTexts);
  if (!shaped.ok) throw new ConfigProblems(sortProblems(shaped.problems));
  return shaped.value;
}

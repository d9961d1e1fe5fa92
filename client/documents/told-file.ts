/** What people tell for a draft beside the facts (`desk draft … --with FILE`): checked with place and reason. */
import { z } from 'zod';
import { line } from '../../config/fields';
import { ConfigProblems, sortProblems } from '../../config/problems';
import { checkShape } from '../../config/shape';
import { say } from '../../config/shape-words';
import type { YamlSource } from '../../config/yaml-source';
import { TOLD_KEYS, type Told } from '../../domain/drafts/told';

/** Far more than a form takes. */
const LONGEST_TEXT = 20_000;
const text = z.string().trim().min(1).max(LONGEST_TEXT);
const by = line(100).describe('Who said so');
const factsVersion = z.int().min(1).describe('The version of the facts that the teller went by');

const NO_TELLER = say({
  ja: '申告した方(by)を書いてください。ファイルの先頭にまとめて書くこともできます',
  en: 'Say who told it (by), here or once for the whole file',
});

/** Texts for the draft, and who told them. */
export const toldSchema = z
  .strictObject({
    by: by.optional(),
    factsVersion: factsVersion.optional(),
    items: z.partialRecord(
      z.enum(TOLD_KEYS),
      z.union([text, z.strictObject({ text, by: by.optional(), factsVersion: factsVersion.optional() })]),
    ),
  })
  .superRefine(({ by: teller, items }, context) => {
    for (const [key, told] of Object.entries(items)) {
      const own = typeof told === 'string' ? undefined : told.by;
      if ((own ?? teller) === undefined) context.addIssue({ code: 'custom', path: ['items', key], message: NO_TELLER });
    }
  })
  .meta({ id: 'ToldForDraft', description: 'What the case data cannot know; each text is marked with who told it' });

export type ToldFile = z.output<typeof toldSchema>;

export const toldOf = ({ by: teller, factsVersion: version, items }: ToldFile): Told =>
  Object.fromEntries(
    Object.entries(items).map(([key, told]) => {
      const own = typeof told === 'string' ? { text: told } : told;
      return [key, { text: own.text, by: own.by ?? teller ?? '', factsVersion: own.factsVersion ?? version ?? null }];
    }),
  );

/** @throws ConfigProblems naming every place that is wrong. */
export function readTold(source: YamlSource): Told {
  const shaped = checkShape<ToldFile>(source, toldSchema);
  if (!shaped.ok) throw new ConfigProblems(sortProblems(shaped.problems));
  return toldOf(shaped.value);
}

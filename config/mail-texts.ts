/** The words of the mails (texts/mail.yaml), checked when they are read: every kind, both languages, no unknown field. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NATURES } from '../domain/facts';
import { MAIL_KINDS, type MailKind } from '../domain/mail';
import { SEVERITIES } from '../domain/playbook';
import { CLOCK_KINDS, RUNG_ACTIONS } from '../domain/setup';
import type { Bilingual, Language } from '../domain/wording';
import { ANSWER_CODES } from './mail-fields';
import { TemplateProblem, parseTemplate, type Template } from './mail-template';
import { ConfigProblems } from './problems';
import { checkShape } from './shape';
import { say } from './shape-words';
import { readYaml } from './yaml-source';

const unknownPlaceholder = (placeholder: string): Bilingual => ({
  ja: `「${placeholder}」はここでは使えません。使える項目はファイルの先頭と config/mail-fields.ts をご覧ください`,
  en: `"${placeholder}" cannot be used here. See the top of the file and config/mail-fields.ts for what can`,
});

const template = (use: 'BODY' | 'SUBJECT') =>
  z
    .string()
    .min(1)
    .transform((source, context): Template => {
      try {
        return parseTemplate(source, use);
      } catch (error) {
        if (!(error instanceof TemplateProblem)) throw error;
        // A block text ("|") ends with a line break and begins on the line below its key.
        const linesBelow = source.endsWith('\n') ? error.lineIndex + 1 : 0;
        context.addIssue({ code: 'custom', message: say(unknownPlaceholder(error.placeholder)), params: { linesBelow } });
        return z.NEVER;
      }
    });

/** A phrase with fields of its own, e.g. `第{n}版`. */
const phrase = (...fields: string[]) =>
  z.string().superRefine((text, context) => {
    const unknown = text.match(/\{[^}]*\}/g)?.find((field) => !fields.includes(field.slice(1, -1)));
    if (unknown) context.addIssue({ code: 'custom', message: say(unknownPlaceholder(unknown)) });
  });

const body = template('BODY');
const subject = template('SUBJECT');
const word = z.string().min(1);
const wordList = word.transform((words) => words.trim().split(/\s+/));

const commonSchema = z.strictObject({
  fromName: body,
  drillPrefix: word,
  drillNotice: word,
  openings: z.strictObject({ day: word, night: word, closedDay: word }),
  intro: body,
  address: z.strictObject({ person: body, department: body, company: body, staff: body }),
  /** What the names of departments end in. */
  departmentEndings: wordList,
  /** Forms of address that people add to a name themselves. */
  honorifics: wordList,
  linkFooter: body,
  departmentLinkFooter: body,
  insuredLinkFooter: body,
  signature: body,
  words: z.strictObject({
    severity: z.record(z.enum(SEVERITIES), word),
    answer: z.record(z.enum(ANSWER_CODES), word),
    waitingFor: z.record(z.enum(CLOCK_KINDS), word),
    action: z.record(z.enum(RUNG_ACTIONS), word),
    nature: z.record(z.enum(NATURES), word),
    factsVersion: phrase('n'),
    file: phrase('name', 'sha256'),
    obligation: phrase('name', 'days', 'left'),
    obligationWithoutDay: phrase('name', 'dayOne'),
    closeOut: phrase('name'),
    yardstick: phrase('target', 'due'),
    ofClient: phrase('name', 'client'),
  }),
});

const kindTextSchema = z.strictObject({
  /** In order of preference: the first whose fields are all known is taken. */
  subject: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(subject).min(1)),
  /** The words on the button of the link. */
  button: word,
  body,
});

const inBoth = <T extends z.ZodType>(schema: T) => z.strictObject({ ja: schema, en: schema });

const mailTextsSchema = z.strictObject({
  common: inBoth(commonSchema),
  kinds: z.record(
    z.enum(MAIL_KINDS),
    z.strictObject({
      audience: z.enum(['PARTNER', 'STAFF']),
      ja: kindTextSchema,
      en: kindTextSchema,
      toInsured: inBoth(kindTextSchema).optional(),
    }),
  ),
});

export type MailTexts = z.output<typeof mailTextsSchema>;
export type CommonTexts = MailTexts['common'][Language];
export type KindText = MailTexts['kinds'][MailKind][Language];

const MAIL_TEXTS_FILE = path.join(__dirname, 'texts', 'mail.yaml');

/** @throws ConfigProblems naming file, line and reason of everything that is wrong. */
export function loadMailTexts(file: string = MAIL_TEXTS_FILE): MailTexts {
  const read = readYaml(file, readFileSync(file, 'utf8'));
  if (!read.ok) throw new ConfigProblems(read.problems);
  const shaped = checkShape(read.source, mailTextsSchema);
  if (!shaped.ok) throw new ConfigProblems(shaped.problems);
  return shaped.value;
}

/** What the insured decides or writes, as it was typed. */
import { z } from 'zod';
import { cleanLine, cleanText } from '../wording';
import type { FormFields } from '../forms';
import type { InsuredTexts } from './texts-ja';

type ErrorKey = Exclude<keyof InsuredTexts['errors'], 'heading'>;
export interface InsuredError {
  readonly field: 'name' | 'title' | 'decision' | 'reason' | 'text';
  readonly key: ErrorKey;
}

const LINE_MAX = 100;
const TEXT_MAX = 4_000;

const line = (missing: ErrorKey) =>
  z
    .string(missing)
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(LINE_MAX, 'tooLong' satisfies ErrorKey),
    );

export const typedDecision = z
  .object({
    name: line('nameMissing'),
    title: line('titleMissing'),
    decision: z.enum(['APPROVED', 'REJECTED'], 'decisionMissing' satisfies ErrorKey),
    reason: z
      .string()
      .default('')
      .transform(cleanText)
      .pipe(z.string().max(TEXT_MAX, 'tooLong' satisfies ErrorKey)),
    /** Of the delivery that the page showed. */
    version: z.coerce.number().int().positive().nullable().catch(null),
    idem: z.string().max(100).catch(''),
  })
  .refine(({ decision, reason }) => decision === 'APPROVED' || reason !== '', {
    path: ['reason'],
    error: 'reasonMissing' satisfies ErrorKey,
  });
export type TypedDecision = z.output<typeof typedDecision>;

const typedMessage = z.object({
  name: line('nameMissing'),
  text: z
    .string('textMissing' satisfies ErrorKey)
    .transform(cleanText)
    .pipe(
      z
        .string()
        .min(1, 'textMissing' satisfies ErrorKey)
        .max(TEXT_MAX, 'tooLong' satisfies ErrorKey),
    ),
  idem: z.string().max(100).catch(''),
});

type Read<T> = { readonly ok: true; readonly typed: T } | { readonly ok: false; readonly errors: readonly InsuredError[] };

/** The first problem of each field. */
function read<T>(schema: z.ZodType<T>, fields: FormFields): Read<T> {
  const single = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.at(-1)]));
  const result = schema.safeParse(single);
  if (result.success) return { ok: true, typed: result.data };
  const found = new Map<string, ErrorKey>();
  for (const { path, message } of result.error.issues) {
    const field = String(path[0]);
    if (!found.has(field)) found.set(field, message as ErrorKey);
  }
  return { ok: false, errors: [...found].map(([field, key]) => ({ field, key }) as InsuredError) };
}

export const readDecisionForm = (fields: FormFields): Read<TypedDecision> => read(typedDecision, fields);
export const readMessageForm = (fields: FormFields): Read<z.output<typeof typedMessage>> => read(typedMessage, fields);

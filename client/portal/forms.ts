/** Turns what a form carries into an answer of the domain, or says what is wrong with it. */
import { z } from 'zod';
import type { FileRef } from '../../domain/incident';
import { DECLINE_REASONS, type Answer, type Answers } from '../../domain/messages';
import type { PartnerTaskView } from '../../domain/partner-view';
import { MILESTONES, type Milestone } from '../../domain/playbook';
import { HOUR_MS, MINUTE_MS, toInstant, toMs, type Instant } from '../../domain/time';
import { readAhead } from '../cli/when';
import type { Action } from './actions';
import { ja } from './texts-ja';
import type { ErrorKey } from './texts';
import { cleanLine, cleanText, plain } from './wording';

/** Every field with all its values, as the browser sent them. */
export type FormFields = Readonly<Record<string, readonly string[]>>;
export interface FieldError {
  readonly field: string;
  readonly key: ErrorKey;
}
export type AnswerBase = Pick<Answers['acceptTask'], 'messageId' | 'taskId' | 'by' | 'link'>;
type Compose = (base: AnswerBase, files: readonly FileRef[]) => Answer;
type FormResult =
  { readonly ok: true; readonly compose: Compose } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** What the form is judged against. `view` is null while the engine does not answer: then less is checked here. */
interface FormContext {
  readonly view: PartnerTaskView | null;
  readonly nowMs: number;
  readonly fileCount: number;
}

const LINE_MAX = 100;
const EMAIL_MAX = 254;
const TEXT_MAX = 4_000;
const LARGEST_AMOUNT_YEN = 999_999_999_999;

const line = (missing: ErrorKey) =>
  z.string(missing).transform(cleanLine).pipe(z.string().min(1, missing).max(LINE_MAX, 'tooLong'));
const text = (missing: ErrorKey) =>
  z.string(missing).transform(cleanText).pipe(z.string().min(1, missing).max(TEXT_MAX, 'tooLong'));
const remarks = z.string().default('').transform(cleanText).pipe(z.string().max(TEXT_MAX, 'tooLong'));
const ticked = (missing: ErrorKey) => z.literal('yes', missing);
const email = z.string('emailInvalid').transform(plain).pipe(z.email('emailInvalid').max(EMAIL_MAX, 'emailInvalid'));
const phone = z
  .string()
  .default('')
  .transform(plain)
  .pipe(z.string().regex(/^$|^\+?[0-9()\- ]{6,20}$/, 'phoneInvalid'));
const yen = z
  .string('amountInvalid')
  .transform((typed) => plain(typed).replace(/[,、円¥\\\s]/g, ''))
  .pipe(z.string().regex(/^\d{1,12}$/, 'amountInvalid'))
  .transform(Number)
  .pipe(z.number().min(1, 'amountInvalid').max(LARGEST_AMOUNT_YEN, 'amountInvalid'));

/** The planned start is a help for the desk: whatever cannot be read counts as not told. */
const startSchema = z.object({ start: z.enum(['', '0', '60', '120', '240']).catch('') });
const declineSchema = z
  .object({ reason: z.enum(DECLINE_REASONS, 'reasonMissing'), note: remarks })
  .refine(({ reason, note }) => reason !== 'OTHER' || note !== '', { path: ['note'], error: 'noteMissing' });
const handOverSchema = z.object({
  name: line('nameMissing'),
  company: line('companyMissing'),
  email,
  phone,
  consent: ticked('consentMissing'),
});
const progressSchema = z
  .object({
    note: text('progressMissing'),
    outlook: z.enum(['onTime', 'late'], 'outlookMissing'),
    expectedAt: z.string().default(''),
  })
  .refine(({ outlook, expectedAt }) => outlook === 'onTime' || expectedAt.trim() !== '', {
    path: ['expectedAt'],
    error: 'expectedMissing',
  });
const deliverSchema = z.object({
  note: remarks,
  milestone: z.enum(MILESTONES).optional(),
  factsVersion: z.coerce.number().int().positive().nullable().catch(null),
});
const moneySchema = z.object({ amount: yen, note: remarks });
const messageSchema = z.object({ text: text('textMissing') });

const isErrorKey = (message: string): message is ErrorKey => message in ja.errors;

/** The first problem of each field, in the order of the form. */
function problems(error: z.ZodError): FieldError[] {
  const found = new Map<string, ErrorKey>();
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '');
    if (!found.has(field)) found.set(field, isErrorKey(issue.message) ? issue.message : 'unreadable');
  }
  return [...found].map(([field, key]) => ({ field, key }));
}

const failed = (...errors: FieldError[]): FormResult => ({ ok: false, errors });

function checked<T>(schema: z.ZodType<T>, fields: FormFields, then: (data: T) => FormResult): FormResult {
  const single = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.at(-1)]));
  const result = schema.safeParse(single);
  return result.success ? then(result.data) : failed(...problems(result.error));
}

const composed = (compose: Compose): FormResult => ({ ok: true, compose });

const LAST_MINUTE_OF_DAY_MS = 24 * HOUR_MS - MINUTE_MS;

/** A time to come, as people write it and as browsers do; of a day alone the end is meant. */
function readExpected(typed: string, nowMs: number): Instant | null {
  const told = plain(typed).replace(/T(?=\d{1,2}:\d{2}$)/, ' ');
  const at = readAhead(told, nowMs);
  return at && !/[:時]/.test(told) ? toInstant(toMs(at) + LAST_MINUTE_OF_DAY_MS) : at;
}

function readProgress(fields: FormFields, { nowMs }: FormContext): FormResult {
  return checked(progressSchema, fields, ({ note, outlook, expectedAt }) => {
    const expected = outlook === 'late' ? readExpected(expectedAt, nowMs) : null;
    if (outlook === 'late' && !expected) return failed({ field: 'expectedAt', key: 'expectedMissing' });
    if (expected && toMs(expected) < nowMs) return failed({ field: 'expectedAt', key: 'expectedPast' });
    return composed((base) => ({ name: 'reportProgress', body: { ...base, note, expectedAt: expected } }));
  });
}

/** Whether the service knows a first result besides the whole one. */
export const hasInterim = (view: PartnerTaskView): boolean =>
  view.interimWithinMinutes !== null || view.deliverables.some(({ at }) => at === 'INTERIM');

function readDeliver(fields: FormFields, { view, fileCount }: FormContext): FormResult {
  return checked(deliverSchema, fields, ({ note, milestone, factsVersion }) => {
    if (view && hasInterim(view) && !milestone) return failed({ field: 'milestone', key: 'milestoneMissing' });
    const chosen: Milestone = milestone ?? 'FINAL';
    const asked = view?.deliverables.filter(({ at }) => at === chosen) ?? [];
    if (fileCount === 0 && asked.some(({ fileRequired }) => fileRequired)) return failed({ field: 'files', key: 'fileMissing' });
    const names = view?.deliverables.filter(({ id }) => fields['included']?.includes(id)).map(({ name }) => name.ja) ?? [];
    if (fileCount === 0 && !note && names.length === 0) return failed({ field: 'note', key: 'nothingDelivered' });
    const told = names.length ? `【含まれる成果物】${names.join('、')}${note ? `\n${note}` : ''}` : note;
    return composed((base, files) => ({
      name: 'deliverTask',
      body: { ...base, note: told, milestone: chosen, factsVersion, files },
    }));
  });
}

const READERS: Record<Action, (fields: FormFields, context: FormContext) => FormResult> = {
  accept: (fields, { nowMs }) =>
    checked(startSchema, fields, ({ start }) => {
      const expectedStartAt = start === '' ? null : toInstant(nowMs + Number(start) * MINUTE_MS);
      return composed((base) => ({ name: 'acceptTask', body: { ...base, expectedStartAt } }));
    }),
  decline: (fields) =>
    checked(declineSchema, fields, ({ reason, note }) =>
      composed((base) => ({ name: 'declineTask', body: { ...base, reason, note } })),
    ),
  'hand-over': (fields) =>
    checked(handOverSchema, fields, ({ name, company, email: address, phone: number }) =>
      composed((base) => ({
        name: 'handOverTask',
        body: { ...base, to: { name, company, email: address, phone: number || null } },
      })),
    ),
  progress: readProgress,
  deliver: readDeliver,
  quote: (fields) =>
    checked(moneySchema, fields, ({ amount, note }) =>
      composed((base, files) => ({ name: 'submitQuote', body: { ...base, amountYen: amount, note, files } })),
    ),
  invoice: (fields, { fileCount }) =>
    checked(moneySchema, fields, ({ amount, note }) => {
      if (fileCount === 0) return failed({ field: 'files', key: 'invoiceFileMissing' });
      return composed((base, files) => ({ name: 'submitInvoice', body: { ...base, amountYen: amount, note, files } }));
    }),
  message: (fields) =>
    checked(messageSchema, fields, ({ text: words }) =>
      composed((base) => ({ name: 'sendMessage', body: { ...base, text: words } })),
    ),
};

/** Reads the form of one action. */
export const readForm = (action: Action, fields: FormFields, context: FormContext): FormResult =>
  READERS[action](fields, context);

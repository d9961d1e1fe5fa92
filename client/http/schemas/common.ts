/** Parts that many routes share: numbers in addresses, pages, keys. */
import { z } from 'zod';
import { say } from '../../../config/shape-words';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { SERVICES } from '../../../domain/services';
import { toInstant, toMs } from '../../../domain/time';

const NOT_A_NUMBER = say({
  ja: '受付番号ではないか、検査文字が合いません(8文字、例 7K3M-Q2XK)',
  en: 'Not an incident number, or its check character does not fit (8 characters, like 7K3M-Q2XK)',
});

export const incidentNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = parseIncidentNumber(text);
    if (number !== null) return number;
    context.addIssue({ code: 'custom', message: NOT_A_NUMBER });
    return z.NEVER;
  })
  .meta({
    description: 'Incident number (受付番号), with or without its hyphen, e.g. 7K3M-Q2XK. The last character checks the others',
    pattern: '^[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}$',
  });

const NOT_A_TASK = say({
  ja: '依頼は T01 または INVESTIGATION.triage の形で指定してください',
  en: 'Name a task like T01 or INVESTIGATION.triage',
});

/** `T01`, or the service it is about. */
export const taskName = z
  .string()
  .regex(new RegExp(`^(T\\d{2,3}|${SERVICES.map((service) => service.replace('.', '\\.')).join('|')})$`), {
    error: NOT_A_TASK,
  })
  .describe('Task: its id (T01) or its service (INVESTIGATION.triage)');

export const taskId = z
  .string()
  .regex(/^T\d{2,3}$/, { error: NOT_A_TASK })
  .describe('Id of the task, e.g. T01');

export const approvalId = z
  .string()
  .regex(/^T\d{2,3}-A\d{1,4}$/, {
    error: say({ ja: '承認は T04-A1 の形で指定してください', en: 'Name an approval like T04-A1' }),
  })
  .describe('Id of the approval, e.g. T04-A1');

export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: say({ ja: 'SHA-256(16進64文字)ではありません', en: 'Not a SHA-256 in hex' }) })
  .describe('SHA-256 of the contents, in lower-case hex');

const KEY = say({ ja: '半角の英数字・記号150文字以内で指定してください', en: 'Use up to 150 visible ASCII characters' });

/** Headers that an act may carry. Others are nobody's business here. */
export const actHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,150}$/, { error: KEY })
    .optional()
    .describe('Makes a repeat safe: the same key with the same request is carried out once and gets the same answer'),
});

/** How many at most, and from where. */
export const pageSize = (preset: number, most: number) =>
  z.coerce.number().int().min(1).max(most).default(preset).describe('At most this many');

export const cursorIn = z
  .string()
  .max(60)
  .optional()
  .describe('`nextCursor` of the page before: a place in the order, good whatever has become of what stood there');

export const instantOut = z.string().meta({ format: 'date-time', description: 'An instant with the offset of Japan' });
export const bilingualOut = z.object({ ja: z.string(), en: z.string() }).meta({ id: 'Bilingual' });
export const fileRef = z
  .object({
    sha256: z.string(),
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
  })
  .meta({ id: 'FileRef', description: 'A file is named by its hash; its bytes live in the record' });

/** An instant with its offset, as it is written everywhere in this system from here on. */
export const instantIn = z.iso
  .datetime({ offset: true })
  .transform((text) => toInstant(toMs(text)))
  .pipe(z.string().meta({ format: 'date-time' }))
  .meta({ description: 'An instant with its offset', examples: ['2026-12-29T15:00:00+09:00'] });

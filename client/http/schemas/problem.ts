/** The shape of every refusal (RFC 9457). */
import { z } from 'zod';
import { PROBLEM_CODES } from '../problem-codes';

const bilingual = z.object({ ja: z.string(), en: z.string() });

export const problemSchema = z
  .object({
    type: z.string().describe('A URN that ends in the code'),
    title: z.string().describe('What kind of problem, Japanese / English'),
    status: z.int(),
    code: z.enum(PROBLEM_CODES).describe('Stable: programs may depend on it'),
    detail: z.string().describe('What happened, what was kept, what to do now; Japanese / English'),
    instance: z.string().describe('The path that was asked for'),
    text: bilingual.describe('The detail in each language'),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'path', 'header']),
          pointer: z.string().describe('JSON pointer into that part of the request'),
          detail: z.string(),
          text: bilingual,
        }),
      )
      .optional()
      .describe('With VALIDATION: each thing that is wrong, and where'),
  })
  .meta({ id: 'Problem', description: 'Why a request did not go on (RFC 9457)' });

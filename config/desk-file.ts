/** `desk.yaml`: who the desk is and whom it calls. */
import { z } from 'zod';
import type { Contact, Desk } from '../domain/setup';
import { bilingual, clockMinutes, contact, email, phone } from './fields';
import type { Problem } from './problems';
import { checkShape } from './shape';
import { say } from './shape-words';
import type { YamlSource } from './yaml-source';

const people: z.ZodType<readonly Contact[]> = z.array(contact).min(1);

const LONGEST_LINK_DAYS = 180;
/** As long as a final report may take. */
const DEFAULT_INSURED_LINK_DAYS = 60;
const linkValid = z
  .string()
  .regex(/^\d{1,3}d$/, { error: say({ ja: '日数は 30d のように書いてください', en: 'Write a number of days like 30d' }) })
  .transform((text) => Number.parseInt(text, 10))
  .pipe(z.int().min(1).max(LONGEST_LINK_DAYS));

const deskFile = z
  .strictObject({
    name: bilingual(60),
    insurer: bilingual(60),
    phone,
    email,
    callList: people,
    supervisors: people,
    heads: people,
    approvers: z.strictObject({ CLAIMS: people, INSURED: people, COUNSEL: people, DESK: people }),
    checkWithin: clockMinutes,
    reworkWithin: clockMinutes,
    linkValid,
    insuredLinkValid: linkValid.default(DEFAULT_INSURED_LINK_DAYS),
    insuredClosingMail: z.boolean().default(true),
  })
  .transform(
    ({ checkWithin, reworkWithin, linkValid: linkValidDays, insuredLinkValid: insuredLinkValidDays, ...desk }): Desk => ({
      ...desk,
      checkWithinMinutes: checkWithin,
      reworkWithinMinutes: reworkWithin,
      linkValidDays,
      insuredLinkValidDays,
    }),
  );

/** The desk in a source, with every problem of its file. */
export function readDesk(source: YamlSource): { readonly desk: Desk | null; readonly problems: readonly Problem[] } {
  const shaped = checkShape(source, deskFile);
  return shaped.ok ? { desk: shaped.value, problems: [] } : { desk: null, problems: shaped.problems };
}

/** Drafts as programs get them. */
import { z } from 'zod';
import { DRAFT_KINDS, ITEM_IDS } from '../../../domain/drafts/kinds';
import { WARNING_CODES } from '../../../domain/drafts/model';
import { ROW_IDS } from '../../../domain/drafts/words';
import { OBLIGATION_KINDS } from '../../../domain/obligations/assessment';
import { bilingualOut, instantOut } from './common';

const day = z.string().describe('A date in Japan, `YYYY-MM-DD`');

const source = z
  .union([
    z.object({ from: z.enum(['FACTS', 'LAW']), version: z.int().describe('The version of the facts it comes from') }),
    z.object({ from: z.literal('TIMELINE'), seqs: z.array(z.int()) }),
    z.object({ from: z.literal('TOLD'), by: z.string(), version: z.int().nullable() }),
    z.object({ from: z.literal('NOBODY') }),
  ])
  .meta({ id: 'DraftSource', description: 'Where a statement comes from; NOBODY: it is marked as under investigation' });

const statement = z.object({
  row: z.enum(ROW_IDS),
  of: z.string().nullable(),
  label: z.string(),
  text: z.string(),
  source,
});

const difference = z.object({
  item: z.enum(ITEM_IDS),
  label: z.string(),
  from: z.string().nullable(),
  fromSource: source.nullable(),
  to: z.string().nullable(),
  toSource: source.nullable(),
});

const filing = z.object({
  kind: z.enum(OBLIGATION_KINDS),
  party: z.string(),
  at: instantOut,
  receipt: z.string().nullable(),
  factsVersion: z.int().nullable(),
});

export const draftOut = z
  .object({
    kind: z.enum(DRAFT_KINDS),
    language: z.enum(['ja', 'en']),
    incidentNumber: z.string(),
    isDrill: z.boolean(),
    title: z.string(),
    to: z.string(),
    insured: z.string().nullable(),
    madeAt: instantOut,
    factsVersion: z.int().describe('The version of the facts it was made from'),
    factsKnownAt: instantOut,
    currentVersion: z.int().describe('The version in force when it was made'),
    target: day.nullable(),
    due: day.nullable(),
    warnings: z
      .array(z.object({ code: z.enum(WARNING_CODES), level: z.enum(['WARNING', 'NOTE']), text: z.string() }))
      .describe('What stands on its face, in every format'),
    items: z.array(z.object({ id: z.enum(ITEM_IDS), number: z.int(), title: z.string(), statements: z.array(statement) })),
    base: z
      .object({ version: z.int(), filing: filing.nullable() })
      .nullable()
      .describe('Of a final report: the preliminary one it is compared with'),
    changes: z.array(difference).describe('Of a final report: what is new since the preliminary one'),
    form: z
      .array(
        z.object({
          id: z.enum(ITEM_IDS),
          title: z.string(),
          text: z.string(),
          length: z.int(),
          limit: z.int().nullable(),
        }),
      )
      .describe('Texts to paste into the web form of the authority'),
  })
  .meta({ id: 'Draft', description: 'A draft out of the case data; nothing is filed by it' });

export const availableDraftsOut = z.object({
  number: z.string(),
  factsVersion: z.int(),
  drafts: z.array(
    z.object({
      kind: z.enum(DRAFT_KINDS),
      makesSense: z.boolean(),
      because: bilingualOut,
      target: day.nullable(),
      due: day.nullable(),
      clients: z.array(z.string()).describe('Of `client-notice`: the clients, each of which gets its own'),
    }),
  ),
});

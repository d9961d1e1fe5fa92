/** The facts as people write them: the contract's shape; what is left out is not known yet. */
import { z } from 'zod';
import { line } from '../config/fields';
import { say } from '../config/shape-words';
import {
  DATA_STATES,
  LEAK_STATES,
  NATURES,
  NOTHING_KNOWN,
  ROLES,
  type EntrustingClient,
  type Facts,
  type PersonCount,
} from '../domain/facts';
import { toInstant, toMs } from '../domain/time';

/** More than there are people. */
const MOST_PERSONS = 10_000_000_000;
const MOST_CLIENTS = 1000;

const MIN_OVER_MAX = say({
  ja: '人数の「最小」が「最大」を上回っています',
  en: 'Minimum is higher than maximum',
});
const DOUBLE_CLIENT = say({ ja: '同じ委託元が2回書かれています', en: 'The same client is given twice' });

/** Full-width digits are read as meant. */
const count = z
  .preprocess((value) => {
    const text = typeof value === 'string' ? value.normalize('NFKC').trim() : '';
    return /^\d{1,11}$/.test(text) ? Number(text) : value;
  }, z.int().min(0).max(MOST_PERSONS))
  .meta({ type: 'integer', minimum: 0, maximum: MOST_PERSONS });

const persons = z
  .strictObject({
    min: count.default(0).describe('At least this many'),
    max: count.nullable().default(null).describe('At most this many; null: nobody knows yet'),
  })
  .refine(({ min, max }) => max === null || min <= max, { error: MIN_OVER_MAX, path: ['min'] })
  .meta({
    id: 'PersonCount',
    description: 'How many persons are affected',
    examples: [{ min: 52300, max: 52300 }],
  }) satisfies z.ZodType<PersonCount>;

const unknown = z.boolean().nullable().default(null);

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => toInstant(toMs(text)))
  .pipe(z.string().meta({ format: 'date-time' }));

const client = z.strictObject({
  id: line(64),
  persons,
  hasReportDuty: unknown,
  notifiedAt: instant.nullable().default(null).describe('When this client was told; null: not yet'),
}) satisfies z.ZodType<EntrustingClient>;

const clients = z
  .array(client)
  .max(MOST_CLIENTS)
  .superRefine((list, context) => {
    const ids = list.map(({ id }) => id);
    ids.forEach((id, i) => {
      if (ids.indexOf(id) < i) context.addIssue({ code: 'custom', path: [i, 'id'], message: DOUBLE_CLIENT });
    });
  });

const myNumber = z.strictObject({ persons, publicExposure: z.boolean(), improperPurpose: unknown });

const pmark = z.strictObject({
  holder: z.boolean(),
  validUntil: z.iso.date(),
  renewalFiledOn: z.iso.date().nullable().default(null),
});

/** The facts of an incident in the shape of the public contract. */
export const factsSchema = z
  .strictObject({
    nature: z.enum(NATURES).default(NOTHING_KNOWN.nature).describe('What kind of incident it is'),
    leak: z.enum(LEAK_STATES).default(NOTHING_KNOWN.leak).describe('Whether personal data leaked'),
    role: z.enum(ROLES).default(NOTHING_KNOWN.role).describe('NONE: holds no personal data in this matter'),
    dataState: z.enum(DATA_STATES).default(NOTHING_KNOWN.dataState),
    persons: persons.default({ ...NOTHING_KNOWN.persons }),
    specialCare: unknown.describe('要配慮個人情報 (special care-required data) among it'),
    propertyHarm: unknown.describe('Misuse may cause property damage'),
    improperPurpose: unknown.describe('Done with an improper purpose; null: derived from the nature'),
    strongEncryption: z.boolean().default(NOTHING_KNOWN.strongEncryption).describe('And the keys kept apart'),
    recoveredUnseen: z.boolean().default(NOTHING_KNOWN.recoveredUnseen).describe('Got back before anybody saw it'),
    backupOfSameData: z.boolean().default(NOTHING_KNOWN.backupOfSameData),
    myNumber: myNumber.nullable().default(NOTHING_KNOWN.myNumber),
    clients: clients.default([]).describe('Role PROCESSOR: the firms that entrusted the data'),
    pmark: pmark.nullable().default(NOTHING_KNOWN.pmark),
  })
  .meta({
    id: 'Facts',
    description: 'What is known of the accident. null is unknown, and unknown is not false',
  }) satisfies z.ZodType<Facts>;

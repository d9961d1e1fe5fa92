/** The shape of `playbook.yaml` as people write it. */
import { z } from 'zod';
import { FLAGS, type Condition } from '../domain/conditions';
import { LEAK_STATES, NATURES } from '../domain/facts';
import {
  APPROVAL_STAGES,
  APPROVERS,
  LIMIT_HOURS,
  MILESTONES,
  SEVERITIES,
  type ApprovalSpec,
  type Deliverable,
  type Dependency,
  type LimitHours,
  type Severity,
} from '../domain/playbook';
import { GATES, SERVICES, type ServiceId } from '../domain/services';
import type { Bilingual } from '../domain/wording';
import { bilingual, clockMinutes, id, limit, line, type Limit } from './fields';
import { say } from './shape-words';
import type { YamlSource } from './yaml-source';

/** `always`, or a condition on the facts. */
type When = 'always' | Condition;

/** One service as it stands in the file; its limits are still in words. */
export interface ServiceFile {
  readonly service: ServiceId;
  readonly name: Bilingual;
  readonly request: Bilingual;
  readonly dependsOn: readonly Dependency[];
  readonly limits: {
    readonly hours: LimitHours;
    readonly accept: Limit;
    readonly interim: Limit | null;
    readonly complete: Limit;
  };
  readonly deliverables: readonly (Omit<Deliverable, 'name'> & Bilingual)[];
  readonly approvals: readonly (Omit<ApprovalSpec, 'decideWithinMinutes'> & { readonly within: number })[];
  readonly activation: { readonly when: When; readonly whenUnknown: 'ACTIVATE' | 'SKIP'; readonly otherwise: Bilingual };
  readonly independentOf: readonly ServiceId[];
}

/** The file without the insides of its services, which are checked one by one so that one mistake hides no other. */
export interface PlaybookFile {
  readonly id: string;
  readonly version: string;
  readonly name: Bilingual;
  readonly businessDayMinutes: number;
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly severity: readonly { readonly level: Severity; readonly when: Condition }[];
  readonly services: readonly unknown[];
}

/** A playbook file as far as it could be read. */
export interface ReadPlaybook {
  readonly source: YamlSource;
  readonly file: PlaybookFile;
  /** By place in the file; null where an entry has a shape that cannot be read. */
  readonly services: readonly (ServiceFile | null)[];
  /** What each entry calls itself, readable or not. */
  readonly declared: readonly (string | null)[];
}

const ONE_KIND = say({
  ja: '条件は all, any, not, natureIn, leakIn, flag, personsOver のうち1つだけで書いてください',
  en: 'A condition is exactly one of all, any, not, natureIn, leakIn, flag, personsOver',
});

const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(condition).min(1).optional(),
      any: z.array(condition).min(1).optional(),
      not: condition.optional(),
      natureIn: z.array(z.enum(NATURES)).min(1).optional(),
      leakIn: z.array(z.enum(LEAK_STATES)).min(1).optional(),
      flag: z.enum(FLAGS).optional(),
      personsOver: z.int().min(0).optional(),
    })
    .refine((parts) => Object.keys(parts).length === 1, { error: ONE_KIND, when: ({ issues }) => issues.length === 0 })
    .transform((parts) => parts as Condition),
);

const service = z.enum(SERVICES);

export const serviceFile = z.strictObject({
  service,
  name: bilingual(60),
  request: bilingual(1000),
  dependsOn: z.array(z.strictObject({ service, at: z.enum(MILESTONES) })).default([]),
  limits: z.strictObject({
    hours: z.enum(LIMIT_HOURS),
    accept: limit,
    interim: limit.nullable().default(null),
    complete: limit,
  }),
  deliverables: z
    .array(z.strictObject({ id, at: z.enum(MILESTONES), ja: line(80), en: line(120), fileRequired: z.boolean() }))
    .min(1),
  approvals: z
    .array(
      z.strictObject({ gate: z.enum(GATES), stage: z.enum(APPROVAL_STAGES), approver: z.enum(APPROVERS), within: clockMinutes }),
    )
    .default([]),
  activation: z.strictObject({
    when: z.union([z.literal('always'), condition]),
    whenUnknown: z.enum(['ACTIVATE', 'SKIP']),
    otherwise: bilingual(300),
  }),
  independentOf: z.array(service).default([]),
}) satisfies z.ZodType<ServiceFile>;

export const playbookFile = z.strictObject({
  id,
  version: line(40),
  name: bilingual(60),
  businessDayMinutes: z
    .int()
    .min(60)
    .max(24 * 60),
  conditions: z.record(z.string(), condition).default({}),
  severity: z.array(z.strictObject({ level: z.enum(SEVERITIES), when: condition })),
  services: z.array(z.unknown()).min(1),
}) satisfies z.ZodType<PlaybookFile>;

/** The service a raw entry says it is, whatever else is wrong with it. */
export const declaredService = (entry: unknown): string | null => {
  const parsed = z.looseObject({ service: z.string() }).safeParse(entry);
  return parsed.success ? parsed.data.service : null;
};

/** The business data in force, and what it would do. Needs neither engine nor record. */
import { z } from 'zod';
import { planOf } from '../../../domain/plan';
import { FUNCTIONS, GATES, SERVICES } from '../../../domain/services';
import { factsSchema } from '../../facts-schema';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { json } from '../../../config/fields';
import { bilingualOut } from '../schemas/common';

const YAML = 'application/yaml';

const plan = z
  .object({
    playbook: z.object({ id: z.string(), version: z.string() }),
    tasks: z.array(
      z.object({
        service: z.enum(SERVICES),
        function: z.enum(FUNCTIONS),
        partner: z.string().describe('Whom it would go to first'),
        dependsOn: z.array(z.enum(SERVICES)),
        acceptWithinMinutes: z.int(),
        completeWithinMinutes: z.int(),
        approvals: z.array(z.enum(GATES)),
      }),
    ),
    notActivated: z.array(z.object({ service: z.enum(SERVICES), because: z.string() })),
  })
  .meta({ id: 'Plan' });

const partners = z.object({
  partners: z.array(
    z.object({
      id: z.string(),
      name: bilingualOut,
      ranks: z.record(z.string(), z.int()).describe('By function or service: 1 = asked first'),
    }),
  ),
});

const checked = z.object({
  ok: z.boolean(),
  problems: z.array(z.object({ file: z.string(), line: z.int(), col: z.int(), reason: bilingualOut })),
});

const business = { tag: 'Business data' } as const;

export function businessRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/plan',
    documented('READ', {
      ...business,
      operationId: 'plan',
      summary: '事実情報から始まる依頼を調べる / What the playbook would start for these facts',
      body: z.strictObject({ facts: factsSchema, policy: z.record(z.string(), json).nullable().default(null) }),
      answers: { 200: { description: 'The plan; nothing was opened', schema: plan } },
      problems: ['DATA_NOT_VALID'],
    }),
    async ({ body: { facts } }) => planOf(facts, deps.setup(deps.nowMs())),
  );
  app.get(
    '/partners',
    documented('READ', {
      ...business,
      operationId: 'listPartners',
      summary: '協力会社の一覧 / Partner firms for new incidents',
      answers: { 200: { description: 'Partners', schema: partners } },
      problems: ['DATA_NOT_VALID'],
    }),
    async () => {
      const { partners: firms, ranking } = deps.setup(deps.nowMs());
      return { partners: firms.map(({ id, name }) => ({ id, name, ranks: ranksOf(id, ranking) })) };
    },
  );
  app.get(
    '/playbook/check',
    documented('READ', {
      ...business,
      operationId: 'checkBusinessData',
      summary: '業務データを検査する / Check the business data in force',
      answers: { 200: { description: 'What is wrong with it', schema: checked } },
    }),
    async () => report(await deps.checkPlaybook(null)),
  );
  app.register(async (scope: Api) => addPlaybookCheck(scope, deps));
}

const ranksOf = (id: string, ranking: Readonly<Record<string, readonly string[]>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(ranking).flatMap(([of, ids]) => (ids.includes(id) ? [[of, ids.indexOf(id) + 1] as const] : [])),
  );

type Problems = Awaited<ReturnType<ApiDeps['checkPlaybook']>>;
const report = (problems: Problems) => ({
  ok: problems.length === 0,
  problems: problems.map(({ file, line, col, reason }) => ({ file, line, col, reason })),
});

function addPlaybookCheck(app: Api, deps: ApiDeps): void {
  app.removeAllContentTypeParsers();
  for (const type of [YAML, 'application/json', 'text/plain']) {
    app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  }
  app.post(
    '/playbook/check',
    documented('READ', {
      ...business,
      operationId: 'checkPlaybook',
      summary: '手順書を検査する / Check a playbook beside the other business data in force',
      body: z.string().min(1),
      consumes: [YAML],
      answers: { 200: { description: 'What is wrong with it', schema: checked } },
    }),
    async ({ body }) => report(await deps.checkPlaybook(body)),
  );
}

/** Drafts of reports and notices: which make sense now, and each in the format that is asked for. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { z } from 'zod';
import { availableDrafts } from '../../../domain/drafts/available';
import { DRAFT_KINDS, type DraftKind } from '../../../domain/drafts/kinds';
import { isNoDraft, type NoDraft } from '../../../domain/drafts/model';
import type { Told } from '../../../domain/drafts/told';
import { currentFacts } from '../../../domain/incident';
import { LANGUAGES } from '../../../domain/wording';
import { currentAssessment } from '../../documents/case-data';
import {
  DRAFT_FORMATS,
  MEDIA_TYPES,
  draftJson,
  fileNameOf,
  makeDraft,
  renderDraft,
  type DraftFormat,
} from '../../documents/drafting';
import { toldOf, toldSchema } from '../../documents/told-file';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem } from '../problems';
import { readEntries, readIncident } from '../reading';
import { incidentNumber } from '../schemas/common';
import { availableDraftsOut, draftOut } from '../schemas/draft';
import { jsonSource, refuse } from '../validation';

const drafts = { tag: 'Drafts' } as const;
const ofIncident = z.object({ number: incidentNumber });
const ofDraft = z.object({ number: incidentNumber, kind: z.enum(DRAFT_KINDS) });
const version = z.coerce.number().int().min(1);

const query = z.strictObject({
  format: z.enum(DRAFT_FORMATS).optional().describe('Goes before the header `Accept`; default: json'),
  lang: z.enum(LANGUAGES).default('ja').describe('`en`: a translation for reading. What is filed is Japanese'),
  factsVersion: version.optional().describe('Default: the version in force'),
  baseVersion: version
    .optional()
    .describe('Of a final report: the version of the preliminary one. Default: as filed, or the first'),
  client: z.string().max(64).optional().describe('Of `client-notice`: which client, when there are several'),
});
type Query = z.output<typeof query>;

const DESCRIPTION =
  'Made anew with every request, from the facts in force unless told otherwise; nothing is kept or filed by it. Every statement names the version of the facts it comes from; what nobody knows is marked 調査中. Where it differs from the facts in force it says so on its face, in every format.';

const answers = {
  200: {
    description: 'The draft',
    schema: draftOut,
    also: [MEDIA_TYPES.pdf, MEDIA_TYPES.docx, MEDIA_TYPES.text],
  },
} as const;
const problems = ['NOT_FOUND', 'ENGINE_SILENT', 'NOT_ACCEPTABLE', 'DATA_NOT_VALID'] as const;

export function draftRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/incidents/:number/drafts',
    documented('READ', {
      ...drafts,
      operationId: 'listDrafts',
      summary: '作成できる書面の一覧 / Drafts that make sense now',
      params: ofIncident,
      answers: { 200: { description: 'Every kind of draft, and why it makes sense or not', schema: availableDraftsOut } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT', 'DATA_NOT_VALID'],
    }),
    async ({ params: { number } }) => {
      const { state } = await readIncident(deps, number);
      const available = availableDrafts(currentAssessment(state, deps.law()));
      return { number, factsVersion: currentFacts(state).version, drafts: available };
    },
  );
  app.get(
    '/incidents/:number/drafts/:kind',
    documented('READ', {
      ...drafts,
      operationId: 'getDraft',
      summary: '報告書・通知の案を作成する / Draft a report or notice from the case data',
      description: DESCRIPTION,
      params: ofDraft,
      querystring: query,
      answers,
      problems,
    }),
    (request, reply) => send(deps, { request, ...request, told: {} }, reply),
  );
  app.post(
    '/incidents/:number/drafts/:kind',
    documented('READ', {
      ...drafts,
      operationId: 'draftWith',
      summary: '申告内容を添えて案を作成する / Draft it with what somebody told beside the facts',
      description: `${DESCRIPTION}\n\nThe told texts stand in it marked with who told them, and are not kept.`,
      params: ofDraft,
      querystring: query,
      body: toldSchema,
      example: EXAMPLE,
      answers,
      problems,
    }),
    (request, reply) => send(deps, { request, ...request, told: toldOf(request.body) }, reply),
  );
}

const EXAMPLE = {
  by: '通販 次郎',
  factsVersion: 1,
  items: { cause: 'ウェブアプリケーションの脆弱性', contact: { text: '個人情報相談窓口 0120-000-000', by: '佐藤 花子' } },
};

interface Asked {
  readonly request: FastifyRequest;
  readonly params: { readonly number: string; readonly kind: DraftKind };
  readonly query: Query;
  readonly told: Told;
}

async function send(deps: ApiDeps, { request, params, query: asked, told }: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const format = asked.format ?? wantedFormat(request.headers.accept);
  const view = await readIncident(deps, params.number);
  const entries = await readEntries(deps, view, 0);
  const draft = makeDraft(view, entries, deps.law(), {
    ...{ kind: params.kind, language: asked.lang, told },
    ...{ version: asked.factsVersion ?? null, baseVersion: asked.baseVersion ?? null, clientId: asked.client ?? null },
  });
  if (isNoDraft(draft)) return refuseDraft(draft, asked);
  reply.header('vary', 'accept').header('content-language', draft.language);
  if (format === 'json') return reply.send(draftJson(draft));
  const type = format === 'text' ? `${MEDIA_TYPES.text}; charset=utf-8` : MEDIA_TYPES[format];
  return reply
    .header('content-disposition', `attachment; filename="${fileNameOf(draft, format)}"`)
    .type(type)
    .send(await renderDraft(draft, format));
}

const TYPES: readonly string[] = DRAFT_FORMATS.map((format) => MEDIA_TYPES[format]);

/** What the caller accepts best; JSON where anything will do. @throws ApiProblem NOT_ACCEPTABLE */
function wantedFormat(accept: string | undefined): DraftFormat {
  const offered = [MEDIA_TYPES.json, ...TYPES.filter((type) => type !== MEDIA_TYPES.json)];
  const type = new Negotiator({ headers: { accept } }).mediaType([...offered]);
  const format = DRAFT_FORMATS.find((one) => MEDIA_TYPES[one] === type);
  if (format) return format;
  throw new ApiProblem('NOT_ACCEPTABLE', {
    ja: `Accept には次のいずれかを指定してください: ${offered.join(', ')}`,
    en: `Accept one of ${offered.join(', ')}`,
  });
}

const PARAMETERS: Readonly<Record<NoDraft['field'], string>> = {
  version: 'factsVersion',
  baseVersion: 'baseVersion',
  clientId: 'client',
};

const refuseDraft = ({ field, reason }: NoDraft, asked: Query): never =>
  refuse('query', [jsonSource(asked).at([PARAMETERS[field]], reason)]);

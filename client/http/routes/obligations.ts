/** What the law asks of an incident, what was filed, and what counsel decides. */
import { z } from 'zod';
import { line } from '../../../config/fields';
import { say } from '../../../config/shape-words';
import type { FileRef } from '../../../domain/files';
import { OBLIGATION_KINDS, type Party } from '../../../domain/obligations/assessment';
import { toInstant } from '../../../domain/time';
import { obligationsView } from '../../obligations-view';
import { cleanFileName } from '../../portal/wording';
import { callerOf, noteReplay, type Api } from '../api';
import { decide, type Said } from '../decide';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem } from '../problems';
import { readEntries, readIncident } from '../reading';
import { actHeaders, incidentNumber, instantIn, sha256 } from '../schemas/common';
import { obligationsOut } from '../schemas/obligations';
import { decided } from './decisions';

const onIncident = z.object({ number: incidentNumber });
const tag = 'Obligations';
const OF_EVERY_DECISION = ['NOT_FOUND', 'INCIDENT_CLOSED', 'IDEMPOTENCY_CONFLICT', 'ENGINE_SILENT', 'MALFORMED'] as const;
const answers = { 200: { description: 'It was carried out', schema: decided } } as const;

export function obligationRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/incidents/:number/obligations',
    documented('READ', {
      tag,
      operationId: 'getObligations',
      summary: '報告・通知の義務、期限、提出状況 / Reports and notices: dates, reasons, what was filed',
      params: onIncident,
      answers: { 200: { description: 'The obligations as they stand now', schema: obligationsOut } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
    }),
    async ({ params }) => {
      const view = await readIncident(deps, params.number);
      return obligationsView(view, await readEntries(deps, view, 0));
    },
  );
  addFilings(app, deps);
  addProposals(app, deps);
}

const PARTY = say({
  ja: 'INSURED または CLIENT:委託元の番号 で指定してください',
  en: 'INSURED, or CLIENT: and the id of a client',
});
const party = z
  .string()
  .max(300)
  .regex(/^(INSURED|CLIENT:.+)$/s, { error: PARTY })
  .default('INSURED')
  .describe('`INSURED`, or `CLIENT:` and the id of the client that a notice went to');

const filing = z.strictObject({
  kind: z.enum(OBLIGATION_KINDS),
  party,
  filedAt: instantIn.optional().describe('When it was filed; default: now'),
  receiptNumber: line(200).nullable().default(null).describe('Receipt number of the authority'),
  file: z
    .strictObject({ sha256, name: line(120).describe('As it is to be shown, e.g. 確報.pdf') })
    .nullable()
    .default(null)
    .describe('What was filed: a file that the record has already'),
  supplement: z.boolean().default(false).describe('追完: it adds to a report that was filed before'),
  reason: z.string().trim().max(10_000).nullable().default(null).describe('Needed where nothing is due: a voluntary report'),
});

function addFilings(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents/:number/filings',
    documented('DECIDE', {
      tag,
      operationId: 'recordFiling',
      summary: '提出済みの報告・通知を記録する / Record a report or notice that was filed',
      description: 'Its clock stops. A final report that comes before any preliminary one counts as both.',
      params: onIncident,
      headers: actHeaders,
      body: filing,
      example: { kind: 'PPC_PRELIMINARY', filedAt: '2026-12-31T10:20:00+09:00', receiptNumber: 'R8-12345' },
      answers,
      problems: [
        ...OF_EVERY_DECISION,
        ...(['UNKNOWN_OBLIGATION', 'ALREADY_FILED', 'NOT_FILED', 'REASON_MISSING'] as const),
        ...(['FILED_IN_THE_FUTURE', 'FILED_BEFORE_AWARENESS', 'FILE_MISSING'] as const),
      ],
    }),
    async (request, reply) => {
      const { number } = request.params;
      const { kind, party: of, filedAt, file, ...rest } = request.body;
      const when = filedAt ?? toInstant((await readIncident(deps, number)).nowMs);
      const said: Said<'recordFiling'> = {
        ...{ obligation: { kind, party: of as Party }, filedAt: when, ...rest },
        file: file && (await keptFile(deps, file)),
      };
      const same = filedAt === undefined ? { ...said, filedAt: undefined } : said;
      const key = request.headers['idempotency-key'];
      const result = await decide(deps, { caller: callerOf(request), number, name: 'recordFiling', said, key, same });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

/** A file of the record by its hash. @throws ApiProblem when the record does not have it. */
async function keptFile({ store }: ApiDeps, { sha256: hash, name }: { sha256: string; name: string }): Promise<FileRef> {
  const stored = await store.file(hash);
  if (stored) return { sha256: hash, name: cleanFileName(name), mediaType: stored.mediaType, sizeBytes: stored.bytes.length };
  throw new ApiProblem('FILE_MISSING', {
    ja: 'このハッシュのファイルは記録にありません。何も記録していません',
    en: 'The record has no file of this hash. Nothing was recorded',
  });
}

const proposalId = z
  .string()
  .regex(/^P[1-9]\d{0,2}$/, { error: say({ ja: '提案は P1 の形で指定してください', en: 'Name a proposal like P1' }) })
  .describe('Id of the proposal, e.g. P1');

function addProposals(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents/:number/proposals/:proposalId/decision',
    documented('APPROVE', {
      tag,
      operationId: 'decideProposal',
      summary: '提案について弁護士の判断を記録する / Record what counsel says to a proposal',
      description: 'Approved: the dates are worked out anew with it. What was rejected can still be approved later.',
      params: z.object({ number: incidentNumber, proposalId }),
      headers: actHeaders,
      body: z.strictObject({
        decision: z.enum(['APPROVED', 'REJECTED']),
        reason: z.string().trim().min(1).max(10_000).describe('Who of counsel, and why; kept in the timeline'),
      }),
      example: { decision: 'APPROVED', reason: '顧問弁護士が確認' },
      answers,
      problems: [...OF_EVERY_DECISION, 'UNKNOWN_PROPOSAL', 'PROPOSAL_DECIDED'],
    }),
    async (request, reply) => {
      const { number, proposalId: id } = request.params;
      const said = { proposalId: id, ...request.body };
      const key = request.headers['idempotency-key'];
      const result = await decide(deps, { caller: callerOf(request), number, name: 'decideProposal', said, key });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

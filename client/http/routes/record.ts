/** Whether the record can be trusted, and how to get it back. */
import { z } from 'zod';
import { NO_HISTORY, rebuild } from '../../record-rebuild';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem, notFound } from '../problems';
import { incidentNumber } from '../schemas/common';

const verified = z.object({
  number: z.string(),
  entries: z.int(),
  intact: z.boolean(),
  brokenAtSeq: z.int().nullable().describe('The first entry that does not fit'),
});
const rebuilt = verified.extend({ added: z.int(), sealed: z.boolean() });

const ofIncident = z.object({ number: incidentNumber });

export function recordRoutes(app: Api, { desk, store }: ApiDeps): void {
  app.get(
    '/incidents/:number/record/verify',
    documented('READ', {
      tag: 'Record',
      operationId: 'verifyRecord',
      summary: '記録の連鎖を検証する / Verify the chain of the record (was it changed?)',
      params: ofIncident,
      answers: { 200: { description: 'Whether every entry fits', schema: verified } },
      problems: ['NOT_FOUND'],
    }),
    async ({ params: { number } }) => {
      const { entries, brokenAtSeq } = await store.verifyChain(number);
      if (!entries) throw notFound(number);
      return { number, entries, intact: brokenAtSeq === null, brokenAtSeq };
    },
  );
  app.post(
    '/incidents/:number/record/rebuild',
    documented('REBUILD', {
      tag: 'Record',
      operationId: 'rebuildRecord',
      summary: '記録を作り直す / Rebuild the record from the history of the engine',
      description: 'Adds what is missing, never changes what is there, and derives the lists anew.',
      params: ofIncident,
      body: z.strictObject({}),
      answers: { 200: { description: 'What became of it', schema: rebuilt } },
      problems: ['NO_HISTORY', 'RECORD_REFUSED', 'ENGINE_SILENT'],
    }),
    async ({ params: { number } }) => {
      const result = await rebuild(desk, store, number);
      if (!result) throw new ApiProblem('NO_HISTORY', NO_HISTORY);
      const { entries, added, sealed, brokenAtSeq } = result;
      return { number, entries, added, sealed, intact: brokenAtSeq === null, brokenAtSeq };
    },
  );
}

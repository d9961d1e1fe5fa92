/** What the law asks for given facts, without an incident: `desk assess` over HTTP. Needs neither engine nor record. */
import { ConfigProblems } from '../../../config/problems';
import type { Assessment } from '../../../domain/obligations/assessment';
import { assessRequest, assessSchema, type AssessRequest } from '../../assess-file';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { assessmentOut } from '../schemas/assessment';
import { jsonSource, refuse } from '../validation';

export function assessRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/assess',
    documented('READ', {
      tag: 'Business data',
      operationId: 'assess',
      summary: '報告義務と期限を計算する / Which reports are due, when and why',
      description: 'A calculator: nothing is opened or kept, and dates to come are fine.',
      body: assessSchema,
      answers: { 200: { description: 'Every obligation as of the last version', schema: assessmentOut } },
      problems: ['DATA_NOT_VALID'],
    }),
    async ({ told, body }) => answer(told, body, deps),
  );
}

/** What is wrong with the request is told by its place; what is wrong with the rulesets is not the caller's to mend. */
function answer(told: unknown, body: AssessRequest, deps: ApiDeps): Assessment {
  const law = deps.law();
  try {
    return assessRequest(jsonSource(told), body, law);
  } catch (error) {
    if (error instanceof ConfigProblems) return refuse('body', error.problems);
    throw error;
  }
}

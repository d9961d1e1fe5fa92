/** Errors as RFC 9457 problem documents: what happened, what was kept, what to do now, in both languages. */
import type { FastifyError } from 'fastify';
import { ConfigProblems } from '../../config/problems';
import { REFUSALS } from '../../domain/errors';
import { both, type Bilingual } from '../../domain/wording';
import { DeskRefused, IdempotencyConflict } from '../desk';
import { isEngineSilent, isIncidentNotFound, isRecordDown, isRecordProblem } from '../incident-reader';
import { statusOf, titleOf, type EdgeCode, type ProblemCode } from './problem-codes';

/** One thing that is wrong with a request: where it stands, and why. */
export interface FieldProblem {
  readonly in: 'body' | 'query' | 'path' | 'header';
  /** JSON pointer into that part of the request. */
  readonly pointer: string;
  readonly reason: Bilingual;
}

/** A request that does not go on, and why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly code: ProblemCode,
    readonly detail: Bilingual,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(code);
  }
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance: string;
  readonly text: Bilingual;
  readonly errors?: readonly {
    readonly in: string;
    readonly pointer: string;
    readonly detail: string;
    readonly text: Bilingual;
  }[];
}

export function documentOf({ code, detail, fields }: ApiProblem, instance: string): ProblemDocument {
  const errors = fields.map(({ in: part, pointer, reason }) => ({ in: part, pointer, detail: both(reason), text: reason }));
  return {
    type: `urn:anshin-desk:problem:${code}`,
    title: both(titleOf(code)),
    status: statusOf(code),
    code,
    detail: both(detail),
    instance,
    text: detail,
    ...(errors.length ? { errors } : {}),
  };
}

export const notFound = (number: string): ApiProblem =>
  new ApiProblem('NOT_FOUND', {
    ja: `受付番号 ${number} の案件はありません。GET /api/v1/incidents で番号をご確認ください`,
    en: `There is no incident ${number}. See the numbers with GET /api/v1/incidents`,
  });

const ENGINE_SILENT: Bilingual = {
  ja: 'これまでの記録は保存されています。送った内容は後から反映されることがあります。同じ Idempotency-Key で再送すれば二重にはなりません',
  en: 'Everything recorded so far is kept, and what you sent may still be carried out. Sent again with the same Idempotency-Key it is not done twice',
};
const RECORD_DOWN: Bilingual = {
  ja: 'これまでの記録は保たれています。しばらくしてからもう一度お試しください',
  en: 'What was recorded before is kept. Try again in a while',
};

/** What the framework says of a request, by its code. */
const OF_FRAMEWORK: Readonly<Record<string, readonly [EdgeCode, Bilingual]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'WRONG_MEDIA_TYPE',
    { ja: '形式は API の説明(/api/openapi.json)をご確認ください', en: 'See /api/openapi.json for what is taken here' },
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'TOO_LARGE',
    { ja: '送られた内容が上限を超えています。何も変更していません', en: 'The body is over the limit. Nothing was changed' },
  ],
  FST_ERR_NOT_FOUND: ['NOT_FOUND', { ja: 'この URL はありません', en: 'There is no such address' }],
};
const UNREADABLE: Bilingual = {
  ja: 'JSON または URL として読み取れません。何も変更していません',
  en: 'It is not valid JSON, or not a valid address. Nothing was changed',
};
const UNEXPECTED: Bilingual = {
  ja: '処理できたかどうかは確認できません。案件の状態を確かめてから、同じ Idempotency-Key で再送してください',
  en: 'Whether it was done is not known. Look at the incident, then send it again with the same Idempotency-Key',
};

/** The words after the slash in an error of the record. */
function bilingualOf(message: string): Bilingual {
  const [ja = message, en = message] = message.split(' / ');
  return { ja, en };
}

/** Any error as a problem; `UNEXPECTED` for what nobody has thought of. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof DeskRefused) return refused(error);
  if (error instanceof IdempotencyConflict) return conflict();
  if (isIncidentNotFound(error)) return new ApiProblem('INCIDENT_CLOSED', REFUSALS.INCIDENT_CLOSED);
  if (isEngineSilent(error)) return new ApiProblem('ENGINE_SILENT', ENGINE_SILENT);
  if (isRecordDown(error)) return new ApiProblem('RECORD_DOWN', RECORD_DOWN);
  if (isRecordProblem(error)) return new ApiProblem('RECORD_REFUSED', bilingualOf(error.message));
  if (error instanceof ConfigProblems) return dataNotValid(error);
  return ofFramework(error);
}

function refused({ refusal: { code, detail } }: DeskRefused): ApiProblem {
  const about = (text: string): string => (detail === null ? text : `${text}: ${detail}`);
  return new ApiProblem(code, { ja: about(REFUSALS[code].ja), en: about(REFUSALS[code].en) });
}

export const conflict = (): ApiProblem =>
  new ApiProblem('IDEMPOTENCY_CONFLICT', {
    ja: '何も変更していません。内容が違う場合は新しいキーで送ってください',
    en: 'Nothing was changed. Use a new key for another request',
  });

const dataNotValid = ({ problems }: ConfigProblems): ApiProblem => {
  const [first] = problems;
  const where = first ? `${first.file}:${first.line}` : '';
  return new ApiProblem('DATA_NOT_VALID', {
    ja: `業務データ(${where})を直してください。案件は開始していません`,
    en: `Mend the business data (${where}). No incident was opened`,
  });
};

function ofFramework(error: unknown): ApiProblem {
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>;
  const known = OF_FRAMEWORK[code];
  if (known) return new ApiProblem(...known);
  if (statusCode === 429) {
    return new ApiProblem('TOO_MANY_REQUESTS', {
      ja: 'Retry-After の秒数だけ待ってから再送してください',
      en: 'Wait for as many seconds as Retry-After says, then send it again',
    });
  }
  if (statusCode >= 400 && statusCode < 500) return new ApiProblem('UNREADABLE', UNREADABLE);
  return new ApiProblem('UNEXPECTED', UNEXPECTED);
}

/**
 * Every reason for which the API says no, with its HTTP status. Codes are stable: programs depend on them. Reasons of
 * the rules themselves keep the words they have in `domain/errors.ts`.
 */
import { REFUSALS, type RefusalCode } from '../../domain/errors';
import type { Bilingual } from '../../domain/wording';

interface Kind {
  readonly status: number;
  readonly title: Bilingual;
}

/** What the edge itself refuses, before an incident hears of it. */
const OF_THE_EDGE = {
  VALIDATION: { status: 400, title: { ja: '入力内容に誤りがあります', en: 'The request is not valid' } },
  UNREADABLE: { status: 400, title: { ja: '送られた内容を読み取れません', en: 'The request cannot be read' } },
  UNAUTHORIZED: { status: 401, title: { ja: '認証が必要です', en: 'A valid token is needed' } },
  FORBIDDEN: { status: 403, title: { ja: 'この操作は許可されていません', en: 'This token may not do that' } },
  NOT_FOUND: { status: 404, title: { ja: '見つかりません', en: 'There is no such thing' } },
  IDEMPOTENCY_CONFLICT: {
    status: 422,
    title: {
      ja: 'この Idempotency-Key は別の内容ですでに使われています',
      en: 'This Idempotency-Key was already used with another request',
    },
  },
  TOO_LARGE: { status: 413, title: { ja: '大きすぎます', en: 'Too large' } },
  NOT_ACCEPTABLE: { status: 406, title: { ja: 'この形式では返せません', en: 'It cannot be had in such a form' } },
  WRONG_MEDIA_TYPE: { status: 415, title: { ja: 'この形式は受け付けていません', en: 'This media type is not taken' } },
  FILE_REFUSED: { status: 422, title: { ja: 'このファイルは受け付けられません', en: 'This file is not taken' } },
  FILE_MISSING: { status: 422, title: { ja: 'ファイルが必要です', en: 'A file is needed' } },
  FILE_DAMAGED: {
    status: 500,
    title: { ja: 'ファイルの内容が記録と一致しません', en: 'The file does not match its hash' },
  },
  NO_HISTORY: { status: 409, title: { ja: 'エンジンに履歴がありません', en: 'The engine has no history of this' } },
  UNKNOWN_STAFF: {
    status: 422,
    title: { ja: 'この方は担当になれません', en: 'This person cannot be in charge' },
  },
  NO_MAILBOX: {
    status: 404,
    title: { ja: 'ローカルのメールボックスがありません', en: 'There is no local mailbox' },
  },
  MAILBOX_SILENT: { status: 503, title: { ja: 'メールボックスから応答がありません', en: 'The mailbox does not answer' } },
  DRILLS_BUSY: { status: 409, title: { ja: '同時に行える訓練の数を超えています', en: 'Too many drills at once' } },
  TOO_MANY_REQUESTS: { status: 429, title: { ja: 'リクエストが多すぎます', en: 'Too many requests' } },
  ENGINE_SILENT: { status: 503, title: { ja: 'エンジンから応答がありません', en: 'The engine does not answer' } },
  RECORD_DOWN: { status: 503, title: { ja: '案件記録を利用できません', en: 'The case record cannot be used' } },
  RECORD_REFUSED: { status: 409, title: { ja: '案件記録と整合しません', en: 'It does not fit the case record' } },
  DATA_NOT_VALID: { status: 500, title: { ja: '業務データに誤りがあります', en: 'The business data is not valid' } },
  UNEXPECTED: { status: 500, title: { ja: '予期しない問題が起きました', en: 'Something unexpected happened' } },
} as const satisfies Record<string, Kind>;

/** 409: not now, as things stand. 422: not like this, ever. */
const STATUS_OF_REFUSAL: Readonly<Partial<Record<RefusalCode, number>>> = {
  UNKNOWN_TASK: 404,
  UNKNOWN_APPROVAL: 404,
  UNKNOWN_OBLIGATION: 404,
  UNKNOWN_PROPOSAL: 404,
  FILED_IN_THE_FUTURE: 422,
  FILED_BEFORE_AWARENESS: 422,
  UNKNOWN_PARTNER: 422,
  NOT_INDEPENDENT: 422,
  REASON_MISSING: 422,
  FACTS_OUT_OF_ORDER: 422,
  IN_THE_FUTURE: 422,
  CLOCK_TOO_FAR: 422,
  NOT_A_DRILL: 422,
  MALFORMED: 422,
};

export type EdgeCode = keyof typeof OF_THE_EDGE;
export type ProblemCode = EdgeCode | RefusalCode;

const isEdgeCode = (code: ProblemCode): code is EdgeCode => Object.hasOwn(OF_THE_EDGE, code);

export const statusOf = (code: ProblemCode): number =>
  isEdgeCode(code) ? OF_THE_EDGE[code].status : (STATUS_OF_REFUSAL[code] ?? 409);

export const titleOf = (code: ProblemCode): Bilingual => (isEdgeCode(code) ? OF_THE_EDGE[code].title : REFUSALS[code]);

export const PROBLEM_CODES = [...Object.keys(OF_THE_EDGE), ...Object.keys(REFUSALS)] as readonly ProblemCode[];

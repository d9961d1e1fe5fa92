/**
 * One table of reasons for which this system says no, in words for the person who hears it: what happened, what was
 * kept, what to do now. Codes are stable: programs depend on them.
 */
import type { Bilingual } from './wording';

export const REFUSALS = {
  UNKNOWN_TASK: {
    ja: 'この番号の依頼はありません。「desk tasks」で番号をご確認ください',
    en: 'There is no such task. See its number with "desk tasks"',
  },
  UNKNOWN_PARTNER: {
    ja: 'この協力会社は登録されていません。config/data/partners.yaml をご確認ください',
    en: 'No such partner. See config/data/partners.yaml',
  },
  UNKNOWN_APPROVAL: { ja: 'この番号の承認依頼はありません', en: 'There is no such approval' },
  INCIDENT_CLOSED: { ja: 'この案件は終結しています', en: 'This incident is closed' },
  TASK_ENDED: {
    ja: 'この依頼は終了しています。回答は記録しました',
    en: 'This task has ended. The answer was kept in the timeline',
  },
  TASK_PAUSED: { ja: 'この依頼は一時停止中です', en: 'This task is paused' },
  NOT_PAUSED: { ja: 'この依頼は一時停止していません', en: 'This task is not paused' },
  NOT_REQUESTED: {
    ja: 'この依頼はまだ開始されていません(先行する依頼待ち)',
    en: 'This task has not been requested yet; it waits for others',
  },
  RETIRED_LINK: {
    ja: 'このリンクは現在使われていません。回答は記録しました',
    en: 'This link is no longer in force. The answer was kept in the timeline',
  },
  ALREADY_ANSWERED: { ja: 'すでに回答済みです。追加のお手続きは不要です', en: 'Already answered. Nothing more to do' },
  NOT_ACCEPTED: { ja: 'まだ受諾されていません', en: 'Not accepted yet' },
  NOT_DELIVERED: { ja: 'まだ納品されていません', en: 'Nothing has been delivered yet' },
  ALREADY_DECIDED: { ja: 'この承認依頼はすでに決裁済みです', en: 'This approval has already been decided' },
  TEXT_CHANGED: {
    ja: '確認されていた納品物は、その間に新しい版に変わりました。現在の版をご確認ください',
    en: 'What was looked at was delivered anew in the meantime. See the version in force',
  },
  NO_INSURED_PAGE: {
    ja: 'この案件にはお客様のページがありません(ページができる前に開始された案件です)',
    en: 'This incident has no page for the insured: it was opened before there was one',
  },
  NOT_PROPOSED: { ja: 'この依頼に取消しの提案はありません', en: 'No cancellation is proposed for this task' },
  NO_PARTNER_LEFT: {
    ja: '依頼できる協力会社が残っていません。「desk assign」で指定してください',
    en: 'No partner is left to ask. Choose one with "desk assign"',
  },
  NOTHING_TO_ESCALATE: { ja: 'この依頼には待っている相手がいません', en: 'Nobody is being waited for on this task' },
  NO_ESCALATION: { ja: '対応すべきエスカレーションはありません', en: 'There is no escalation to take on' },
  SAME_PARTNER: { ja: 'すでにこの協力会社へ依頼しています', en: 'This partner has already been asked' },
  NOT_INDEPENDENT: {
    ja: '独立性の条件により、この協力会社には依頼できません(原因調査を担当しています)',
    en: 'This partner cannot be asked: it must be independent of the investigation it worked on',
  },
  OPEN_TASKS: { ja: '終わっていない依頼があるため終結できません', en: 'The incident cannot be closed while tasks are open' },
  ALREADY_FALSE_ALARM: { ja: 'すでに「事故ではない」と判定されています', en: 'Already ruled a false alarm' },
  REASON_MISSING: { ja: '理由を入力してください', en: 'Give a reason' },
  FACTS_UNCHANGED: { ja: '事実情報に変更がありません', en: 'The facts are unchanged' },
  FACTS_CHANGED: {
    ja: '事実情報は、その間にほかの方が更新しました。現在の版をご確認ください',
    en: 'Somebody else revised the facts in the meantime. See the version in force',
  },
  FACTS_OUT_OF_ORDER: { ja: '判明日時が前の版より前です', en: 'The time it became known is before that of the version in force' },
  IN_THE_FUTURE: { ja: '判明日時が現在より後です', en: 'The time it became known is later than now' },
  UNKNOWN_OBLIGATION: {
    ja: 'この報告・通知はこの案件にありません。「desk obligations」でご確認ください',
    en: 'This incident has no such report or notice. See them with "desk obligations"',
  },
  ALREADY_FILED: {
    ja: 'すでに提出済みとして記録されています。追完の場合は --supplement を付けてください',
    en: 'Already recorded as filed. Use --supplement for a report that adds to it',
  },
  NOT_FILED: {
    ja: '追完のもとになる提出がまだ記録されていません',
    en: 'There is no filed report yet that this could add to',
  },
  FILED_IN_THE_FUTURE: { ja: '提出日時が現在より後です', en: 'The time of filing is later than now' },
  FILED_BEFORE_AWARENESS: { ja: '提出日時が発覚より前です', en: 'The time of filing is before the incident was first noticed' },
  UNKNOWN_PROPOSAL: {
    ja: 'この番号の提案はありません。「desk obligations」でご確認ください',
    en: 'There is no such proposal. See them with "desk obligations"',
  },
  PROPOSAL_DECIDED: {
    ja: 'この提案はすでに決定済みか、取り下げられています',
    en: 'This proposal was already decided, or is no longer made',
  },
  SAME_OWNER: { ja: 'すでにこの方が担当です', en: 'This person is in charge already' },
  OWNER_CHANGED: {
    ja: '担当は、その間にほかの方が変更しました。現在の担当をご確認ください',
    en: 'Somebody else changed who is in charge in the meantime. See who it is now',
  },
  NO_CALL_BACK: { ja: 'この案件に折り返しのお約束はありません', en: 'No call-back was promised in this incident' },
  CALL_BACK_DONE: { ja: '折り返しの電話はすでに記録されています', en: 'The call-back is recorded already' },
  NOT_A_DRILL: { ja: '訓練ではない案件の時計は進められません', en: 'Only the clock of a drill can be moved' },
  CLOCK_TOO_FAR: {
    ja: '時計は、次に自動で起きることの時刻までしか進められません',
    en: 'The clock can be moved at most to the next moment at which something happens by itself',
  },
  MALFORMED: { ja: '内容を読み取れません', en: 'The message cannot be read' },
} as const satisfies Record<string, Bilingual>;

export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  readonly code: RefusalCode;
  /** What it is about, e.g. the open tasks; no personal data. */
  readonly detail: string | null;
}

export const isRefusal = (value: object): value is Refusal => 'code' in value && 'detail' in value;

/** The refusal as one line for a person. */
export const refusalText = ({ code, detail }: Refusal): Bilingual => ({
  ja: detail ? `${REFUSALS[code].ja}: ${detail}` : REFUSALS[code].ja,
  en: detail ? `${REFUSALS[code].en}: ${detail}` : REFUSALS[code].en,
});

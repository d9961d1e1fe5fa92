/** Every word of the insured's page in Japanese. Its shape is the shape of every other language. */
import type { InsuredApproval, WorkState } from '../../../domain/insured-view';
import type { Standing } from '../../../domain/legal';
import type { Gate } from '../../../domain/services';
import { ja as partner } from '../texts-ja';

type ByCode<C extends string> = Readonly<Record<C, string>>;

const work: ByCode<WorkState> = {
  WAITING: '開始前(先の作業を待っています)',
  ARRANGING: '担当会社を手配しています',
  PREPARING: '着手の準備をしています',
  WORKING: '進行中',
  PAUSED: '一時停止中',
  CHECKING: '結果を確認しています',
  FOR_YOU: 'お客様のご確認待ち',
  DONE: '完了',
  CANCELLED: '取りやめ',
};

const standings: ByCode<Standing> = {
  TO_FILE: '提出前',
  OVERDUE: '期限超過(提出は可能です)',
  FILED: '提出済み',
  FILED_LATE: '提出済み(期限後)',
  CLOSE_OUT_OWED: '取下げの報告が必要です',
  CLOSED_OUT: '取下げ報告済み',
  RELEASED: '通知により不要',
  WITHDRAWN: '対象外',
  OF_CLIENT: '委託元が提出',
};

const approvalStates: ByCode<InsuredApproval['state']> = {
  PENDING: 'ご回答をお待ちしています',
  APPROVED: '承認済み',
  REJECTED: '修正のご依頼を承りました',
  WITHDRAWN: 'ご回答は不要になりました',
};

/** What is decided, as the last button names it. */
const approves: ByCode<Gate> = {
  COVERAGE_NOTE: 'この内容を承認する',
  COST: 'この費用を承認する',
  TEXT: 'この文案を承認する',
  PUBLICATION: 'この文面の公表を承認する',
  SOLATIUM: 'この内容に同意する',
  CLOSING: 'この終了の内容を承認する',
};

export const ja = {
  ...{ work, standings, approvalStates, approves, natures: partner.natures },
  frame: {
    ...partner.frame,
    legal: 'このページは、お客様のこの案件専用です。ご判断される方以外への転送はお控えください。',
    back: '対応状況へ戻る',
  },
  page: {
    title: (insured: string | null) => (insured ? `${insured}様の対応状況` : 'お客様の対応状況'),
    number: '受付番号',
    asOf: (when: string) => `${when} 現在`,
    closed: 'この案件は終結しています。',
    asks: 'お願いしたいこと',
    nothingAsked: 'いま、お客様にお願いすることはありません。',
    by: (left: string, when: string) => `ご回答の期限 ${when}(${left})`,
    decider: (name: string) => `ご判断いただく方：${name}様`,
    open: '内容を確認して回答する',
    decided: 'これまでのご判断',
    decidedLine: (state: string, when: string, who: string) => `${state}（${when} ${who}）`,
    atDesk: (name: string) => `窓口の${name}が記録`,
    facts: 'いま分かっていること',
    nature: '事象の種別',
    persons: '影響のある方の人数',
    personsUnknown: '調査中',
    personsRange: (min: string, max: string) => (min === max ? `${min}人` : `${min}〜${max}人`),
    personsAtLeast: (min: string) => `${min}人以上(上限は調査中)`,
    version: (version: number) => `事実情報 第${version}版`,
    working: 'いま進んでいること',
    noWork: '現在、この対応はありません。',
    counted: (moving: number, over: number, waiting: number) =>
      `${[moving && `${moving}件が進行中`, over && `${over}件が完了・取りやめ`, waiting && `${waiting}件はこのあと始めます`].filter(Boolean).join('、')}。`,
    over: (names: string) => `終わったもの：${names}`,
    after: (names: string) => `このあと：${names}`,
    comma: '、',
    expected: (when: string) => `${when} までの予定`,
    next: '今後の予定',
    noNext: '日時の決まった予定はありません。',
    obligations: '報告・通知の期限',
    whose: '提出されるのはお客様です。このシステムは提出を代行しません。',
    whoseHelp:
      '文案の作成は当デスクがお手伝いします。提出がお済みでしたら、提出の日時と受付番号を「連絡する」またはお電話でお知らせください。',
    noObligations: '現在、期限のある報告・通知はありません。事実が分かり次第、更新します。',
    dayN: (day: number) => `${day}日目`,
    target: (target: string, due: string) => `目安 ${target}〜${due}`,
    due: (due: string) => `期限 ${due}`,
    promptly: '速やかに(日数の定めはありません)',
    filedOn: (when: string) => `${when} に提出`,
    toClient: (client: string) => `委託元 ${client}`,
    documents: '書類',
    documentVersion: (version: number) => `第${version}版(承認されたもの)`,
    notice: '本サポートのご提供は、保険金のお支払いをお約束するものではございません。',
  },
  message: {
    title: '連絡する',
    lead: 'ご質問、事実についてのご回答、提出のご報告などをお書きください。担当者だけが読みます。',
    text: '内容',
    textHint: '漏えいした個人情報やパスワードそのものは書かないでください',
    name: 'お名前',
    open: '窓口へ連絡を書く',
    send: '送信する',
    sent: 'お送りいただいたもの',
    done: 'ご連絡を承りました',
    when: '担当者が読み、お電話またはメールでご返信します。お急ぎの場合は、お電話ください。',
  },
  decide: {
    gate: 'ご確認いただく事項',
    service: '対象',
    version: '版',
    versions: (delivery: number, facts: number) => `第${delivery}版(事実情報 第${facts}版にもとづく)`,
    noDelivery: (facts: number) => `文案はまだ届いていません(事実情報 第${facts}版)`,
    newerFacts: (facts: number) => `事実情報はその後 第${facts}版 に更新されています。人数や日付をご確認ください。`,
    files: '確認いただくファイル',
    publication: 'ご承認いただくまで公表はいたしません。公表のご判断はお客様にお願いしております。',
    name: 'ご判断される方のお名前',
    title: '役職',
    titleHint: '公表のご承認は、代表者または公表の権限をお持ちの方にお願いいたします',
    decision: 'ご判断',
    approve: '承認する',
    reject: '修正を依頼する',
    reason: '修正していただきたい点・理由',
    reasonHint: '「修正を依頼する」の場合にご記入ください',
    check: '内容を確認する',
    checkTitle: 'ご判断の内容をご確認ください',
    checkLead: 'まだ送信していません。下のボタンで確定します。',
    cannotUndo: '確定したあとは、この画面から取り消せません。変更が必要な場合は、すぐにお電話ください。',
    sendReject: 'この内容で修正を依頼する',
    change: '戻って修正する',
    done: 'ご判断を承りました',
    already: 'すでにご判断が記録されています',
    withdrawn: 'この確認は不要になりました。お手続きは必要ありません。',
    changed: '確認されていた納品物が、その間に新しい版に変わりました。新しい版をご確認のうえ、もう一度ご回答ください。',
    stale: '確認の画面の有効期限が切れています。お手数ですが、もう一度ご入力ください。',
    own: (text: string) => `いただいた内容：${text}`,
  },
  errors: {
    heading: partner.errors.heading,
    nameMissing: 'お名前を入力してください',
    titleMissing: '役職を入力してください',
    decisionMissing: '「承認する」か「修正を依頼する」を選択してください',
    reasonMissing: '修正していただきたい点を入力してください',
    textMissing: partner.errors.textMissing,
    tooLong: '文字数が多すぎます。短くしてください',
  },
  ends: {
    ...partner.ends,
    renewed: '新しいリンクをお送りしました',
    renewedBody:
      '登録済みのメールアドレスへ新しいリンクをお送りしました。このリンクはご利用いただけません。届かない場合は、お電話ください。',
    replacedBody: '新しいリンクを登録済みのメールアドレスへお送りしています。このリンクはご利用いただけません。',
    offBody: '窓口がこのリンクを停止しました。お手数ですが、お電話ください。',
    closedBody: 'ご協力ありがとうございました。残る手続きについては、お電話でご案内いたします。',
    silentBody:
      '対応状況を読み込めませんでした。対応は続いています。1分ほどしてからもう一度開いてください。お急ぎの場合はお電話ください。',
  },
};

/** What every language has to say. */
export type InsuredTexts = typeof ja;

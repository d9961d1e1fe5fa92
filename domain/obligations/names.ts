/** Names of obligations, categories, states and rules, as people in this field say them. */
import type { Bilingual } from '../wording';
import type { MyNumberCategory, ObligationKind, ObligationState, PmarkStatus, PpcCategory, Proposal } from './assessment';

export const OBLIGATION_NAMES: Readonly<Record<ObligationKind, Bilingual>> = {
  PPC_PRELIMINARY: { ja: '個人情報保護委員会 速報', en: 'PPC preliminary report' },
  PPC_FINAL: { ja: '個人情報保護委員会 確報', en: 'PPC final report' },
  SUBJECT_NOTICE: { ja: '本人への通知', en: 'Notice to the persons concerned' },
  MYNUMBER_PRELIMINARY: { ja: 'マイナンバー 速報', en: 'My Number preliminary report' },
  MYNUMBER_FINAL: { ja: 'マイナンバー 確報', en: 'My Number final report' },
  PMARK_PRELIMINARY: { ja: 'プライバシーマーク 速報', en: 'Privacy Mark preliminary report' },
  PMARK_FINAL: { ja: 'プライバシーマーク 確報', en: 'Privacy Mark final report' },
  CLIENT_NOTICE: { ja: '委託元への通知', en: 'Notice to the client' },
};

export const OBLIGATION_STATE_NAMES: Readonly<Record<ObligationState, Bilingual>> = {
  OPEN: { ja: '対応中', en: 'open' },
  RELEASED: { ja: '通知により免除', en: 'released by notice' },
  WITHDRAWN: { ja: '対象外になりました', en: 'withdrawn' },
};

export const PPC_CATEGORY_NAMES: Readonly<Record<PpcCategory, Bilingual>> = {
  SPECIAL_CARE: { ja: '要配慮個人情報', en: 'special-care data' },
  PROPERTY_HARM: { ja: '財産的被害のおそれ', en: 'property harm' },
  IMPROPER_PURPOSE: { ja: '不正の目的のおそれ', en: 'improper purpose' },
  OVER_1000: { ja: '1,000人超', en: 'over 1,000 persons' },
};

export const MY_NUMBER_CATEGORY_NAMES: Readonly<Record<MyNumberCategory, Bilingual>> = {
  IMPROPER_PURPOSE: { ja: '不正の目的のおそれ', en: 'improper purpose' },
  PUBLIC_EXPOSURE: { ja: '不特定多数が閲覧できる状態', en: 'open to unspecified people' },
  OVER_100: { ja: '100人超', en: 'over 100 persons' },
};

export const PMARK_STATUS_NAMES: Readonly<Record<PmarkStatus, Bilingual>> = {
  VALID: { ja: '有効', en: 'valid' },
  PROVISIONALLY_VALID: { ja: '更新審査中(有効とみなされます)', en: 'renewal under screening, treated as valid' },
  EXPIRED: { ja: '失効', en: 'expired' },
  NOT_HOLDER: { ja: '付与事業者ではありません', en: 'not a holder' },
};

export const PROPOSAL_NAMES: Readonly<Record<Proposal['what'], Bilingual>> = {
  EXTEND_FINAL: {
    ja: '確報の期限の延長(不正の目的が後から判明)。弁護士の判断が必要です',
    en: 'A longer time for the final report, as an improper purpose was found later. For counsel to decide',
  },
  RELEASE_BY_LATE_NOTICE: {
    ja: '目安より遅い委託元への通知による免除。弁護士の判断が必要です',
    en: 'Release by a notice to the clients that came after the yardstick. For counsel to decide',
  },
};

/** What each rule code says, in one line. */
export const RULE_NAMES: Readonly<Record<string, Bilingual>> = {
  A1: { ja: '不正の目的は他の類型と重なっても60日', en: 'Improper purpose with another category: 60 days' },
  A2: { ja: '人数の基準を超えた時点から起算', en: 'Counted from the moment the number of persons was passed' },
  A3: { ja: '最大人数が基準を超えうるため対象', en: 'The greatest possible number is over the threshold' },
  A4: { ja: '第三者に見られる前に回収', en: 'Recovered before anybody saw it' },
  A5: { ja: '滅失・毀損(同じ内容の控えの有無)', en: 'Loss or damage, against a copy kept elsewhere' },
  A6: { ja: '漏えいのおそれも対象', en: 'A suspected leak counts' },
  A7: { ja: '高度な暗号化等により対象外', en: 'Strong encryption: no duty' },
  A10: { ja: '速報は知った時点から概ね3〜5日以内', en: 'Preliminary: promptly, about 3 to 5 days' },
  A11: { ja: '確報は9項目すべて。不明点は追完', en: 'Final: all nine items, the unknown ones later' },
  A14: { ja: '委託元・委託先の双方に義務', en: 'Both client and processor have the duty' },
  A15: { ja: '委託元への速やかな通知で委託先は免除', en: 'A prompt notice to the client releases the processor' },
  A16: { ja: '委託元は通知を受けた時点から起算', en: 'The client counts from the notice at the latest' },
  A18: { ja: '人数は事業者ごとに数える', en: 'Persons are counted per operator' },
  A20: { ja: '報告対象の事態ではないと判明', en: 'It turned out not to be reportable' },
  C1: { ja: '知った日を1日目とする', en: 'The day of awareness is day 1' },
  C2: { ja: '土日・祝日も数える', en: 'Weekends and holidays count' },
  C3: { ja: '閉庁日のため翌開庁日へ', en: 'Moved to the next open day' },
  C4: { ja: '速報の目安は繰り延べない', en: 'The yardstick is never rolled over' },
  C5: { ja: '日付は日本時間', en: 'Dates are those of Japan' },
  C6: { ja: '動いている期限はやり直さない', en: 'A running clock is never restarted' },
  C7: { ja: 'Pマークは繰り延べない日付', en: 'Privacy Mark: the date as it stands' },
  M2: { ja: '番号法:不正の目的', en: 'My Number: improper purpose' },
  M3: { ja: '番号法:不特定多数が閲覧', en: 'My Number: open to unspecified people' },
  M4: { ja: '番号法:100人超', en: 'My Number: over 100 persons' },
  P2: { ja: 'Pマーク:すべての事故が対象', en: 'Privacy Mark: every accident' },
  P3: { ja: 'Pマーク:重大な事故は速報', en: 'Privacy Mark: a grave one is reported at once' },
  P4: { ja: 'Pマーク:マイナンバーの重大な事故', en: 'Privacy Mark: a grave one with My Number' },
  P7: { ja: 'Pマーク:暗号化していても対象', en: 'Privacy Mark: encrypted data count too' },
};

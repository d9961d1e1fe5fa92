/** The script of the first call. */
import type { PersonCount } from '../../../domain/facts';
import type { Bilingual } from '../../../domain/wording';

export const GREETING: Bilingual = {
  ja: 'お電話ありがとうございます。緊急時総合サポート、担当の{name}でございます。お困りのところ恐れ入ります。お電話が切れた場合に備え、折り返し先のお電話番号からお伺いします。',
  en: 'Thank you for calling. This is {name} of the incident desk. In case we are cut off, may I first have a number to call you back on?',
};

export const FIRST_AID: Bilingual = {
  ja: '該当の機器は電源を切らずに、LANケーブルを抜くかWi-Fiを切って、ネットワークから離してください。記録(ログ)は消さないようお願いいたします。',
  en: 'Please leave the devices switched on, and take them off the network: unplug the cable or switch off Wi-Fi. Please do not delete any logs.',
};

/** Read out at the end, with the number. */
export const CLOSING: Bilingual = {
  ja: '受付番号は{number}です。{time}までに担当からお電話いたします。なお、本受付は保険金のご請求とは別のお手続きでございます。',
  en: 'Your incident number is {number}. We will call you by {time} (Japan time). Please note that this call is not a claim for insurance benefits.',
};

export const QUESTIONS = {
  name: { ja: 'お名前', en: 'Name of the caller' },
  phone: { ja: 'この後すぐにつながる電話番号 ※必須', en: 'Call-back number (required)' },
  email: { ja: 'メールアドレス(なければ Enter)', en: 'E-mail (Enter for none)' },
  firstAidTold: { ja: '応急のお願いをご案内しましたか', en: 'Did you read out the first-aid advice?' },
  policy: { ja: '保険証券番号または会社名(分からなければ Enter)', en: 'Policy number or company (Enter if unknown)' },
  firstNoticed: {
    ja: '最初に社内のどなたかがお気づきになったのはいつですか ※必須(この日が1日目になります)',
    en: 'When did anybody at the company first notice? (required; that day is day 1)',
  },
  dateAndTime: {
    ja: '日付・時刻(例 12/29 14:05、12/29、令和8年12月29日)',
    en: 'Date and time (e.g. 12/29 14:05, or 2026-12-29)',
  },
  longAgo: { ja: '{when} は14日より前です。この日時でよろしいですか', en: '{when} is more than 14 days ago. Is that right?' },
  nature: { ja: 'いま分かっている範囲で、どのようなことが起きましたか', en: 'What has happened, as far as you know?' },
  persons: { ja: '影響のある方は、おおよそ何人くらいですか', en: 'About how many persons are affected?' },
  personsMin: { ja: '最小の人数', en: 'At least how many?' },
  personsMax: { ja: '最大の人数(不明なら Enter)', en: 'At most how many? (Enter if unknown)' },
  specialCare: { ja: '要配慮個人情報(健康・病歴など)は含まれますか', en: 'Special-care data (health and the like)?' },
  propertyHarm: {
    ja: '財産的被害のおそれ(カード番号など)はありますか',
    en: 'Could there be property harm (card numbers and the like)?',
  },
  improperPurpose: { ja: '不正の目的のおそれはありますか', en: 'Could it have been done for an improper purpose?' },
  myNumber: { ja: 'マイナンバーは含まれますか', en: 'My Number?' },
  strongEncryption: { ja: '高度な暗号化がされていましたか', en: 'Was the data strongly encrypted?' },
} as const satisfies Record<string, Bilingual>;

export const PROBLEMS = {
  phone: { ja: '折り返し先の電話番号を入力してください', en: 'Enter a call-back number' },
  email: { ja: 'メールアドレスの形ではありません', en: 'This is no e-mail address' },
  firstNoticedEmpty: {
    ja: '最初に気づいた日時を入力してください。日付だけでも結構です',
    en: 'Enter when it was first noticed. A date alone is enough',
  },
  firstNoticedUnreadable: {
    ja: '日時を読み取れません。12/29 14:05 のように入力してください',
    en: 'This is no date. Enter it like 12/29 14:05',
  },
  firstNoticedFuture: { ja: '最初に気づいた日時が現在より後になっています', en: 'Date first noticed must be in the past' },
  count: { ja: '人数を数字で入力してください', en: 'Enter a number of persons' },
  minOverMax: { ja: '人数の「最小」が「最大」を上回っています', en: 'Minimum is higher than maximum' },
} as const satisfies Record<string, Bilingual>;

interface Chip<T> {
  readonly value: T;
  readonly name: Bilingual;
}

/** Typing it comes first: pressing Enter alone must not mean "now". */
export const WHEN_CHOICES: readonly Chip<'TYPED' | 'NOW' | 'TODAY' | 'YESTERDAY'>[] = [
  { value: 'TYPED', name: { ja: '日付・時刻を入力する', en: 'Enter a date and time' } },
  { value: 'NOW', name: { ja: '今', en: 'Just now' } },
  { value: 'TODAY', name: { ja: '今日(時刻不明)', en: 'Today, hour unknown' } },
  { value: 'YESTERDAY', name: { ja: '昨日(時刻不明)', en: 'Yesterday, hour unknown' } },
];

export const PERSONS_CHOICES: readonly Chip<'UNKNOWN' | 'TYPED' | PersonCount>[] = [
  { value: 'UNKNOWN', name: { ja: '不明', en: 'Unknown' } },
  { value: { min: 1, max: 100 }, name: { ja: '1〜100', en: '1 to 100' } },
  { value: { min: 101, max: 1000 }, name: { ja: '101〜1,000', en: '101 to 1,000' } },
  { value: { min: 1001, max: null }, name: { ja: '1,001以上', en: '1,001 or more' } },
  { value: 'TYPED', name: { ja: '人数を入力する', en: 'Enter the numbers' } },
];

export const PERSONS_OVER_1000: Bilingual = { ja: '最大で1,000人を超える可能性はありますか', en: 'Could it be more than 1,000?' };

export type TriState = 'UNKNOWN' | 'YES' | 'NO';
export const TRI_STATE: readonly Chip<TriState>[] = [
  { value: 'UNKNOWN', name: { ja: '不明', en: 'Unknown' } },
  { value: 'YES', name: { ja: 'はい', en: 'Yes' } },
  { value: 'NO', name: { ja: 'いいえ', en: 'No' } },
];

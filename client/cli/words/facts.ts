/** The facts in words. */
import type { Facts } from '../../../domain/facts';
import type { DATA_STATES, LEAK_STATES, ROLES } from '../../../domain/facts';
import type { Bilingual, Language } from '../../../domain/wording';
import { isObject } from '../input';
import { printable } from '../print/printable';
import { NATURE_WORDS, wordFor } from './terms';

/** Names of the fields, those inside others included. */
export const FACT_WORDS: Readonly<
  Record<keyof Facts | 'publicExposure' | 'holder' | 'validUntil' | 'renewalFiledOn' | 'min' | 'max', Bilingual>
> = {
  nature: { ja: '事象の種別', en: 'Nature' },
  leak: { ja: '漏えい', en: 'Leak' },
  role: { ja: '立場', en: 'Role' },
  dataState: { ja: 'データの状態', en: 'State of the data' },
  persons: { ja: '本人の数', en: 'Persons' },
  specialCare: { ja: '要配慮個人情報', en: 'Special-care data' },
  propertyHarm: { ja: '財産的被害のおそれ', en: 'Property harm' },
  improperPurpose: { ja: '不正の目的のおそれ', en: 'Improper purpose' },
  strongEncryption: { ja: '高度な暗号化', en: 'Strong encryption' },
  recoveredUnseen: { ja: '閲覧前に回収', en: 'Recovered unseen' },
  backupOfSameData: { ja: '同じデータの控え', en: 'Backup of the same data' },
  myNumber: { ja: 'マイナンバー', en: 'My Number' },
  clients: { ja: '委託元', en: 'Entrusting clients' },
  pmark: { ja: 'Pマーク', en: 'Privacy Mark' },
  publicExposure: { ja: '公開状態', en: 'public exposure' },
  holder: { ja: '付与事業者', en: 'holder' },
  validUntil: { ja: '有効期限', en: 'valid until' },
  renewalFiledOn: { ja: '更新申請日', en: 'renewal filed on' },
  min: { ja: '最小', en: 'min' },
  max: { ja: '最大', en: 'max' },
};

type Code = (typeof LEAK_STATES)[number] | Exclude<(typeof ROLES)[number], 'NONE'> | (typeof DATA_STATES)[number];
const CODE_WORDS: Readonly<Record<Code, Bilingual>> = {
  CONFIRMED: { ja: '確定', en: 'confirmed' },
  SUSPECTED: { ja: 'おそれ', en: 'suspected' },
  RULED_OUT: { ja: 'なしと判明', en: 'ruled out' },
  OPERATOR: { ja: '自社の情報', en: 'operator' },
  PROCESSOR: { ja: '委託先', en: 'processor' },
  HELD: { ja: '保有中', en: 'held' },
  BEING_ACQUIRED: { ja: '取得中', en: 'being acquired' },
  NONE: { ja: '該当なし', en: 'none' },
};

const UNKNOWN: Bilingual = { ja: '不明', en: 'unknown' };
const YES: Bilingual = { ja: 'はい', en: 'yes' };
const NO: Bilingual = { ja: 'いいえ', en: 'no' };
const NOBODY: Bilingual = { ja: 'なし', en: 'none' };

const NONE_OR_UNKNOWN: Bilingual = { ja: 'なし・不明', en: 'none or unknown' };

/** A field of the facts. A block that is missing may be absent or unknown: the facts make no difference there. */
export const sayField = (field: string, value: unknown, language: Language): string =>
  value === null && (field === 'myNumber' || field === 'pmark') ? NONE_OR_UNKNOWN[language] : sayFact(value, language);

/** A value of the facts: codes in words, unknown said as unknown. */
function sayFact(value: unknown, language: Language): string {
  if (value === null || value === undefined) return UNKNOWN[language];
  if (typeof value === 'boolean') return (value ? YES : NO)[language];
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'string') return printable(wordFor({ ...NATURE_WORDS, ...CODE_WORDS }, value)[language]);
  if (Array.isArray(value)) return value.map((item: unknown) => sayFact(item, language)).join('; ') || NOBODY[language];
  if (!isObject(value)) return '';
  if ('min' in value && 'max' in value) return sayPersons(value, language);
  const parts = Object.entries(value).map(
    ([field, item]) => `${printable(wordFor(FACT_WORDS, field)[language])} ${sayFact(item, language)}`,
  );
  return parts.join(language === 'ja' ? '、' : ', ');
}

function sayPersons({ min, max }: Readonly<Record<string, unknown>>, language: Language): string {
  const unit = language === 'ja' ? '人' : '';
  if (min === max) return `${sayFact(min, language)}${unit}`;
  return `${sayFact(min, language)}〜${max === null ? UNKNOWN[language] : `${sayFact(max, language)}${unit}`}`;
}

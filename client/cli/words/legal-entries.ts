/** The sentences of the timeline about reports and notices, in both languages. */
import type { ObligationKey } from '../../../domain/legal';
import type { LegalDay } from '../../../domain/time';
import type { Language } from '../../../domain/wording';
import type { Say, Sentences } from './say';
import { NOT_ASSESSED_WORDS, PROPOSAL_WORDS, sayObligation } from './obligations';

type Legal =
  | 'OBLIGATIONS_ASSESSED'
  | 'OBLIGATIONS_NOT_ASSESSED'
  | 'OBLIGATIONS_REMINDED'
  | 'OBLIGATIONS_ESCALATED'
  | 'OBLIGATIONS_PAST_TARGET'
  | 'OBLIGATIONS_OVERDUE'
  | 'OBLIGATIONS_WITHDRAWN'
  | 'FILING_RECORDED'
  | 'PROPOSAL_DECIDED';

const names = (keys: readonly ObligationKey[], language: Language): string =>
  keys.map((key) => sayObligation(key, language)).join(language === 'ja' ? '、' : ', ');

interface Dated extends ObligationKey {
  readonly due: LegalDay | null;
  readonly target: LegalDay | null;
  readonly state: string;
}

const datesJa = (all: readonly Dated[], say: Say): string =>
  all
    .filter(({ state }) => state === 'OPEN')
    .map((one) => `${sayObligation(one, 'ja')} ${one.due ? `${say.day(one.due)}まで` : '速やかに'}`)
    .join('、');
const datesEn = (all: readonly Dated[], say: Say): string =>
  all
    .filter(({ state }) => state === 'OPEN')
    .map((one) => `${sayObligation(one, 'en')} ${one.due ? `by ${say.day(one.due)}` : 'promptly'}`)
    .join(', ');

const FILED_AS_JA = { DUE: '', VOLUNTARY: '、任意の報告', CLOSE_OUT: '、取下げの報告' } as const;
const FILED_AS_EN = { DUE: '', VOLUNTARY: ', voluntarily', CLOSE_OUT: ', closing the matter' } as const;

export const LEGAL_JA: Pick<Sentences, Legal> = {
  OBLIGATIONS_ASSESSED: ({ factsVersion, ruleset, obligations, changes, proposals }, say) => {
    const open = datesJa(obligations, say);
    const waiting = proposals.filter(({ state }) => state === 'OPEN').length;
    return (
      `事実情報 第${factsVersion}版から報告義務を判定しました(規則 ${ruleset})：${open || '新しい期限はありません'}` +
      `${changes.length ? `。期限の変更 ${changes.length}件` : ''}${waiting ? `。弁護士の判断待ち ${waiting}件` : ''}`
    );
  },
  OBLIGATIONS_NOT_ASSESSED: ({ code, factsVersion, day }, say) =>
    `事実情報 第${factsVersion}版の報告義務は判定できませんでした：${NOT_ASSESSED_WORDS[code].ja}` +
    `${say.told('', day && say.day(day))}。期限は手作業でご確認ください`,
  OBLIGATIONS_REMINDED: ({ obligations }) => `提出の記録がないためお知らせしました：${names(obligations, 'ja')}`,
  OBLIGATIONS_ESCALATED: ({ obligations }) => `まだ提出の記録がないため、責任者へ知らせました：${names(obligations, 'ja')}`,
  OBLIGATIONS_PAST_TARGET: ({ obligations }) => `目安の日を過ぎました(期限は残っています)：${names(obligations, 'ja')}`,
  OBLIGATIONS_OVERDUE: ({ obligations }) => `期限を過ぎました(提出はできます)：${names(obligations, 'ja')}`,
  OBLIGATIONS_WITHDRAWN: ({ reason, obligations }) => {
    const owed = obligations.filter(({ closeOutSince }) => closeOutSince !== null);
    return (
      `報告義務は対象外となりました(理由：${reason})：${names(obligations, 'ja')}` +
      `${owed.length ? `。速報済みのため取下げの報告が必要です：${names(owed, 'ja')}` : ''}`
    );
  },
  FILING_RECORDED: ({ filing, closeOut }, say, who) => {
    const { receiptNumber, file, reason, supplement, serves, party } = filing;
    const also = names(
      serves.map((kind) => ({ kind, party })),
      'ja',
    );
    return (
      `${who}が${sayObligation(filing, 'ja')}の${supplement ? '追完' : '提出'}を記録しました(${say.when(filing.filedAt)}` +
      `${FILED_AS_JA[filing.as]}${receiptNumber ? `、受付番号 ${receiptNumber}` : ''}${file ? `、ファイル ${file.name}` : ''})` +
      `${also ? `。${also}を兼ねます` : ''}${reason ? `：${reason}` : ''}` +
      `${closeOut ? `。取下げの報告が必要です：${sayObligation(closeOut, 'ja')}` : ''}`
    );
  },
  PROPOSAL_DECIDED: (data, say, who) =>
    `${who}が弁護士の判断を記録しました：${data.proposalId} ${PROPOSAL_WORDS[data.what].ja}(${sayObligation(data, 'ja')})を` +
    `${data.decision === 'APPROVED' ? '承認' : '却下'}${say.told('理由', data.reason)}`,
};

export const LEGAL_EN: Pick<Sentences, Legal> = {
  OBLIGATIONS_ASSESSED: ({ factsVersion, ruleset, obligations, changes, proposals }, say) => {
    const open = datesEn(obligations, say);
    const waiting = proposals.filter(({ state }) => state === 'OPEN').length;
    return (
      `The obligations were assessed from facts version ${factsVersion} (${ruleset}): ${open || 'no new dates'}` +
      `${changes.length ? `; ${changes.length} dates moved` : ''}${waiting ? `; ${waiting} for counsel to decide` : ''}`
    );
  },
  OBLIGATIONS_NOT_ASSESSED: ({ code, factsVersion, day }, say) =>
    `The obligations of facts version ${factsVersion} could not be assessed: ${NOT_ASSESSED_WORDS[code].en}` +
    `${say.told('', day && say.day(day))}; see to the dates by hand`,
  OBLIGATIONS_REMINDED: ({ obligations }) => `No record of filing yet, a reminder was sent: ${names(obligations, 'en')}`,
  OBLIGATIONS_ESCALATED: ({ obligations }) => `Still no record of filing, the heads were told: ${names(obligations, 'en')}`,
  OBLIGATIONS_PAST_TARGET: ({ obligations }) => `The target day is over, the last day is to come: ${names(obligations, 'en')}`,
  OBLIGATIONS_OVERDUE: ({ obligations }) => `Overdue, can still be filed: ${names(obligations, 'en')}`,
  OBLIGATIONS_WITHDRAWN: ({ reason, obligations }) => {
    const owed = obligations.filter(({ closeOutSince }) => closeOutSince !== null);
    return (
      `No longer required (${reason}): ${names(obligations, 'en')}` +
      `${owed.length ? `; a preliminary report was filed, so a closing report is owed: ${names(owed, 'en')}` : ''}`
    );
  },
  FILING_RECORDED: ({ filing, closeOut }, say, who) => {
    const { receiptNumber, file, reason, supplement, serves, party } = filing;
    const also = names(
      serves.map((kind) => ({ kind, party })),
      'en',
    );
    return (
      `${who} recorded the ${supplement ? 'supplement to the ' : ''}${sayObligation(filing, 'en')} (filed ${say.when(filing.filedAt)}` +
      `${FILED_AS_EN[filing.as]}${receiptNumber ? `, receipt ${receiptNumber}` : ''}${file ? `, file ${file.name}` : ''})` +
      `${also ? `; it is the ${also} too` : ''}${reason ? `: ${reason}` : ''}` +
      `${closeOut ? `; a closing report is owed: ${sayObligation(closeOut, 'en')}` : ''}`
    );
  },
  PROPOSAL_DECIDED: (data, _say, who) =>
    `${who} recorded counsel's decision: ${data.proposalId} ${PROPOSAL_WORDS[data.what].en} (${sayObligation(data, 'en')}) ` +
    `${data.decision === 'APPROVED' ? 'approved' : 'rejected'}: ${data.reason}`,
};

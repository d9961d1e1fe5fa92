/** Reports and notices in words: who has to file what, and where it stands. */
import { clientOf, type LiveProposal, type ObligationKey, type Standing } from '../../../domain/legal';
import type { Proposal } from '../../../domain/obligations/assessment';
import { OBLIGATION_NAMES } from '../../../domain/obligations/names';
import type { Bilingual, Language } from '../../../domain/wording';

type Words<Code extends string> = Readonly<Record<Code, Bilingual>>;

/** `委託元への通知(委託元 aoba)`. */
export function sayObligation({ kind, party }: ObligationKey, language: Language): string {
  const client = clientOf(party);
  const name = OBLIGATION_NAMES[kind][language];
  if (client === null) return name;
  return language === 'ja' ? `${name}(委託元 ${client})` : `${name} (client ${client})`;
}

export const STANDING_WORDS: Words<Standing> = {
  TO_FILE: { ja: '未提出', en: 'To be filed' },
  OVERDUE: { ja: '期限超過(提出できます)', en: 'Overdue, can still be filed' },
  FILED: { ja: '提出済み', en: 'Filed' },
  FILED_LATE: { ja: '提出済み(期限後)', en: 'Filed late' },
  CLOSE_OUT_OWED: { ja: '取下げ報告が必要', en: 'Closing report owed' },
  CLOSED_OUT: { ja: '取下げ報告済み', en: 'Closed as not reportable' },
  RELEASED: { ja: '免除(委託元への通知済み)', en: 'Released by notice to the clients' },
  WITHDRAWN: { ja: '対象外となりました', en: 'No longer required' },
  OF_CLIENT: { ja: '委託元が提出', en: 'For the client to file' },
};

/** Meaning survives without colour. */
export const STANDING_SHAPES: Readonly<Record<Standing, string>> = {
  ...{ TO_FILE: '◇', OVERDUE: '▲', FILED: '✓', FILED_LATE: '✓', CLOSE_OUT_OWED: '◇', CLOSED_OUT: '✓' },
  ...{ RELEASED: '-', WITHDRAWN: '-', OF_CLIENT: '‖' },
};

export const PROPOSAL_WORDS: Words<Proposal['what']> = {
  EXTEND_FINAL: { ja: '確報の期限を延ばす', en: 'extend the final report' },
  RELEASE_BY_LATE_NOTICE: { ja: '遅れた通知による免除を認める', en: 'release by the late notice' },
};
export const PROPOSAL_STATE_WORDS: Words<LiveProposal['state']> = {
  OPEN: { ja: '弁護士の判断待ち', en: 'For counsel to decide' },
  APPROVED: { ja: '承認', en: 'Approved' },
  REJECTED: { ja: '却下', en: 'Rejected' },
  LAPSED: { ja: '取り下げ', en: 'No longer proposed' },
};

export const NOT_ASSESSED_WORDS: Words<'NO_RULESET' | 'OUTSIDE_CALENDAR' | 'FAULT'> = {
  NO_RULESET: { ja: '発覚の日に適用される規則がありません', en: 'no ruleset holds for the day of awareness' },
  OUTSIDE_CALENDAR: { ja: '期限の日が休日表の範囲の外です', en: 'a due date lies outside the table of closed days' },
  FAULT: { ja: '計算できませんでした(不具合)', en: 'it could not be worked out (a fault of ours)' },
};

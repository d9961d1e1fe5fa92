import type { MailKind } from '../../domain/mail';
import type { Bilingual } from '../../domain/wording';

/** What the mails of the desk are about, for the list. */
const KIND_WORDS: Record<MailKind, Bilingual> = {
  VENDOR_REQUEST: { ja: '依頼', en: 'Request' },
  SUBSTITUTE_REQUEST: { ja: '依頼(次候補)', en: 'Request (next)' },
  VENDOR_REMINDER: { ja: '催促', en: 'Reminder' },
  VENDOR_DUE_SOON: { ja: '期限間近', en: 'Due soon' },
  VENDOR_LATE: { ja: '期限超過', en: 'Overdue' },
  STAND_DOWN: { ja: '依頼終了', en: 'Stand down' },
  CANCEL: { ja: '取消', en: 'Cancelled' },
  LINK_RESEND: { ja: 'リンク再送', en: 'New link' },
  HANDED_OVER_NEW: { ja: '担当変更(新)', en: 'Handed over to' },
  HANDED_OVER_OLD: { ja: '担当変更(旧)', en: 'Handed over from' },
  RECEIPT: { ja: '受付控え', en: 'Receipt' },
  DELIVERY_RETURNED: { ja: '差戻し', en: 'Returned' },
  WORK_GO_AHEAD: { ja: '着手可', en: 'Go ahead' },
  ESCALATION: { ja: 'エスカレーション', en: 'Escalation' },
  APPROVAL_REQUEST: { ja: '承認依頼', en: 'Approval' },
  APPROVAL_REMINDER: { ja: '承認催促', en: 'Approval reminder' },
  OBLIGATION_REMINDER: { ja: '報告期限', en: 'Report due' },
  OBLIGATION_ESCALATION: { ja: '未提出の報告', en: 'Report not filed' },
  OBLIGATION_OVERDUE: { ja: '報告期限超過', en: 'Report overdue' },
  CALL_BACK_OVERDUE: { ja: '折り返しの時刻超過', en: 'Call-back overdue' },
  DESK_MESSAGE: { ja: '窓口からの連絡', en: 'From the desk' },
  INSURED_CLOSED: { ja: '終結のご連絡', en: 'Incident closed' },
  INSURED_MESSAGE: { ja: 'お客様からの連絡', en: 'Message from the insured' },
  INSURED_LINK: { ja: 'お客様のページ', en: 'Page of the insured' },
};

/** Null for a kind this version does not know. */
export const kindWords = (kind: string | null): Bilingual | null =>
  kind !== null && kind in KIND_WORDS ? KIND_WORDS[kind as MailKind] : null;

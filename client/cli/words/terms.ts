/** The words of the glossary for everything that has a code: tables typed over the codes, so a new code needs a word. */
import type { Nature } from '../../../domain/facts';
import type { Approval, IncidentState, RetiredLink, TaskState } from '../../../domain/incident';
import type { MailKind, MailRequest } from '../../../domain/mail';
import type { AnswerName, DeclineReason } from '../../../domain/messages';
import type { ApproverRole, Milestone, Severity } from '../../../domain/playbook';
import type { ServiceId } from '../../../domain/services';
import type { ClockKind, RungAction } from '../../../domain/setup';
import type { Bilingual } from '../../../domain/wording';

type Words<Code extends string> = Readonly<Record<Code, Bilingual>>;

export const SERVICE_WORDS: Words<ServiceId> = {
  'INVESTIGATION.triage': { ja: '事故判定', en: 'Triage' },
  'INVESTIGATION.cause_scope': { ja: '原因究明・影響範囲調査', en: 'Cause and scope' },
  'INVESTIGATION.containment_advice': { ja: '被害拡大防止', en: 'Containment advice' },
  'INVESTIGATION.report_support': { ja: '報告書作成支援', en: 'Report support' },
  'PR.press_conference': { ja: '記者会見', en: 'Press conference' },
  'PR.release_review': { ja: '報道発表資料', en: 'Press release' },
  'PR.newspaper_notice': { ja: '新聞社告', en: 'Newspaper notice' },
  'PR.sns_support': { ja: 'SNS炎上対応', en: 'Social media response' },
  'PR.web_monitoring': { ja: 'WEBモニタリング', en: 'Web monitoring' },
  'CALLCENTER.setup': { ja: 'コールセンター立上げ', en: 'Call centre set-up' },
  'CALLCENTER.operate': { ja: 'コールセンター運用', en: 'Call centre operation' },
  'CALLCENTER.closing': { ja: 'コールセンタークロージング', en: 'Call centre closing' },
  'TRUST.recurrence_certificate': { ja: '再発防止策の証明書', en: 'Recurrence certificate' },
  'TRUST.rating_publication': { ja: '格付結果の公表', en: 'Rating publication' },
};

export const TASK_STATE_WORDS: Words<TaskState> = {
  REQUESTED: { ja: '依頼中(回答待ち)', en: 'Requested' },
  ACCEPTED: { ja: '受諾済み', en: 'Accepted' },
  IN_PROGRESS: { ja: '対応中', en: 'In progress' },
  WAITING_APPROVAL: { ja: '承認待ち', en: 'Awaiting approval' },
  DELIVERED: { ja: '納品済み(確認前)', en: 'Delivered' },
  CLOSED: { ja: '完了', en: 'Closed' },
  DECLINED: { ja: '辞退(候補なし)', en: 'Declined, nobody left' },
  CANCELLED: { ja: '取消し', en: 'Cancelled' },
};

export const NOT_STARTED: Bilingual = { ja: '開始前', en: 'Not started' };
export const PAUSED: Bilingual = { ja: '一時停止', en: 'Paused' };
export const WITH_SUPERVISOR: Bilingual = { ja: '上席対応中', en: 'Escalated' };
export const DRILL: Bilingual = { ja: '訓練', en: 'DRILL' };

/** Meaning survives without colour: every state has a shape of its own. */
export const TASK_SHAPES: Readonly<Record<TaskState, string>> = {
  REQUESTED: '◔',
  ACCEPTED: '▶',
  IN_PROGRESS: '▶',
  WAITING_APPROVAL: '◇',
  DELIVERED: '◆',
  CLOSED: '✓',
  DECLINED: '×',
  CANCELLED: '-',
};
export const OVERDUE_SHAPE = '▲';
export const WAITING_SHAPE = '‖';

export const STATUS_WORDS: Words<IncidentState['status']> = {
  OPEN: { ja: '対応中', en: 'Open' },
  CLOSED: { ja: '終結', en: 'Closed' },
};

export const OUTCOME_WORDS: Words<NonNullable<IncidentState['outcome']>> = {
  RESOLVED: { ja: '対応完了', en: 'resolved' },
  FALSE_ALARM: { ja: '事故ではない', en: 'false alarm' },
};

export const SEVERITY_WORDS: Words<Severity> = {
  HIGH: { ja: '重大度 高', en: 'severity high' },
  MEDIUM: { ja: '重大度 中', en: 'severity medium' },
  LOW: { ja: '重大度 低', en: 'severity low' },
};

/** Nobody is in charge. */
export const UNASSIGNED: Bilingual = { ja: '未割当', en: 'unassigned' };

/** The call that was promised to the caller. */
export const CALL_BACK: Bilingual = { ja: '折り返しの電話', en: 'promised call-back' };

/** What is being waited for. */
export const CLOCK_WORDS: Words<ClockKind> = {
  ACCEPT: { ja: '回答', en: 'reply' },
  COMPLETE: { ja: '納品', en: 'delivery' },
  APPROVAL: { ja: '決裁', en: 'decision' },
  CHECK: { ja: '納品の確認', en: 'check of the delivery' },
};

export const APPROVER_WORDS: Words<ApproverRole> = {
  CLAIMS: { ja: '支払担当', en: 'claims' },
  INSURED: { ja: 'お客様', en: 'the insured' },
  COUNSEL: { ja: '弁護士', en: 'counsel' },
  DESK: { ja: '窓口', en: 'the desk' },
};

export const APPROVAL_STATE_WORDS: Words<Approval['state']> = {
  PENDING: { ja: '決裁待ち', en: 'Pending' },
  APPROVED: { ja: '承認', en: 'Approved' },
  REJECTED: { ja: '差戻し', en: 'Rejected' },
  WITHDRAWN: { ja: '取下げ', en: 'Withdrawn' },
};

/** What an approval holds up. */
export const STAGE_WORDS: Words<Approval['stage']> = {
  START: { ja: '着手前', en: 'before work starts' },
  BESIDE: { ja: '並行', en: 'holds nothing up' },
  DELIVERY: { ja: '納品前', en: 'before the delivery counts' },
};

export const MILESTONE_WORDS: Words<Milestone> = {
  INTERIM: { ja: '中間報告', en: 'interim result' },
  FINAL: { ja: '最終成果物', en: 'final result' },
};

export const DECLINE_WORDS: Words<DeclineReason> = {
  NO_CAPACITY: { ja: '要員不足', en: 'no capacity' },
  NOT_OUR_FIELD: { ja: '専門外', en: 'not our field' },
  CONFLICT_OF_INTEREST: { ja: '利益相反', en: 'conflict of interest' },
  TOO_SHORT: { ja: '時間内に不可', en: 'too short a time' },
  OTHER: { ja: 'その他', en: 'other' },
};

export const RETIREMENT_WORDS: Words<RetiredLink['why']> = {
  SUBSTITUTED: { ja: '次の候補へ依頼したため', en: 'the next partner was asked' },
  HANDED_OVER: { ja: '担当者が変わったため', en: 'it was handed over' },
  REASSIGNED: { ja: '依頼先を変えたため', en: 'the task was reassigned' },
  DECLINED: { ja: '辞退があったため', en: 'the task was declined' },
  REISSUED: { ja: '新しいリンクを送ったため', en: 'a new link was sent' },
};

export const RUNG_WORDS: Words<RungAction> = {
  REMIND: { ja: '督促しました', en: 'a reminder was sent' },
  CALL_LIST: { ja: '窓口の連絡先一覧へ知らせました', en: 'the call list of the desk was told' },
  NEXT_PARTNER: { ja: '次の候補へ移ります', en: 'the next partner is tried' },
  SUPERVISOR: { ja: '監督者へ知らせました', en: 'the supervisor was told' },
};

export const ANSWER_WORDS: Words<AnswerName> = {
  acceptTask: { ja: '受諾', en: 'acceptance' },
  declineTask: { ja: '辞退', en: 'refusal' },
  handOverTask: { ja: '担当者の変更', en: 'hand-over' },
  reportProgress: { ja: '進捗', en: 'progress' },
  deliverTask: { ja: '納品', en: 'delivery' },
  submitQuote: { ja: '見積', en: 'quote' },
  submitInvoice: { ja: '請求', en: 'invoice' },
  sendMessage: { ja: '連絡', en: 'message' },
};

export const MAIL_WORDS: Words<MailKind> = {
  VENDOR_REQUEST: { ja: 'ご依頼', en: 'request' },
  SUBSTITUTE_REQUEST: { ja: 'ご依頼(次の候補)', en: 'request to the next partner' },
  VENDOR_REMINDER: { ja: 'ご回答の督促', en: 'reminder to reply' },
  VENDOR_DUE_SOON: { ja: '納品期限の予告', en: 'delivery due soon' },
  VENDOR_LATE: { ja: '納品期限の超過', en: 'delivery overdue' },
  STAND_DOWN: { ja: 'ご依頼の終了', en: 'stand-down' },
  CANCEL: { ja: 'お取消し', en: 'cancellation' },
  LINK_RESEND: { ja: 'リンク再発行', en: 'new link' },
  HANDED_OVER_NEW: { ja: '担当変更(新しい担当者宛)', en: 'hand-over to the new person' },
  HANDED_OVER_OLD: { ja: '担当変更の控え', en: 'hand-over copy to the person before' },
  RECEIPT: { ja: '受付控え', en: 'receipt' },
  DELIVERY_RETURNED: { ja: '納品の差戻し', en: 'delivery returned' },
  WORK_GO_AHEAD: { ja: '着手のお願い', en: 'go-ahead' },
  ESCALATION: { ja: 'エスカレーション', en: 'escalation' },
  APPROVAL_REQUEST: { ja: '承認依頼', en: 'approval request' },
  APPROVAL_REMINDER: { ja: '承認の督促', en: 'approval reminder' },
  OBLIGATION_REMINDER: { ja: '報告期限のお知らせ', en: 'report due' },
  OBLIGATION_ESCALATION: { ja: '未提出の報告(責任者宛)', en: 'report not filed, to the heads' },
  CALL_BACK_OVERDUE: { ja: '折り返しの時刻の超過', en: 'call-back overdue' },
  INSURED_CLOSED: { ja: '終結の連絡', en: 'incident closed' },
  INSURED_MESSAGE: { ja: 'お客様からの連絡', en: 'message from the insured' },
  DESK_MESSAGE: { ja: '窓口からの連絡', en: 'message from the desk' },
  INSURED_LINK: { ja: 'お客様のページのご案内', en: "link to the insured's page" },
  OBLIGATION_OVERDUE: { ja: '報告期限の超過', en: 'report overdue' },
};

export const NATURE_WORDS: Words<Nature> = {
  UNAUTHORISED_ACCESS: { ja: '不正アクセス', en: 'Unauthorised access' },
  MALWARE: { ja: 'マルウェア感染', en: 'Malware' },
  RANSOMWARE: { ja: 'ランサムウェア', en: 'Ransomware' },
  WEB_SKIMMING: { ja: 'ウェブ改ざん・入力情報の窃取', en: 'Web skimming' },
  PHISHING: { ja: 'フィッシング', en: 'Phishing' },
  INSIDER_THEFT: { ja: '内部者による持出し', en: 'Insider theft' },
  MISSENT_MAIL: { ja: '誤送信', en: 'Mail sent to the wrong person' },
  MISCONFIGURATION: { ja: '設定誤り・公開状態', en: 'Misconfiguration' },
  LOST_DEVICE: { ja: '機器の紛失', en: 'Lost device' },
  STOLEN_DEVICE: { ja: '機器の盗難', en: 'Stolen device' },
  PAPER_LOSS: { ja: '書類の紛失', en: 'Loss of paper' },
  SOFTWARE_DEFECT: { ja: 'ソフトの不具合・委託先', en: 'Software defect' },
  NETWORK_OUTAGE: { ja: '通信障害・停止', en: 'Network outage' },
  OTHER: { ja: 'その他・不明', en: 'Other or unknown' },
};

/** Whom a mail went to when it was no firm. */
export const RECIPIENT_WORDS: Words<MailRequest['to']['role']> = {
  INSURED: { ja: 'お客様', en: 'the insured' },
  PARTNER: { ja: '協力会社', en: 'the partner' },
  DESK: { ja: '窓口の連絡先', en: 'the call list' },
  SUPERVISOR: { ja: '監督者', en: 'the supervisor' },
  HEAD: { ja: 'デスクの責任者', en: 'the head of the desk' },
  APPROVER: { ja: '決裁者', en: 'the approver' },
};

/** Words for a code that came from outside; the code itself where it has none. */
export const wordFor = (words: Readonly<Record<string, Bilingual>>, code: string): Bilingual =>
  Object.hasOwn(words, code) ? (words[code] ?? { ja: code, en: code }) : { ja: code, en: code };

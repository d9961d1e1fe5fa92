/** The timeline's sentences in Japanese. */
import { REFUSALS } from '../../../domain/errors';
import type { EntryOf } from '../../../domain/timeline';
import { LEGAL_JA } from './legal-entries';
import { fileNames, oneLanguage, type Say, type Sentences } from './say';
import {
  ANSWER_WORDS,
  APPROVER_WORDS,
  CLOCK_WORDS,
  DECLINE_WORDS,
  MAIL_WORDS,
  MILESTONE_WORDS,
  OUTCOME_WORDS,
  RECIPIENT_WORDS,
  RETIREMENT_WORDS,
  RUNG_WORDS,
  SEVERITY_WORDS,
  STAGE_WORDS,
  UNASSIGNED,
  wordFor,
} from './terms';
import { GATE_NAMES } from '../../../domain/services';

const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')}円`;
const rank = (value: number): string => (value > 0 ? `第${value}候補` : '指名');

const ASKED_BECAUSE: Readonly<Record<EntryOf<'TASK_REQUESTED'>['data']['why'], string>> = {
  PLAYBOOK: '',
  SUBSTITUTE: '回答がないため、',
  DECLINED: '辞退があったため、',
  STAFF: '担当者の指定により、',
};

function whyEscalated({ why, waitingFor, reason }: EntryOf<'ESCALATED'>['data'], who: string): string {
  const awaited = waitingFor ? CLOCK_WORDS[waitingFor].ja : '回答';
  switch (why) {
    case 'SILENCE':
      return `${awaited}がまだないため`;
    case 'BY_HAND':
      return `${who}の指示により${reason ? `(理由：${reason})` : ''}`;
    case 'MAIL_BOUNCED':
      return 'メールが届かないため';
    case 'NOBODY_LEFT':
      return '依頼できる候補が残っていないため';
  }
}

type Life =
  | 'INCIDENT_OPENED'
  | 'INCIDENT_HANDED_OVER'
  | 'CALL_BACK_MADE'
  | 'CALL_BACK_OVERDUE'
  | 'FACTS_REVISED'
  | 'CLOCK_ADVANCED'
  | 'FALSE_ALARM_RULED'
  | 'INCIDENT_CLOSED';
const LIFE: Pick<Sentences, Life> = {
  INCIDENT_OPENED: (data, _say, who) =>
    `${who}が${data.clock ? '訓練の' : ''}案件を開始しました(${data.insured ? `お客様：${data.insured}、` : ''}` +
    `${SEVERITY_WORDS[data.severity].ja}、手順書 ${data.playbook.id} ${data.playbook.version})`,
  FACTS_REVISED: (data, say, who) =>
    `${who}が事実情報を第${data.version}版に更新しました(${say.when(data.knownAt)} 判明、${SEVERITY_WORDS[data.severity].ja})` +
    `${data.reason ? `：${data.reason}` : ''}`,
  INCIDENT_HANDED_OVER: (data, _say, who) =>
    `${who}が担当を ${data.from ?? UNASSIGNED.ja} から ${data.to ?? UNASSIGNED.ja} へ引き継ぎました(引継ぎメモ：${data.note})`,
  CALL_BACK_MADE: (data, _say, who) => `${who}がお約束した折り返しの電話をしました${data.note ? `：${data.note}` : ''}`,
  CALL_BACK_OVERDUE: (data, say) => `折り返しのお約束の時刻(${say.when(data.dueAt)})を過ぎました`,
  CLOCK_ADVANCED: (data, say) => `訓練の時計を ${say.when(data.from)} から ${say.when(data.to)} へ進めました`,
  FALSE_ALARM_RULED: (data, _say, who) => `${who}が「事故ではない」と判定しました(理由：${data.reason})`,
  INCIDENT_CLOSED: (data, say, who) =>
    `${who}が案件を終結しました(${say.word(OUTCOME_WORDS[data.outcome])}、完了 ${data.tasksClosed}件・取消し ${data.tasksCancelled}件` +
    `${data.obligationsOpen ? `・未提出の報告 ${data.obligationsOpen}件` : ''})` +
    `${data.reason ? `：${data.reason}` : ''}`,
};

type Asking =
  | 'SERVICE_PLANNED'
  | 'TASK_REQUESTED'
  | 'LINK_RETIRED'
  | 'LINK_REISSUED'
  | 'LINK_REVOKED'
  | 'INSURED_LINK_CHANGED'
  | 'TASK_ACCEPTED'
  | 'TASK_DECLINED'
  | 'TASK_HANDED_OVER';
const ASKING: Pick<Sentences, Asking> = {
  SERVICE_PLANNED: (data, say) => {
    const awaited = data.dependsOn.map(({ service, at }) => `${say.service(service)}の${say.word(MILESTONE_WORDS[at])}`);
    return `${data.taskId} ${say.service(data.service)} を予定しました${say.told('待ち', awaited.join('、'))}`;
  },
  TASK_REQUESTED: (data, say) =>
    `${ASKED_BECAUSE[data.why]}${data.taskId} ${say.service(data.service)} を ${data.assignment.company}` +
    `(${rank(data.assignment.rank)})へ依頼しました${data.clock.dueAt ? `。回答期限 ${say.when(data.clock.dueAt)}` : ''}` +
    say.told('理由', data.reason),
  LINK_RETIRED: (data, say) =>
    `${say.task(data.taskId)} のリンク(${data.link.generation}通目)は使えなくなりました(${say.word(RETIREMENT_WORDS[data.link.why])})`,
  LINK_REISSUED: (data, say, who) => `${who}が ${say.task(data.taskId)} の新しいリンク(${data.generation}通目)を送りました`,
  LINK_REVOKED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} のリンク(${data.generation}通目)を失効させました(理由：${data.reason})`,
  INSURED_LINK_CHANGED: (data, say, who) =>
    data.change === 'REISSUED'
      ? `${who}がお客様へ新しいリンク(${data.generation}通目)を送りました${say.told('理由', data.reason)}`
      : `${who}がお客様のリンク(${data.generation}通目)を失効させました${say.told('理由', data.reason)}`,
  TASK_ACCEPTED: (data, say, who) =>
    data.implied
      ? `${who}の納品をもって ${say.task(data.taskId)} は受諾されたものとしました`
      : `${who}が ${say.task(data.taskId)} を受諾しました${data.expectedStartAt ? `(着手予定 ${say.when(data.expectedStartAt)})` : ''}`,
  TASK_DECLINED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} を辞退しました(理由：${say.word(wordFor(DECLINE_WORDS, data.reason))}` +
    `${data.note ? `、${data.note}` : ''})${data.exhausted ? '。依頼できる候補は残っていません' : ''}`,
  TASK_HANDED_OVER: (data, say) =>
    `${say.task(data.taskId)} の担当が ${data.from} から ${data.assignment.holder.name}(${data.assignment.company})へ引き継がれました`,
};

type Working =
  | 'WORK_STARTED'
  | 'PROGRESS_REPORTED'
  | 'TASK_DELIVERED'
  | 'DELIVERY_APPROVED'
  | 'DELIVERY_ACCEPTED'
  | 'DELIVERY_RETURNED'
  | 'MESSAGE_SENT'
  | 'QUOTE_SUBMITTED'
  | 'INVOICE_SUBMITTED';
const WORKING: Pick<Sentences, Working> = {
  WORK_STARTED: (data, say) =>
    data.completeBy
      ? `${say.task(data.taskId)} の作業期限は ${say.when(data.completeBy)} です` +
        say.told('中間報告', data.interimBy && say.when(data.interimBy))
      : `${say.task(data.taskId)} の作業期限は、一時停止が解けてから決まります`,
  PROGRESS_REPORTED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} の進捗を知らせました：${data.note}` +
    `${data.expectedAt ? `(見込み ${say.when(data.expectedAt)})` : ''}`,
  TASK_DELIVERED: ({ taskId, delivery }, say, who) =>
    `${who}が ${say.task(taskId)} の${say.word(MILESTONE_WORDS[delivery.milestone])}(第${delivery.version}版)を納品しました` +
    `${say.told('ファイル', fileNames(delivery.files))}${delivery.note ? `：${delivery.note}` : ''}`,
  DELIVERY_APPROVED: (data, say) => `${say.task(data.taskId)} の納品に必要な承認がそろいました`,
  DELIVERY_ACCEPTED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} の納品を受領し、依頼は完了しました${data.note ? `：${data.note}` : ''}`,
  DELIVERY_RETURNED: (data, say, who) => `${who}が ${say.task(data.taskId)} の納品を差し戻しました(理由：${data.reason})`,
  MESSAGE_SENT: (data, say, who) =>
    `${who}から連絡がありました${say.told('', data.taskId && say.task(data.taskId))}：${data.text}`,
  QUOTE_SUBMITTED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} の見積 ${yen(data.amountYen)}を提出しました` +
    `${say.told('ファイル', fileNames(data.files))}${data.note ? `：${data.note}` : ''}`,
  INVOICE_SUBMITTED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} の請求 ${yen(data.amountYen)}を提出しました` +
    `${say.told('ファイル', fileNames(data.files))}${data.note ? `：${data.note}` : ''}`,
};

type Steering =
  | 'TASK_PAUSED'
  | 'TASK_RESUMED'
  | 'TASK_CANCELLED'
  | 'CANCELLATION_PROPOSED'
  | 'TASK_KEPT'
  | 'ESCALATED'
  | 'ESCALATION_ACKNOWLEDGED'
  | 'APPROVAL_ASKED'
  | 'APPROVAL_DECIDED'
  | 'APPROVAL_WITHDRAWN';
const STEERING: Pick<Sentences, Steering> = {
  TASK_PAUSED: (data, say, who) => `${who}が ${say.task(data.taskId)} を一時停止しました(理由：${data.reason})`,
  TASK_RESUMED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} を再開しました${data.clock?.dueAt ? `。期限 ${say.when(data.clock.dueAt)}` : ''}`,
  TASK_CANCELLED: (data, say, who) =>
    `${who}が ${data.taskId} ${say.service(data.service)} を取り消しました(理由：${data.reason})`,
  CANCELLATION_PROPOSED: (data, say) =>
    `事実情報 第${data.factsVersion}版により、${data.taskId} ${say.service(data.service)} の取消しが提案されました(${oneLanguage(data.because, say.language)})`,
  TASK_KEPT: (data, say, who) =>
    `${who}が ${data.taskId} ${say.service(data.service)} を続けると決めました(理由：${data.reason})`,
  ESCALATED: (data, say, who) =>
    `${data.approvalId ? `承認 ${data.approvalId}` : `${data.taskId} ${say.service(data.service)}`}：${whyEscalated(data, who)}、` +
    `${say.word(RUNG_WORDS[data.action])}(第${data.level}段階)`,
  ESCALATION_ACKNOWLEDGED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} のエスカレーションを引き受けました${data.note ? `：${data.note}` : ''}`,
  APPROVAL_ASKED: (data, say) =>
    `${say.task(data.taskId)} の${say.word(GATE_NAMES[data.gate])}(${data.approvalId}、${say.word(STAGE_WORDS[data.stage])})を` +
    `${say.word(APPROVER_WORDS[data.approver])}へ依頼しました。決裁期限 ${say.when(data.decideBy)}`,
  APPROVAL_DECIDED: (data, say, who) =>
    `${who}が ${say.task(data.taskId)} の${say.word(GATE_NAMES[data.gate])}(${data.approvalId})を` +
    `${data.decision === 'APPROVED' ? '承認しました' : '差し戻しました'}${data.reason ? `(理由：${data.reason})` : ''}`,
  APPROVAL_WITHDRAWN: (data, say) =>
    `${say.task(data.taskId)} が終わったため、${say.word(GATE_NAMES[data.gate])}(${data.approvalId})の依頼を取り下げました`,
};

const mailTo = ({ mail, recipient, taskId }: EntryOf<'MAIL_SENT'>['data'], say: Say): string =>
  `${say.word(wordFor(RECIPIENT_WORDS, recipient))}への「${say.word(MAIL_WORDS[mail])}」メール${say.told('', taskId && say.task(taskId))}`;

type Posting = 'MAIL_SENT' | 'MAIL_DELAYED' | 'MAIL_BOUNCED' | 'ANSWER_NOT_APPLIED' | 'ANSWER_REPEATED' | 'SIGNAL_REFUSED';
const POSTING: Pick<Sentences, Posting> = {
  MAIL_SENT: (data, say) => `${mailTo(data, say)}を送りました`,
  MAIL_DELAYED: (data, say) => `${mailTo(data, say)}がまだ送れていません。送信を続けます(${data.problem})`,
  MAIL_BOUNCED: (data, say) => `${mailTo(data, say)}は届きませんでした(${data.problem})`,
  ANSWER_NOT_APPLIED: (data, say, who) =>
    `${who}から届いた ${say.task(data.taskId)} の${say.word(wordFor(ANSWER_WORDS, data.signal))}は反映していません(内容は記録済み)：` +
    say.word(wordFor(REFUSALS, data.code)),
  ANSWER_REPEATED: (data, say, who) =>
    `${who}から ${say.task(data.taskId)} の${say.word(wordFor(ANSWER_WORDS, data.signal))}がもう一度届きました(変更なし)`,
  SIGNAL_REFUSED: (data, say, who) =>
    `${who}から届いた「${say.word(wordFor(ANSWER_WORDS, data.signal))}」は読み取れませんでした(${data.problem})`,
};

export const JAPANESE: Sentences = { ...LIFE, ...ASKING, ...WORKING, ...STEERING, ...LEGAL_JA, ...POSTING };

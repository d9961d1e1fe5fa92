/** What the desk can do now, as commands to run: the answer to "what do I press?". */
import { callBackDueAt } from '../../../domain/call-back';
import { isEnded, ownerOf, type IncidentState, type Task } from '../../../domain/incident';
import { owedIn } from '../../../domain/legal';
import type { Bilingual } from '../../../domain/wording';

interface NextStep {
  readonly command: string;
  readonly why: Bilingual;
}

const REASON = '--reason "…"';

function stepsOfTask(number: string, task: Task): NextStep[] {
  const { taskId } = task;
  const steps: NextStep[] = [];
  const add = (command: string, why: Bilingual) => void steps.push({ command, why });
  if (isEnded(task)) return steps;
  if (task.cancelProposed) {
    add(`desk cancel ${number} ${taskId} ${REASON}`, { ja: '提案どおり取り消す', en: 'cancel it as proposed' });
    add(`desk keep ${number} ${taskId} ${REASON}`, { ja: '取り消さずに続ける', en: 'keep it all the same' });
  }
  const hasNobodyAnswered = task.state === 'REQUESTED' && task.escalation.lastAction === 'SUPERVISOR';
  if (task.state === 'DECLINED' || hasNobodyAnswered) {
    add(`desk assign ${number} ${taskId} PARTNER ${REASON}`, { ja: '依頼先を指定する', en: 'name a partner' });
  }
  if (task.state === 'DELIVERED') {
    add(`desk receive ${number} ${taskId}`, { ja: '納品を受領する', en: 'accept the delivery' });
    add(`desk return ${number} ${taskId} ${REASON}`, { ja: '納品を差し戻す', en: 'return the delivery' });
  }
  if (task.pause) add(`desk resume ${number} ${taskId}`, { ja: '再開する', en: 'resume it' });
  else if (!task.assignment.linkValid && task.state !== 'DECLINED') {
    add(`desk link ${number} ${taskId} --reissue`, { ja: '新しいリンクを送る', en: 'send a new link' });
  }
  return steps;
}

function stepsOfEscalations(number: string, { tasks, approvals }: IncidentState): NextStep[] {
  const pending = approvals.filter(({ state }) => state === 'PENDING');
  const waiting = [...tasks.filter((task) => !isEnded(task)), ...pending].filter(
    ({ escalation }) => escalation.level > 0 && escalation.acknowledgedBy === null,
  );
  return [...new Set(waiting.map(({ taskId }) => taskId))].map((taskId) => ({
    command: `desk ack ${number} ${taskId}`,
    why: { ja: 'エスカレーションを引き受ける', en: 'take on the escalation' },
  }));
}

/** The most pressing first. */
export function nextSteps(state: IncidentState): readonly NextStep[] {
  const { number, tasks, approvals, planned, status } = state;
  if (status === 'CLOSED') return [];
  const decisions = approvals
    .filter((approval) => approval.state === 'PENDING')
    .map(({ approvalId }) => ({ command: `desk approve ${number} ${approvalId}`, why: { ja: '承認する', en: 'approve' } }));
  const proposals = planned
    .filter(({ cancelProposed }) => cancelProposed)
    .flatMap(({ taskId }) => [
      { command: `desk cancel ${number} ${taskId} ${REASON}`, why: { ja: '提案どおり取り消す', en: 'cancel it as proposed' } },
      { command: `desk keep ${number} ${taskId} ${REASON}`, why: { ja: '取り消さずに続ける', en: 'keep it all the same' } },
    ]);
  const openProposals = (state.assessment?.proposals ?? [])
    .filter((one) => one.state === 'OPEN')
    .map(({ proposalId }) => ({
      command: `desk decide-proposal ${number} ${proposalId} --approve ${REASON}`,
      why: { ja: '弁護士の判断を記録する', en: "record counsel's decision" },
    }));
  const late = owedIn(state).filter(
    ({ overdueAt, escalatedAt, closeOutSince }) => overdueAt !== null || escalatedAt !== null || closeOutSince !== null,
  );
  const filings = late.map(({ kind, party }) => ({
    command: `desk file-report ${number} ${kind}${party === 'INSURED' ? '' : ` --client ${party.slice('CLIENT:'.length)}`}`,
    why: { ja: '提出されたら記録する', en: 'record it once it is filed' },
  }));
  const ofDesk: NextStep[] = [
    ...(callBackDueAt(state) === null
      ? []
      : [{ command: `desk call-back ${number}`, why: { ja: '折り返しの電話を記録する', en: 'record the promised call' } }]),
    ...(ownerOf(state) === null
      ? [{ command: `desk owner ${number} NAME --note "…"`, why: { ja: '担当を決める', en: 'put somebody in charge' } }]
      : []),
  ];
  const isDone = !planned.length && tasks.every(isEnded);
  const closing = isDone
    ? [{ command: `desk close ${number} ${REASON}`, why: { ja: '案件を終結する', en: 'close the incident' } }]
    : [];
  return [
    ...ofDesk,
    ...stepsOfEscalations(number, state),
    ...filings,
    ...openProposals,
    ...decisions,
    ...tasks.flatMap((task) => stepsOfTask(number, task)),
    ...proposals,
    ...closing,
  ];
}

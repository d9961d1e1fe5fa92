/** Numbers and ids as people type them. */
import { taskIdOf } from '../../domain/activation';
import { parseIncidentNumber } from '../../domain/incident-number';
import { SERVICES, type ServiceId } from '../../domain/services';
import type { Setup } from '../../domain/setup';
import { printable } from './print/printable';
import { wrongUsage } from './failures';

const NUMBER_LENGTH = 8;
const plainly = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** The incident number in its one form. @throws CliProblem telling what is wrong with it. */
export function readNumber(text: string): string {
  const number = parseIncidentNumber(text);
  if (number) return number;
  const shown = printable(text);
  const characters = plainly(text).replace(/[\s-]/g, '');
  if (characters.length === NUMBER_LENGTH && /^[0-9A-Z]+$/.test(characters)) {
    throw wrongUsage({
      ja: `受付番号「${shown}」の最後の検査文字が合いません。どこかの文字が違っています。「desk list」でご確認ください`,
      en: `The check character of "${shown}" does not fit: a character is wrong. See the numbers with "desk list"`,
    });
  }
  throw wrongUsage({
    ja: `「${shown}」は受付番号ではありません(8文字、例 7K3M-Q2XK の形)。「desk list」でご確認ください`,
    en: `"${shown}" is not an incident number (8 characters, like 7K3M-Q2XK). See the numbers with "desk list"`,
  });
}

const TASK_ID = /^T?0*([1-9]\d{0,2})$/;

/** `T01`, `t1`, or the service's id; the setup is asked for only when it is a service. @throws CliProblem */
export async function readTaskId(text: string, setup: () => Promise<Pick<Setup, 'playbook'>>): Promise<string> {
  const typed = plainly(text);
  const taskNumber = TASK_ID.exec(typed)?.[1];
  if (taskNumber) return `T${taskNumber.padStart(2, '0')}`;
  const service = SERVICES.find((one) => one.toUpperCase() === typed);
  if (service) return taskOfService(service, (await setup()).playbook);
  throw wrongUsage({
    ja: `「${printable(text)}」は依頼の番号ではありません(T01 または INVESTIGATION.triage の形)。「desk tasks 受付番号」でご確認ください`,
    en: `"${printable(text)}" is not a task (T01, or INVESTIGATION.triage). See the tasks with "desk tasks NUMBER"`,
  });
}

function taskOfService(service: ServiceId, playbook: Setup['playbook']): string {
  if (playbook.services.some((spec) => spec.service === service)) return taskIdOf(playbook, service);
  throw wrongUsage({
    ja: `この案件の手順書に ${service} はありません`,
    en: `The playbook of this incident has no ${service}`,
  });
}

const APPROVAL_ID = /^T?0*([1-9]\d{0,2})-?A0*([1-9]\d{0,3})$/;

/** `T04-A1`, however it is typed. @throws CliProblem */
export function readApprovalId(text: string): string {
  const [, task, approval] = APPROVAL_ID.exec(plainly(text)) ?? [];
  if (task && approval) return `T${task.padStart(2, '0')}-A${approval}`;
  throw wrongUsage({
    ja: `「${printable(text)}」は承認の番号ではありません(T04-A1 の形)。「desk approvals 受付番号」でご確認ください`,
    en: `"${printable(text)}" is not an approval (like T04-A1). See them with "desk approvals NUMBER"`,
  });
}

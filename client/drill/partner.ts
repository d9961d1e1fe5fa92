/** A simulated person at a partner firm: opens the link of a mail and presses buttons, as a browser would. */
import { randomUUID } from 'node:crypto';
import type { Task } from '../../domain/incident';
import { CliProblem } from '../cli/failures';
import type { Mailbox } from './letters';

/** The smallest file that passes as a PDF. */
const REPORT = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

export interface Press {
  readonly task: Task;
  readonly action: 'accept' | 'decline' | 'hand-over' | 'progress' | 'deliver';
  readonly fields?: Readonly<Record<string, string>>;
  readonly withFile?: string;
  /** The link of an older mail; default: the one in force. */
  readonly generation?: number;
}

/** Sends the form of an action behind the link. @throws CliProblem when the page of a link in force does not take it. */
export async function press(mailbox: Mailbox, { task, action, fields = {}, withFile, generation }: Press): Promise<void> {
  const wanted = generation ?? task.assignment.generation;
  const link = await mailbox.linkFor(({ t, g }) => t === task.taskId && g === wanted);
  const isInForce = generation === undefined;
  const shown = await fetch(link);
  if (isInForce && !shown.ok) throw notTaken(task, action, shown.status);
  const form: Record<string, string> = { idem: randomUUID(), ...fields };
  const body = withFile ? multipart(form, withFile) : new URLSearchParams(form);
  const answered = await fetch(`${link}/${action}`, { method: 'POST', body, redirect: 'manual' });
  if (isInForce && answered.status >= 400) throw notTaken(task, action, answered.status);
}

const notTaken = ({ taskId, assignment }: Task, action: string, status: number): CliProblem =>
  new CliProblem('DRILL_PAGE_REFUSED', {
    ja: `${taskId} のページが ${assignment.company} の操作(${action})を受け付けません(${status})`,
    en: `The page of ${taskId} does not take what ${assignment.company} does (${action}: ${status})`,
  });

function multipart(form: Record<string, string>, fileName: string): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  data.append('files', new Blob([REPORT], { type: 'application/pdf' }), fileName);
  return data;
}

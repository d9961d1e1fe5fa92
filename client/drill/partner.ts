/** A simulated person at a partner firm: opens the link of a mail and presses buttons, as a browser would. */
import { randomUUID } from 'node:crypto';
import type { Task } from '../../domain/incident';
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

export interface PartnerPage {
  readonly status: number;
  /** Where the page sent the browser: what became of the answer. */
  readonly done: string | null;
}

/** Sends the form of an action behind the link, and follows to the page it leads to. */
export async function press(mailbox: Mailbox, { task, action, fields = {}, withFile, generation }: Press): Promise<PartnerPage> {
  const wanted = generation ?? task.assignment.generation;
  const link = await mailbox.linkFor(({ t, g }) => t === task.taskId && g === wanted);
  const shown = await fetch(link);
  if (generation === undefined && !shown.ok) throw new Error(`the page of ${task.taskId} answered ${shown.status}`);
  const form: Record<string, string> = { idem: randomUUID(), ...fields };
  const body = withFile ? multipart(form, withFile) : new URLSearchParams(form);
  const answered = await fetch(`${link}/${action}`, { method: 'POST', body, redirect: 'manual' });
  const location = answered.headers.get('location');
  return { status: answered.status, done: location && new URL(location, link).searchParams.get('done') };
}

function multipart(form: Record<string, string>, fileName: string): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  data.append('files', new Blob([REPORT], { type: 'application/pdf' }), fileName);
  return data;
}

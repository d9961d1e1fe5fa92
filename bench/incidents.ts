/** Incidents as the benchmark needs them: opened, answered by partners through the portal, and put away. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenRequest } from '../client/desk';
import { loadSetup } from '../config/load';
import { NOTHING_KNOWN, type Facts } from '../domain/facts';
import type { FastClock, Task } from '../domain/incident';
import type { Decision, DecisionName, Decisions } from '../domain/messages';
import type { Setup } from '../domain/setup';
import { toInstant } from '../domain/time';
import { workflowIdOf, type StateView } from '../workflows/messages';
import type { System } from './system';

/** A confirmed leak that calls for everything the playbook has. */
export const LARGE: Facts = {
  ...NOTHING_KNOWN,
  ...{ nature: 'UNAUTHORISED_ACCESS', leak: 'CONFIRMED', role: 'OPERATOR', dataState: 'HELD' },
  ...{ persons: { min: 52_300, max: 52_300 }, specialCare: false, propertyHarm: true },
};

const STAFF = { name: '受付 一郎' };
/** The smallest file that passes as a PDF. */
const REPORT = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const POLL_MS = 20;
const WAIT_MS = 60_000;

export const setupFor = ({ env }: Pick<System, 'env'>, nowMs = Date.now()): Setup => loadSetup(env.configDir, nowMs);

export const requestAt = (knownAtMs: number, facts: Facts = LARGE, clock: FastClock | null = null): OpenRequest => ({
  ...{ openedBy: STAFF.name, insured: '架空通販株式会社', clock },
  caller: { name: '通販 次郎', phone: '03-0000-2105', email: 'security@shop.example' },
  policy: { number: 'CY-0000-0005', holder: '架空通販株式会社', employees: 140 },
  versions: [{ version: 1, knownAt: toInstant(knownAtMs), facts }],
});

/** The state once everything that was set going is done: mails sent, entries recorded. */
export async function settled({ desk }: System, number: string): Promise<StateView> {
  for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; await sleep(POLL_MS)) {
    const state = await desk.state(number);
    if (!state.mailsUnderWay && !state.unrecorded.length) return state;
  }
  throw new Error(`${number} does not settle`);
}

export const taskOf = ({ tasks, number }: StateView, taskId: string): Task => {
  const task = tasks.find((one) => one.taskId === taskId);
  if (!task) throw new Error(`${number} has no task ${taskId}`);
  return task;
};

/** The address behind which a partner answers, as its mail has it. */
export async function linkOf({ env, links }: System, incidentNumber: string, { taskId, assignment }: Task): Promise<string> {
  const { partnerId, generation } = assignment;
  const token = await links.sign({ incidentNumber, taskId, partnerId, generation, validDays: 1 }, Date.now());
  return `${env.portal.url}/p/${token}`;
}

/** Sends a partner's form, as a browser would. */
export async function post(link: string, action: 'accept' | 'deliver', milestone?: 'INTERIM' | 'FINAL'): Promise<void> {
  const form: Record<string, string> = { idem: randomUUID(), ...(milestone && { milestone, note: 'ご報告です。' }) };
  const response = await fetch(`${link}/${action}`, {
    method: 'POST',
    body: milestone ? withFile(form) : new URLSearchParams(form),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  if (response.status !== SEE_OTHER) throw new Error(`the portal answered ${response.status} to ${action}`);
}
const SEE_OTHER = 303;

function withFile(form: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  data.append('files', new Blob([REPORT], { type: 'application/pdf' }), '報告書.pdf');
  return data;
}

export async function decide<N extends DecisionName>(
  { desk }: System,
  number: string,
  name: N,
  body: Omit<Decisions[N], 'messageId' | 'by'>,
): Promise<void> {
  await desk.decide(number, { name, body: { ...body, messageId: randomUUID(), by: STAFF } } as unknown as Decision);
}

/** Ends a workflow that nobody needs any more. */
export const putAway = async ({ client }: System, workflowId: string): Promise<void> =>
  void (await client.workflow.getHandle(workflowId).terminate());

export const putAwayIncident = (system: System, number: string): Promise<void> => putAway(system, workflowIdOf(number));

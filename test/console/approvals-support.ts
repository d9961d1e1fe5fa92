/** Incidents of the business data that ships, far enough that there is something to decide, to oversee, to mend. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadSetup } from '../../config/load';
import type { Opening } from '../../domain/decide';
import type { FileRef } from '../../domain/files';
import type { Setup } from '../../domain/setup';
import { incidentNumberFrom } from '../../domain/incident-number';
import { toInstant } from '../../domain/time';
import { play, type Play } from '../support/play';
import { answer, decision, facts } from '../support/sample';

export const START_MS = Date.parse('2026-12-01T09:00:00+09:00');
export const REAL_SETUP: Setup = loadSetup(join(__dirname, '..', '..', 'config', 'data'), START_MS);

/** A number that can be one, always the same for the same name. */
export const numberOf = (name: string): string => {
  for (let tries = 0; ; tries += 1) {
    const number = incidentNumberFrom(createHash('sha256').update(`${name} ${tries}`).digest());
    if (number) return number;
  }
};
export const NUMBER = '7K3M-Q2XK';

export const textFile = (bytes: Buffer, sha256: string, name = '公表文案.txt'): FileRef => ({
  ...{ sha256, name, mediaType: 'text/plain', sizeBytes: bytes.length },
});

/** An incident that calls for everything, opened at this moment. */
export const opened = (changes: Partial<Opening> = {}, startMs = START_MS): Play =>
  play(
    {
      number: NUMBER,
      versions: [{ version: 1, knownAt: toInstant(startMs - 3_600_000), facts: facts({ persons: { min: 640, max: 1_380 } }) }],
      ...changes,
    },
    REAL_SETUP,
    startMs,
  );

/** Accepts and delivers what is asked for, until this service was asked for. */
function until(incident: Play, service: string): string {
  for (let round = 0; round < 30; round += 1) {
    const taskId = incident.state().tasks.find((one) => one.service === service)?.taskId;
    if (taskId) return taskId;
    for (const task of incident.state().tasks) {
      if (task.state === 'REQUESTED') incident.say(answer('acceptTask', task.taskId));
      else if (task.state === 'ACCEPTED' || task.state === 'IN_PROGRESS') incident.say(answer('deliverTask', task.taskId));
      else if (task.state === 'DELIVERED') incident.say(decision('acceptDelivery', { taskId: task.taskId, note: '' }));
      for (const { approvalId, state, taskId: of } of incident.state().approvals) {
        if (state === 'PENDING' && of === task.taskId && task.state === 'WAITING_APPROVAL') {
          incident.say(decision('decideApproval', { approvalId, decision: 'APPROVED', reason: '' }));
        }
      }
    }
    incident.wait(1);
  }
  throw new Error(`${service} is never asked for`);
}

/** A press release was delivered and waits for what the insured says. */
export function withRelease(changes: Partial<Opening> = {}, files: readonly FileRef[] = [], startMs = START_MS): Play {
  const incident = opened(changes, startMs);
  const taskId = until(incident, 'PR.release_review');
  incident.say(answer('acceptTask', taskId));
  incident.say(answer('sendMessage', taskId, { text: '人数の表記は640人でよろしいでしょうか。' }));
  incident.say(answer('submitQuote', taskId, { amountYen: 1_200_000, note: '文案2種', files: [] }));
  incident.say(answer('deliverTask', taskId, { note: '文案の第1稿です。', factsVersion: 1, files }));
  return incident;
}

/** What waits for a decision; of the newest task that asks for one. */
export const pendingOf = (incident: Play, gate: string) => {
  const found = incident
    .state()
    .approvals.filter((one) => one.gate === gate && one.state === 'PENDING')
    .at(-1);
  if (!found) {
    throw new Error(
      `no ${gate}: ${incident
        .state()
        .approvals.map((one) => `${one.gate} ${one.taskId} ${one.state}`)
        .join(', ')}`,
    );
  }
  return found;
};

/** Reads an approval with all that a decision on it needs. */
import { staffBehind } from '../../../domain/four-eyes';
import type { FileRef } from '../../../domain/files';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { isIncidentNotFound } from '../../incident-reader';
import { storedFile } from '../../stored-file';
import type { ApprovalCase } from '../pages/approvals-words';
import { deliveryOf, isPlainText } from '../pages/approvals-material';
import type { ConsoleDeps } from '../deps';
import type { Visit } from '../visit';
import { readCase, type Case } from './incident-read';

/** Null when there is no such incident. */
export async function findIncident(deps: ConsoleDeps, typed: string): Promise<Case | null> {
  const number = parseIncidentNumber(typed);
  if (number === null) return null;
  return readCase(deps, number).catch((error: unknown) => {
    if (isIncidentNotFound(error)) return null;
    throw error;
  });
}

/** Null when there is no such approval. */
export async function readApproval(visit: Visit): Promise<ApprovalCase | null> {
  const { deps } = visit;
  const of = await findIncident(deps, visit.param('number'));
  const approval = of?.state.approvals.find(({ approvalId }) => approvalId === visit.param('approval'));
  const task = of?.state.tasks.find(({ taskId }) => taskId === approval?.taskId);
  if (!of || !approval || !task) return null;
  const { view, entries, knowsNow } = of;
  const one = { view, approval, task, entries, knowsNow, askedByStaff: staffBehind(entries, task.taskId) };
  return { ...one, wordings: await readWordings(deps, deliveryOf(one)?.files ?? []) };
}

const LARGEST_WORDING = 64 * 1_024;
const MOST_WORDINGS = 3;

async function readWordings(deps: ConsoleDeps, files: readonly FileRef[]): Promise<ReadonlyMap<string, string>> {
  const texts = files.filter((file) => isPlainText(file) && file.sizeBytes <= LARGEST_WORDING);
  const read = await Promise.all(
    texts.slice(0, MOST_WORDINGS).map(async ({ sha256 }) => [sha256, asText(await storedFile(deps.store, sha256))] as const),
  );
  return new Map(read.flatMap(([sha256, words]) => (words === null ? [] : [[sha256, words]])));
}

/** Null for bytes that are no UTF-8: another encoding is for a program that knows it. */
function asText(bytes: Buffer | null): string | null {
  if (!bytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

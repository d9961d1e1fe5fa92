/** Gets the record of an incident back from the engine's history. */
import type { Bilingual } from '../domain/wording';
import type { Store } from '../store/types';
import type { Desk } from './desk';
import { isEngineSilent, isIncidentNotFound } from './incident-reader';

export interface Rebuilt {
  readonly entries: number;
  readonly added: number;
  readonly sealed: boolean;
  readonly brokenAtSeq: number | null;
}

/** Why there is nothing to rebuild from. */
export const NO_HISTORY: Bilingual = {
  ja: 'この受付番号の履歴はエンジンにありません(保存期間を過ぎたか、番号が違います)。記録は変更していません',
  en: 'The engine has no history of this number (no longer kept, or another number). The record was not changed',
};

/** Adds what is missing, never changes what is there, and derives the lists anew. Null when the engine has no history. */
export async function rebuild(
  desk: Pick<Desk, 'entriesFromHistory' | 'state'>,
  store: Pick<Store, 'append' | 'rederive' | 'seal' | 'verifyChain'>,
  number: string,
): Promise<Rebuilt | null> {
  const history = await desk.entriesFromHistory(number).catch((error: unknown) => {
    if (isIncidentNotFound(error)) return null;
    throw error;
  });
  if (!history) return null;
  const before = (await store.verifyChain(number)).entries;
  await store.append(number, history);
  await store.rederive(number);
  const sealed = await nothingFollows(desk, number);
  if (sealed) await store.seal(number);
  const { entries, brokenAtSeq } = await store.verifyChain(number);
  return { entries, added: entries - before, sealed, brokenAtSeq };
}

/** Only a record that nothing more will be added to is sealed: mails may still be under way after the closing. */
async function nothingFollows(desk: Pick<Desk, 'state'>, number: string): Promise<boolean> {
  try {
    const { status, unrecorded, mailsUnderWay } = await desk.state(number);
    return status === 'CLOSED' && unrecorded.length === 0 && mailsUnderWay === 0;
  } catch (error) {
    // The history is read from the server alone; without a worker nobody can tell whether more will follow.
    if (isEngineSilent(error)) return false;
    throw error;
  }
}

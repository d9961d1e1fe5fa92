/** What somebody is typing, kept while they type, and who else is typing there. */
import { sayWhen } from '../../../domain/time-words';
import { go, text, type Answer } from '../answer';
import { editorsOf, endEditing, isShared, noteEditing, sayEditors } from '../editing';
import { ownPath } from '../own-path';
import type { Route } from '../route';
import type { Visit } from '../visit';

async function save(visit: Visit): Promise<Answer> {
  const { deps, who, formPage, fields, language, nowMs } = visit;
  if (formPage === null) return text('', 400);
  const [savedAt] = await Promise.all([deps.store.saveDraft(who.userId, formPage, fields), noteEditing(visit)]);
  return text(sayWhen(savedAt, language, nowMs));
}

async function discard(visit: Visit): Promise<Answer> {
  const { deps, who, formPage } = visit;
  if (formPage !== null) await deps.store.removeDraft(who.userId, formPage);
  return go(formPage ?? '/');
}

async function leave(visit: Visit): Promise<Answer> {
  await endEditing(visit);
  return text('');
}

/** In words, for a script of ours. */
async function others(visit: Visit): Promise<Answer> {
  const page = ownPath(visit.query('page'));
  if (page === null || !isShared(page)) return text('', 400);
  return text(sayEditors(await editorsOf(visit.deps, page, visit.query('form')), visit));
}

export const draftRoutes: readonly Route[] = [
  { method: 'POST', path: '/drafts', may: 'SIGNED_IN', handle: save },
  { method: 'POST', path: '/drafts/discard', may: 'SIGNED_IN', handle: discard },
  { method: 'POST', path: '/drafts/left', may: 'SIGNED_IN', handle: leave },
  { method: 'GET', path: '/drafts/others', may: 'READ', handle: others },
];

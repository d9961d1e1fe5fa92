/** What somebody is typing, kept while they type. */
import { sayWhen } from '../../../domain/time-words';
import { go, text } from '../answer';
import type { Route } from '../route';

export const draftRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/drafts',
    may: 'SIGNED_IN',
    handle: async ({ deps, who, formPage, fields, language, nowMs }) => {
      if (formPage === null) return text('', 400);
      const savedAt = await deps.store.saveDraft(who.userId, formPage, fields);
      return text(sayWhen(savedAt, language, nowMs));
    },
  },
  {
    method: 'POST',
    path: '/drafts/discard',
    may: 'SIGNED_IN',
    handle: async ({ deps, who, formPage }) => {
      if (formPage !== null) await deps.store.removeDraft(who.userId, formPage);
      return go(formPage ?? '/');
    },
  },
];

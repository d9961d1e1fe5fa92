/** Who else is typing in the form of a page: said beside it, so that people can talk to each other. Nobody is locked out. */
import type { Editor } from '../../store/staff-types';
import type { ConsoleDeps } from './deps';
import { sha256 } from './security/keys';
import type { OpenVisit, Visit } from './visit';

/** Longer ago is not "at the moment". */
const WITHIN_S = 5 * 60;

/** Forms of incidents; what somebody types elsewhere is that person's own. */
export const isShared = (page: string): boolean => page.startsWith('/i/');

/** Each form that was shown counts for itself: a second tab of the same person is another. */
const formOf = (idem: string): string => sha256(idem);

export const editorsOf = ({ store }: ConsoleDeps, page: string, exceptIdem = ''): Promise<readonly Editor[]> =>
  store.editors(page, exceptIdem && formOf(exceptIdem), WITHIN_S);

export async function noteEditing(visit: Visit): Promise<void> {
  const { deps, who, idem, formPage } = visit;
  if (formPage === null || !idem || !isShared(formPage) || !visit.may('READ')) return;
  await deps.store.noteEditing({ page: formPage, form: formOf(idem), userId: who.userId });
}

export async function endEditing({ deps, who, idem, formPage }: Visit): Promise<void> {
  if (formPage === null || !idem || !isShared(formPage)) return;
  await deps.store.endEditing({ page: formPage, form: formOf(idem), userId: who.userId });
}

export function sayEditors(editors: readonly Editor[], { t, who }: OpenVisit): string {
  const { editing } = t;
  return editors
    .map(({ userId, name, secondsAgo }) => {
      const when = secondsAgo < 60 ? editing.now : editing.ago(Math.floor(secondsAgo / 60));
      return userId === who?.userId ? editing.self(when) : editing.other(name, when);
    })
    .join(editing.and);
}

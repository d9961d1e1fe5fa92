/** Forms: what each must carry, and where what is wrong with it stands. */
import { randomUUID } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { sayWhen } from '../../../domain/time-words';
import { ErrorSummary, type FormState } from '../../design/fields';
import { isShared, sayEditors } from '../editing';
import type { OpenVisit } from '../visit';

/** The fields of the frame. They begin with `_` and never reach a route's `fields`. */
export function HiddenFields({ visit, page }: { visit: OpenVisit; page?: string }) {
  return (
    <>
      <input type="hidden" name="_csrf" value={visit.csrf} />
      <input type="hidden" name="_idem" value={visit.idem || randomUUID()} />
      {page && <input type="hidden" name="_page" value={page} />}
    </>
  );
}

/** A form of its own: Enter in the other one must never discard what was typed. */
function DraftNotice({ visit, page }: { visit: OpenVisit; page: string }) {
  const { draft, t, language, nowMs } = visit;
  if (!draft) return null;
  return (
    <form method="post" action="/drafts/discard" class="draft-notice">
      <HiddenFields visit={visit} page={page} />
      <p role="status">{t.draft.found(sayWhen(draft.savedAt, language, nowMs))}</p>
      <button class="link-button">{t.draft.discard}</button>
    </form>
  );
}

/** A hint, kept up to date by a script: no script, and it is as of when the page was made. */
function Others({ visit, page }: { visit: OpenVisit; page: string }) {
  if (!isShared(page)) return null;
  return (
    <p class="others small" role="status" data-others={`/drafts/others?page=${encodeURIComponent(page)}`}>
      {sayEditors(visit.editors, visit)}
    </p>
  );
}

interface FormProps {
  readonly visit: OpenVisit;
  readonly action: string;
  /** What is wrong stands above the fields, each line a way to its field. Left out: the page shows it elsewhere. */
  readonly form?: FormState;
  /** The path of the page that shows this form, when that page keeps drafts (`draft: true` in its route). */
  readonly draftOf?: string;
  readonly files?: boolean;
  readonly class?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** A form that can be sent once, from here alone, and whose words are not lost. */
export function Form({ visit, action, form, draftOf, files, children, ...rest }: FormProps) {
  const { t } = visit;
  return (
    <>
      {form && <ErrorSummary heading={t.frame.problems} form={form} />}
      {draftOf && <DraftNotice visit={visit} page={draftOf} />}
      {draftOf && <Others visit={visit} page={draftOf} />}
      <form
        {...rest}
        method="post"
        action={action}
        encType={files ? 'multipart/form-data' : undefined}
        noValidate
        data-draft={draftOf}
        data-draft-saved={draftOf && t.draft.saved('{time}')}
        data-draft-failed={draftOf && t.draft.notSaved}
      >
        <HiddenFields visit={visit} page={draftOf} />
        {children}
        {draftOf && <p class="draft-state small" role="status" />}
      </form>
    </>
  );
}

/** Pages that end a request: what happened, and the way on. */
import { page, type Answer } from '../answer';
import type { OpenVisit } from '../visit';

export type End =
  'notFound' | 'forbidden' | 'wrongForm' | 'tooLarge' | 'wrongType' | 'unreadable' | 'tooMany' | 'recordDown' | 'serverError';

const STATUS: Readonly<Record<End, number>> = {
  notFound: 404,
  forbidden: 403,
  wrongForm: 403,
  tooLarge: 413,
  wrongType: 415,
  unreadable: 400,
  tooMany: 429,
  recordDown: 503,
  serverError: 500,
};

export function endPage({ t, deps }: OpenVisit, end: End, reference?: string): Answer {
  const { title, body } = t.ends[end];
  const content = (
    <>
      <h1>{title}</h1>
      <p>{typeof body === 'string' ? body : body(deps.maxFileMb)}</p>
      {reference && <p>{t.ends.reference(reference)}</p>}
      <p>
        <a href="/">{t.ends.home}</a>
      </p>
    </>
  );
  return page(title, content, { status: STATUS[end] });
}

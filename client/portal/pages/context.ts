/** What every page needs to know about itself. */
import type { Bilingual, Language } from '../../../domain/wording';
import type { Texts } from '../texts';

export interface PageContext {
  readonly language: Language;
  readonly t: Texts;
  /** Now, as far as this page is concerned: a drill has a clock of its own. */
  readonly nowMs: number;
  readonly contact: { readonly insurer: Bilingual; readonly phone: string };
  readonly drill: boolean;
  /** The pages of partners, or of the insured. */
  readonly base: '/p' | '/c';
  /** null on pages that belong to no link. */
  readonly token: string | null;
  /** Below the link, where it is not its first page. */
  readonly path?: string;
  /** Which form is open (`?v=`). */
  readonly open: string | null;
  readonly stylesheets: readonly string[];
}

interface Target {
  readonly path?: string;
  readonly open?: string | null;
  readonly language?: Language;
  readonly done?: string;
  readonly receipt?: string;
}

/** An address under the link of this page. The language stays in it, as cookies may be off. */
export function addressOf(page: Pick<PageContext, 'base' | 'token' | 'language'>, target: Target = {}): string {
  const language = target.language ?? page.language;
  const query = new URLSearchParams();
  if (target.open) query.set('v', target.open);
  if (target.done) query.set('done', target.done);
  if (target.receipt) query.set('r', target.receipt);
  if (language !== 'ja' || target.language) query.set('lang', language);
  const search = query.toString();
  return `${page.base}/${encodeURIComponent(page.token ?? '')}${target.path ?? ''}${search ? `?${search}` : ''}`;
}

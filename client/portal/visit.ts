/** One request with a link: who asks, in which language, and the context of the page that answers. */
import type { FastifyRequest } from 'fastify';
import type { LinkClaims } from '../../config/link-tokens';
import { isDrill } from '../../domain/incident';
import type { PartnerTaskView } from '../../domain/partner-view';
import { toMs } from '../../domain/time';
import type { Bilingual } from '../../domain/wording';
import type { Store } from '../../store/types';
import { languageOf, queryOf } from '../language';
import type { PageContext } from './pages/context';
import { readReceipt, type Done } from './pages/task';
import { textsOf } from './texts';
import { within } from './within';

/** A link whose signature is good. */
export interface Visit {
  readonly token: string;
  readonly link: LinkClaims;
  readonly expired: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    visit: Visit | null;
  }
}

/** Whom to call, on pages that belong to no incident. */
interface DeskContact {
  readonly insurer: Bilingual;
  readonly phone: string;
}

export interface PageSource {
  readonly contact: DeskContact;
  readonly stylesheets: readonly string[];
  readonly now: () => number;
}

/** Of a view, what the frame of its page says. */
type ViewOfPage = Pick<PartnerTaskView, 'now' | 'drill' | 'desk'>;

/** The page that answers this request; with a view, in the time and under the phone of its incident. */
export function pageFor(source: PageSource, request: FastifyRequest, view: ViewOfPage | null = null): PageContext {
  const language = languageOf(request);
  return {
    language,
    t: textsOf(language),
    nowMs: view ? toMs(view.now) : source.now(),
    contact: view?.desk ?? source.contact,
    drill: view?.drill ?? false,
    base: '/p',
    token: request.visit?.token ?? null,
    open: queryOf(request, 'v') || null,
    stylesheets: source.stylesheets,
  };
}

/** A page waits no longer than this for the record to say that it belongs to a drill. */
const DRILL_KNOWN_WITHIN_MS = 1_500;

/** The page for a link whose view is not at hand. A drill is named on every page, so the record is asked. */
export async function pageWithoutView(
  source: PageSource & { readonly store: Pick<Store, 'incident'> },
  request: FastifyRequest,
): Promise<PageContext> {
  const page = pageFor(source, request);
  return request.visit ? { ...page, drill: await isDrillInRecord(source, request.visit.link) } : page;
}

/** What the record says, where it says it soon. */
export async function isDrillInRecord(
  { store }: { readonly store: Pick<Store, 'incident'> },
  { incidentNumber }: Pick<LinkClaims, 'incidentNumber'>,
): Promise<boolean> {
  const recorded = await within(
    DRILL_KNOWN_WITHIN_MS,
    store.incident(incidentNumber).catch(() => null),
    null,
  );
  return recorded !== null && isDrill(recorded.state);
}

/** What the address says was just done. */
export function doneOf(request: FastifyRequest): Done | null {
  const code = queryOf(request, 'done');
  return code ? { code, receipt: readReceipt(queryOf(request, 'r')) } : null;
}

/** The frame of every page: banner, header, content, footer. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../../domain/wording';
import { Above } from '../../design/above';
import { Languages } from '../../design/languages';
import type { Texts } from '../texts';
import type { OpenVisit, Who } from '../visit';
import { HiddenFields } from './form';
import { KeyList } from './keys';

/** Nothing in an attribute is run as a script, and htmx writes no styles of its own into the page. */
const HTMX = JSON.stringify({ allowEval: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyCacheSize: 0 });

export interface FrameProps {
  readonly visit: OpenVisit;
  readonly title: string;
  readonly failed: boolean;
  readonly drill: boolean;
  readonly stylesheets: readonly string[];
  readonly scripts: readonly string[];
  readonly content: ComponentChildren;
}

/** This page in another language, with what else its address says. */
function languageHref({ request }: OpenVisit, language: Language): string {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  query.set('lang', language);
  return `?${query.toString()}`;
}

function Navigation({ visit }: { visit: OpenVisit }) {
  const { t, nav } = visit;
  if (!nav.length) return null;
  return (
    <nav class="main-nav" aria-label={t.frame.navigation}>
      <ul>
        {nav.map(({ href, label, current, count }) => (
          <li key={href}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {label}
              {count ? <span class="count"> ({t.frame.waiting(count)})</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** By number or name; the list shows what was found. */
function Search({ visit }: { visit: OpenVisit }) {
  const { t, nav } = visit;
  if (!nav.some(({ href }) => href === '/incidents')) return null;
  return (
    <form class="search" role="search" action="/incidents" method="get">
      <label class="hidden" for="search">
        {t.frame.search}
      </label>
      <input id="search" name="q" type="search" placeholder={t.frame.searchHint} autocomplete="off" />
      <button class="button small-button">{t.frame.searchButton}</button>
    </form>
  );
}

function Person({ visit, who }: { visit: OpenVisit; who: Who }) {
  const { t } = visit;
  return (
    <div class="person">
      <a href="/account">{t.frame.account(who.name)}</a>
      <form method="post" action="/sign-out">
        <HiddenFields visit={visit} />
        <button class="link-button">{t.frame.signOut}</button>
      </form>
    </div>
  );
}

function Header({ visit }: { visit: OpenVisit }) {
  const { contact, language, t, who } = visit;
  return (
    <header class="top">
      <div class="top-row">
        <p class="brand">
          <span>{contact.insurer[language]}</span> <strong>{t.frame.service}</strong>
        </p>
        <div class="top-end">
          <Languages
            label={visit.t.frame.language}
            chosen={visit.language}
            hrefOf={(language) => languageHref(visit, language)}
          />
          {who && <Person visit={visit} who={who} />}
        </div>
      </div>
      {who && (
        <div class="top-row">
          <Navigation visit={visit} />
          <Search visit={visit} />
        </div>
      )}
    </header>
  );
}

function Footer({ visit }: { visit: OpenVisit }) {
  const { contact, t, deps } = visit;
  return (
    <footer class="bottom">
      <p>
        {t.frame.phoneLead} <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>☎ {contact.phone}</a>
      </p>
      <p class="small">
        {t.frame.times} {t.frame.build(deps.build)}
      </p>
    </footer>
  );
}

function Banners({ visit, drill }: { visit: OpenVisit; drill: boolean }) {
  const { t, deps } = visit;
  return (
    <>
      {drill && <p class="drill">{t.frame.drill}</p>}
      {deps.mailboxUrl && (
        <p class="demo">
          {t.frame.demo} {visit.may('MAILBOX') && <a href="/mailbox">{t.frame.mailbox}</a>}
        </p>
      )}
    </>
  );
}

function Frame({ visit, title, failed, drill, stylesheets, scripts, content }: FrameProps) {
  const { t, language } = visit;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="htmx-config" content={HTMX} />
        <meta name="server-time" content={String(visit.nowMs)} />
        {visit.who && <meta name="clock" content={clockWords(t)} />}
        <title>{`${failed ? t.frame.errorPrefix : ''}${title} - ${t.frame.service}`}</title>
        <link rel="icon" href="data:," />
        {stylesheets.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {scripts.map((src) => (
          <script key={src} src={src} defer />
        ))}
      </head>
      <body data-drill={drill ? t.frame.drillMark : undefined} data-keys={visit.who?.shortcuts ? '' : undefined}>
        <a class="skip" href="#main">
          {t.frame.skip}
        </a>
        <Banners visit={visit} drill={drill} />
        <Header visit={visit} />
        <main id="main" tabIndex={-1}>
          {content}
        </main>
        <Footer visit={visit} />
        {visit.who?.shortcuts && <KeyList visit={visit} />}
      </body>
    </html>
  );
}

/** For the script that keeps what is left of a limit up to date. */
function clockWords({ live }: Texts): string {
  const { left, over, now, days, hours, minutes, pair } = live.clock;
  const { overdue, soon, running, passed } = live.clock;
  return JSON.stringify({ left, over, now, days, hours, minutes, pair, overdue, soon, running, passed });
}

const MAIN = /<main [^>]*>/;

/** The page as HTML. What a form has to say first is known when its content is rendered, and put before it then. */
export function renderPage(props: FrameProps): string {
  const above: ComponentChildren[] = [];
  const html = renderToString(
    <Above.Provider value={above}>
      <Frame {...props} />
    </Above.Provider>,
  );
  // No text of anybody holds a tag: the first of its kind is ours.
  return `<!DOCTYPE html>${above.length ? html.replace(MAIN, (main) => main + renderToString(<>{above}</>)) : html}`;
}

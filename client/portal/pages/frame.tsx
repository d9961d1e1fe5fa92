/** The frame of every page: drill banner, insurer, language, content, desk phone. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../../../domain/wording';
import { Languages } from '../../design/languages';
import type { Texts } from '../texts';
import { addressOf, type PageContext } from './context';

/** What the frame needs of a page, whoever it is for. */
type FramePage = Omit<PageContext, 't'> & { readonly t: { readonly frame: Texts['frame'] } };

/** A number that a phone can dial. */
const dial = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;

const languageHref = (page: FramePage, language: Language): string =>
  page.token ? addressOf(page, { path: page.path, open: page.open, language }) : `?lang=${language}`;

/** The desk's phone as a link that dials. */
function Phone({ page }: { page: FramePage }) {
  return (
    <a class="phone" href={dial(page.contact.phone)}>
      ☎ {page.contact.phone}
    </a>
  );
}

interface FrameProps {
  readonly page: FramePage;
  readonly title: string;
  readonly failed?: boolean;
  readonly children: ComponentChildren;
}

function Frame({ page, title, failed, children }: FrameProps) {
  const { t, language, contact } = page;
  const name = `${contact.insurer[language]} ${t.frame.service}`;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${failed ? t.frame.errorPrefix : ''}${title} - ${name}`}</title>
        <link rel="icon" href="data:," />
        {page.stylesheets.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
      </head>
      <body data-drill={page.drill ? t.frame.drillMark : undefined}>
        <a class="skip" href="#main">
          {t.frame.skip}
        </a>
        {page.drill && <p class="drill">{t.frame.drill}</p>}
        <header class="top">
          <p class="brand">
            <span>{contact.insurer[language]}</span> <strong>{t.frame.service}</strong>
          </p>
          <Languages label={page.t.frame.language} chosen={page.language} hrefOf={(language) => languageHref(page, language)} />
        </header>
        <main id="main">{children}</main>
        <footer class="bottom">
          <p>
            {t.frame.phoneLead} <Phone page={page} /> <span>{t.frame.phoneHours}</span>
          </p>
          <p class="small">
            {t.frame.legal} {t.frame.times}
          </p>
        </footer>
      </body>
    </html>
  );
}

/** The page as HTML. */
export const renderPage = (props: FrameProps): string => `<!DOCTYPE html>${renderToString(<Frame {...props} />)}`;

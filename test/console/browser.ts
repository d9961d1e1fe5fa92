/** Pages in a real browser: at both widths, in both languages, checked by axe-core. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../embedded/browser';
import { LANGUAGES, type Language } from '../../domain/wording';
import type { Person } from './support';

export const WIDTHS = { wide: { width: 1_280, height: 900 }, phone: { width: 360, height: 740 } } as const;
export type Width = keyof typeof WIDTHS;

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Where screenshots of every page looked at are left, for people to look at. */
const SHOTS = process.env['SCREENSHOTS_DIR'];

export async function launch(): Promise<Browser> {
  const { path: executablePath } = await findBrowser();
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A browser in which this person is signed in (or nobody is). */
export async function contextOf(
  browser: Browser,
  base: string,
  person: Person | null,
  options: { readonly width?: Width; readonly scripts?: boolean } = {},
): Promise<BrowserContext> {
  const { width = 'wide', scripts = true } = options;
  const context = await browser.newContext({ viewport: WIDTHS[width], javaScriptEnabled: scripts });
  const cookies = [...(person?.cookies ?? [])].map(([name, value]) => ({ name, value, url: base }));
  if (cookies.length) await context.addCookies(cookies);
  return context;
}

/** What is wrong with the page that is open: violations of WCAG 2.2 AA, width, and what the browser complained about. */
export async function faultsOf(tab: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: tab }).withTags(WCAG_2_2_AA).analyze();
  const width = await tab.evaluate<number>('document.documentElement.scrollWidth');
  const room = tab.viewportSize()?.width ?? 0;
  if (SHOTS) {
    mkdirSync(SHOTS, { recursive: true });
    await tab.screenshot({ path: join(SHOTS, `${name.replace(/[^\w.-]+/g, '_')}.png`), fullPage: true });
  }
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${name}: ${id}: ${html.slice(0, 160)}`)),
    ...(width > room ? [`${name}: ${width} wide where there is room for ${room}`] : []),
  ];
}

/** Opens each path at both widths in both languages and returns all that is wrong. */
export async function faultsOfPages(
  browser: Browser,
  base: string,
  person: Person | null,
  paths: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const width of Object.keys(WIDTHS) as Width[]) {
    const context = await contextOf(browser, base, person, { width });
    const tab = await context.newPage();
    tab.on('console', (message) => faults.push(`console of ${tab.url()}: ${message.text()}`));
    for (const path of paths) {
      for (const language of LANGUAGES) {
        await tab.goto(inLanguage(base, path, language));
        faults.push(...(await faultsOf(tab, `${path} ${width} ${language}`)));
      }
    }
    await context.close();
  }
  return faults;
}

export const inLanguage = (base: string, path: string, language: Language): string =>
  `${base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`;

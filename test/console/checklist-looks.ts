/** What a checklist asks of a page that is open in a browser, whoever's page it is. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Language } from '../../domain/wording';
import { WIDTHS } from './browser';

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SHOTS = process.env['SCREENSHOTS_DIR'];
/** A screen of 1,280 pixels at 400 %. */
const MAGNIFIED = { width: 320, height: 256 };

/** Leaves a picture for people to look at, where somebody asked for pictures. */
export async function picture(tab: Page, name: string, fullPage = true): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await tab.screenshot({ path: join(SHOTS, `${name.replace(/[^\w.-]+/g, '_')}.png`), fullPage, animations: 'disabled' });
}

async function axeFaults(tab: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: tab })
    .options({ resultTypes: ['violations'] })
    .withTags(WCAG_2_2_AA)
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** How many pixels have to be scrolled sideways; what scrolls in a place of its own does not count. */
const tooWide = (tab: Page): Promise<number> =>
  tab.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Targets below this size. A link amid the words of a sentence is as high as its line, which WCAG allows. */
const smallTargets = (tab: Page, smallest: number): Promise<string[]> =>
  tab.evaluate<string[]>(`((smallest) => {
    const inSentence = (element) =>
      element.tagName === 'A' && getComputedStyle(element).display === 'inline' &&
      [...element.parentElement.childNodes].some((one) => one !== element && one.textContent.trim() !== '');
    return [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
      .filter((element) => !element.closest('.skip, .hidden') && element.checkVisibility({ visibilityProperty: true }) && !inSentence(element))
      .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width < smallest - 0.5 || box.height < smallest - 0.5)
      .map(({ element, box }) => element.outerHTML.slice(0, 90) + ' ' + Math.round(box.width) + 'x' + Math.round(box.height));
  })(${smallest})`);

/** What is wrong with a page in one language: in the width that it is looked at in first, then in the others. */
export async function lookAt(tab: Page, whose: string, name: string, language: Language, smallest: number): Promise<string[]> {
  const faults = (await axeFaults(tab)).map((fault) => `F21 ${name}: ${fault}`);
  // Japanese on the phone first, English on the wide screen: what differs between them is seen in the other width below.
  const sizes = language === 'ja' ? [WIDTHS.phone, MAGNIFIED, WIDTHS.wide] : [WIDTHS.wide, WIDTHS.phone, MAGNIFIED];
  for (const size of sizes) {
    await tab.setViewportSize(size);
    const over = await tooWide(tab);
    if (over > 0) faults.push(`F16 ${name} at ${size.width}: ${over} pixels too wide`);
    if (size === MAGNIFIED) continue;
    faults.push(...(await smallTargets(tab, smallest)).map((target) => `F17 ${name} at ${size.width}: ${target}`));
    await picture(tab, `${whose}${name}-${size.width}-${language}`);
  }
  return faults;
}

/** A line of text that moves by one pixel is more: on a busy machine a page may be drawn before its last byte is there. */
export const LARGEST_SHIFT = 0.001;

/** What has moved since the page was opened, as the browser counts it. */
export const layoutShift = (tab: Page): Promise<number> =>
  tab.evaluate<number>(`new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
      .observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 50);
  })`);

/** Presses Tab until the page is through; returns what had the focus while something that stays in its place covered all of it. */
export async function hiddenFocus(tab: Page, most = 400): Promise<{ readonly stops: number; readonly hidden: string[] }> {
  const hidden: string[] = [];
  await tab.evaluate('document.activeElement?.blur?.()');
  for (let stops = 1; stops < most; stops += 1) {
    await tab.keyboard.press('Tab');
    const found = await tab.evaluate<string | null | false>(`(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return false;
      if (focused.dataset.tabbed) return false;
      focused.dataset.tabbed = 'yes';
      const shown = focused.closest('label') ?? focused;
      const box = shown.getBoundingClientRect();
      const stays = (element) => element && (/fixed|sticky/.test(getComputedStyle(element).position) ? element : stays(element.parentElement));
      const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
      const covered = points.every(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        if (!top) return true;
        const cover = stays(top);
        return cover && !cover.contains(focused);
      });
      return covered ? focused.outerHTML.slice(0, 100) : null;
    })()`);
    if (found === false) return { stops: stops - 1, hidden };
    if (found !== null) hidden.push(found);
  }
  throw new Error('the Tab key never comes to an end');
}

/** Opens a page as somebody who was never here before: what came over the network, headers left out. */
export async function firstLoad(
  context: BrowserContext,
  address: string,
): Promise<{ readonly bytes: number; readonly files: number }> {
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let [bytes, files] = [0, 0];
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    files += 1;
  });
  await tab.goto(address, { waitUntil: 'load' });
  await tab.waitForTimeout(300);
  await tab.close();
  return { bytes, files };
}

export const say = (words: string): void => void process.stderr.write(`checklist: ${words}\n`);

/** What makes the screens usable, as 34 statements: each is the beginning of the name of a test, anywhere in this folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const STATEMENTS: Readonly<Record<string, string>> = {
  F1: 'an incident opens with two answers, and at most six questions are asked before',
  F2: 'a trained person is through with a scripted caller in 90 seconds, on one page',
  F3: 'no other answer than unknown is needed, and no cover that is not found holds it up',
  F4: 'the cards follow what is typed within a second, and come by a button without scripts',
  F5: 'from 1,000 to 1,001 persons the preview changes its words and dates without a reload',
  F6: 'a browser that is lost loses three seconds of typing at most; the board leads back to the draft',
  F7: 'from the mail to accepted: two taps, without signing in or typing',
  F8: 'declining with a reason: four taps',
  F9: 'handing over: three fields; the old link says so',
  F10: 'opening a link changes nothing',
  F11: 'delivering one PDF from a phone: five taps',
  F12: 'every act of partner and insured works without scripts',
  F13: 'the first row of the board is the most overdue; the law wins a tie',
  F14: 'from the board to acting on what is due: two clicks',
  F15: 'next deadline, holder and button stand within 640 pixels',
  F16: 'nothing is scrolled sideways at 360 pixels or at 400 %, but in its own scroller',
  F17: 'targets have 44 pixels for partners and insured, 24 elsewhere',
  F18: 'text stands out by 4.5, shapes by 3',
  F19: 'states are told in greyscale',
  F20: 'intake, approval, facts and acceptance go by keyboard alone, with the focus in sight',
  F21: 'no page breaks WCAG 2.2 AA; titles are unique and say when something is wrong',
  F22: 'nothing is asked twice',
  F23: 'every page and mail is there in both languages',
  F24: 'of two who edit one field the second sees who, when and what, and loses nothing',
  F25: 'a form sent twice has one effect and one result',
  F26: 'what cannot be taken back has a check page whose button names it',
  F27: 'times carry weekday and zone; legal dates have no hours',
  F28: 'new facts show their effects before they are saved, and exactly those happen',
  F29: 'a cost request is decided with three clicks and no other page',
  F30: 'no reserve, price, other insured or verdict on cover reaches the insured',
  F31: 'the subject of a mail has what to do, by when and the number, fits, and names no insured',
  F32: 'a drill is told on every page, in every mail, and across every sheet of paper',
  F33: 'an expired link is replaced with one tap, to the registered address alone',
  F34: 'first loads weigh 60 KB for partners, 150 KB for staff; nothing moves',
};

const HERE = join(__dirname, '..');
/** The codes at the beginning of the name of a test or of a group of tests. */
const shown = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.test\.tsx?$/.test(file))
  .flatMap((file) => [
    ...readFileSync(join(HERE, file), 'utf8').matchAll(/(?:\b(?:test|it|describe)|\]\))\(\s*['"`]((?:F\d+ )+)/g),
  ])
  .flatMap(([, codes = '']) => codes.trim().split(' '));

test.each(Object.entries(STATEMENTS))('%s: %s', (code) => expect(shown).toContain(code));

test('every code in the name of a test is one of these', () => {
  expect([...new Set(shown)].filter((code) => !(code in STATEMENTS))).toEqual([]);
});

/** Cleans what people type: one form of each character, nothing invisible, no line breaks where there is one line. */

/** Marks that turn the direction of writing: they can make `exe.pdf` read as `fdp.exe`. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS = /\p{Cc}/gu;
const CONTROLS_BUT_LINES = /[^\P{Cc}\n\t]/gu;

export const cleanLine = (text: string): string =>
  text.normalize('NFC').replace(DIRECTION_MARKS, '').replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();

export const cleanText = (text: string): string =>
  text.normalize('NFC').replace(/\r\n?/g, '\n').replace(DIRECTION_MARKS, '').replace(CONTROLS_BUT_LINES, '').trim();

/** Full-width digits, letters and marks as their plain ones: nobody is told how to type. */
export const plain = (text: string): string => cleanLine(text.normalize('NFKC'));

const LONGEST_NAME = 120;

/** A file name without its path, safe to show and to store; the ending survives the cut. */
export function cleanFileName(given: string): string {
  const name = cleanLine(given.split(/[/\\]/).at(-1) ?? '').replace(/^\.+/, '') || 'file';
  const letters = [...name];
  if (letters.length <= LONGEST_NAME) return name;
  const ending = /\.[^.]{1,8}$/.exec(name)?.[0] ?? '';
  return letters.slice(0, LONGEST_NAME - ending.length).join('') + ending;
}

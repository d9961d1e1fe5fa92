/** The letters of our PDFs: one Japanese font, embedded as far as it is used. */
import type PDFDocument from 'pdfkit';

export const REGULAR = 'regular';
export const BOLD = 'bold';
export type FontName = typeof REGULAR | typeof BOLD;

const FILES: Readonly<Record<FontName, string>> = {
  regular: require.resolve('@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf'),
};

/** Stands for a character that the font lacks, as printers do it: nothing is dropped without a sign. */
const GETA = '〓';

export type Pdf = InstanceType<typeof PDFDocument>;

export function registerFonts(pdf: Pdf): void {
  for (const [name, file] of Object.entries(FILES)) pdf.registerFont(name, file);
}

interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/** Choose among shapes of the character before them; the plain shape is what our font has. */
const SHAPES = /[\ufe00-\ufe0f\u200d]|[\u{e0100}-\u{e01ef}]/gu;
const SPACES = /[\u00a0\u2000-\u200a\u202f]/g;

/** The text with every character that can be printed, in the font that is set. */
export function printableIn(pdf: Pdf, text: string): string {
  const { font } = (pdf as unknown as WithFont)._font;
  const has = (character: string): boolean => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  const plain = Array.from(text.replace(SHAPES, '').replace(SPACES, ' '));
  return plain.map((character) => (character === '\n' || has(character) ? character : GETA)).join('');
}

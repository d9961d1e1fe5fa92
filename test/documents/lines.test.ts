/** Line breaks that Japanese readers expect. */
import fc from 'fast-check';
import { linesOf } from '../../client/documents/lines';

/** Every character as wide as the next. */
const each = (text: string): number => Array.from(text).length;

it.each([
  ['あいうえおか。きくけ', ['あいうえお', 'か。きくけ']],
  ['あいうえお。かき', ['あいうえ', 'お。かき']],
  ['あいうえ「かき」く', ['あいうえ', '「かき」く']],
  ['あいうえおか「きく', ['あいうえお', 'か「きく']],
  ['あいうえおっかき', ['あいうえ', 'おっかき']],
  ['あいうえおーかき', ['あいうえ', 'おーかき']],
  ['あい word か', ['あい', 'word', 'か']],
  ['abcdefghijkl', ['abcde', 'fghij', 'kl']],
  ['一\n\n二', ['一', '', '二']],
])('%s', (text, lines) => {
  expect(linesOf(text, 5, each)).toEqual(lines);
});

it('loses nothing but spaces at the ends of lines, and keeps within the width', () => {
  const text = fc.string({ unit: fc.constantFrom('あ', '。', '「', '」', 'a', ' ', '-', '\n', '𠮷'), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (told, width) => {
      const lines = linesOf(told, width, each);
      expect(lines.join('').replace(/ /g, '')).toBe(told.replace(/[ \n]/g, ''));
      for (const line of lines) expect(each(line)).toBeLessThanOrEqual(width);
    }),
  );
});

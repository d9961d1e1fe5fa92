import fc from 'fast-check';
import { incidentNumberFrom, parseIncidentNumber, plainIncidentNumber } from '../../domain/incident-number';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const number = fc
  .uint8Array({ minLength: 7, maxLength: 7 })
  .map((bytes) => incidentNumberFrom(bytes))
  .filter((one) => one !== null);

it('a number is read back however people write it', () => {
  fc.assert(
    fc.property(number, (written) => {
      expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      const loose = written.toLowerCase().replace(/0/g, 'o').replace(/1/g, 'l').replace('-', ' ');
      for (const text of [written, plainIncidentNumber(written), loose, ` ${written.split('').join(' ')}\n`])
        expect(parseIncidentNumber(text)).toBe(written);
    }),
  );
});

it.each(['-', '-', '‐', '‑', '–', '—', '−', 'ー', ' ', ''])('a Japanese keyboard may write the hyphen as "%s"', (hyphen) => {
  const written = incidentNumberFrom([1, 2, 3, 4, 5, 6, 8]) ?? '';
  const wide = written.replace(/[0-9A-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
  expect(parseIncidentNumber(wide.replace('-', hyphen))).toBe(written);
});

it('every wrong character and every swap of neighbours in the body is caught', () => {
  const replace = (text: string, index: number, char: string) => text.slice(0, index) + char + text.slice(index + 1);
  fc.assert(
    fc.property(number, (written) => {
      const plain = plainIncidentNumber(written);
      const wrong = [...plain].flatMap((was, index) =>
        [...ALPHABET].filter((char) => char !== was).map((char) => replace(plain, index, char)),
      );
      const swapped = [...plain.slice(0, 6)].map((left, index) =>
        replace(replace(plain, index, plain.charAt(index + 1)), index + 1, left),
      );
      const caught = (text: string) => text === plain || parseIncidentNumber(text) === null;
      expect([...wrong, ...swapped].filter((text) => !caught(text))).toEqual([]);
      expect(wrong).toHaveLength(8 * 31);
    }),
    { numRuns: 50 },
  );
});

it('numbers whose check cannot be read out are never given', () => {
  const all = Array.from({ length: 37 }, (_, last) => incidentNumberFrom([0, 0, 0, 0, 0, Math.floor(last / 32), last % 32]));
  expect(all.filter((one) => one === null)).toHaveLength(5);
  expect(all[0]).toBe('0000-0000');
  expect(new Set(all).size).toBe(33);
  expect(incidentNumberFrom([])).toBe('0000-0000');
});

it('anything else is no number', () => {
  for (const text of ['', '0000-000', '0000-00000', '000U-0000', '0000-000*', '見本'])
    expect(parseIncidentNumber(text)).toBeNull();
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(() => parseIncidentNumber(text)).not.toThrow()));
});

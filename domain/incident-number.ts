/**
 * Incident numbers that survive a telephone: Crockford base32 (no I, L, O, U) with a check character, `XXXX-XXXC`.
 * The check is Crockford's own (value modulo 37). Its five extra symbols cannot be read out, so numbers whose check
 * would be one of them are never given out.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK_MODULUS = 37;
const BODY_LENGTH = 7;

const checkValue = (body: string): number =>
  [...body].reduce((sum, char) => (sum * ALPHABET.length + ALPHABET.indexOf(char)) % CHECK_MODULUS, 0);

const format = (body: string): string => `${body.slice(0, 4)}-${body.slice(4)}${ALPHABET[checkValue(body)]}`;

/** A new number from random bytes; null when these bytes give a number that cannot be read out: draw again. */
export function incidentNumberFrom(randomBytes: ArrayLike<number>): string | null {
  const body = Array.from({ length: BODY_LENGTH }, (_, i) => ALPHABET[(randomBytes[i] ?? 0) % ALPHABET.length]).join('');
  return checkValue(body) < ALPHABET.length ? format(body) : null;
}

/** A number, or a part of one, as people write it (lower case, spaces, O for 0, I or L for 1): without hyphen, for search. */
export const plainIncidentNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}−ー]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** Reads a number as people write it; null when the check fails. */
export function parseIncidentNumber(text: string): string | null {
  const plain = plainIncidentNumber(text);
  if (plain.length !== BODY_LENGTH + 1 || [...plain].some((char) => !ALPHABET.includes(char))) return null;
  const body = plain.slice(0, BODY_LENGTH);
  return ALPHABET[checkValue(body)] === plain[BODY_LENGTH] ? format(body) : null;
}

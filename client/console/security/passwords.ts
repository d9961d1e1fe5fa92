/** Passwords: Argon2id, and what a password must be. */
import { hash, verify } from '@node-rs/argon2';

/** OWASP's second choice of parameters: 19 MiB, two passes. Argon2id is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;
const FEWEST_CHARACTERS = 5;

/** The same password from every keyboard. */
const plain = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(plain(password), COST);

/** What takes the place of a hash for who has none, so that it takes as long to say no. */
let nobodys: Promise<string> | null = null;

export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  if (password.length > LONGEST_PASSWORD) return false;
  nobodys ??= hashPassword('nobody has this password');
  const isRight = await verify(passwordHash ?? (await nobodys), plain(password));
  return isRight && passwordHash !== null;
}

export type PasswordFault = 'passwordShort' | 'passwordLong' | 'passwordSimple';

/** What is wrong with a new password; null when it will do. Length counts, not the kinds of characters. */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | null {
  const letters = [...plain(password)];
  if (letters.length < SHORTEST_PASSWORD) return 'passwordShort';
  if (password.length > LONGEST_PASSWORD) return 'passwordLong';
  const typed = plain(password).toLowerCase();
  const isGuessable = about.some((word) => word.length >= 4 && typed.includes(word.normalize('NFKC').toLowerCase()));
  return isGuessable || new Set(letters).size < FEWEST_CHARACTERS ? 'passwordSimple' : null;
}

/** Mails as files: one each, written and synced before it counts as received, read again at the next start. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readLetter, type Envelope, type Letter } from './letter';
import type { Received } from './smtp';

export interface LetterQuery {
  readonly to?: string;
  readonly incident?: string;
  /** Only letters received after this letter (its id) or this instant (ISO 8601). */
  readonly after?: string;
}

export interface LetterBox {
  store(mail: Received): Promise<void>;
  /** Newest first. */
  list(query?: LetterQuery): readonly Letter[];
  get(id: string): Letter | null;
  /** The mail as it was received. */
  source(id: string): Promise<Buffer | null>;
}

const SUFFIX = '.eml';

/** Opens the box in `dir`, with everything received before. */
export async function openLetterBox(dir: string): Promise<LetterBox> {
  await fs.mkdir(dir, { recursive: true, mode: 0o700 });
  const letters = new Map<string, Letter>();
  for (const name of (await fs.readdir(dir)).sort()) {
    if (!name.endsWith(SUFFIX)) continue;
    const { envelope, raw } = unpack(name.slice(0, -SUFFIX.length), await fs.readFile(path.join(dir, name)));
    letters.set(envelope.id, await readLetter(raw, envelope));
  }
  return {
    async store({ to, raw }) {
      const receivedAt = new Date().toISOString();
      const envelope = { id: idAt(receivedAt), receivedAt, to };
      await writeDurably(dir, envelope.id + SUFFIX, pack(envelope, raw));
      letters.set(envelope.id, await readLetter(raw, envelope));
    },
    list: (query = {}) => select([...letters.values()], query),
    get: (id) => letters.get(id) ?? null,
    source: async (id) => (letters.has(id) ? unpack(id, await fs.readFile(path.join(dir, id + SUFFIX))).raw : null),
  };
}

/** Chooses and orders letters, newest first. */
function select(letters: readonly Letter[], query: LetterQuery): readonly Letter[] {
  const to = query.to?.trim().toLowerCase();
  const incident = query.incident?.trim().toUpperCase();
  const after = query.after?.trim();
  return letters
    .filter((letter) => !to || letter.to.some((address) => address.toLowerCase() === to))
    .filter((letter) => !incident || letter.incident === incident)
    .filter((letter) => !after || (after.includes(':') ? Date.parse(letter.receivedAt) > Date.parse(after) : letter.id > after))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

let lastMs = 0;
let sameMs = 0;
/** Names sort in the order of receipt even within one millisecond. */
function idAt(receivedAt: string): string {
  const ms = Date.parse(receivedAt);
  sameMs = ms === lastMs ? sameMs + 1 : 0;
  lastMs = ms;
  return `${receivedAt.replace(/[-:.]/g, '')}-${String(sameMs).padStart(4, '0')}${randomBytes(3).toString('hex')}`;
}

/** The envelope stands before the mail as the headers mail servers use for it. */
function pack(envelope: Envelope, raw: Buffer): Buffer {
  const lines = [...envelope.to.map((address) => `X-Original-To: ${address}`), `X-Received-At: ${envelope.receivedAt}`];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), raw]);
}

function unpack(id: string, file: Buffer): { envelope: Envelope; raw: Buffer } {
  const to: string[] = [];
  let at = 0;
  for (;;) {
    const end = file.indexOf('\r\n', at);
    const line = end < 0 ? '' : file.subarray(at, end).toString();
    const [, name, value] = /^(X-Original-To|X-Received-At): (.*)$/.exec(line) ?? [];
    if (name === 'X-Original-To' && value !== undefined) to.push(value);
    else if (name === 'X-Received-At' && value) return { envelope: { id, receivedAt: value, to }, raw: file.subarray(end + 2) };
    else return { envelope: { id, receivedAt: new Date(0).toISOString(), to }, raw: file };
    at = end + 2;
  }
}

async function writeDurably(dir: string, name: string, content: Buffer): Promise<void> {
  const unfinished = path.join(dir, `.${name}.unfinished`);
  try {
    const file = await fs.open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(unfinished, path.join(dir, name));
  } catch (error) {
    await fs.rm(unfinished, { force: true });
    throw error;
  }
  const folder = await fs.open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}

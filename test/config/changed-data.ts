/** The shipped business data in a folder of its own, with a change or two, and where the changed text stands. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const SHIPPED = path.join(__dirname, '../../config/data');

export type DataFile =
  'playbook.yaml' | 'partners.yaml' | 'escalation.yaml' | 'desk.yaml' | 'closed-days.yaml' | 'obligations.yaml';

/** Replace this text (it must occur once, after `within` when given) in that file. */
export interface Change {
  readonly file: DataFile;
  readonly within?: string;
  readonly find: string;
  readonly put: string;
}

export interface ChangedData {
  readonly dir: string;
  /** Line (from 1) on which a text stands in a changed file, looked for after `within`. */
  lineOf(file: DataFile, text: string, within?: string): number;
  remove(): void;
}

const positionOf = (text: string, find: string, within = ''): number => {
  const start = text.indexOf(within);
  const at = start < 0 ? -1 : text.indexOf(find, start);
  if (at < 0) throw new Error(`the shipped data has no "${find}" after "${within}"`);
  return at;
};

export function changedData(changes: readonly Change[]): ChangedData {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-config-'));
  fs.cpSync(SHIPPED, dir, { recursive: true });
  const read = (file: DataFile): string => fs.readFileSync(path.join(dir, file), 'utf8');
  for (const { file, within, find, put } of changes) {
    const text = read(file);
    const at = positionOf(text, find, within);
    fs.writeFileSync(path.join(dir, file), text.slice(0, at) + put + text.slice(at + find.length));
  }
  return {
    dir,
    lineOf: (file, text, within) =>
      read(file)
        .slice(0, positionOf(read(file), text, within))
        .split('\n').length,
    remove: () => fs.rmSync(dir, { recursive: true }),
  };
}

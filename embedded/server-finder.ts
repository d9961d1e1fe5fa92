/**
 * Finding an executable that may be installed, cached, downloaded or built: the ways are tried in order, and when none
 * works the person is told all of them.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Bilingual } from '../domain/wording';
import { CACHE_DIR, PROJECT_DIR } from './paths';
import { StartProblem, type Say } from './problem';
import { runCommand } from './run-command';

/** One way to get hold of an executable. `get` answers with its path, or why this way is closed. */
export interface Way<How extends string> {
  readonly how: How;
  get(): Promise<{ readonly path: string } | { readonly closed: string } | null>;
}

export interface Found<How extends string> {
  readonly path: string;
  readonly how: How;
}

/** Tries the ways in order. @throws StartProblem naming the reasons when all are closed. */
export async function firstOpenWay<How extends string>(
  ways: readonly Way<How>[],
  explain: (reasons: string) => Bilingual,
): Promise<Found<How>> {
  const reasons: string[] = [];
  for (const way of ways) {
    const result = await way.get();
    if (!result) continue;
    if ('path' in result) return { path: result.path, how: way.how };
    reasons.push(`${way.how}: ${result.closed}`);
  }
  throw new StartProblem(explain(reasons.join('; ')));
}

export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first executable of this name on PATH. */
export function findOnPath(name: string, searchPath: string | undefined): string | null {
  for (const dir of (searchPath ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(dir, name);
    if (isExecutable(file)) return file;
  }
  return null;
}

/** A path the user gave must be right: falling through to something else would hide the mistake. */
export function givenExecutable(variable: string, file: string): string {
  if (isExecutable(file)) return file;
  throw new StartProblem({
    ja: `${variable} が指すファイルを実行できません(${file})。正しいパスを指定するか、${variable} を外して再実行してください。`,
    en: `${variable} points to a file that cannot be run (${file}). Correct the path, or unset ${variable} and run again.`,
  });
}

const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Lets the Temporal SDK download one of its servers into `cacheDir`, in a process of its own: the SDK keeps native threads. */
export async function downloadBySdk(
  server: 'dev-server' | 'time-skipping',
  version: string,
  cacheDir: string,
  env: NodeJS.ProcessEnv,
): Promise<{ path: string } | { closed: string }> {
  fs.mkdirSync(cacheDir, { recursive: true });
  const script = path.join(PROJECT_DIR, 'scripts', 'sdk-download.cjs');
  const { tail } = await runCommand(process.execPath, [script, server, version, cacheDir], {
    env,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  const file = path.join(cacheDir, `${server === 'dev-server' ? 'temporal' : 'temporal-test-server'}-${version}`);
  if (isExecutable(file)) return { path: file };
  fs.rmSync(`${file}.downloading`, { force: true });
  return { closed: tail.split('\n')[0] || 'download failed' };
}

export interface FinderOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cacheDir?: string;
  readonly say?: Say;
}

export const finderDefaults = (options: FinderOptions) => ({
  env: options.env ?? process.env,
  cacheDir: options.cacheDir ?? CACHE_DIR,
  say: options.say ?? (() => undefined),
});

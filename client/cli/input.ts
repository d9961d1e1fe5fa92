/** Files that commands are given: YAML or JSON, `-` for standard input. */
import { readFile } from 'node:fs/promises';
import { ConfigProblems } from '../../config/problems';
import { readYaml, type YamlSource } from '../../config/yaml-source';
import type { CliDeps } from './deps';
import { wrongUsage } from './failures';
import { printable } from './print/printable';

const STDIN = '-';

/** The text of a file. @throws CliProblem when it cannot be read. */
export async function readText(deps: CliDeps, file: string): Promise<string> {
  if (file === STDIN) return readAll(deps.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = systemCode(error);
    throw wrongUsage({
      ja: `ファイル「${printable(file)}」を読めません(${why})`,
      en: `The file "${printable(file)}" cannot be read (${why})`,
    });
  }
}

async function readAll(input: CliDeps['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

export const shownName = (file: string): string => (file === STDIN ? 'stdin' : file);

/** Parsed, with the place of every part of it. @throws ConfigProblems when it is no YAML or JSON. */
export async function readSource(deps: CliDeps, file: string): Promise<YamlSource> {
  const result = readYaml(shownName(file), await readText(deps, file));
  if (!result.ok) throw new ConfigProblems(result.problems);
  return result.source;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The code of an error of the file system, e.g. `ENOENT`. */
export const systemCode = (error: unknown): string =>
  isObject(error) && typeof error['code'] === 'string' ? error['code'] : 'UNKNOWN';

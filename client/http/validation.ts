/** Checks what comes in against the schemas of a route, with the same words as for files, and names every place. */
import type { FastifySchemaCompiler } from 'fastify';
import { sortProblems, type Problem } from '../../config/problems';
import { checkShape } from '../../config/shape';
import type { Path, YamlSource } from '../../config/yaml-source';
import type { Bilingual } from '../../domain/wording';
import type { z } from 'zod';
import { ApiProblem, type FieldProblem } from './problems';

type Part = FieldProblem['in'];

/** Deeper nesting than any sensible request has; keeps recursive readers safe. */
const MAX_DEPTH = 40;
/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const UNSTORABLE = /[\0\p{Cs}]/u;

const escaped = (step: PropertyKey): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerOf = (path: Path): string => path.map((step) => `/${escaped(step)}`).join('');

/** JSON has no lines worth naming: the place of a problem is its JSON pointer, which stands where files have their name. */
export function jsonSource(value: unknown): YamlSource {
  const at = (path: Path, reason: Bilingual): Problem => ({ file: pointerOf(path), line: 1, col: 1, reason });
  return { file: '', value, at, atKey: at };
}

/** @throws ApiProblem always, with these places. */
export function refuse(part: Part, problems: readonly Problem[]): never {
  const fields = sortProblems(problems).map(({ file, reason }) => ({ in: part, pointer: file, reason }));
  throw new ApiProblem(
    'VALIDATION',
    {
      ja: `${fields.length}か所に誤りがあります。何も変更していません`,
      en: `Found ${fields.length} problem(s). Nothing was changed`,
    },
    fields,
  );
}

/** The value as the schema reads it. @throws ApiProblem */
export function check<T>(part: Part, schema: z.ZodType<T>, value: unknown, at: Path = []): T {
  const result = checkShape(jsonSource(value), schema, value, at);
  return result.ok ? result.value : refuse(part, result.problems);
}

const PARTS: Readonly<Record<string, Part>> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' };

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = 'body' }) =>
  (data: unknown) => {
    try {
      return { value: check(PARTS[httpPart] ?? 'body', schema, data) };
    } catch (error) {
      return { error: error as Error };
    }
  };

const TOO_DEEP: Bilingual = { ja: '入れ子が深すぎます', en: 'Nested too deeply' };
const UNSTORABLE_TEXT: Bilingual = {
  ja: '保存できない文字が含まれています',
  en: 'Contains a character that cannot be stored',
};

/** Refuses what no schema of ours could read safely. Walks without recursion. @throws ApiProblem */
export function checkContents(body: unknown): void {
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && UNSTORABLE.test(value)) refuse('body', [jsonSource(body).at(path, UNSTORABLE_TEXT)]);
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) refuse('body', [jsonSource(body).at(path.slice(0, 3), TOO_DEEP)]);
    for (const [key, item] of Object.entries(value)) {
      if (UNSTORABLE.test(key)) refuse('body', [jsonSource(body).at(path, UNSTORABLE_TEXT)]);
      open.push({ value: item, path: [...path, key] });
    }
  }
}

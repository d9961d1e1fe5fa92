/** The description alone has to be enough: it is complete, consistent, and its examples are taken. */
import { ANSWER_NAMES, DECISION_NAMES } from '../../domain/read-messages';
import { startPlay } from '../cli/harness';
import { schemaIn, type Description, type Operation } from './conformance';
import { openApi } from './support';

let description: Description;
let operations: readonly { path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  const api = openApi([startPlay()]);
  description = await api.description();
  operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});

const textOf = (value: unknown): string => JSON.stringify(value);

it('is OpenAPI 3.1 with what every document needs', () => {
  const { openapi, info, servers, security, tags, components } = description as unknown as Record<string, never>;
  expect(openapi).toBe('3.1.0');
  expect(info).toMatchObject({ title: 'anshin-desk', version: '1', description: expect.stringContaining('Idempotency-Key') });
  expect(servers).toHaveLength(1);
  expect(security).toEqual([{ token: [] }]);
  expect(components).toMatchObject({ securitySchemes: { token: { type: 'http', scheme: 'bearer' } } });
  const known = (tags as unknown as { name: string }[]).map(({ name }) => name);
  expect(new Set(operations.flatMap(({ operation }) => operation.tags))).toEqual(new Set(known));
});

it('refers to nothing that is not there, and has nothing that nobody refers to', () => {
  const refs = [...textOf(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
  const names = Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...new Set(refs)].sort()).toEqual(names.sort());
});

it('names every operation once, and every parameter of its path', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const told = operation.parameters?.filter((one) => one.in === 'path') ?? [];
    expect([operation.operationId, told.map(({ name }) => name).sort()]).toEqual([operation.operationId, inPath.sort()]);
    expect(told.every(({ required }) => required)).toBe(true);
    expect(operation.summary).toMatch(/^.+ \/ .+$|API/);
  }
});

it('has an operation for every decision of staff and every answer of a partner', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids).toEqual(expect.arrayContaining([...DECISION_NAMES, ...ANSWER_NAMES]));
});

it('describes every refusal as a problem document', () => {
  for (const { path, operation } of operations) {
    const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400 && path !== '/readyz');
    for (const [status, { content }] of refusals) {
      const where = `${operation.operationId} ${status}`;
      expect([where, textOf(content)]).toEqual([
        where,
        textOf({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }),
      ]);
    }
    const isOpen = operation.security?.length === 0;
    const needed = [
      '400',
      '429',
      '500',
      ...(isOpen ? [] : ['401', '403', '503']),
      ...(operation.requestBody ? ['413', '415'] : []),
    ];
    expect([operation.operationId, Object.keys(operation.responses)]).toEqual([
      operation.operationId,
      expect.arrayContaining(needed),
    ]);
  }
});

it('leaves only the operation of the server itself open', () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ path }) => path);
  expect(open.sort()).toEqual(['/api/openapi.json', '/calendar/{file}', '/healthz', '/metrics', '/readyz']);
});

it('gives examples that its own schemas take', () => {
  const withExample = operations.flatMap(({ operation }) => {
    const media = operation.requestBody?.content['application/json'];
    return media && 'example' in media ? [{ id: operation.operationId, media }] : [];
  });
  expect(withExample.map(({ id }) => id)).toEqual(expect.arrayContaining(['openIncident', 'reviseFacts', 'decideApproval']));
  for (const { id, media } of withExample) {
    const result = schemaIn(description, media.schema).safeParse(media.example);
    expect([id, result.success]).toEqual([id, true]);
  }
});

it('has no expression that only some readers of regular expressions understand', () => {
  const patterns = [...textOf(description).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text]) => JSON.parse(text ?? '') as string,
  );
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.filter((pattern) => /\\[pP]\{/.test(pattern))).toEqual([]);
  // Without the flag `u`, as most readers take it: no name is refused for its writing.
  const name = patterns.find((pattern) => pattern.includes('\\u2028')) ?? 'none';
  expect(['架空通販株式会社', '𠮷野家 😀', 'a\nb'].map((one) => new RegExp(name).test(one))).toEqual([true, true, false]);
});

/** What the libraries leave to be said: examples, headers of answers, bodies that may be left out; and what nobody refers to goes. */
import type { jsonSchemaTransformObject } from 'fastify-type-provider-zod';

type OpenapiDocument = ReturnType<typeof jsonSchemaTransformObject>;

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
}

interface Answer {
  readonly headers?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly 'x-example'?: unknown;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const SCHEMAS = '#/components/schemas/';
const JSON_BODY = 'application/json';

/** No control characters: as our code checks it, and as every reader of regular expressions understands it. */
const OURS = String.raw`[^\p{Cc}\p{Cs}\u2028\u2029]`;
const EVERYBODYS = String.raw`[^\u0000-\u001f\u007f-\u009f\u2028\u2029]`;

/** A text as it stands inside the quotation marks of JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

export function polished(made: OpenapiDocument): OpenapiDocument {
  const description = JSON.parse(JSON.stringify(made).replaceAll(inJson(OURS), inJson(EVERYBODYS))) as Description;
  const schemaOf = ({ $ref, ...schema }: Schema): Schema =>
    $ref ? (description.components.schemas[$ref.slice(SCHEMAS.length)] ?? {}) : schema;
  const paths = mapValues(description.paths, (path) => mapValues(path, (operation) => polishedOperation(operation, schemaOf)));
  return withoutUnused({ ...description, paths });
}

function polishedOperation({ 'x-example': example, ...operation }: Operation, schemaOf: (schema: Schema) => Schema): Operation {
  const { requestBody, parameters = [], responses } = operation;
  const takesKey = parameters.some(({ name }) => name === 'idempotency-key');
  const body = requestBody?.content[JSON_BODY];
  return {
    ...operation,
    ...(body && requestBody ? { requestBody: polishedBody(requestBody, schemaOf(body.schema ?? {}), example) } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, withHeaders(status, response, takesKey)]),
    ),
  };
}

function polishedBody(requestBody: NonNullable<Operation['requestBody']>, { required = [] }: Schema, example: unknown) {
  const media = { ...requestBody.content[JSON_BODY], ...(example === undefined ? {} : { example }) };
  return { ...requestBody, required: required.length > 0, content: { ...requestBody.content, [JSON_BODY]: media } };
}

const REPLAYED = {
  'Idempotency-Replayed': { description: '`true`: it had been carried out before', schema: { type: 'string', enum: ['true'] } },
};
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } };

function withHeaders(status: string, response: Answer, takesKey: boolean): object {
  const headers = {
    ...response.headers,
    ...(takesKey && status.startsWith('2') && status !== '201' ? REPLAYED : {}),
    ...(status === '429' || status === '503' ? RETRY_AFTER : {}),
  };
  return Object.keys(headers).length ? { ...response, headers } : response;
}

/** Every schema is offered as input and as output; only those that something refers to stay. */
function withoutUnused({ components, ...rest }: Description): Description {
  const used = new Set<string>();
  const open = refsIn(rest);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    open.push(...refsIn(components.schemas[name]));
  }
  const schemas = Object.fromEntries(Object.entries(components.schemas).filter(([name]) => used.has(name)));
  return { ...rest, components: { ...components, schemas } };
}

const refsIn = (part: unknown): string[] =>
  [...JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].flatMap(([, name]) => name ?? []);

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

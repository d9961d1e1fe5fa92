/** Holds every answer against the API's own description: an answer that is not described, or of another shape, fails the test. */
import { z } from 'zod';

export interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

interface Media {
  readonly schema: object;
  readonly example?: unknown;
}

/** A schema of the description, ready to check with. */
export function schemaIn({ components }: Description, schema: object): z.ZodType {
  const inlined = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(inlined) as Parameters<typeof z.fromJSONSchema>[0]);
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** The operation that an address belongs to; literal paths go before those with parameters. */
function operationFor({ paths }: Description, method: string, url: string): Operation | undefined {
  const [path = ''] = url.split('?');
  const found = Object.keys(paths).filter((one) => patternOf(one).test(path) && paths[one]?.[method.toLowerCase()]);
  const best = found.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  return best === undefined ? undefined : paths[best]?.[method.toLowerCase()];
}

const made = new WeakMap<object, z.ZodType>();

/** @throws Error naming what does not fit. */
export function expectDescribed(
  description: Description,
  method: string,
  url: string,
  { status, contentType, json }: { readonly status: number; readonly contentType: string; readonly json: unknown },
): void {
  const operation = operationFor(description, method, url);
  if (!operation) return;
  const described = operation.responses[String(status)];
  if (!described) throw new Error(`${operation.operationId} answered ${status}, which is not described`);
  const [type = ''] = contentType.split(';');
  const media = described.content?.[type];
  if (!media) {
    if (type !== '' && !described.content?.['*/*']) throw new Error(`${operation.operationId} ${status}: ${type}`);
    return;
  }
  if (!/json/.test(type)) return;
  const schema = made.get(media.schema) ?? schemaIn(description, media.schema);
  made.set(media.schema, schema);
  const result = schema.safeParse(json);
  if (!result.success)
    throw new Error(`${operation.operationId} ${status}: ${z.prettifyError(result.error)}\n${JSON.stringify(json)}`);
}

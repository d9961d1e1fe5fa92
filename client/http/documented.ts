/** What a route says of itself: the one source of its checks and of its part in the API's description. */
import { z } from 'zod';
import { both } from '../../domain/wording';
import type { Permission } from '../tokens';
import { statusOf, titleOf, type ProblemCode } from './problem-codes';
import { problemSchema } from './schemas/problem';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller must be allowed; null: nobody is asked who they are. */
    permission?: Permission | null;
  }
}

interface Documented {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly querystring?: z.ZodType;
  readonly headers?: z.ZodType;
  readonly body?: z.ZodType;
  /** A body that would be taken. */
  readonly example?: unknown;
  readonly consumes?: readonly string[];
  /** By status: the answers when all is well. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that every route has. */
  readonly problems?: readonly ProblemCode[];
}

interface Answer {
  readonly description: string;
  readonly schema: z.ZodType;
  readonly mediaType?: string;
  /** Other forms in which the same can be had. */
  readonly also?: readonly string[];
  /** Tells in a header where what was begun can be read. */
  readonly located?: boolean;
}

type Checked<S> = Pick<S, Extract<keyof S, 'params' | 'querystring' | 'headers' | 'body'>>;

const OF_EVERY_ROUTE = ['VALIDATION', 'TOO_MANY_REQUESTS', 'UNEXPECTED'] as const;
const OF_EVERY_CALLER = ['UNAUTHORIZED', 'FORBIDDEN', 'RECORD_DOWN'] as const;
const OF_EVERY_BODY = ['UNREADABLE', 'TOO_LARGE', 'WRONG_MEDIA_TYPE'] as const;

/** Options of a route: its schema and who may use it. */
export function documented<const S extends Documented>(
  permission: Permission | null,
  spec: S,
): { readonly schema: Checked<S>; readonly config: { readonly permission: Permission | null } } {
  const { operationId, tag, summary, description, answers, problems = [], consumes, example, ...checked } = spec as Documented;
  const codes = [
    ...OF_EVERY_ROUTE,
    ...(permission === null ? [] : OF_EVERY_CALLER),
    ...(spec.body ? OF_EVERY_BODY : []),
    ...problems,
  ];
  const schema = {
    ...checked,
    operationId,
    tags: [tag],
    summary,
    ...(consumes && { consumes: [...consumes] }),
    ...(example === undefined ? {} : { 'x-example': example }),
    ...paragraphs(description, permission && `Needs the permission \`${permission}\`.`),
    ...(permission === null ? { security: [] } : {}),
    response: { ...fine(answers), ...refused(codes) },
  };
  return { schema: schema as unknown as Checked<S>, config: { permission } };
}

function paragraphs(...texts: readonly (string | null | undefined)[]): { description?: string } {
  const description = texts.filter(Boolean).join('\n\n');
  return description ? { description } : {};
}

const LOCATION = { Location: { description: 'Where it can be read', type: 'string' } };

const fine = (answers: Documented['answers']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(answers).map(
      ([status, { description, schema, mediaType = 'application/json', also = [], located = false }]) => [
        status,
        { description, content: { [mediaType]: { schema }, ...inForms(also) }, ...(located ? { headers: LOCATION } : {}) },
      ],
    ),
  );

const BYTES = z.string().meta({ format: 'binary' });
const inForms = (types: readonly string[]): object => Object.fromEntries(types.map((type) => [type, { schema: BYTES }]));

/** One answer per status; its description lists the codes that come with it. */
function refused(codes: readonly ProblemCode[]): Record<string, unknown> {
  const statuses = [...new Set(codes.map(statusOf))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const mine = [...new Set(codes)].filter((code) => statusOf(code) === status);
      const description = mine.map((code) => `\`${code}\`: ${both(titleOf(code))}`).join('\n\n');
      return [status, { description, content: { 'application/problem+json': { schema: problemSchema } } }];
    }),
  );
}

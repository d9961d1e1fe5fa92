/** A form without files. */
import type { FastifyRequest } from 'fastify';
import type { FormFields } from './forms';
import type { Upload } from './uploads';

export function readPlainForm({ body }: FastifyRequest): Upload {
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const fields: FormFields = Object.fromEntries(
    entries.map(([name, value]: [string, unknown]) => [name, [value].flat().filter((one) => typeof one === 'string')]),
  );
  return { fields, files: [], problems: [], dispose: () => Promise.resolve() };
}

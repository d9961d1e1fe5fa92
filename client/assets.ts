/** Stylesheets and scripts under an address that changes with them, so that browsers may keep them for ever. */
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Assets {
  /** Changes with the contents. */
  readonly build: string;
  /** The addresses of the files that end like this, in the order in which they were named. */
  ending(suffix: string): readonly string[];
  /** Serves these files and no others of their folders. */
  serve(app: FastifyInstance): void;
}

/** What all our pages look like, before the sheet of each server. */
export const DESIGN = [
  require.resolve('@digital-go-jp/design-tokens/dist/tokens.css'),
  join(__dirname, 'design', 'design.css'),
] as const;

export function loadAssets(files: readonly string[]): Assets {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const build = hash.digest('hex').slice(0, 12);
  const prefix = `/assets/${build}/`;
  const names = files.map((file) => basename(file));
  return {
    build,
    ending: (suffix) => names.filter((name) => name.endsWith(suffix)).map((name) => prefix + name),
    serve: (app) =>
      void app.register(serveStatic, {
        root: [...new Set(files.map((file) => dirname(file)))],
        prefix,
        index: false,
        immutable: true,
        maxAge: '365d',
        wildcard: true,
        allowedPath: (path) => names.includes(path.split('/').at(-1) ?? ''),
      }),
  };
}

/** In which language a page is wanted: as asked for in the address, else as last chosen, else Japanese. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../domain/wording';

/** The one value of a query parameter; empty when it is missing or was given twice. */
export function queryOf(request: FastifyRequest, name: string): string {
  const query: unknown = request.query;
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  return typeof value === 'string' ? value : '';
}

const COOKIE = 'lang';
const YEAR_S = 31_536_000;
const asLanguage = (text: string | undefined): Language | undefined => LANGUAGES.find((language) => language === text);

export function languageOf(request: FastifyRequest): Language {
  const cookie = /(?:^|;\s*)lang=([a-z]{2})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  return asLanguage(queryOf(request, 'lang')) ?? asLanguage(cookie) ?? 'ja';
}

/** Remembers a language that was chosen in the address, for all pages below `path`. */
export function rememberLanguage(request: FastifyRequest, reply: FastifyReply, path: string): void {
  const chosen = asLanguage(queryOf(request, 'lang'));
  if (chosen) reply.header('set-cookie', `${COOKIE}=${chosen}; Path=${path}; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax`);
}

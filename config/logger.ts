/** Logs without secrets and without personal data, whatever is handed to them. */
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Env } from './env';

/** Names under which secrets and personal data travel; removed down to three levels. */
const PRIVATE = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'linkSecret',
  'token',
  'apiKey',
  'databaseUrl',
  'smtpUrl',
  'phone',
  'email',
  'insured',
  'caller',
  'policy',
];

/** What gives itself away inside any text: passwords of URLs, signed tokens, portal links, mail addresses. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/[^\s:/@"]*:)[^\s@"]+@/g, '$1***@'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]'],
  [/(\/p\/)[^\s/?"\\]+/g, '$1[token]'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[mail]'],
];

const mask = (text: string): string => MASKS.reduce((masked, [pattern, word]) => masked.replace(pattern, word), text);

/** A logger of JSON lines for one part of the system. */
export function createLogger(env: Pick<Env, 'logLevel'>, name: string, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    name,
    level: env.logLevel,
    redact: { paths: PRIVATE.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[private]' },
    hooks: { streamWrite: mask },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The variables of the staff's console. */
import { z } from 'zod';
import { MINUTE_MS, HOUR_MS } from '../domain/time';
import type { Bilingual } from '../domain/wording';
import { say } from './shape-words';

interface LockRule {
  readonly failures: number;
  readonly windowMs: number;
  readonly lockMs: number;
}

export interface ConsoleEnv {
  /** How its addresses begin; behind a proxy this is not where it listens. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  readonly rules: {
    readonly idleMs: number;
    readonly absoluteMs: number;
    readonly lockAccount: LockRule;
    readonly lockAddress: LockRule;
  };
  /** Whether people sign in with accounts kept here. */
  readonly localAccounts: boolean;
  /** The identity provider of the staff; null: there is none. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
    readonly scope: string;
    readonly rolesClaim: string;
    /** Roles of ours by what the provider calls them. */
    readonly roleNames: Readonly<Record<string, string>>;
  } | null;
  /** Proxies that are believed when they say whom they speak for. */
  readonly trustedProxies: readonly string[];
  readonly build: string;
}

const SHORTEST_SECRET = 32;
const A_SECRET = say({
  ja: `${SHORTEST_SECRET}文字以上で指定してください`,
  en: `Must have at least ${SHORTEST_SECRET} characters`,
});
const ON_OR_OFF = say({ ja: 'true または false で指定してください', en: 'Must be true or false' });
const ROLE_NAMES = say({
  ja: '「先方の名前=役割」をカンマで区切って指定してください(例 claims-desk=desk,claims-lead=supervisor)',
  en: 'Must be a list of "name there=role", e.g. claims-desk=desk,claims-lead=supervisor',
});

const whole = (least: number, most: number) => {
  const error = say({ ja: `${least}〜${most}の数を指定してください`, en: `Must be a number from ${least} to ${most}` });
  return z
    .string()
    .regex(/^\d{1,6}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
};

/** One per line of the table in the README; `url` and `port` are the shapes all variables share. */
export const consoleVariables = (url: z.ZodType<string>, port: z.ZodType<number, string>) => ({
  CONSOLE_URL: url.optional(),
  CONSOLE_HOST: z.string().default('127.0.0.1'),
  CONSOLE_PORT: port.default(8423),
  CONSOLE_SECRET: z.string().min(SHORTEST_SECRET, { error: A_SECRET }).optional(),
  CONSOLE_IDLE_MINUTES: whole(1, 1_440).default(60),
  CONSOLE_SESSION_HOURS: whole(1, 168).default(12),
  CONSOLE_LOCK_AFTER: whole(1, 1_000).default(5),
  CONSOLE_LOCK_ADDRESS_AFTER: whole(1, 100_000).default(50),
  CONSOLE_LOCK_MINUTES: whole(1, 1_440).default(15),
  CONSOLE_LOCAL_ACCOUNTS: z.enum(['true', 'false'], { error: ON_OR_OFF }).default('true'),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPE: z.string().default('openid profile'),
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  OIDC_ROLE_NAMES: z
    .string()
    .regex(/^[^=,]+=[a-z]+(,[^=,]+=[a-z]+)*$/, { error: ROLE_NAMES })
    .optional(),
  CONSOLE_TRUSTED_PROXIES: z.string().default(''),
  BUILD_ID: z.string().max(40).optional(),
});

type Read = z.infer<z.ZodObject<ReturnType<typeof consoleVariables>>>;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const isOpenHttp = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !LOOPBACK.includes(hostname);
};

const urlOf = (read: Read): string =>
  (read.CONSOLE_URL ?? `http://${read.CONSOLE_HOST}:${read.CONSOLE_PORT}`).replace(/\/+$/, '');

interface Contradiction {
  readonly variable: string;
  readonly reason: Bilingual;
}

export function consoleContradictions(read: Read): Contradiction[] {
  const problems: Contradiction[] = [];
  if (isOpenHttp(urlOf(read))) {
    const reason = {
      ja: 'このマシンの外から使う場合は、https:// で始まる CONSOLE_URL を指定してください(TLSはプロキシで終端します)',
      en: 'Whoever comes from outside this machine needs TLS: give a CONSOLE_URL that starts with https:// (a proxy ends it)',
    };
    problems.push({ variable: 'CONSOLE_URL', reason });
  }
  if (read.OIDC_ISSUER && !read.OIDC_CLIENT_ID) {
    problems.push({
      variable: 'OIDC_CLIENT_ID',
      reason: { ja: 'OIDC_ISSUER とあわせて指定してください', en: 'Needed together with OIDC_ISSUER' },
    });
  }
  if (read.OIDC_ISSUER && isOpenHttp(read.OIDC_ISSUER)) {
    problems.push({
      variable: 'OIDC_ISSUER',
      reason: { ja: 'https:// で始まるURLを指定してください', en: 'Must be a URL that starts with https://' },
    });
  }
  if (read.CONSOLE_LOCAL_ACCOUNTS === 'false' && !read.OIDC_ISSUER) {
    problems.push({
      variable: 'CONSOLE_LOCAL_ACCOUNTS',
      reason: { ja: 'OIDC_ISSUER がないため、だれもサインインできません', en: 'Without OIDC_ISSUER nobody could sign in' },
    });
  }
  return problems;
}

function rulesOf(read: Read): ConsoleEnv['rules'] {
  const lockMs = read.CONSOLE_LOCK_MINUTES * MINUTE_MS;
  const lock = (failures: number) => ({ failures, windowMs: lockMs, lockMs });
  return {
    idleMs: read.CONSOLE_IDLE_MINUTES * MINUTE_MS,
    absoluteMs: read.CONSOLE_SESSION_HOURS * HOUR_MS,
    lockAccount: lock(read.CONSOLE_LOCK_AFTER),
    lockAddress: lock(read.CONSOLE_LOCK_ADDRESS_AFTER),
  };
}

function roleNames(pairs: string): Record<string, string> {
  const named = pairs ? pairs.split(',').map((pair) => pair.split('=')) : [];
  return Object.fromEntries(named.map(([theirs = '', ours = '']): [string, string] => [theirs.trim(), ours]));
}

/** `linkSecret` stands in for a secret of the console's own: one less to look after. */
export function toConsoleEnv(read: Read, { linkSecret, version }: { linkSecret: string; version: string }): ConsoleEnv {
  return {
    url: urlOf(read),
    host: read.CONSOLE_HOST,
    port: read.CONSOLE_PORT,
    secret: read.CONSOLE_SECRET ?? linkSecret,
    rules: rulesOf(read),
    localAccounts: read.CONSOLE_LOCAL_ACCOUNTS === 'true',
    oidc:
      read.OIDC_ISSUER && read.OIDC_CLIENT_ID
        ? {
            issuer: read.OIDC_ISSUER,
            clientId: read.OIDC_CLIENT_ID,
            clientSecret: read.OIDC_CLIENT_SECRET ?? null,
            scope: read.OIDC_SCOPE,
            rolesClaim: read.OIDC_ROLES_CLAIM,
            roleNames: roleNames(read.OIDC_ROLE_NAMES ?? ''),
          }
        : null,
    trustedProxies: read.CONSOLE_TRUSTED_PROXIES.split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    build: read.BUILD_ID ?? version,
  };
}

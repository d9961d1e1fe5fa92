/** The environment, read once. Everything else of this project gets what it needs from here. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { both, type Bilingual } from '../domain/wording';
import { consoleContradictions, consoleVariables, toConsoleEnv, type ConsoleEnv } from './env-console';
import { fromIssue, heard, say } from './shape-words';

export interface Env {
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly apiKey: string | null;
    /** null: plaintext. Files are named, not read: what is read stays out of whatever prints the environment. */
    readonly tls: { readonly caFile: string | null; readonly certFile: string | null; readonly keyFile: string | null } | null;
  };
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** Mailbox of drills; null: a drill sends no mail. */
  readonly drillSmtpUrl: string | null;
  readonly mailFrom: string;
  readonly portal: { readonly url: string; readonly host: string; readonly port: number };
  /** Where the staff works. */
  readonly console: ConsoleEnv;
  /** Where programs reach the HTTP API. */
  readonly api: { readonly url: string; readonly host: string; readonly port: number };
  readonly mailboxUrl: string | null;
  readonly linkSecret: string;
  readonly configDir: string;
  readonly maxFileMb: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export interface EnvProblem {
  readonly variable: string;
  readonly reason: Bilingual;
}

/** The environment cannot be used; one reason per variable. Values are never told: some are secrets. */
export class EnvironmentProblems extends Error {
  override readonly name = 'EnvironmentProblems';
  constructor(readonly problems: readonly EnvProblem[]) {
    super(problems.map(({ variable, reason }) => `${variable}: ${both(reason)}`).join('\n'));
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const SHORTEST_SECRET = 32;
const LARGEST_FILE_MB = 1024;

const ADDRESS = say({ ja: 'ホスト名:ポート番号 の形で指定してください', en: 'Must be host:port' });
const TRUE_OR_FALSE = say({ ja: 'true または false で指定してください', en: 'Must be true or false' });
const A_PORT = say({ ja: '0〜65535のポート番号を指定してください', en: 'Must be a port number from 0 to 65535' });
const A_SECRET = say({
  ja: `${SHORTEST_SECRET}文字以上で指定してください`,
  en: `Must have at least ${SHORTEST_SECRET} characters`,
});
const A_SENDER = say({ ja: '差出人のメールアドレスを含めてください', en: 'Must contain the sender’s e-mail address' });
const A_SIZE = say({
  ja: `1〜${LARGEST_FILE_MB}の数(MB)を指定してください`,
  en: `Must be a number of megabytes from 1 to ${LARGEST_FILE_MB}`,
});
const NO_FILE = say({ ja: '指定されたファイルを読み取れません', en: 'The file named here cannot be read' });
const NOT_PEM = say({ ja: 'PEM形式のファイルではありません', en: 'The file named here is not in PEM format' });

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)), {
    error: say({
      ja: `${protocols.map((one) => `${one}://`).join(' または ')} で始まるURLを指定してください`,
      en: `Must be a URL that starts with ${protocols.map((one) => `${one}://`).join(' or ')}`,
    }),
  });

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: A_PORT })
  .transform(Number)
  .refine((value) => value <= 65_535, { error: A_PORT });

/** A missing file is an error, never a reason to go on without it. */
const pemFile = z.string().superRefine((file, context) => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: NO_FILE });
    return;
  }
  if (!text.includes('-----BEGIN ')) context.addIssue({ code: 'custom', message: NOT_PEM });
});

const variables = z.object({
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, { error: ADDRESS })
    .default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  /** Left out: on exactly when a certificate file or an API key is given. */
  TEMPORAL_TLS: z.enum(['true', 'false'], { error: TRUE_OR_FALSE }).optional(),
  TEMPORAL_TLS_CA_FILE: pemFile.optional(),
  TEMPORAL_TLS_CERT_FILE: pemFile.optional(),
  TEMPORAL_TLS_KEY_FILE: pemFile.optional(),
  DATABASE_URL: url('postgres', 'postgresql'),
  SMTP_URL: url('smtp', 'smtps').default('smtp://127.0.0.1:1025'),
  DRILL_SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z
    .string()
    .regex(/[^\s@<]+@[^\s@>]+/, { error: A_SENDER })
    .default('desk@anshin-desk.example'),
  /** How links in mails begin; behind a proxy this is not where the portal listens. */
  PORTAL_URL: url('http', 'https').optional(),
  PORTAL_HOST: z.string().default('127.0.0.1'),
  PORTAL_PORT: port.default(8080),
  /** Loopback unless somebody decides otherwise: put TLS in front of it before it listens elsewhere. */
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(8421),
  /** How addresses of calendar feeds begin; behind a proxy this is not where the API listens. */
  API_URL: url('http', 'https').optional(),
  ...consoleVariables(url('http', 'https'), port),
  MAILBOX_URL: url('http', 'https').optional(),
  LINK_SECRET: z.string().min(SHORTEST_SECRET, { error: A_SECRET }),
  CONFIG_DIR: z.string().optional(),
  MAX_FILE_MB: z
    .string()
    .regex(/^\d{1,4}$/, { error: A_SIZE })
    .transform(Number)
    .refine((value) => value >= 1 && value <= LARGEST_FILE_MB, { error: A_SIZE })
    .default(20),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});
type Variables = z.infer<typeof variables>;

/**
 * The environment, checked. A variable that is empty counts as not given.
 * @throws EnvironmentProblems with one reason per variable.
 */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const result = variables.safeParse(given(source), { error: (issue) => say(fromIssue(issue)) });
  if (!result.success) throw new EnvironmentProblems(firstPerVariable(result.error.issues));
  const contradictions = contradictionsIn(result.data);
  if (contradictions.length) throw new EnvironmentProblems(contradictions);
  return toEnv(result.data, source);
}

/** Where the business data is; needs no other variable, so that it can be checked without a running system. */
export const readConfigDir = (source: NodeJS.ProcessEnv): string =>
  source['CONFIG_DIR'] || path.join(projectDir(__dirname), 'config', 'data');

/** Where the law is. It is not the business's to edit, so it does not move with the business data. */
export const readRulesetsDir = (source: NodeJS.ProcessEnv): string =>
  source['RULESETS_DIR'] || path.join(projectDir(__dirname), 'config', 'rulesets');

/** Where the state of the embedded system is: the same from whichever folder a command is called. */
export const readDeskDir = (source: NodeJS.ProcessEnv): string =>
  path.resolve(projectDir(__dirname), source['DESK_DIR'] || '.desk');

const given = (source: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));

function firstPerVariable(issues: readonly z.core.$ZodIssue[]): EnvProblem[] {
  const reasons = new Map<string, Bilingual>();
  for (const { path: where, message } of issues) {
    const variable = String(where[0]);
    if (!reasons.has(variable)) reasons.set(variable, heard(message));
  }
  return [...reasons].map(([variable, reason]) => ({ variable, reason }));
}

/** Settings that are fine one by one and cannot be meant together. */
function contradictionsIn(read: Variables): EnvProblem[] {
  const problems: EnvProblem[] = consoleContradictions(read);
  const [cert, key] = [read.TEMPORAL_TLS_CERT_FILE, read.TEMPORAL_TLS_KEY_FILE];
  const needs = (variable: string, other: string): void =>
    void problems.push({ variable, reason: { ja: `${other} とあわせて指定してください`, en: `Needed together with ${other}` } });
  if (cert && !key) needs('TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE');
  if (key && !cert) needs('TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE');
  if (read.TEMPORAL_TLS === 'false' && wantsTls(read)) {
    const reason = {
      ja: '証明書またはAPIキーが指定されているため、false にはできません(暗号化なしで接続することになります)',
      en: 'Cannot be false while a certificate file or an API key is given: they would be sent in plaintext',
    };
    problems.push({ variable: 'TEMPORAL_TLS', reason });
  }
  return problems;
}

const wantsTls = (read: Variables): boolean =>
  [read.TEMPORAL_TLS_CA_FILE, read.TEMPORAL_TLS_CERT_FILE, read.TEMPORAL_TLS_KEY_FILE, read.TEMPORAL_API_KEY].some(Boolean);

function toEnv(read: Variables, source: NodeJS.ProcessEnv): Env {
  const tls = read.TEMPORAL_TLS === 'true' || wantsTls(read);
  return {
    temporal: {
      address: read.TEMPORAL_ADDRESS,
      namespace: read.TEMPORAL_NAMESPACE,
      apiKey: read.TEMPORAL_API_KEY ?? null,
      tls: tls
        ? {
            caFile: read.TEMPORAL_TLS_CA_FILE ?? null,
            certFile: read.TEMPORAL_TLS_CERT_FILE ?? null,
            keyFile: read.TEMPORAL_TLS_KEY_FILE ?? null,
          }
        : null,
    },
    databaseUrl: read.DATABASE_URL,
    smtpUrl: read.SMTP_URL,
    drillSmtpUrl: read.DRILL_SMTP_URL ?? null,
    mailFrom: read.MAIL_FROM,
    portal: {
      url: (read.PORTAL_URL ?? `http://${read.PORTAL_HOST}:${read.PORTAL_PORT}`).replace(/\/+$/, ''),
      host: read.PORTAL_HOST,
      port: read.PORTAL_PORT,
    },
    console: toConsoleEnv(read, { linkSecret: read.LINK_SECRET, version: versionOf(projectDir(__dirname)) }),
    api: {
      url: (read.API_URL ?? `http://${read.API_HOST}:${read.API_PORT}`).replace(/\/+$/, ''),
      host: read.API_HOST,
      port: read.API_PORT,
    },
    mailboxUrl: read.MAILBOX_URL ?? null,
    linkSecret: read.LINK_SECRET,
    configDir: readConfigDir(source),
    maxFileMb: read.MAX_FILE_MB,
    logLevel: read.LOG_LEVEL,
  };
}

function versionOf(dir: string): string {
  const { version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as { readonly version?: string };
  return version ?? '';
}

/** The folder of package.json: the same from the sources and from the build. */
function projectDir(from: string): string {
  if (existsSync(path.join(from, 'package.json')) || path.dirname(from) === from) return from;
  return projectDir(path.dirname(from));
}

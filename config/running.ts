/** What `npm start` leaves in `.desk/` for those who come later: where the running system is, and its secrets. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export interface Running {
  readonly pid: number;
  readonly startedAt: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  readonly consoleUrl: string;
  readonly portalUrl: string;
  readonly apiUrl: string;
  readonly mailboxUrl: string;
  readonly smtpUrl: string;
  /** null: the Temporal server is not ours. */
  readonly temporalUiUrl: string | null;
}

export interface RunningSecrets {
  readonly linkSecret: string;
  readonly databasePassword: string;
}

const running = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  temporalAddress: z.string(),
  namespace: z.string(),
  databaseUrl: z.url(),
  consoleUrl: z.url(),
  portalUrl: z.url(),
  apiUrl: z.url(),
  mailboxUrl: z.url(),
  smtpUrl: z.url(),
  temporalUiUrl: z.url().nullable(),
}) satisfies z.ZodType<Running>;

const secrets = z.object({ linkSecret: z.string(), databasePassword: z.string() }) satisfies z.ZodType<RunningSecrets>;

/** The system that runs from this folder; null when none does. */
export function readRunning(deskDir: string): Running | null {
  const found = readJson(path.join(deskDir, 'run.json'), running);
  return found && isAlive(found.pid) ? found : null;
}

/** The secrets kept in this folder; null when there are none. */
export const readRunningSecrets = (deskDir: string): RunningSecrets | null =>
  readJson(path.join(deskDir, 'secrets.json'), secrets);

/** The environment in which a running system can be spoken with. */
export function envOfRunning(found: Running, { linkSecret, databasePassword }: RunningSecrets): Record<string, string> {
  const database = new URL(found.databaseUrl);
  if (!database.password) database.password = databasePassword;
  return {
    TEMPORAL_ADDRESS: found.temporalAddress,
    TEMPORAL_NAMESPACE: found.namespace,
    DATABASE_URL: database.href,
    SMTP_URL: found.smtpUrl,
    CONSOLE_URL: found.consoleUrl,
    PORTAL_URL: found.portalUrl,
    API_URL: found.apiUrl,
    MAILBOX_URL: found.mailboxUrl,
    LINK_SECRET: linkSecret,
  };
}

/** A file that is missing, half written or of another version is no running system. */
function readJson<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A process that was killed leaves its description behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

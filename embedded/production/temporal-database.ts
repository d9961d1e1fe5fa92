/** The databases of the Temporal server beside the record's, on the same PostgreSQL: made once, then brought up to date. */
import { Client } from 'pg';
import { StartProblem } from '../problem';
import { lastLine, runCommand } from '../run-command';

/** What is kept where: the schema of each comes with the tool. */
export const TEMPORAL_DATABASES = {
  store: { name: 'temporal', schema: 'postgresql/v12/temporal' },
  visibility: { name: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
} as const;

/** @throws StartProblem when the databases cannot be made. */
export async function prepareTemporalDatabases(sqlTool: string, databaseUrl: string): Promise<void> {
  for (const { name, schema } of Object.values(TEMPORAL_DATABASES)) {
    await ensureDatabase(databaseUrl, name);
    const tool = (...args: string[]) => runSqlTool(sqlTool, databaseUrl, name, args);
    if (!(await hasSchema(databaseUrl, name))) await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', schema);
  }
}

const inDatabase = (databaseUrl: string, name: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
};

async function asking<T>(connectionString: string, question: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return question(client).finally(() => client.end());
}

const ensureDatabase = (databaseUrl: string, name: string): Promise<void> =>
  asking(databaseUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });

const hasSchema = (databaseUrl: string, name: string): Promise<boolean> =>
  asking(inDatabase(databaseUrl, name), async (client) => {
    const { rows } = await client.query<{ known: boolean }>(`select to_regclass('schema_version') is not null as known`);
    return rows[0]?.known === true;
  });

async function runSqlTool(sqlTool: string, databaseUrl: string, name: string, args: readonly string[]): Promise<void> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const env = {
    ...process.env,
    SQL_PLUGIN: 'postgres12',
    SQL_HOST: hostname,
    SQL_PORT: port || '5432',
    SQL_USER: decodeURIComponent(username),
    // Not on the command line, where everybody on the machine could read it.
    SQL_PASSWORD: decodeURIComponent(password),
    SQL_DATABASE: name,
    SQL_TLS: String(usesTls(databaseUrl)),
  };
  const { ok, tail } = await runCommand(sqlTool, args, { env });
  if (ok) return;
  throw new StartProblem({
    ja: `Temporal のデータベース(${name})を準備できませんでした: ${lastLine(tail)}。権限と空きを確認して再実行してください。`,
    en: `Temporal's database (${name}) could not be prepared: ${lastLine(tail)}. Check its rights and disk space, then run again.`,
  });
}

/** Whether a connection to this address is to be encrypted. */
export const usesTls = (databaseUrl: string): boolean =>
  !['disable', null].includes(new URL(databaseUrl).searchParams.get('sslmode'));

/** The configuration of the Temporal server on one machine: all of its services in one process, state in PostgreSQL. */
import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { freePort, freePortUpTo } from '../ports';
import { TEMPORAL_DATABASES, usesTls } from './temporal-database';

/** Name of the configuration, and of its file. */
const ENVIRONMENT = 'production';
const LOCAL = '127.0.0.1';
/** Cannot be changed once there is data. */
const HISTORY_SHARDS = 4;
/** Each of the four services holds as many: PostgreSQL serves a hundred in all. */
const CONNECTIONS = { store: 8, visibility: 4 } as const;

export interface ServerConfig {
  readonly dir: string;
  readonly grpcPort: number;
  readonly databaseUrl: string;
}

/** Arguments that start the server with the configuration in this folder. */
export const serverArgs = (dir: string): string[] => [
  '--root',
  dir,
  '--config',
  '.',
  '--env',
  ENVIRONMENT,
  '--allow-no-auth',
  'start',
];

/** Writes the configuration, readable by its owner only: the database's password is in it. */
export async function writeServerConfig({ dir, grpcPort, databaseUrl }: ServerConfig): Promise<void> {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const dynamicFile = path.join(dir, 'dynamic.yaml');
  const file = path.join(dir, `${ENVIRONMENT}.yaml`);
  fs.writeFileSync(dynamicFile, stringify(DYNAMIC), { mode: 0o600 });
  const config = {
    log: { stdout: true, level: 'warn' },
    persistence: persistence(databaseUrl),
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: LOCAL } },
    services: {
      frontend: { rpc: await rpc(grpcPort) },
      history: { rpc: await rpc() },
      matching: { rpc: await rpc() },
      worker: { rpc: await rpc() },
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `${LOCAL}:${grpcPort}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `${LOCAL}:${grpcPort}` },
    dynamicConfigClient: { filepath: dynamicFile, pollInterval: '60s' },
  };
  fs.writeFileSync(`${file}.new`, stringify(config), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** What the desk needs of the server beyond its defaults: nothing yet; the file must be there. */
const DYNAMIC = {};

/** The server's schema for PostgreSQL keeps the port of a member as a smallint. */
const LARGEST_SMALLINT = 32_767;

const rpc = async (grpcPort?: number) => ({
  grpcPort: grpcPort ?? (await freePort()),
  membershipPort: await freePortUpTo(LARGEST_SMALLINT),
  bindOnLocalHost: true,
});

function persistence(databaseUrl: string) {
  const { host, hostname, port, username, password, searchParams } = new URL(databaseUrl);
  const store = (kind: keyof typeof TEMPORAL_DATABASES) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName: TEMPORAL_DATABASES[kind].name,
      connectAddr: port ? host : `${hostname}:5432`,
      connectProtocol: 'tcp',
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      maxConns: CONNECTIONS[kind],
      maxIdleConns: CONNECTIONS[kind],
      maxConnLifetime: '1h',
      ...(usesTls(databaseUrl) && {
        tls: { enabled: true, enableHostVerification: searchParams.get('sslmode') === 'verify-full' },
      }),
    },
  });
  return {
    defaultStore: 'store',
    visibilityStore: 'visibility',
    numHistoryShards: HISTORY_SHARDS,
    datastores: { store: store('store'), visibility: store('visibility') },
  };
}

/**
 * The topology of `docker-compose.yml` without containers: PostgreSQL, the Temporal server on it, the mailbox, two
 * workers, the portal, the console and two API processes. Every part can be lost while the others go on.
 */
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import path from 'node:path';
import { readEnv } from '../../config/env';
import { connectionOptions } from '../../config/temporal';
import { apiPart, consolePart, mailboxPart, portalPart, postgresPart, temporalPart, workerPart, type Layout } from '../parts';
import type { ServiceSpec } from '../service';
import { KEPT_CLOSED, keepClosedWorkflows, waitForTemporal } from '../temporal-server';
import type { ServerBinaries } from './binaries';
import { serverArgs, writeServerConfig } from './server-config';
import { prepareTemporalDatabases } from './temporal-database';

/** The real server on PostgreSQL, or the development server with its own file in its place. */
export type Engine =
  { readonly kind: 'PRODUCTION'; readonly binaries: ServerBinaries } | { readonly kind: 'DEV'; readonly path: string };

export interface Topology {
  readonly layout: Layout;
  readonly engine: Engine;
  /** False: the database that `DATABASE_URL` names is used. */
  readonly ownPostgres: boolean;
  readonly start: (spec: ServiceSpec) => Promise<void>;
}

/** Brings all parts up, each on what it stands on. @throws StartProblem */
export async function bringUpTopology({ layout, engine, ownPostgres, start }: Topology): Promise<void> {
  const { temporal } = readEnv(layout.env);
  const connection = connectionOptions(readEnv(layout.env));
  await Promise.all([...(ownPostgres ? [start(postgresPart(layout))] : []), start(mailboxPart(layout))]);
  await startEngine(layout, engine, start);
  await Promise.all(['worker-1', 'worker-2'].map((name) => start(workerPart(layout, connection, temporal.namespace, name))));
  await Promise.all([start(portalPart(layout)), start(consolePart(layout))]);
  await Promise.all([
    start(apiPart(layout, 'api-1', layout.ports.API_PORT)),
    start(apiPart(layout, 'api-2', layout.ports.API_2_PORT)),
  ]);
}

async function startEngine(layout: Layout, engine: Engine, start: Topology['start']): Promise<void> {
  const address = `127.0.0.1:${layout.ports.TEMPORAL_PORT}`;
  if (engine.kind === 'DEV') await start(temporalPart(layout, engine.path));
  else {
    const { DATABASE_URL: databaseUrl = '' } = layout.env;
    const dir = path.join(layout.desk.dir, 'temporal');
    await prepareTemporalDatabases(engine.binaries.sqlTool, databaseUrl);
    await writeServerConfig({ dir, grpcPort: layout.ports.TEMPORAL_PORT, databaseUrl });
    await start(serverPart(layout, engine.binaries.server, dir));
  }
  await keepClosedWorkflows(address, NAMESPACE);
}

const NAMESPACE = 'default';

function serverPart({ ports, env }: Layout, server: string, dir: string): ServiceSpec {
  const address = `127.0.0.1:${ports.TEMPORAL_PORT}`;
  return {
    name: 'temporal',
    title: { ja: 'Temporal サーバー', en: 'The Temporal server' },
    command: server,
    args: serverArgs(dir),
    env,
    tethered: false,
    ready: async () => {
      await ensureNamespace(address);
      await waitForTemporal(address, NAMESPACE, 0);
    },
    readyWithinMs: 120_000,
    stopWithinMs: 15_000,
  };
}

const ALREADY_EXISTS = 6;

/** Registers the namespace once, and resolves when all of the server knows it. */
async function ensureNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.withDeadline(Date.now() + 5_000, async () => {
      const service = connection.workflowService;
      await service
        .registerNamespace({ namespace: NAMESPACE, workflowExecutionRetentionPeriod: msToTs(KEPT_CLOSED) })
        .catch((error: unknown) => {
          if (grpcCodeOf(error) !== ALREADY_EXISTS) throw error;
        });
      await service.countWorkflowExecutions({ namespace: NAMESPACE });
    });
  } finally {
    await connection.close();
  }
}

const grpcCodeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null;

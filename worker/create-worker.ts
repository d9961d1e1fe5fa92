/** One worker of the incident desk, from its parts. */
import { Worker, type NativeConnection } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Activities } from '../activities';
import { TASK_QUEUE } from '../workflows/messages';

/** Built beside the compiled code; sources run without it (tests). */
const PREBUILT_BUNDLE = join(__dirname, '..', 'workflow-bundle.js');
/** A cached incident costs a few hundred kilobytes; beyond this the least recently used are replayed when they wake. */
const CACHED_INCIDENTS = 500;

export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: Activities;
  /** For tests: another name keeps workers apart that share a server. */
  readonly identity?: string;
}

/** A mail or an append in hand is finished before the process ends. */
const SHUTDOWN_GRACE = '10s';

/** The workflows as sources; the compiled code has them in one bundle. */
export const WORKFLOW_SOURCES = {
  workflowsPath: require.resolve('../workflows'),
  interceptors: { workflowModules: [require.resolve('../workflows/workflow-tasks')] },
};

/** What the benchmark's control must have in common with the real worker. */
export const WORKER_SETTINGS = {
  dataConverter: { payloadConverterPath: require.resolve('../workflows/payload-converter') },
  maxCachedWorkflows: CACHED_INCIDENTS,
  shutdownGraceTime: SHUTDOWN_GRACE,
} as const;

export function createDeskWorker({ connection, namespace, activities, identity }: WorkerParts): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    ...(existsSync(PREBUILT_BUNDLE) ? { workflowBundle: { codePath: PREBUILT_BUNDLE } } : WORKFLOW_SOURCES),
    activities,
    ...(identity === undefined ? {} : { identity }),
    ...WORKER_SETTINGS,
  });
}

import { Connection, type ConnectionOptions } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TASK_QUEUE } from '../workflows/messages';

/**
 * Asks the server, who knows best, whether somebody has asked it for the incidents' work since `sinceMs`.
 * @throws when nobody has
 */
export async function workerPolls(options: ConnectionOptions, namespace: string, sinceMs: number, host = ''): Promise<void> {
  const connection = await Connection.connect({ connectTimeout: '2s', ...options });
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 3_000, () =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      }),
    );
    const sinceSeconds = Math.floor(sinceMs / 1000);
    const polls = pollers?.some(
      ({ identity, lastAccessTime }) => identity?.endsWith(host) && Number(lastAccessTime?.seconds ?? 0) >= sinceSeconds,
    );
    if (!polls) throw new Error('no worker polls');
  } finally {
    await connection.close();
  }
}

import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { Client, Connection } from '@temporalio/client';
import { createTimeSkippingEnvironment, startRealServer } from '../support/temporal';

const severity = defineSearchAttributeKey('DeskSeverity', 'KEYWORD');
const start = (client: Client, workflowId: string) =>
  client.workflow.start('nobody-runs-this', {
    workflowId,
    taskQueue: 'none',
    typedSearchAttributes: new TypedSearchAttributes([{ key: severity, value: 'MAJOR' }]),
  });

test('the real server keeps workflows over a restart and over kill -9, and knows the search attributes', async () => {
  const server = await startRealServer();
  try {
    const connect = async () => new Client({ connection: await Connection.connect({ address: server.address }) });
    let client = await connect();
    await start(client, 'before');
    await client.connection.close();
    await server.restart();
    client = await connect();
    expect((await client.workflow.getHandle('before').describe()).status.name).toBe('RUNNING');
    await start(client, 'between');
    await client.connection.close();
    await server.kill9();
    await server.restart();
    client = await connect();
    const described = await client.workflow.getHandle('between').describe();
    expect(described.status.name).toBe('RUNNING');
    expect(described.typedSearchAttributes.get(severity)).toBe('MAJOR');
    await client.connection.close();
  } finally {
    await server.stop();
  }
});

test('the time-skipping server skips three days in a moment and takes the search attributes', async () => {
  const env = await createTimeSkippingEnvironment();
  try {
    const before = await env.currentTimeMs();
    await env.sleep('72h');
    expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(72 * 3_600_000);
    await expect(start(env.client, 'searchable')).resolves.toBeDefined();
  } finally {
    await env.teardown();
  }
});

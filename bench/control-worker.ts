/** The worker process of the control: the settings of the desk's worker, another bundle, activities that do next to nothing. */
import { NativeConnection, Runtime, Worker, DefaultLogger } from '@temporalio/worker';
import { Pool } from 'pg';
import { createSmtpMailer } from '../activities/mail/smtp';
import { readEnv } from '../config/env';
import { connectionOptions } from '../config/temporal';
import { WORKER_SETTINGS } from '../worker/create-worker';
import { CONTROL_QUEUE, type ControlActivities } from './control-messages';

function activitiesOn(pool: Pool, smtpUrl: string, from: string): ControlActivities {
  const mailer = createSmtpMailer(smtpUrl);
  return {
    doNothing: async (_id, data, echo) => (echo ? data : ''),
    sendOneMail: async (id, data) => {
      await mailer.send({
        ...{ from: { name: 'control', address: from }, to: { name: 'control', address: 'control@partner.example' } },
        ...{ replyTo: from, subject: 'control', text: data, html: `<p>${data}</p>`, language: 'en' },
        ...{ messageId: `<${id}@control.example>`, threadRootId: `<${id}.T01@control.example>` },
        ...{ incidentNumber: id, kind: 'VENDOR_REQUEST' },
      });
      return '';
    },
    insertOneRow: async (id, data) => {
      await pool.query('insert into bench_rows (id, data) values ($1, $2)', [id, data]);
      return '';
    },
  };
}

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const codePath = process.env['CONTROL_BUNDLE'];
  if (!codePath) throw new Error('CONTROL_BUNDLE names the bundle of the control');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const pool = new Pool({ connectionString: env.databaseUrl });
  const connection = await NativeConnection.connect(connectionOptions(env));
  const worker = await Worker.create({
    ...WORKER_SETTINGS,
    connection,
    namespace: env.temporal.namespace,
    taskQueue: CONTROL_QUEUE,
    workflowBundle: { codePath },
    activities: activitiesOn(pool, env.smtpUrl, 'control@desk.example'),
  });
  await worker.run();
  await connection.close();
  await pool.end();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

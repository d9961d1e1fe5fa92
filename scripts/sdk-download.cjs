// Has the Temporal SDK download one of its servers into a folder: node sdk-download.cjs <dev-server|time-skipping> <version> <folder>
// The SDK downloads a server when it starts one, so it is started for a moment and stopped again.
const { Runtime } = require('@temporalio/worker');
const { TestWorkflowEnvironment } = require('@temporalio/testing');

const [, , kind, version, downloadDir] = process.argv;
const server = { executable: { type: 'cached-download', version, downloadDir, ttl: '10 years' } };

async function main() {
  Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
  const start = kind === 'dev-server' ? 'createLocal' : 'createTimeSkipping';
  const env = await TestWorkflowEnvironment[start]({ server });
  await env.teardown();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(String(error.message).split('\n')[0]);
    process.exit(1);
  },
);

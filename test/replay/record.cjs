// Records the history of an incident for the replay tests, before a release changes its shape:
//   node test/replay/record.cjs NUMBER NAME     (the system runs: npm start)
// One file per run of the workflow: test/replay/histories/NAME-1.json, NAME-2.json …
const fs = require('fs');
const path = require('path');
const { Connection, Client } = require('@temporalio/client');
const { historyToJSON } = require('@temporalio/common/lib/proto-utils');
const { temporal: proto } = require('@temporalio/proto');

const ROOT = path.join(__dirname, '..', '..');
const running = path.join(ROOT, process.env.DESK_DIR || '.desk', 'run.json');

async function main([number, name]) {
  if (!number || !name) throw new Error('usage: node test/replay/record.cjs NUMBER NAME');
  const file = path.isAbsolute(process.env.DESK_DIR || '') ? path.join(process.env.DESK_DIR, 'run.json') : running;
  const { temporalAddress, namespace } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace });
  const runs = [];
  for (let runId; runId !== null;) {
    const history = proto.api.history.v1.History.create(
      await client.workflow.getHandle(`incident/${number}`, runId).fetchHistory(),
    );
    runs.unshift(history);
    runId = history.events[0].workflowExecutionStartedEventAttributes.continuedExecutionRunId || null;
  }
  runs.forEach((history, i) => {
    const target = path.join(__dirname, 'histories', `${name}-${i + 1}.json`);
    fs.writeFileSync(target, `${JSON.stringify(JSON.parse(historyToJSON(history)))}\n`);
    console.log(`${path.relative(ROOT, target)}: ${history.events.length} events`);
  });
  await connection.close();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});

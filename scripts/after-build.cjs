// After tsc: takes along what is not TypeScript, and bundles the workflows once so that workers start without webpack.
const fs = require('fs');
const path = require('path');
const { bundleWorkflowCode } = require('@temporalio/worker');

const ROOT = path.join(__dirname, '..');
const at = (...place) => path.join(ROOT, ...place);
const ROOMS = ['activities', 'store', 'worker', 'client', 'config', 'embedded'];
/** Used where they are: sources in other languages, and the data that the business edits. */
const STAYS = new Set([
  at('config', 'data'),
  at('config', 'rulesets'),
  ...['temporal-cli', 'temporal-server-module', 'temporal-test-server'].map((name) => at('embedded', name)),
]);

function takeAlong(place) {
  for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
    const from = path.join(place, entry.name);
    if (STAYS.has(from)) continue;
    if (entry.isDirectory()) takeAlong(from);
    else if (!/\.tsx?$/.test(entry.name)) {
      const to = at('dist', path.relative(ROOT, from));
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.copyFileSync(from, to);
    }
  }
}

async function bundle() {
  const workflowsPath = at('dist', 'workflows', 'index.js');
  if (!fs.existsSync(workflowsPath)) return;
  const converter = at('dist', 'workflows', 'payload-converter.js');
  const quiet = () => {};
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [at('dist', 'workflows', 'workflow-tasks.js')],
    ...(fs.existsSync(converter) ? { payloadConverterPath: converter } : {}),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
  const target = at('dist', 'workflow-bundle.js');
  fs.writeFileSync(`${target}.new`, code);
  fs.renameSync(`${target}.new`, target);
}

for (const room of ROOMS) if (fs.existsSync(at(room))) takeAlong(at(room));
bundle().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

// npm start, npm test, npm run demo and the others below: gets everything ready, then runs the task. Needs nothing but Node itself.
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { ROOT, makeReady, fail } = require('./ready.cjs');

/** Each task: the first of its scripts that exists is run. */
const TASKS = {
  start: { scripts: ['dist/embedded/start.js'] },
  demo: { scripts: ['dist/client/demo/main.js', 'dist/embedded/demo.js'] },
  bench: { scripts: ['dist/bench/main.js'] },
  faults: { scripts: ['dist/embedded/faults/main.js'] },
  'production:local': { scripts: ['dist/embedded/production/main.js'] },
  test: {
    before: ['dist/embedded/prepare.js'],
    scripts: ['node_modules/jest/bin/jest.js'],
    nodeOptions: '--experimental-vm-modules',
  },
};

/** What a program is to read comes alone. */
const say = (ja, en) => (process.argv.includes('--json') ? console.error : console.log)(`${ja} / ${en}`);

/** The whole run also tells how much of the rules and workflows it covers; a chosen few would only show gaps. */
const argsOf = (name, given) => (name === 'test' && given.length === 0 ? ['--coverage'] : given);

function main() {
  const [name, ...given] = process.argv.slice(2);
  const task = TASKS[name];
  if (!task)
    fail(`使い方: node scripts/run.cjs ${Object.keys(TASKS).join('|')}`, `usage: one of ${Object.keys(TASKS).join(', ')}`);
  makeReady(say);
  for (const script of task.before || []) {
    const { status } = spawnSync(process.execPath, [path.join(ROOT, script)], { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) process.exit(status || 1);
  }
  const script = task.scripts.map((file) => path.join(ROOT, file)).find((file) => fs.existsSync(file));
  if (!script) fail(`${name} はこの版にはありません。`, `${name} is not part of this version.`);
  run(script, argsOf(name, given), task.nodeOptions);
}

function run(script, args, nodeOptions) {
  const env = { ...process.env };
  if (nodeOptions) env.NODE_OPTIONS = `${env.NODE_OPTIONS || ''} ${nodeOptions}`.trim();
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env, stdio: 'inherit' });
  // The terminal sends Ctrl+C to both; other signals are passed on. Either way the child decides when it is done.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
}

main();

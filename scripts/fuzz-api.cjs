/**
 * Fuzzes the HTTP API with Schemathesis, from its own description and against a running system of its own: fails on a
 * server error, on a status that is not described, and on an answer that does not conform to its schema.
 *   node scripts/fuzz-api.cjs [--seconds N] [--seed N]
 */
const { execFileSync, spawn, spawnSync } = require('child_process');
const { once } = require('events');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { setTimeout: pause } = require('timers/promises');

const ROOT = path.join(__dirname, '..');
const at = (...place) => path.join(ROOT, ...place);

const VERSION = '4.32.5';
const VENV = at('.cache', `schemathesis-${VERSION}`);
const SCHEMATHESIS = path.join(VENV, 'bin', 'schemathesis');
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Below what the API grants to one token, so that cases are not wasted on being told to wait. */
const RATE = '1100/m';
const UP_WITHIN_MS = 120000;
const PORTS = ['CONSOLE', 'PORTAL', 'API', 'API_2', 'MAILBOX', 'SMTP', 'TEMPORAL', 'TEMPORAL_UI', 'DATABASE'];

const optionOf = (name, preset) => {
  const i = process.argv.indexOf(`--${name}`);
  const value = i < 0 ? preset : Number(process.argv[i + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
};

/** False where there is no Python to run it with, which is no excuse where changes are taken. */
function prepare() {
  if (fs.existsSync(SCHEMATHESIS)) return true;
  const hasPython = spawnSync('python3', ['-c', 'import ensurepip, venv'], { stdio: 'ignore' }).status === 0;
  if (!hasPython) {
    if (process.env.CI) throw new Error('Python 3 with venv is needed here: apt-get install python3 python3-venv');
    console.log('スキップ：Python 3(venv 付き)がありません / Skipped: there is no Python 3 with venv');
    return false;
  }
  // Made beside its place: a set-up that was cut off must not pass for a whole one.
  fs.rmSync(VENV, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  execFileSync(path.join(VENV, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`], {
    stdio: 'inherit',
  });
  return true;
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}

/** A system as `npm start` brings it up, in a folder and on ports of its own. */
async function startSystem(dir) {
  const env = { ...process.env, NODE_OPTIONS: '', CONFIG_DIR: '', DESK_DIR: path.join(dir, 'desk') };
  for (const name of PORTS) env[`${name}_PORT`] = await freePort();
  const child = spawn(process.execPath, [at('dist', 'embedded', 'start.js')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const url = `http://127.0.0.1:${env.API_PORT}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const endMs = Date.now() + UP_WITHIN_MS; !(await isReady()); await pause(300)) {
    if (child.exitCode !== null || Date.now() > endMs) {
      child.kill();
      throw new Error(`the system did not come up:\n${output}`);
    }
  }
  return { child, env, url };
}

async function stopSystem({ child }) {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

function tokenFor({ env }, role) {
  const args = [at('dist', 'client', 'cli', 'main.js'), 'token', 'create', '--role', role, '--name', `fuzz ${role}`, '--json'];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', stdio: 'pipe' })).token;
}

const caller =
  (url, token) =>
  async (method, where, body, type = 'application/json') => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) };
    const response = await fetch(`${url}/api/v1${where}`, { method, headers, body });
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${await response.text()}`);
    return response.json();
  };

/** Things whose names the generator could not guess, so that it comes past the first 404. */
async function plant({ url }, { staff, partner }) {
  const { paths } = await (await fetch(`${url}/api/openapi.json`)).json();
  const exampleOf = (where) => JSON.stringify(paths[`/api/v1${where}`].post.requestBody.content['application/json'].example);
  const [asStaff, asPartner] = [caller(url, staff), caller(url, partner)];
  const { facts, ...call } = JSON.parse(exampleOf('/incidents'));
  const real = JSON.stringify({ ...call, knownAt: new Date(Date.now() - 3600000).toISOString(), facts });
  const numbers = [];
  for (let i = 0; i < 6; i++) numbers.push((await asStaff('POST', '/incidents', real)).number);
  const drill = await asStaff('POST', '/drills', exampleOf('/drills'));
  const { sha256 } = await asPartner('POST', '/partner/files?name=a.pdf', '%PDF-1.4 fuzz', 'application/octet-stream');
  await asPartner('POST', `/partner/tasks/${numbers[0]}/T01/accept`, '{}');
  const delivery = { milestone: 'INTERIM', note: 'x', files: [{ sha256, name: 'a.pdf' }] };
  await asPartner('POST', `/partner/tasks/${numbers[0]}/T01/deliver`, JSON.stringify(delivery));
  const { mails } = await asStaff('GET', '/mailbox/mails');
  return {
    numbers: [...numbers, drill.incident],
    drills: [drill.id],
    mails: mails.map(({ id }) => id).slice(0, 5),
    hashes: [sha256],
  };
}

function writeConfig(file, { numbers, drills, mails, hashes }) {
  const lists = { numbers, drillsAndMails: [...drills, ...mails], hashes, tasks: ['T01', 'T02', 'T03', 'INVESTIGATION.triage'] };
  const approvals = ['T01-A1', 'T02-A1', 'T03-A1'];
  const used = {
    number: 'numbers',
    task: 'tasks',
    taskId: 'taskIds',
    id: 'drillsAndMails',
    sha256: 'hashes',
    approvalId: 'approvals',
  };
  const known = { ...lists, taskIds: ['T01', 'T02', 'T03'], approvals };
  const lines = [
    ...Object.entries(known).flatMap(([name, values]) => [`[dictionaries.${name}]`, `values = ${JSON.stringify(values)}`]),
    '[parameters]',
    ...Object.entries(used).map(([name, list]) => `"path.${name}" = { dictionary = "${list}", probability = 0.8 }`),
  ];
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

/** One run of Schemathesis with one role's token; what it prints comes when it has ended. */
async function fuzz({ url }, { name, token, filter, config, dir, seconds, seed }) {
  const report = path.join(dir, `${name}.json`);
  const args = [
    ...['--config-file', config, 'run', `${url}/api/openapi.json`, '--header', `Authorization: Bearer ${token}`, ...filter],
    ...[
      '--checks',
      CHECKS.join(','),
      '--phases',
      'examples,coverage,fuzzing',
      '--max-time',
      String(seconds),
      '--seed',
      String(seed),
    ],
    ...['--rate-limit', RATE, '--request-timeout', '30', '--continue-on-failure', '--generation-database', 'none'],
    ...['--suppress-health-check', 'all', '--warnings', 'off', '--no-color', '--report', 'json', '--report-json-path', report],
  ];
  const child = spawn(SCHEMATHESIS, args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'exit');
  console.log(`\n── ${name}\n${output.trim()}`);
  return { name, code, output };
}

async function main() {
  if (!prepare()) return;
  const [seconds, seed] = [optionOf('seconds', 120), optionOf('seed', 20261124)];
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-fuzz-'));
  let system;
  try {
    system = await startSystem(dir);
    const [staff, partner] = [tokenFor(system, 'supervisor'), tokenFor(system, 'partner:lac')];
    const config = path.join(dir, 'schemathesis.toml');
    writeConfig(config, await plant(system, { staff, partner }));
    const shared = { config, dir, seconds, seed };
    const runs = await Promise.all([
      // A stream has no end to wait for; it has tests of its own.
      fuzz(system, {
        ...shared,
        name: 'staff',
        token: staff,
        filter: ['--exclude-tag', 'Partner', '--exclude-operation-id', 'streamTimeline'],
      }),
      fuzz(system, { ...shared, name: 'partner', token: partner, filter: ['--include-tag', 'Partner'] }),
    ]);
    tell(runs, seed, await answersOf(system));
  } finally {
    if (system) await stopSystem(system);
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** How many answers of each status the API itself has counted, and how many operations answered that all is well. */
async function answersOf({ url }) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const statuses = {};
  const well = new Set();
  for (const [, method, route, status, count] of text.matchAll(
    /^desk_api_requests_total\{method="(\w+)",route="([^"]*)",status="(\d+)"\} (\d+)/gm,
  )) {
    statuses[status] = (statuses[status] ?? 0) + Number(count);
    if (status < '300') well.add(`${method} ${route}`);
  }
  return { statuses, well: well.size };
}

function tell(runs, seed, { statuses, well }) {
  const figure = (output, pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  console.log('');
  for (const { name, code, output } of runs) {
    const [tested, cases] = [figure(output, /Tested: (\d+)/), figure(output, /(\d+) generated/)];
    console.log(`${code === 0 ? '✓' : '✗'} ${name}: ${tested} operations, ${cases} cases, seed ${seed}`);
    // A run that tested nothing has shown nothing.
    if (code !== 0 || tested === 0 || cases === 0) process.exitCode = 1;
  }
  const told = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
  console.log(`  answers by status: ${told.join(', ')}; ${well} operations answered 2xx`);
  if (well === 0) process.exitCode = 1;
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

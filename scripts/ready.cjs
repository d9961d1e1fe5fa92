// Makes the project ready to run: Node version, installed packages, compiled sources. Needs nothing but Node itself.
const { spawnSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const ROOT = path.join(__dirname, '..');
const at = (...place) => path.join(ROOT, ...place);
const LOCK = at('package-lock.json');
const INSTALLED = at('node_modules', '.installed-lock');
const BUILT = at('dist', '.built');
const ROOMS = ['domain', 'workflows', 'activities', 'store', 'worker', 'client', 'config', 'embedded', 'bench'];
const BUILD_INPUTS = [...ROOMS, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/after-build.cjs'];
/** Read where it is: an edit of it needs no build. */
const READ_IN_PLACE = new Set([at('config', 'data'), at('config', 'rulesets')]);
const OLDEST_NODE = [20, 19];
const BUILD_WAIT_MS = 180000;

function fail(ja, en) {
  console.error(`${ja} / ${en}`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Node.js ${process.versions.node} は古すぎます。Node.js 20.19 以上(nodejs.org)を入れて、もう一度実行してください。`,
    `Node.js ${process.versions.node} is too old. Install Node.js 20.19 or later (nodejs.org) and run again.`,
  );
}

function checksumOf(file) {
  return crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

function modifiedMs(file) {
  try {
    return fs.statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function isInstalled() {
  // npm writes its own mark when somebody installs by hand.
  if (modifiedMs(at('node_modules', '.package-lock.json')) >= modifiedMs(LOCK)) return true;
  return readOr(INSTALLED, '') === checksumOf(LOCK);
}

function install(say) {
  say('必要なライブラリを入れています(初回は1分ほど)…', 'Installing libraries (about a minute the first time)…');
  // Not `npm ci`: that fails where the registry lacks the optional packages of other platforms.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development' },
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    const reason = ((result.stderr || '') + (result.error ? result.error.message : '')).trim().split('\n')[0] || 'npm';
    fail(
      `ライブラリを入れられませんでした(${reason})。ネットワークとディスクの空きを確認し、もう一度実行してください。`,
      `The libraries could not be installed (${reason}). Check the network and free disk space, then run again.`,
    );
  }
  fs.writeFileSync(INSTALLED, checksumOf(LOCK));
}

function newest(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat || READ_IN_PLACE.has(place)) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time tells that something in it was removed.
  return fs.readdirSync(place).reduce((latest, name) => Math.max(latest, newest(path.join(place, name))), stat.mtimeMs);
}

const isBuilt = () => modifiedMs(BUILT) >= Math.max(...BUILD_INPUTS.map((input) => newest(at(input))));

function build(say) {
  fs.mkdirSync(at('dist'), { recursive: true });
  const startedMs = Date.now();
  say('コンパイルしています…', 'Compiling…');
  const tsc = spawnSync(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('tsconfig.build.json')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const after =
    tsc.status === 0 ? spawnSync(process.execPath, [at('scripts', 'after-build.cjs')], { cwd: ROOT, encoding: 'utf8' }) : tsc;
  if (after.status !== 0) {
    console.error((after.stdout + after.stderr).trim());
    fail(
      'コンパイルできませんでした。上の行を直してから再実行してください。',
      'It did not compile: mend the lines above and run again.',
    );
  }
  fs.writeFileSync(BUILT, '');
  // Sources saved while they were being compiled count as not compiled yet.
  fs.utimesSync(BUILT, new Date(), new Date(startedMs));
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One command at a time installs and builds; the others wait for it. */
function exclusively(work) {
  const lock = at('.cache', 'making-ready');
  fs.mkdirSync(at('.cache'), { recursive: true });
  const deadline = Date.now() + BUILD_WAIT_MS;
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readOr(lock, ''));
    if ((holder && !isAlive(holder)) || Date.now() > deadline) fs.rmSync(lock, { force: true });
    else sleep(200);
  }
  process.once('exit', () => fs.rmSync(lock, { force: true }));
  work();
  fs.rmSync(lock, { force: true });
}

/** Installs and builds what is missing. `say(ja, en)` hears about what takes long. */
function makeReady(say) {
  checkNode();
  // An image or package that holds only what was built is ready as it is.
  if (!fs.existsSync(at('tsconfig.build.json'))) return;
  if (isInstalled() && isBuilt()) return;
  try {
    exclusively(() => {
      if (!isInstalled()) install(say);
      if (!isBuilt()) build(say);
    });
  } catch (error) {
    const full = error.code === 'ENOSPC';
    fail(
      full ? 'ディスクの空きが足りません。空きを作ってから再実行してください。' : `準備できませんでした(${error.message})。`,
      full ? 'The disk is full: make room and run again.' : `Could not get ready (${error.message}).`,
    );
  }
}

module.exports = { ROOT, makeReady, fail };

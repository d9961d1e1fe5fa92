import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartProblem } from '../../embedded/problem';
import { findTemporalServer, TEMPORAL_CLI_VERSION } from '../../embedded/temporal-server';
import { findTestServer, TEST_SERVER_VERSION } from '../../embedded/test-server';

let dir: string;
beforeEach(() => (dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-finder-'))));
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** A program that behaves like the named one as far as the finder looks. */
function program(place: string, script: string): string {
  const file = path.join(dir, place);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}
const TEMPORAL = 'echo temporal version 1.5.1';
const cacheDir = () => path.join(dir, 'cache');
const bin = () => path.join(dir, 'bin');
/** Only what a test puts there, and the tools that its scripts use. */
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: `${bin()}:/bin`,
  HTTPS_PROXY: 'http://127.0.0.1:9',
  ...more,
});
const installed = () => program('bin/temporal', TEMPORAL);
const cached = () => program(`cache/temporal-${TEMPORAL_CLI_VERSION}`, TEMPORAL);
/** Writes its -o target as `go build -trimpath -ldflags X -o TARGET` does. */
const go = () => program('bin/go', `printf '#!/bin/sh\\n${TEMPORAL}\\n' > "$6"; chmod +x "$6"`);

test.each<[string, () => void, NodeJS.ProcessEnv, string]>([
  ['a running server before all', () => [installed(), cached()], { TEMPORAL_ADDRESS: 'host:7233' }, 'TEMPORAL_ADDRESS'],
  [
    'the given path before PATH',
    () => [installed(), program('mine', TEMPORAL)],
    { TEMPORAL_CLI_PATH: 'mine' },
    'TEMPORAL_CLI_PATH',
  ],
  ['PATH before the cache', () => [installed(), cached()], {}, 'PATH'],
  ['the cache before a build', () => [cached(), go()], {}, 'CACHE'],
  ['a build when nothing else is there', () => [go()], {}, 'GO_BUILD'],
  ['the cache when PATH has another program of that name', () => [program('bin/temporal', 'echo other'), cached()], {}, 'CACHE'],
  [
    'a build when the cached copy does not run',
    () => [program(`cache/temporal-${TEMPORAL_CLI_VERSION}`, 'exit 3'), go()],
    {},
    'GO_BUILD',
  ],
])('%s', async (_, arrange, more, how) => {
  arrange();
  const given = more.TEMPORAL_CLI_PATH ? { TEMPORAL_CLI_PATH: path.join(dir, more.TEMPORAL_CLI_PATH) } : more;
  expect(await findTemporalServer({ env: env(given), cacheDir: cacheDir() })).toMatchObject({ how });
});

test('what is built is kept for the next time, whole or not at all', async () => {
  go();
  const built = await findTemporalServer({ env: env(), cacheDir: cacheDir() });
  expect(built).toEqual({ kind: 'binary', how: 'GO_BUILD', path: path.join(cacheDir(), `temporal-${TEMPORAL_CLI_VERSION}`) });
  expect(await findTemporalServer({ env: env(), cacheDir: cacheDir() })).toMatchObject({ how: 'CACHE' });
  expect(fs.readdirSync(cacheDir())).toEqual([`temporal-${TEMPORAL_CLI_VERSION}`]);
});

test('a given path that cannot be run is a mistake to tell, not to pass over', async () => {
  installed();
  const problem = await findTemporalServer({ env: env({ TEMPORAL_CLI_PATH: '/nowhere/temporal' }) }).catch((e: unknown) => e);
  expect(problem).toBeInstanceOf(StartProblem);
  expect((problem as StartProblem).text.ja).toContain('/nowhere/temporal');
});

test('with no way open the ways are named in one line, with the reason of each', async () => {
  program('bin/go', 'echo "go: cannot find modules" >&2; exit 1');
  const problem = await findTemporalServer({ env: env(), cacheDir: cacheDir() }).catch((e: unknown) => e);
  const { ja, en } = (problem as StartProblem).text;
  for (const word of ['TEMPORAL_CLI_PATH', 'TEMPORAL_ADDRESS', 'Go 1.26']) expect(ja).toContain(word);
  expect(en).toContain('GO_BUILD: go: cannot find modules');
  expect(en).toMatch(/SDK_DOWNLOAD: .*download/);
  expect(ja + en).not.toContain('\n');
});

const mvn = () =>
  program('bin/mvn', 'for a in "$@"; do case $a in -DoutputDirectory=*) mkdir -p "${a#*=}"; touch "${a#*=}/x.jar";; esac; done');

test('the test server: given path, cache, then Maven behind a script that starts it', async () => {
  const given = program('mine', 'exit 0');
  expect(await findTestServer({ env: env({ TEMPORAL_TEST_SERVER_PATH: given }), cacheDir: cacheDir() })).toEqual({
    how: 'TEMPORAL_TEST_SERVER_PATH',
    path: given,
  });
  mvn();
  program('bin/java', 'exit 0');
  const gathered = await findTestServer({ env: env(), cacheDir: cacheDir() });
  expect(gathered.how).toBe('MAVEN');
  expect(fs.readFileSync(gathered.path, 'utf8')).toContain('io.temporal.testserver.TestServer');
  expect(await findTestServer({ env: env(), cacheDir: cacheDir() })).toEqual({ how: 'CACHE', path: gathered.path });
  program(`cache/temporal-test-server-${TEST_SERVER_VERSION}`, 'exit 0');
  expect((await findTestServer({ env: env(), cacheDir: cacheDir() })).path).toMatch(new RegExp(`${TEST_SERVER_VERSION}$`));
});

test('every way gives the same release', () => {
  const read = (...place: string[]) => fs.readFileSync(path.join(__dirname, '..', '..', 'embedded', ...place), 'utf8');
  expect(read('temporal-cli', 'go.mod')).toContain(`github.com/temporalio/cli ${TEMPORAL_CLI_VERSION}`);
  expect(read('temporal-test-server', 'pom.xml')).toContain(`<version>${TEST_SERVER_VERSION.slice(1)}</version>`);
});

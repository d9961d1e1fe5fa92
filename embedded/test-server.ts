/** Temporal's time-skipping server for tests: where it comes from. */
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_DIR } from './paths';
import type { Say } from './problem';
import { lastLine, runCommand } from './run-command';
import {
  downloadBySdk,
  finderDefaults,
  findOnPath,
  firstOpenWay,
  givenExecutable,
  isExecutable,
  type FinderOptions,
  type Found,
} from './server-finder';

/** The same release whichever way it comes: `embedded/temporal-test-server/pom.xml` pins it too. */
export const TEST_SERVER_VERSION = 'v1.38.0';
const MAIN_CLASS = 'io.temporal.testserver.TestServer';

export type FoundTestServer = Found<'TEMPORAL_TEST_SERVER_PATH' | 'CACHE' | 'SDK_DOWNLOAD' | 'MAVEN'>;

/** Finds the test server: a given or cached executable, a download, or the Java artefact behind a small script. */
export async function findTestServer(options: FinderOptions = {}): Promise<FoundTestServer> {
  const { env, cacheDir, say } = finderDefaults(options);
  const given = env.TEMPORAL_TEST_SERVER_PATH;
  if (given) return { path: givenExecutable('TEMPORAL_TEST_SERVER_PATH', given), how: 'TEMPORAL_TEST_SERVER_PATH' };
  const native = path.join(cacheDir, `temporal-test-server-${TEST_SERVER_VERSION}`);
  const java = path.join(cacheDir, `temporal-test-server-${TEST_SERVER_VERSION}-java`);
  return firstOpenWay<FoundTestServer['how']>(
    [
      {
        how: 'CACHE',
        get: async () => [native, path.join(java, 'run')].filter(isExecutable).map((file) => ({ path: file }))[0] ?? null,
      },
      { how: 'SDK_DOWNLOAD', get: () => downloadTestServer(cacheDir, env, say) },
      { how: 'MAVEN', get: () => gatherByMaven(java, env, say) },
    ],
    (reasons) => ({
      ja: `テスト用の Temporal サーバーを用意できませんでした。次のいずれかを行い、再実行してください: (1) インターネットに接続する (2) Java 17 以上と Maven を入れる (3) TEMPORAL_TEST_SERVER_PATH で実行ファイルを指定する。`,
      en: `No Temporal test server could be had (${reasons}). Do one of these and run again: (1) connect to the internet, (2) install Java 17 or later and Maven, (3) name an executable with TEMPORAL_TEST_SERVER_PATH.`,
    }),
  );
}

function downloadTestServer(cacheDir: string, env: NodeJS.ProcessEnv, say: Say) {
  say({
    ja: 'テスト用の Temporal サーバーを取得しています。初回だけの作業です。',
    en: 'Fetching the Temporal test server. This happens once.',
  });
  return downloadBySdk('time-skipping', TEST_SERVER_VERSION, cacheDir, env);
}

async function gatherByMaven(target: string, env: NodeJS.ProcessEnv, say: Say): Promise<{ path: string } | { closed: string }> {
  const maven = findOnPath('mvn', env.PATH);
  const java = findOnPath('java', env.PATH);
  if (!maven || !java) return { closed: 'java and mvn are not installed' };
  say({ ja: '取得できないため、Maven から集めます。', en: 'It cannot be downloaded here: gathering it from Maven.' });
  const gathering = `${target}.gathering-${process.pid}`;
  const pom = path.join(PROJECT_DIR, 'embedded', 'temporal-test-server', 'pom.xml');
  const { ok, tail } = await runCommand(
    maven,
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${path.join(gathering, 'jars')}`],
    { env, onTick: (seconds) => say({ ja: `取得中… ${seconds}秒`, en: `gathering… ${seconds} s` }) },
  );
  if (ok) {
    fs.writeFileSync(path.join(gathering, 'run'), launcher(java), { mode: 0o755 });
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(gathering, target);
  } else fs.rmSync(gathering, { recursive: true, force: true });
  return ok ? { path: path.join(target, 'run') } : { closed: lastLine(tail) };
}

/** Quick start matters more than speed here, and two cores may have to do for several at once. */
const launcher = (java: string): string => `#!/bin/sh
exec '${java}' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -cp "$(dirname "$0")/jars/*" ${MAIN_CLASS} "$@"
`;

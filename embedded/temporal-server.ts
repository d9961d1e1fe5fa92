/** The Temporal server of the embedded default: where it comes from, and how it is started. */
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SEARCH_ATTRIBUTES } from '../workflows/messages';
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
} from './server-finder';

/** The same release whichever way it comes: `embedded/temporal-cli/go.mod` pins it too. */
export const TEMPORAL_CLI_VERSION = 'v1.5.1';

/** The server's own words for the types of search attributes. */
const TYPE_WORDS = { KEYWORD: 'Keyword', DATETIME: 'Datetime' } as const;

export type FoundTemporalServer =
  | { readonly kind: 'address'; readonly address: string; readonly how: 'TEMPORAL_ADDRESS' }
  | {
      readonly kind: 'binary';
      readonly path: string;
      readonly how: 'TEMPORAL_CLI_PATH' | 'PATH' | 'CACHE' | 'SDK_DOWNLOAD' | 'GO_BUILD';
    };

/** Finds a Temporal server: one that runs already, an installed or cached executable, a download, or a build from source. */
export async function findTemporalServer(options: FinderOptions = {}): Promise<FoundTemporalServer> {
  const { env, cacheDir, say } = finderDefaults(options);
  if (env.TEMPORAL_ADDRESS) return { kind: 'address', address: env.TEMPORAL_ADDRESS, how: 'TEMPORAL_ADDRESS' };
  if (env.TEMPORAL_CLI_PATH) {
    return { kind: 'binary', path: givenExecutable('TEMPORAL_CLI_PATH', env.TEMPORAL_CLI_PATH), how: 'TEMPORAL_CLI_PATH' };
  }
  const cached = path.join(cacheDir, `temporal-${TEMPORAL_CLI_VERSION}`);
  const found = await firstOpenWay<'PATH' | 'CACHE' | 'SDK_DOWNLOAD' | 'GO_BUILD'>(
    [
      { how: 'PATH', get: () => runnable(findOnPath('temporal', env.PATH)) },
      { how: 'CACHE', get: () => fromCache(cached) },
      { how: 'SDK_DOWNLOAD', get: () => downloadCli(cacheDir, env, say) },
      { how: 'GO_BUILD', get: () => buildCli(cached, env, say) },
    ],
    (reasons) => ({
      ja: `Temporal サーバーを用意できませんでした。次のいずれかを行い、再実行してください: (1) インターネットに接続する (2) Go 1.26 以上を入れる (3) Temporal CLI を入れて TEMPORAL_CLI_PATH を指定する (4) 動いているサーバーを TEMPORAL_ADDRESS で指定する。`,
      en: `No Temporal server could be had (${reasons}). Do one of these and run again: (1) connect to the internet, (2) install Go 1.26 or later, (3) install the Temporal CLI and set TEMPORAL_CLI_PATH, (4) name a running server with TEMPORAL_ADDRESS.`,
    }),
  );
  return { kind: 'binary', ...found };
}

/** Passes over an executable that does not run here: half a download, another platform's, another program of that name. */
async function runnable(file: string | null): Promise<{ path: string } | { closed: string } | null> {
  if (!file) return null;
  const { ok, tail } = await runCommand(file, ['--version'], { timeoutMs: 10_000 });
  return ok && tail.startsWith('temporal version') ? { path: file } : { closed: `${file} does not run` };
}

/** A copy that does not run is cleared away, or the download would take it for its own. */
async function fromCache(cached: string) {
  const result = await runnable(isExecutable(cached) ? cached : null);
  if (!result || 'closed' in result) fs.rmSync(cached, { force: true });
  return result;
}

function downloadCli(cacheDir: string, env: NodeJS.ProcessEnv, say: Say) {
  say({
    ja: `Temporal サーバー(${TEMPORAL_CLI_VERSION})を取得しています。初回だけの作業です。`,
    en: `Fetching the Temporal server (${TEMPORAL_CLI_VERSION}). This happens once.`,
  });
  return downloadBySdk('dev-server', TEMPORAL_CLI_VERSION, cacheDir, env);
}

async function buildCli(target: string, env: NodeJS.ProcessEnv, say: Say): Promise<{ path: string } | { closed: string }> {
  const go = findOnPath('go', env.PATH);
  if (!go) return { closed: 'go is not installed' };
  say({
    ja: '取得できないため、Temporal サーバーをソースからビルドします。初回だけ、数分かかります。',
    en: 'It cannot be downloaded here: building the Temporal server from source. Once only, a few minutes.',
  });
  const building = `${target}.building-${process.pid}`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const { ok, tail } = await runCommand(
    go,
    ['build', '-trimpath', '-ldflags', '-s -w', '-o', building, 'github.com/temporalio/cli/cmd/temporal'],
    {
      cwd: path.join(PROJECT_DIR, 'embedded', 'temporal-cli'),
      env,
      tickMs: 15_000,
      onTick: (seconds) => say({ ja: `ビルド中… ${seconds}秒`, en: `building… ${seconds} s` }),
    },
  );
  if (ok) fs.renameSync(building, target);
  else fs.rmSync(building, { force: true });
  return ok ? { path: target } : { closed: lastLine(tail) };
}

export interface TemporalServerOptions {
  readonly port: number;
  /** null: no web UI. */
  readonly uiPort: number | null;
  readonly dbFile: string;
}

/** Arguments that start the development server on this machine only, with its state in one file. */
export function temporalServerArgs(options: TemporalServerOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ...(options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
    ...['--db-filename', options.dbFile, '--namespace', 'default', '--log-level', 'warn'],
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${TYPE_WORDS[type]}`]),
  ];
}

/** Resolves once the server answers for its namespace; rejects with the last error after `withinMs`. */
export async function waitForTemporal(address: string, namespace: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2s' });
      try {
        await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.describeNamespace({ namespace }));
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(150);
    }
  }
}

/** The development server forgets a closed workflow after a day; ours keeps it long enough to rebuild a record from it. */
export const KEPT_CLOSED = '90 days';

export async function keepClosedWorkflows(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(KEPT_CLOSED) },
    });
  } finally {
    await connection.close();
  }
}

/** A Chromium for the tests of the pages: where it comes from. */
import { chromium } from 'playwright-core';
import path from 'node:path';
import { PROJECT_DIR } from './paths';
import { lastLine, runCommand } from './run-command';
import {
  finderDefaults,
  findOnPath,
  firstOpenWay,
  givenExecutable,
  isExecutable,
  type FinderOptions,
  type Found,
} from './server-finder';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export type FoundBrowser = Found<'CHROMIUM_PATH' | 'PATH' | 'CACHE' | 'PLAYWRIGHT_DOWNLOAD' | 'APT'>;

/** Finds a browser: a given or installed one, Playwright's own download, or Debian's package when we may install it. */
export async function findBrowser(options: FinderOptions = {}): Promise<FoundBrowser> {
  const { env, say } = finderDefaults(options);
  const given = env['CHROMIUM_PATH'];
  if (given) return { path: givenExecutable('CHROMIUM_PATH', given), how: 'CHROMIUM_PATH' };
  const onPath = () => NAMES.map((name) => findOnPath(name, env.PATH)).find((file) => file !== null);
  return firstOpenWay<FoundBrowser['how']>(
    [
      { how: 'PATH', get: () => Promise.resolve(found(onPath())) },
      { how: 'CACHE', get: () => Promise.resolve(found(downloaded())) },
      {
        how: 'PLAYWRIGHT_DOWNLOAD',
        get: async () => {
          say({
            ja: 'テスト用のブラウザーを取得しています。初回だけの作業です。',
            en: 'Fetching a browser for the tests. This happens once.',
          });
          const cli = path.join(PROJECT_DIR, 'node_modules', 'playwright-core', 'cli.js');
          const { tail } = await runCommand(process.execPath, [cli, 'install', 'chromium'], {
            env,
            timeoutMs: DOWNLOAD_TIMEOUT_MS,
          });
          return found(downloaded()) ?? { closed: lastLine(tail) };
        },
      },
      {
        how: 'APT',
        get: async () => (await installPackage(env)) ?? found(onPath()) ?? { closed: 'apt-get installed no chromium' },
      },
    ],
    (reasons) => ({
      ja: `テスト用のブラウザーがありません。Chromium を入れるか、CHROMIUM_PATH で実行ファイルを指定して再実行してください。`,
      en: `There is no browser for the tests (${reasons}). Install Chromium, or name an executable with CHROMIUM_PATH, and run again.`,
    }),
  );
}

const DOWNLOAD_TIMEOUT_MS = 300_000;

const found = (file: string | null | undefined) => (file ? { path: file } : null);

/** Where Playwright keeps what it downloaded; null while there is nothing. */
function downloaded(): string | null {
  const file = chromium.executablePath();
  return file && isExecutable(file) ? file : null;
}

/** null: installed. */
async function installPackage(env: NodeJS.ProcessEnv): Promise<{ closed: string } | null> {
  const apt = findOnPath('apt-get', env.PATH);
  if (!apt || process.getuid?.() !== 0) return { closed: 'needs root and apt-get' };
  await runCommand(apt, ['update', '-qq'], { env });
  const { ok, tail } = await runCommand(apt, ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return ok ? null : { closed: lastLine(tail) };
}

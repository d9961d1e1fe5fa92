/** The Temporal server as it is run in production, and its tool for the database: where they come from. */
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_DIR } from '../paths';
import type { Say } from '../problem';
import { lastLine, runCommand } from '../run-command';
import { finderDefaults, findOnPath, firstOpenWay, givenExecutable, isExecutable, type FinderOptions } from '../server-finder';

/** `embedded/temporal-server-module/go.mod` pins it too, `docker-compose.yml` names its image. */
export const TEMPORAL_SERVER_VERSION = 'v1.29.1';

export interface ServerBinaries {
  readonly server: string;
  readonly sqlTool: string;
}

interface Program {
  readonly name: string;
  /** Environment variable that names an executable of one's own. */
  readonly variable: string;
  readonly goPackage: string;
}

const SERVER: Program = {
  name: 'temporal-server',
  variable: 'TEMPORAL_SERVER_PATH',
  goPackage: 'go.temporal.io/server/cmd/server',
};
const SQL_TOOL: Program = {
  name: 'temporal-sql-tool',
  variable: 'TEMPORAL_SQL_TOOL_PATH',
  goPackage: 'go.temporal.io/server/cmd/tools/sql',
};

const cachedPath = (cacheDir: string, { name }: Program): string => path.join(cacheDir, `${name}-${TEMPORAL_SERVER_VERSION}`);

/** What an earlier run has built; null when there is nothing yet. */
export function cachedServerBinaries(options: FinderOptions = {}): ServerBinaries | null {
  const { env, cacheDir } = finderDefaults(options);
  const [server, sqlTool] = [SERVER, SQL_TOOL].map((program) => env[program.variable] || cachedPath(cacheDir, program));
  return server && sqlTool && isExecutable(server) && isExecutable(sqlTool) ? { server, sqlTool } : null;
}

/** Finds both programs, building them from source once. @throws StartProblem */
export async function findServerBinaries(options: FinderOptions = {}): Promise<ServerBinaries> {
  return { server: await find(SERVER, options), sqlTool: await find(SQL_TOOL, options) };
}

async function find(program: Program, options: FinderOptions): Promise<string> {
  const { env, cacheDir, say } = finderDefaults(options);
  const given = env[program.variable];
  if (given) return givenExecutable(program.variable, given);
  const cached = cachedPath(cacheDir, program);
  const found = await firstOpenWay(
    [
      { how: 'CACHE', get: async () => (isExecutable(cached) ? { path: cached } : null) },
      { how: 'GO_BUILD', get: () => build(program, cached, env, say) },
    ],
    (reasons) => ({
      ja: `本番用の Temporal サーバー(${program.name})を用意できませんでした。Go 1.26 以上を入れて再実行するか、${program.variable} で実行ファイルを指定してください。`,
      en: `No ${program.name} could be had (${reasons}). Install Go 1.26 or later and run again, or name an executable with ${program.variable}.`,
    }),
  );
  return found.path;
}

async function build(program: Program, target: string, env: NodeJS.ProcessEnv, say: Say) {
  const go = findOnPath('go', env.PATH);
  if (!go) return { closed: 'go is not installed' };
  const { name, goPackage } = program;
  say({
    ja: `${name} をソースからビルドします。初回だけ、数分かかります。`,
    en: `Building ${name} from source. Once only, a few minutes.`,
  });
  const building = `${target}.building-${process.pid}`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // What else runs on this machine goes first.
  const [command, ...before] = [...(findOnPath('nice', env.PATH) ? ['nice', '-n', '10'] : []), go];
  const { ok, tail } = await runCommand(
    command ?? go,
    [...before, 'build', '-trimpath', '-ldflags', '-s -w', '-o', building, goPackage],
    {
      cwd: path.join(PROJECT_DIR, 'embedded', 'temporal-server-module'),
      env,
      tickMs: 15_000,
      onTick: (seconds) => say({ ja: `ビルド中… ${seconds}秒`, en: `building… ${seconds} s` }),
    },
  );
  if (ok) fs.renameSync(building, target);
  else fs.rmSync(building, { force: true });
  return ok ? { path: target } : { closed: lastLine(tail) };
}

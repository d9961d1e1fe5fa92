/** `npm run production:local`: the production topology on this machine, without containers. State is in `.desk/production/`. */
import path from 'node:path';
import { readDeskDir } from '../../config/env';
import { announce } from '../announce';
import { firstWayIn } from '../first-way-in';
import { childEnv } from '../child-env';
import { readSecrets, type DeskDir } from '../desk-dir';
import type { Layout } from '../parts';
import { PROJECT_DIR } from '../paths';
import { checkPortsFree, readPorts, type PortName } from '../ports';
import { exitWith } from '../process-end';
import { ProcessRecord } from '../process-record';
import { Service } from '../service';
import { say, supervise, type Running } from '../supervise';
import { findServerBinaries } from './binaries';
import { bringUpTopology } from './topology';

const COMMAND = 'npm run production:local';
const dir = path.join(readDeskDir(process.env), 'production');

async function bringUp(desk: DeskDir, running: Running): Promise<void> {
  // The server is this topology's own, whatever the environment says for `npm start`.
  const { TEMPORAL_ADDRESS: _ignored, ...given } = process.env;
  const ownPostgres = !given.DATABASE_URL;
  const ports = await readPorts(given);
  const secrets = readSecrets(desk);
  await checkPortsFree(ports, portsWanted(ownPostgres), COMMAND);
  const binaries = await findServerBinaries({ env: given, say });
  const layout: Layout = { desk, ports, secrets, env: childEnv(given, desk, ports, secrets) };
  const around = { logDir: desk.logDir, record: new ProcessRecord(desk.processesFile), say };
  say({ ja: '本番と同じ構成で起動しています…', en: 'Starting the production topology…' });
  await bringUpTopology({
    layout,
    engine: { kind: 'PRODUCTION', binaries },
    ownPostgres,
    start: (spec) => running.start(new Service(spec, around)),
  });
  await announce({
    layout,
    command: COMMAND,
    desk: `DESK_DIR=${shortPath(desk.dir)} npx desk`,
    temporalUiUrl: null,
    firstWayIn: ownPostgres ? await firstWayIn(layout.env.DATABASE_URL ?? '', layout.env.CONSOLE_URL ?? '') : null,
    more: [
      `  API (2)          API (2)            http://127.0.0.1:${ports.API_2_PORT}/api/openapi.json`,
      `  Temporal         Temporal           127.0.0.1:${ports.TEMPORAL_PORT}`,
    ],
  });
}

/** As one types it in the project's folder. */
function shortPath(place: string): string {
  const inside = path.relative(PROJECT_DIR, place);
  return inside.startsWith('..') ? place : inside;
}

/** Only the ports of what this run brings up itself. */
const portsWanted = (ownPostgres: boolean): PortName[] => [
  ...(['CONSOLE_PORT', 'PORTAL_PORT', 'API_PORT', 'API_2_PORT', 'MAILBOX_PORT', 'SMTP_PORT', 'TEMPORAL_PORT'] as const),
  ...(ownPostgres ? (['DATABASE_PORT'] as const) : []),
];

supervise(dir, bringUp).catch(exitWith);

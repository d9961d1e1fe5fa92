/** The production topology in a temporary folder and on free ports, to be hurt. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { both } from '../../domain/wording';
import { childEnv } from '../child-env';
import { openDeskDir, readSecrets, type DeskDir } from '../desk-dir';
import type { Layout } from '../parts';
import { readPorts, type Ports } from '../ports';
import { databaseUrlOf } from '../postgres';
import { reachableDataDir } from '../postgres-home';
import type { Say } from '../problem';
import { ProcessRecord } from '../process-record';
import { cachedServerBinaries } from '../production/binaries';
import { bringUpTopology, type Engine } from '../production/topology';
import { Service, type ServiceSpec } from '../service';
import { Running } from '../supervise';
import { findTemporalServer } from '../temporal-server';
import { openGate, type Gate } from './gate';
import { GATED, type Gated, type Target } from './plan';

const LOCAL = '127.0.0.1';
const PORT_NAMES = [
  'CONSOLE_PORT',
  'PORTAL_PORT',
  'API_PORT',
  'API_2_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'DATABASE_PORT',
];
const TARGET_PORTS = {
  postgres: 'DATABASE_PORT',
  temporal: 'TEMPORAL_PORT',
  mailbox: 'SMTP_PORT',
  portal: 'PORTAL_PORT',
} as const satisfies Record<Gated, keyof Ports>;
/** A part that is hurt every few seconds is not made to wait longer each time. */
const RESTART_PAUSE_MS = { pauseMs: 500, maxPauseMs: 2_000 } as const;
/** What the run says of the parts' own coming and going belongs into the log. */
const QUIET: Say = () => undefined;

export interface Stage {
  readonly topology: Engine['kind'];
  readonly layout: Layout;
  readonly gates: Readonly<Record<Gated, Gate>>;
  /** Addresses past the gates, for looking at what became of everything. */
  readonly direct: { readonly databaseUrl: string; readonly temporalAddress: string };
  readonly mailboxUrl: string;
  readonly apiUrls: readonly string[];
  readonly postgresDir: string;
  pidOf(target: Target): number | null;
  /** Resolves when every part serves. */
  whole(): Promise<void>;
  /** Ends everything; the folder is removed unless it is to be looked at. */
  close(keepFolder: boolean): Promise<void>;
}

/** @throws StartProblem */
export async function openStage(say: Say): Promise<Stage> {
  const engine = await chooseEngine(say);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-faults-'));
  fs.chmodSync(home, 0o711);
  const desk = openDeskDir(path.join(home, 'desk'));
  const ports = await readPorts(Object.fromEntries(PORT_NAMES.map((name) => [name, '0'])));
  const gates = await openGates(ports);
  const layout = layoutOf(desk, ports, gates);
  const services = new Map<string, Service>();
  const running = new Running();
  const around = { logDir: desk.logDir, record: new ProcessRecord(desk.processesFile), say: QUIET, ...RESTART_PAUSE_MS };
  const start = (spec: ServiceSpec) => {
    const service = new Service(spec, around);
    services.set(spec.name, service);
    return running.start(service);
  };
  const close = async (keepFolder: boolean) => {
    await running.stopAll();
    await Promise.all(Object.values(gates).map((gate) => gate.close()));
    if (!keepFolder) fs.rmSync(home, { recursive: true, force: true });
  };
  try {
    await bringUpTopology({ layout, engine, ownPostgres: true, start });
  } catch (error) {
    await close(true);
    throw error;
  }
  return {
    topology: engine.kind,
    layout,
    gates,
    direct: {
      databaseUrl: databaseUrlOf(ports.DATABASE_PORT, layout.secrets.databasePassword),
      temporalAddress: `${LOCAL}:${ports.TEMPORAL_PORT}`,
    },
    mailboxUrl: `http://${LOCAL}:${ports.MAILBOX_PORT}`,
    apiUrls: [ports.API_PORT, ports.API_2_PORT].map((port) => `http://${LOCAL}:${port}`),
    postgresDir: reachableDataDir(desk.postgresDir),
    pidOf: (target) => services.get(target)?.pid ?? null,
    whole: async () => void (await Promise.all([...services.values()].map((one) => one.spec.ready(one.pid ?? 0)))),
    close,
  };
}

/** The real server when it has been built; the development server otherwise. */
async function chooseEngine(say: Say): Promise<Engine> {
  const binaries = cachedServerBinaries();
  if (binaries) return { kind: 'PRODUCTION', binaries };
  say({
    ja: '本番用の Temporal サーバーがまだないため、開発用サーバーで行います(npm run production:local でビルドされます)。',
    en: 'The production Temporal server is not built yet (npm run production:local does that): using the development server.',
  });
  const found = await findTemporalServer({ env: { ...process.env, TEMPORAL_ADDRESS: '' }, say });
  if (found.kind !== 'binary') throw new Error(both({ ja: '自前のサーバーが必要です', en: 'a server of its own is needed' }));
  return { kind: 'DEV', path: found.path };
}

async function openGates(ports: Ports): Promise<Record<Gated, Gate>> {
  const entries = await Promise.all(GATED.map(async (target) => [target, await openGate(ports[TARGET_PORTS[target]])] as const));
  return Object.fromEntries(entries) as Record<Gated, Gate>;
}

/** Everybody speaks with everybody through the gates. */
function layoutOf(desk: DeskDir, ports: Ports, gates: Record<Gated, Gate>): Layout {
  const secrets = readSecrets(desk);
  const smtpUrl = `smtp://${LOCAL}:${gates.mailbox.port}`;
  const inherited = Object.fromEntries(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'].map((name) => [name, process.env[name] ?? '']));
  const given = {
    ...inherited,
    DATABASE_URL: databaseUrlOf(gates.postgres.port, secrets.databasePassword),
    TEMPORAL_ADDRESS: `${LOCAL}:${gates.temporal.port}`,
    SMTP_URL: smtpUrl,
    DRILL_SMTP_URL: smtpUrl,
    PORTAL_URL: `http://${LOCAL}:${gates.portal.port}`,
  };
  return { desk, ports, secrets, env: childEnv(given, desk, ports, secrets) };
}

/** No container runs in these tests: what docker-compose.yml and the Dockerfile name must be there in the code. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readEnv } from '../../config/env';
import { TARGETS } from '../../embedded/faults/plan';
import { TEMPORAL_SERVER_VERSION } from '../../embedded/production/binaries';

const ROOT = path.join(__dirname, '..', '..');
const read = (...place: string[]): string => fs.readFileSync(path.join(ROOT, ...place), 'utf8');

interface ComposeService {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  ports?: string[];
  deploy?: { replicas: number };
  read_only?: boolean;
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'anshin-desk');
const dockerfile = read('Dockerfile');

/** The source of a compiled file. */
const sourceOf = (compiled: string): string => compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const exists = (file: string): boolean => fs.existsSync(path.join(ROOT, file));
/** As Compose fills it in: the default, or a value that somebody has to give. */
const filledIn = (value: string): string =>
  value.replace(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/g, (_all, preset?: string) => preset ?? 'x'.repeat(40));

it('has the parts of the production topology, none of them only once where two are wanted', () => {
  const names: Record<string, string> = { database: 'postgres' };
  const parts = services.flatMap(([name, { deploy }]) => {
    const part = names[name] ?? name;
    return deploy ? Array.from({ length: deploy.replicas }, (_, i) => `${part}-${i + 1}`) : [part];
  });
  expect(parts.filter((part) => part !== 'temporal-ui').sort()).toEqual([...TARGETS].sort());
  expect(parts).toContain('temporal-ui');
});

it.each(ours)('%s runs a file that is compiled from a source of ours', (_name, { command = [] }) => {
  expect(command[0]).toBe('node');
  expect(command).toHaveLength(2);
  expect(exists(sourceOf(command[1] ?? ''))).toBe(true);
});

const SETTINGS = read('config', 'env.ts') + read('config', 'env-console.ts') + read('embedded', 'mailbox.ts');
it.each(ours)('%s is given only variables that the code reads, with values that it takes', (name, { environment = {} }) => {
  for (const variable of Object.keys(environment)) expect(SETTINGS).toMatch(new RegExp(`^  ${variable}:`, 'm'));
  if (name === 'mailbox') return;
  const env = readEnv(Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filledIn(value)])));
  expect(env).toMatchObject({ temporal: { address: 'temporal:7233' }, portal: { host: '0.0.0.0' }, api: { host: '0.0.0.0' } });
});

it.each(ours)('%s has a health check of something that is there', (name, { healthcheck, environment = {}, ports = [] }) => {
  const test = healthcheck?.test ?? [];
  expect(test.slice(0, 2)).toEqual(['CMD', 'node']);
  const [, port, page] = /fetch\("http:\/\/127\.0\.0\.1:(\d+)(\/\w+)"\)/.exec(test.join(' ')) ?? [];
  if (!page) return expect(exists(sourceOf(test[2] ?? ''))).toBe(true);
  const listens = environment[`${name.toUpperCase()}_PORT`];
  expect(port).toBe(listens);
  expect(ports.join()).toMatch(new RegExp(`:${port}$`));
  // Portal and console share theirs.
  const server = { portal: 'client', console: 'client', api: 'client/http', mailbox: 'embedded/mailbox' }[name] ?? '';
  const sources = fs
    .readdirSync(path.join(ROOT, server), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'));
  expect(sources.some((file) => read(server, file).includes(`'${page}'`))).toBe(true);
});

it('waits only for what can say that it is healthy', () => {
  for (const [, { depends_on: needed = {} }] of services) {
    for (const [name, { condition }] of Object.entries(needed)) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[name]?.healthcheck).toBeDefined();
    }
  }
});

it('keeps state in named volumes, opens ports to this machine only, and runs our image read-only', () => {
  for (const [, { volumes = [], ports = [] }] of services) {
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  }
  for (const [, service] of ours) expect(service.read_only).toBe(true);
});

it('has no password of its own', () => {
  const secrets = services.flatMap(([, { environment = {} }]) =>
    Object.entries(environment).filter(([variable, value]) => /PASSWORD|PWD|SECRET/.test(`${variable} ${value}`)),
  );
  expect(secrets.length).toBeGreaterThan(2);
  for (const [, value] of secrets) expect(value).toMatch(/\$\{\w+:\?/);
});

it('names the release of the server that is built without containers', () => {
  const version = TEMPORAL_SERVER_VERSION.slice(1);
  expect(compose.services['temporal']?.image).toBe(`temporalio/auto-setup:${version}`);
  expect(read('embedded', 'temporal-server-module', 'go.mod')).toMatch(
    new RegExp(`^\\s*(require )?go\\.temporal\\.io/server v${version}\\b`, 'm'),
  );
});

it('is built in stages, from files that are there, and does not run as root', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  expect(stages.length).toBeGreaterThan(1);
  const last = stages.at(-1) ?? '';
  expect(last).toMatch(/^USER node$/m);
  expect(last).not.toMatch(/npm install/);
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  for (const file of copied) expect(exists(file)).toBe(true);
  const [, start = ''] = /^CMD \["node", "(.+)"\]$/m.exec(last) ?? [];
  expect(exists(sourceOf(start))).toBe(true);
});

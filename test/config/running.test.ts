/** What a running system leaves behind, read by those who come later. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readEnv } from '../../config/env';
import { envOfRunning, readRunning, readRunningSecrets } from '../../config/running';

const RUNNING = {
  pid: process.pid,
  startedAt: '2026-11-24T10:00:00+09:00',
  temporalAddress: '127.0.0.1:17233',
  namespace: 'default',
  databaseUrl: 'postgres://desk@127.0.0.1:15432/desk',
  portalUrl: 'http://127.0.0.1:18080',
  consoleUrl: 'http://127.0.0.1:18082',
  apiUrl: 'http://127.0.0.1:18081',
  mailboxUrl: 'http://127.0.0.1:18025',
  smtpUrl: 'smtp://127.0.0.1:11025',
  temporalUiUrl: null,
};
const SECRETS = { linkSecret: 'l'.repeat(40), databasePassword: 'p@ss/word' };

describe('the running system', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-running-'));
  const write = (name: string, content: unknown): void =>
    fs.writeFileSync(path.join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  afterAll(() => fs.rmSync(dir, { recursive: true }));

  it('is none while nothing was written', () => {
    expect([readRunning(dir), readRunningSecrets(dir)]).toEqual([null, null]);
  });

  it('gives an environment that can be read', () => {
    write('run.json', RUNNING);
    write('secrets.json', SECRETS);
    const env = readEnv(envOfRunning(readRunning(dir)!, readRunningSecrets(dir)!));
    expect(env.temporal.address).toBe('127.0.0.1:17233');
    expect(decodeURIComponent(new URL(env.databaseUrl).password)).toBe('p@ss/word');
    expect([env.portal.url, env.mailboxUrl, env.linkSecret]).toEqual([RUNNING.portalUrl, RUNNING.mailboxUrl, SECRETS.linkSecret]);
  });

  it('is none when its process has gone', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    write('run.json', { ...RUNNING, pid });
    expect(readRunning(dir)).toBeNull();
  });

  it.each([
    ['half written', '{ "pid": 1, "start'],
    ['of another version', { ...RUNNING, portalUrl: undefined }],
  ])('is none when its description is %s', (_, content) => {
    write('run.json', content);
    expect(readRunning(dir)).toBeNull();
  });
});

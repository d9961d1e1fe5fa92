import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { lockDeskDir, openDeskDir, readSecrets, writePrivately } from '../../embedded/desk-dir';
import { checkPortsFree, readPorts } from '../../embedded/ports';
import { StartProblem } from '../../embedded/problem';
import { endLeftovers, ProcessRecord } from '../../embedded/process-record';
import { identityOf, isAlive } from '../../embedded/processes';

let dir: string;
beforeEach(() => (dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'desk-dir-')), '.desk')));
afterEach(() => fs.rmSync(path.dirname(dir), { recursive: true, force: true }));

/** The line a person would read. */
function lineOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StartProblem) return `${error.text.ja} / ${error.text.en}`;
    throw error;
  }
  throw new Error('no problem was found');
}

const expectOneLine = (line: string, ...words: string[]) => {
  for (const word of words) expect(line).toContain(word);
  expect(line).not.toContain('\n');
};

describe('the desk folder', () => {
  test('is private, and its secrets are drawn once', () => {
    const desk = openDeskDir(dir);
    const secrets = readSecrets(desk);
    expect(secrets.linkSecret.length).toBeGreaterThanOrEqual(32);
    expect(readSecrets(openDeskDir(dir))).toEqual(secrets);
    expect(fs.statSync(desk.secretsFile).mode & 0o777).toBe(0o600);
    expect(fs.statSync(dir).mode & 0o066).toBe(0);
  });

  test.each([
    ['a file in its place', () => fs.writeFileSync(dir, ''), 'DESK_DIR'],
    ['a Temporal record that is none', () => write('temporal.db', 'not a database at all'), `mv ${'{dir}'}/temporal.db`],
    ['secrets that cannot be read', () => write('secrets.json', '{"linkSecret": "sho'), 'secrets.json'],
    ['secrets that are too short', () => write('secrets.json', '{"linkSecret":"x","databasePassword":"y"}'), 'secrets.json'],
    ['a database without its secrets', () => write('postgres/PG_VERSION', '18'), 'secrets.json'],
  ])('%s is said in one line with the way out', (_, damage, word) => {
    damage();
    expectOneLine(
      lineOf(() => readSecrets(openDeskDir(dir))),
      word.replace('{dir}', dir),
    );
  });

  test('a Temporal record that is empty or whole is fine', () => {
    write('temporal.db', '');
    openDeskDir(dir);
    write('temporal.db', 'SQLite format 3\0 and so on');
    openDeskDir(dir);
  });

  test('a full disk is said as such, and what was there stays', () => {
    const desk = openDeskDir(dir);
    writePrivately(desk.runFile, { whole: true });
    const full = jest.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    expectOneLine(
      lineOf(() => writePrivately(desk.runFile, { whole: false })),
      'ディスク',
      'Make room',
    );
    full.mockRestore();
    expect(JSON.parse(fs.readFileSync(desk.runFile, 'utf8'))).toEqual({ whole: true });
    expect(fs.readdirSync(dir).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('a disk with too little room is refused before anything is written to it', () => {
    const little = jest.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 10, bsize: 4096 } as fs.StatsFs);
    expectOneLine(
      lineOf(() => openDeskDir(dir)),
      'ディスク',
    );
    little.mockRestore();
  });
});

const write = (name: string, content: string) => {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
};

describe('a second desk', () => {
  test('is refused with the pid of the first, while that lives', () => {
    const desk = openDeskDir(dir);
    const unlock = lockDeskDir(desk);
    expectOneLine(
      lineOf(() => lockDeskDir(desk)),
      `pid ${process.pid}`,
      `kill ${process.pid}`,
    );
    unlock();
    lockDeskDir(desk);
  });

  test.each([
    ['a dead one', () => JSON.stringify({ pid: 999_999_999, identity: 'x' })],
    ['another program that has its number now', () => JSON.stringify({ pid: process.pid, identity: 'earlier' })],
    ['half a file', () => '{"pid":'],
  ])('the lock of %s is taken over', (_, content) => {
    const desk = openDeskDir(dir);
    fs.writeFileSync(desk.lockFile, content());
    lockDeskDir(desk);
    expect(JSON.parse(fs.readFileSync(desk.lockFile, 'utf8'))).toEqual({ pid: process.pid, identity: identityOf(process.pid) });
  });
});

describe('what a killed desk left behind', () => {
  const sleeper = () => spawn('sleep', ['60'], { stdio: 'ignore' });

  test('is ended when it is ours, and left alone when its number belongs to another now', async () => {
    const { processesFile } = openDeskDir(dir);
    const [ours, theirs] = [sleeper(), sleeper()];
    const record = new ProcessRecord(processesFile);
    record.add('temporal', ours.pid!);
    const entries = JSON.parse(fs.readFileSync(processesFile, 'utf8')) as object[];
    fs.writeFileSync(processesFile, JSON.stringify([...entries, { name: 'worker', pid: theirs.pid, identity: 'earlier' }]));
    expect(await endLeftovers(processesFile)).toEqual(['temporal']);
    expect(isAlive(ours.pid!)).toBe(false);
    expect(isAlive(theirs.pid!)).toBe(true);
    theirs.kill();
    await once(theirs, 'exit');
  });

  test('that does not listen is ended by force', async () => {
    const { processesFile } = openDeskDir(dir);
    const stubborn = spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 0.1; done'], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    new ProcessRecord(processesFile).add('worker', stubborn.pid!);
    const exited = once(stubborn, 'exit');
    await endLeftovers(processesFile, 300);
    expect((await exited)[1]).toBe('SIGKILL');
  });

  test('a record that cannot be read ends nothing', async () => {
    const { processesFile } = openDeskDir(dir);
    fs.writeFileSync(processesFile, '[{"pid":');
    expect(await endLeftovers(processesFile)).toEqual([]);
  });
});

describe('ports', () => {
  test('come from the environment, 0 being any free one', async () => {
    const ports = await readPorts({ PORTAL_PORT: '9000', SMTP_PORT: '0', MAILBOX_PORT: '' });
    expect(ports).toMatchObject({ PORTAL_PORT: 9000, MAILBOX_PORT: 8425, DATABASE_PORT: 8432 });
    expect(ports.SMTP_PORT).toBeGreaterThan(1024);
  });

  test.each(['abc', '70000', '-1', '1.5'])('%s is no port', async (text) => {
    const problem = await readPorts({ PORTAL_PORT: text }).catch((e: unknown) => e);
    expect((problem as StartProblem).text.ja).toContain(`PORTAL_PORT`);
  });

  test('one that is taken is named with what it is for and how to change it', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const ports = await readPorts({ MAILBOX_PORT: String(port) });
    const problem = await checkPortsFree(ports, ['MAILBOX_PORT']).catch((e: unknown) => e);
    expectOneLine((problem as StartProblem).text.ja, String(port), 'メール箱', `MAILBOX_PORT=${port + 1} npm start`);
    server.close();
  });
});

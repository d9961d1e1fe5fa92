/** The folder in which everything of this machine's desk is kept. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runsAsRoot } from './postgres-home';
import { diskFull, errorCodeOf, StartProblem } from './problem';
import { identityOf } from './processes';

export interface DeskDir {
  readonly dir: string;
  readonly logDir: string;
  readonly temporalDb: string;
  readonly postgresDir: string;
  readonly processesFile: string;
  readonly runFile: string;
  readonly secretsFile: string;
  readonly lockFile: string;
}

const NEEDED_BYTES = 300 * 1024 * 1024;

/** Makes the folder ready for use. @throws StartProblem when it cannot be used, or its contents are damaged. */
export function openDeskDir(dir: string): DeskDir {
  const inside = (name: string) => path.join(dir, name);
  const desk: DeskDir = {
    dir,
    logDir: inside('log'),
    temporalDb: inside('temporal.db'),
    postgresDir: inside('postgres'),
    processesFile: inside('processes.json'),
    runFile: inside('run.json'),
    secretsFile: inside('secrets.json'),
    lockFile: inside('lock'),
  };
  try {
    // The postgres user of a root user's desk must get through to its data; nobody may look around.
    fs.mkdirSync(desk.logDir, { recursive: true, mode: 0o700 });
    fs.chmodSync(dir, runsAsRoot() ? 0o711 : 0o700);
    fs.accessSync(dir, fs.constants.W_OK);
  } catch (error) {
    throw unusable(dir, error);
  }
  checkSpace(dir);
  checkTemporalDb(desk.temporalDb);
  return desk;
}

function unusable(dir: string, error: unknown): StartProblem {
  if (errorCodeOf(error) === 'ENOSPC') return diskFull(dir);
  return new StartProblem({
    ja: `${dir} に書き込めません(${errorCodeOf(error)})。このフォルダーの種類と所有者を確認するか、DESK_DIR で別のフォルダーを指定してください。`,
    en: `${dir} cannot be written (${errorCodeOf(error)}). Check that it is a folder of yours, or name another one with DESK_DIR.`,
  });
}

function checkSpace(dir: string): void {
  const { bavail, bsize } = fs.statfsSync(dir);
  if (bavail * bsize < NEEDED_BYTES) throw diskFull(dir);
}

const SQLITE_MAGIC = 'SQLite format 3\0';

function checkTemporalDb(file: string): void {
  if (!fs.existsSync(file) || fs.statSync(file).size === 0) return;
  const start = Buffer.alloc(SQLITE_MAGIC.length);
  const descriptor = fs.openSync(file, 'r');
  fs.readSync(descriptor, start);
  fs.closeSync(descriptor);
  if (start.toString('latin1') !== SQLITE_MAGIC) throw temporalDbDamaged(file);
}

export const temporalDbDamaged = (file: string): StartProblem =>
  new StartProblem({
    ja: `Temporal の記録 ${file} が壊れています。バックアップから戻すか、別名に変えて(mv ${file} ${file}.old)やり直してください。別名にした場合、進行中の案件は引き継がれません。`,
    en: `Temporal's record ${file} is damaged. Restore it from a backup, or rename it (mv ${file} ${file}.old) and start again; running incidents are then not carried on.`,
  });

const secrets = z.object({ linkSecret: z.string().min(32), databasePassword: z.string().min(1) });
export type Secrets = z.infer<typeof secrets>;

/** Reads the secrets of this desk, drawing them at the first start. @throws StartProblem */
export function readSecrets(desk: DeskDir): Secrets {
  if (!fs.existsSync(desk.secretsFile)) return drawSecrets(desk);
  try {
    return secrets.parse(JSON.parse(fs.readFileSync(desk.secretsFile, 'utf8')));
  } catch {
    throw new StartProblem({
      ja: `${desk.secretsFile} を読めません。バックアップから戻してください。戻せない場合は ${desk.dir} を別名に変えると、新しい状態から始められます(いまの案件と送信済みリンクは使えなくなります)。`,
      en: `${desk.secretsFile} cannot be read. Restore it from a backup. Without one, rename ${desk.dir} to start afresh (present incidents and links already mailed are lost).`,
    });
  }
}

/** New secrets beside an old database would not open it: then the old ones are wanted back. */
function drawSecrets(desk: DeskDir): Secrets {
  if (fs.existsSync(desk.postgresDir)) {
    throw new StartProblem({
      ja: `${desk.secretsFile} がありませんが、データベースは残っています。元の secrets.json を戻すか、${desk.dir} を別名に変えて新しい状態から始めてください。`,
      en: `${desk.secretsFile} is missing while its database is there. Put the original back, or rename ${desk.dir} to start afresh.`,
    });
  }
  const drawn: Secrets = {
    linkSecret: randomBytes(32).toString('base64url'),
    databasePassword: randomBytes(18).toString('base64url'),
  };
  writePrivately(desk.secretsFile, drawn);
  return drawn;
}

/** Replaces a file in one step, readable by its owner only. @throws StartProblem when the disk is full. */
export function writePrivately(file: string, content: object): void {
  const unfinished = `${file}.new`;
  try {
    const descriptor = fs.openSync(unfinished, 'w', 0o600);
    try {
      fs.writeFileSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(unfinished, file);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw errorCodeOf(error) === 'ENOSPC' ? diskFull(file) : error;
  }
}

const lock = z.object({ pid: z.number().int(), identity: z.string() });

/** Takes the folder for this process. @throws StartProblem naming the desk that has it. */
export function lockDeskDir(desk: DeskDir): () => void {
  for (;;) {
    try {
      fs.writeFileSync(desk.lockFile, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }), {
        flag: 'wx',
        mode: 0o600,
      });
      return () => fs.rmSync(desk.lockFile, { force: true });
    } catch (error) {
      if (errorCodeOf(error) === 'ENOSPC') throw diskFull(desk.dir);
      if (errorCodeOf(error) !== 'EEXIST') throw unusable(desk.dir, error);
    }
    const holder = lockHolder(desk.lockFile);
    if (holder !== null) throw alreadyRunning(desk.dir, holder);
    fs.rmSync(desk.lockFile, { force: true });
  }
}

/** The pid of the living desk that holds the lock; null when it has gone without clearing it. */
function lockHolder(file: string): number | null {
  try {
    const { pid, identity } = lock.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return identityOf(pid) === identity ? pid : null;
  } catch {
    return null;
  }
}

const alreadyRunning = (dir: string, pid: number): StartProblem =>
  new StartProblem({
    ja: `このフォルダー(${dir})のデスクは既に動いています(pid ${pid})。そのまま使うか、先に止めてください(kill ${pid})。並べて動かすには DESK_DIR と各ポートを変えます。`,
    en: `The desk of ${dir} is already running (pid ${pid}). Use it, or stop it first (kill ${pid}). To run another beside it, set DESK_DIR and the ports.`,
  });

import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  /** The last lines the command wrote, to explain a failure. */
  readonly tail: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** Called every `tickMs` with the seconds gone by, so that a long wait is seen to move. */
  readonly onTick?: (elapsedSeconds: number) => void;
  readonly tickMs?: number;
}

const TAIL_LENGTH = 600;

/** Runs a command to its end without a shell. Never throws: a command that cannot start is a failed one. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const startedMs = Date.now();
  return new Promise((resolve) => {
    let tail = '';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
    });
    const keep = (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-TAIL_LENGTH));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const tick = options.onTick
      ? setInterval(() => options.onTick?.(Math.round((Date.now() - startedMs) / 1000)), options.tickMs ?? 10_000)
      : null;
    const end = (ok: boolean) => {
      if (tick) clearInterval(tick);
      resolve({ ok, tail: tail.trim() });
    };
    child.once('error', (error) => {
      tail += error.message;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

/** The last line of a command's output that says anything. */
export const lastLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1) ?? '';

/** The benchmark as a command, on the real system, with next to no repetitions. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(240_000);

const run = promisify(execFile);
const MAIN = path.join(__dirname, '..', '..', 'dist', 'bench', 'main.js');

it('measures what was asked for beside a control, as JSON and nothing else, and leaves nothing behind', async () => {
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-bench-test-'));
  fs.chmodSync(tmp, 0o755);
  try {
    const env = { ...process.env, TMPDIR: tmp, NODE_OPTIONS: '' };
    const { stdout } = await run(process.execPath, [MAIN, '--json', '--quick', '--only', 'first-mail'], { env });
    const { measures } = JSON.parse(stdout) as { measures: { name: string; value: number; control: number; ratio: number }[] };
    expect(measures.map(({ name }) => name)).toEqual(['first-mail-p50', 'first-mail-p95', 'first-mail-p99']);
    for (const { value, control, ratio } of measures) {
      expect(value).toBeGreaterThan(0);
      expect(ratio).toBeCloseTo(value / control);
    }
    expect(fs.readdirSync(tmp)).toEqual([]);
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true });
  }
});

it('refuses a name it does not know, before it starts anything', async () => {
  const refused = run(process.execPath, [MAIN, '--only', 'weather']);
  await expect(refused).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('weather') });
});

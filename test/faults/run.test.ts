/** A short fault run, as the command does it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { planFaults } from '../../embedded/faults/plan';

const MAIN = path.join(__dirname, '..', '..', 'dist', 'embedded', 'faults', 'main.js');
const SEED = 11;
const MINUTES = 0.75;
const run = promisify(execFile);

jest.setTimeout(600_000);

it('nothing acknowledged is lost in a minute of faults', async () => {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const args = [MAIN, '--seed', String(SEED), '--minutes', String(MINUTES), '--json'];
  const { stdout, stderr } = await run(process.execPath, args, { env }).catch((error: unknown) => {
    const { stdout: out = '', stderr: told = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${told}\n${out}`);
  });
  const result = JSON.parse(stdout) as {
    seed: number;
    faults: { target: string; kind: string }[];
    acknowledged: number;
    checks: { what: string; held: boolean; seen: string }[];
  };
  expect(result).toMatchObject({ seed: SEED, faults: planFaults(SEED, MINUTES) });
  expect(result.checks).toHaveLength(6);
  expect(result.checks.filter(({ held }) => !held)).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(10);
  expect(stderr).toContain('incidents open');
});

it('tells how it is called', async () => {
  await expect(run(process.execPath, [MAIN, '--minutes', 'soon'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm run faults -- --seed NUMBER'),
  });
});

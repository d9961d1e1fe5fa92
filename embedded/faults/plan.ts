/** What will be done to the system, when and for how long: all of it follows from the seed. */
import { createHash } from 'node:crypto';

export const TARGETS = [
  'postgres',
  'temporal',
  'mailbox',
  'worker-1',
  'worker-2',
  'portal',
  'console',
  'api-1',
  'api-2',
] as const;
export type Target = (typeof TARGETS)[number];

/**
 * KILL: kill -9 of the process (of the database: the server and all its backends). BACKEND: kill -9 of one backend.
 * PAUSE: stopped and continued. RESTART: asked to end. CUT: connections to it break, new ones are refused for a while.
 */
type FaultKind = 'KILL' | 'BACKEND' | 'PAUSE' | 'RESTART' | 'CUT';

export interface Fault {
  readonly target: Target;
  readonly kind: FaultKind;
  readonly atSeconds: number;
  /** How long a pause or a cut lasts; 0 for the others. */
  readonly seconds: number;
}

/** Behind a gate of their own, so that connections to them can be cut. */
export const GATED = ['postgres', 'temporal', 'mailbox', 'portal'] as const satisfies readonly Target[];
export type Gated = (typeof GATED)[number];

/** A number in [0, 1) that belongs to these words: the same in every run of the seed, whatever else was drawn before. */
export type Draw = (...what: readonly (string | number)[]) => number;

const DRAW_BYTES = 6;

export const drawsOf =
  (seed: number): Draw =>
  (...what) =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...what]))
      .digest()
      .readUIntBE(0, DRAW_BYTES) /
    2 ** (8 * DRAW_BYTES);

const FIRST_AFTER_SECONDS = 4;
const GAP_SECONDS = { least: 4, most: 10 } as const;
const LASTS_SECONDS = { least: 2, most: 9 } as const;

const between = (at: number, { least, most }: { least: number; most: number }): number =>
  Math.round((least + at * (most - least)) * 10) / 10;

/** Every fault of every part comes up once before any comes up again. */
const everything = (targets: readonly Target[]): readonly Pick<Fault, 'target' | 'kind'>[] =>
  targets.flatMap((target) => [
    ...(['KILL', 'PAUSE', 'RESTART'] as const).map((kind) => ({ target, kind })),
    ...((GATED as readonly Target[]).includes(target) ? [{ target, kind: 'CUT' as const }] : []),
    ...(target === 'postgres' ? [{ target, kind: 'BACKEND' as const }] : []),
  ]);

/** The faults of a run of this length, in order. */
export function planFaults(seed: number, minutes: number, targets: readonly Target[] = TARGETS): Fault[] {
  const draw = drawsOf(seed);
  const deck = everything(targets);
  const faults: Fault[] = [];
  let atSeconds = FIRST_AFTER_SECONDS;
  for (let round = 0; ; round += 1) {
    const shuffled = [...deck].sort((a, b) => draw('order', round, a.target, a.kind) - draw('order', round, b.target, b.kind));
    for (const { target, kind } of shuffled) {
      if (atSeconds >= minutes * 60) return faults;
      const lasts = kind === 'PAUSE' || kind === 'CUT';
      const seconds = lasts ? between(draw('lasts', faults.length), LASTS_SECONDS) : 0;
      faults.push({ target, kind, atSeconds, seconds });
      atSeconds = Math.round((atSeconds + between(draw('gap', faults.length), GAP_SECONDS)) * 10) / 10;
    }
  }
}

/** A full incident: how much history it leaves, how long its replay takes, how long it takes to read. */
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import path from 'node:path';
import { workflowIdOf } from '../../workflows/messages';
import { playControl } from '../control';
import { playFullIncident } from '../full-incident';
import { bytesOf, clockMoveEvents, historiesOf, shapeOf, type History } from '../history';
import { measured, type Measure } from '../measure';
import { series, type Run } from '../run';
import type { System } from '../system';

const REPLAYS = 15;
const COLD_REPLAYS = 5;
const READS = 100;
const MOST_EVENTS = { of: 'value', sign: '<', limit: 450 } as const;
const LONGEST_REPLAY = { of: 'value', sign: '<', limit: 100 } as const;

interface Played {
  readonly real: readonly History[];
  readonly control: readonly History[];
  readonly localControl: readonly History[];
}
const KINDS = ['real', 'control', 'localControl'] as const;

export async function measureFullIncident(run: Run): Promise<Measure[]> {
  const { system } = run;
  const number = await playFullIncident(system);
  const real = await historiesOf(system.client, workflowIdOf(number));
  const shape = shapeOf(real);
  const play = async (local: boolean) => historiesOf(system.client, await playControl(system.client, shape, local));
  const played: Played = { real, control: await play(false), localControl: await play(true) };
  return [...historyMeasures(played), ...(await replayMeasures(run, played)), await readMeasure(run, number)];
}

const sum = (histories: readonly History[], of: (history: History) => number): number =>
  histories.reduce((total, history) => total + of(history), 0);
const eventsOf = ({ events }: History): number => events?.length ?? 0;
const perKind = (played: Played, of: (history: History) => number) => ({
  samples: [sum(played.real, of)],
  control: [sum(played.control, of)],
  localControl: [sum(played.localControl, of)],
});

function historyMeasures(played: Played): Measure[] {
  const moves = sum(played.real, clockMoveEvents);
  const whole = perKind(played, eventsOf);
  return [
    measured({
      ...{ name: 'history-events', title: { ja: '全案件の履歴イベント', en: 'history events, full incident' }, unit: '' },
      ...{ ...whole, samples: whole.samples.map((events) => events - moves), aim: MOST_EVENTS },
      note: {
        ja: `訓練の時計を進める更新の${moves}イベント(実案件にはない)を除く`,
        en: `without the ${moves} events of the updates that move the drill's clock, which no real incident has`,
      },
    }),
    measured({
      ...{ name: 'history-events-drill', title: { ja: '同(訓練の時計を含む)', en: 'the same with the drill’s clock' }, unit: '' },
      ...{ ...whole, aim: MOST_EVENTS },
    }),
    measured({
      ...{ name: 'history-bytes', title: { ja: '全案件の履歴サイズ', en: 'history size, full incident' }, unit: 'KB' },
      ...perKind(played, (history) => bytesOf(history) / 1_000),
    }),
  ];
}

async function replayMeasures({ system, repeats }: Run, played: Played): Promise<Measure[]> {
  const seen = { warm: new Map<string, number[]>(), cold: new Map<string, number[]>() };
  for (const kind of KINDS) {
    const options = optionsOf(system, kind);
    seen.warm.set(kind, await warmReplays(options, played[kind], repeats(REPLAYS)));
    seen.cold.set(kind, await series(repeats(COLD_REPLAYS), () => coldReplay(options, played[kind])));
  }
  const figures = (of: Map<string, number[]>) => ({
    ...{ samples: of.get('real') ?? [], control: of.get('control') ?? [], localControl: of.get('localControl') ?? [] },
    ...{ unit: 'ms', aim: LONGEST_REPLAY },
  });
  return [
    measured({
      ...{ name: 'replay', title: { ja: '全案件の再生', en: 'replay, full incident' }, ...figures(seen.warm) },
      note: {
        ja: '動作中のワーカーで(キャッシュから外れた後と同じ)',
        en: 'in a worker that runs already, as after an eviction from its cache',
      },
    }),
    measured({
      ...{ name: 'replay-cold', title: { ja: '同(ワーカー起動を含む)', en: 'the same, with the start of a worker' } },
      ...figures(seen.cold),
    }),
  ];
}

const DIST = path.join(__dirname, '..', '..');

const optionsOf = ({ controlBundle }: System, kind: (typeof KINDS)[number]): ReplayWorkerOptions => ({
  workflowBundle: { codePath: kind === 'real' ? path.join(DIST, 'workflow-bundle.js') : controlBundle },
  dataConverter: { payloadConverterPath: require.resolve('../../workflows/payload-converter') },
});

/** One history after the other in one worker; the first warms it up. */
async function warmReplays(options: ReplayWorkerOptions, histories: readonly History[], times: number): Promise<number[]> {
  const tookMs: number[] = [];
  let beganMs = 0;
  let goOn = (): void => undefined;
  const feed = async function* () {
    for (let i = 0; i <= times; i += 1) {
      beganMs = performance.now();
      for (const [run, history] of histories.entries()) {
        const isReplayed = new Promise<void>((resolve) => (goOn = resolve));
        yield { workflowId: `replay-${i}-${run}`, history };
        await isReplayed;
      }
      tookMs.push(performance.now() - beganMs);
    }
  };
  for await (const { error } of Worker.runReplayHistories(options, feed())) {
    if (error) throw error;
    goOn();
  }
  return tookMs.slice(1);
}

async function coldReplay(options: ReplayWorkerOptions, histories: readonly History[]): Promise<number> {
  const beganMs = performance.now();
  for (const history of histories) await Worker.runReplayHistory(options, history);
  return performance.now() - beganMs;
}

async function readMeasure({ system, repeats }: Run, number: string): Promise<Measure> {
  const { store } = system;
  const timed = (read: () => Promise<unknown>) => async () => {
    const beganMs = performance.now();
    await read();
    return performance.now() - beganMs;
  };
  const real = timed(() => Promise.all([store.incident(number), store.timeline(number)]));
  const control = timed(() => plainRead(system, number));
  const samples = await series(repeats(READS), real);
  const tasks = (await store.incident(number))?.state.tasks.length;
  const entries = (await store.timeline(number)).length;
  return measured({
    ...{ name: 'read-incident', title: { ja: '全案件の読出し', en: 'reading a full incident' }, unit: 'ms' },
    ...{ samples, control: await series(repeats(READS), control) },
    note: {
      ja: `依頼${tasks}件・記録${entries}件(プレイブックの全サービス)`,
      en: `${tasks} tasks and ${entries} entries: every service of the playbook`,
    },
  });
}

/** The same rows by plain SQL. */
const plainRead = async ({ pool }: System, number: string): Promise<unknown> =>
  Promise.all([
    pool.query('select state from incidents where number = $1', [number]),
    pool
      .query<{ canonical: string }>('select canonical from timeline where incident_number = $1 order by seq', [number])
      .then(({ rows }) => rows.map(({ canonical }) => JSON.parse(canonical) as unknown)),
  ]);

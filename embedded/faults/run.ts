/** A fault run from its start to what is found at its end. */
import { Client, Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDesk, lazyDesk } from '../../client/desk';
import { makeToken } from '../../client/tokens';
import { readEnv } from '../../config/env';
import { createLinkTokens } from '../../config/link-tokens';
import { connectionOptions } from '../../config/temporal';
import { openStore } from '../../store';
import type { Say } from '../problem';
import { checkAll, type Check } from './checks';
import { badRuns, gather, type Evidence, type Witnesses } from './evidence';
import { inflict } from './inflict';
import { Load } from './load';
import { drawsOf, planFaults, TARGETS, type Fault } from './plan';
import { createProgram } from './program';
import { openStage, type Stage } from './stage';

export interface FaultRun {
  readonly seed: number;
  readonly topology: Stage['topology'];
  readonly faults: readonly (Fault & { readonly processesHit: number })[];
  readonly incidents: number;
  readonly acknowledged: number;
  readonly checks: readonly Check[];
}

/** All parts serve again this long after the last fault, or something is wrong. */
const WHOLE_WITHIN_MS = 120_000;
/** Mails and appends that were in a lost worker's hands are tried again after at most a minute. */
const REST_WITHIN_MS = 150_000;

/** @throws StartProblem when the system does not come up at all. */
export async function runFaults(seed: number, minutes: number, say: Say): Promise<FaultRun> {
  say({
    ja: '本番と同じ構成を一時フォルダーで起動しています…',
    en: 'Bringing up the production topology in a temporary folder…',
  });
  const stage = await openStage(say);
  let held = false;
  try {
    const run = await hurt(stage, seed, minutes, say);
    held = run.checks.every((one) => one.held);
    return run;
  } finally {
    if (!held) say({ ja: `記録: ${stage.layout.desk.logDir}`, en: `Logs are kept in ${stage.layout.desk.logDir}` });
    await stage.close(!held);
  }
}

async function hurt(stage: Stage, seed: number, minutes: number, say: Say): Promise<FaultRun> {
  const env = readEnv(stage.layout.env);
  const desk = lazyDesk(connectionOptions(env), env.temporal.namespace);
  const links = createLinkTokens(env.linkSecret);
  const program = createProgram(stage.apiUrls, await tokenFor(stage));
  const load = new Load({ desk, program, links, mailboxUrl: stage.mailboxUrl }, drawsOf(seed));
  const faults = await inflictAll(
    stage,
    planFaults(
      seed,
      minutes,
      TARGETS.filter((target) => stage.pidOf(target) !== null),
    ),
    load,
    say,
  );
  await sleepUntilEnd(faults, minutes);
  say({ ja: '故障はここまで。落ち着くのを待っています…', en: 'No more faults. Waiting for the system to come to rest…' });
  await untilWhole(stage);
  await load.wind();
  await desk.close();
  const numbers = load.incidents.filter(({ number }) => number !== '');
  const { evidence, bad } = await look(stage, numbers, say);
  const checks = checkAll({ evidence, acknowledged: load.acknowledged, badRuns: bad, mailFrom: env.mailFrom });
  return {
    ...{ seed, topology: stage.topology, faults, checks },
    ...{ incidents: evidence.length, acknowledged: load.acknowledged.length },
  };
}

/** The key of a program that may do everything staff may. */
async function tokenFor({ direct }: Stage): Promise<string> {
  const store = await openStore(direct.databaseUrl);
  const made = await makeToken(store, { name: 'faults', role: 'supervisor', expiresAt: null });
  await store.close();
  return made.secret;
}

let startedMs = 0;

async function inflictAll(stage: Stage, plan: readonly Fault[], load: Load, say: Say): Promise<FaultRun['faults'][number][]> {
  startedMs = Date.now();
  return Promise.all(
    plan.map(async (fault) => {
      await sleep(startedMs + fault.atSeconds * 1000 - Date.now());
      const lasts = fault.seconds ? ` ${fault.seconds} s` : '';
      const text = `${fault.atSeconds.toFixed(1).padStart(6)} s  ${fault.kind} ${fault.target}${lasts}`;
      const { openCount, incidents, acknowledged } = load;
      say({
        ja: `${text}(案件 ${openCount}/${incidents.length}、受付済み ${acknowledged.length})`,
        en: `${openCount} of ${incidents.length} incidents open, ${acknowledged.length} actions acknowledged`,
      });
      return { ...fault, processesHit: await inflict(stage, fault) };
    }),
  );
}

const sleepUntilEnd = (faults: readonly Fault[], minutes: number): Promise<void> =>
  sleep(faults.length ? Math.max(0, startedMs + minutes * 60_000 - Date.now()) : 0);

async function untilWhole(stage: Stage): Promise<void> {
  for (const endMs = Date.now() + WHOLE_WITHIN_MS; ; await sleep(500)) {
    try {
      return await stage.whole();
    } catch (error) {
      if (Date.now() > endMs) throw error;
    }
  }
}

async function look(stage: Stage, incidents: Load['incidents'], say: Say): Promise<{ evidence: Evidence[]; bad: string[] }> {
  const connection = await Connection.connect({ address: stage.direct.temporalAddress });
  const client = new Client({ connection });
  const store = await openStore(stage.direct.databaseUrl);
  const witnesses: Witnesses = {
    ...{ client, store, mailboxUrl: stage.mailboxUrl },
    desk: createDesk(client, () => Promise.resolve()),
  };
  try {
    await untilAtRest(witnesses, incidents, say);
    const evidence: Evidence[] = [];
    for (const { number, played } of incidents) evidence.push(await gather(number, played.setup, witnesses));
    return { evidence, bad: await badRuns(client) };
  } finally {
    await store.close();
    await connection.close();
  }
}

/** Until every record is sealed, which is the last thing that an incident does; or for as long as that may take. */
async function untilAtRest({ store }: Witnesses, incidents: Load['incidents'], say: Say): Promise<void> {
  for (const endMs = Date.now() + REST_WITHIN_MS; Date.now() < endMs; await sleep(2_000)) {
    const records = await Promise.all(incidents.map(({ number }) => store.incident(number)));
    const open = records.filter((record) => !record?.sealedAt).length;
    if (open === 0) return;
    say({ ja: `封印待ち ${open} 件`, en: `${open} records are not sealed yet` });
  }
}

/** `npm run demo`: a whole incident on the real engine, told as it happens. Uses the running system, or starts one for it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRealDeps } from '../client/cli/real-deps';
import { playStory } from '../client/drill/director';
import { loadStory } from '../client/drill/story';
import { verdictLines, verdictsOf } from '../client/drill/report';
import { createTeller, summaryOf } from '../client/drill/tell';
import { createPaint } from '../client/cli/print/paint';
import { readDeskDir } from '../config/env';
import { readRunning } from '../config/running';
import { dayNumber, toMs } from '../domain/time';
import type { TimelineEntry } from '../domain/timeline';
import { both } from '../domain/wording';
import { PROJECT_DIR } from './paths';

const STORY = path.join(PROJECT_DIR, 'test', 'fixtures', 'drills', 'S05-card-breach.yaml');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const deskDir = readDeskDir(process.env);
const language = process.env['DESK_LANG'] === 'en' ? 'en' : 'ja';

/** A system of our own for the time of the demo; null when one is running already. */
async function startSystem(): Promise<ChildProcess | null> {
  if (readRunning(deskDir)) return null;
  const child = spawn(process.execPath, [path.join(__dirname, 'start.js')], {
    cwd: PROJECT_DIR,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Getting the server may take minutes the first time: what start says of it is passed on, its banner is not.
  let isUp = false;
  child.stdout.on('data', (chunk: Buffer) => void (isUp || process.stdout.write(chunk)));
  while (!readRunning(deskDir)) {
    if (child.exitCode !== null) throw new Error(both({ ja: '起動できませんでした', en: 'The system did not start' }));
    await sleep(200);
  }
  isUp = true;
  return child;
}

async function stopSystem(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** Whether all went as expected. */
async function play(): Promise<boolean> {
  const story = loadStory(STORY);
  const deps = createRealDeps();
  const mailboxUrl = await deps.mailboxUrl();
  if (!mailboxUrl) throw new Error(both({ ja: 'この環境にはメール箱がありません', en: 'There is no mailbox here' }));
  const [desk, store] = [await deps.desk(), await deps.store()];
  const setup = await deps.setup(toMs(story.opening.clock.startAt));
  say(`\n訓練 / DRILL  ${both(story.title)}`);
  const startedMs = Date.now();
  const played = await playStory(story, {
    ...{ desk, store, setup, mailboxUrl, speed: null },
    onOpened: (number) => say(`${both({ ja: '受付番号', en: 'Incident number' })}  ${number}`),
    onEntries: createTeller(say, language),
    sleep: deps.sleep,
    interrupted: deps.interrupted,
  });
  await deps.close();
  const verdicts = verdictsOf(story, played, null);
  say(`\n── 期待したことと結果 / What was expected, and what was seen`);
  for (const line of verdictLines(verdicts, language, createPaint(process.stdout, process.env))) say(line);
  sumUp(played.number, played.entries, (Date.now() - startedMs) / 1000);
  return verdicts.every(({ held }) => held);
}

function sumUp(number: string, entries: readonly TimelineEntry[], seconds: number): void {
  const first = entries.find(({ kind }) => kind === 'INCIDENT_OPENED')?.at ?? '';
  const days = dayNumber(first, toMs(entries.at(-1)?.at ?? first));
  say(`\n── 自動で起きたこと / What happened by itself`);
  for (const [words, value] of summaryOf(entries)) say(`   ${String(value).padStart(4)}  ${both(words)}`);
  say(
    `\n${both({ ja: `${days}日間の案件を${seconds.toFixed(0)}秒で`, en: `${days} days of an incident in ${seconds.toFixed(0)} s` })}`,
  );
  say(both({ ja: `案件 ${number} は残っています`, en: `Incident ${number} is kept` }));
  say(`  npm start → npx desk show ${number} ・ npx desk timeline ${number} ・ npx desk mailbox --incident ${number}`);
}

async function main(): Promise<void> {
  const system = await startSystem();
  try {
    if (!(await play())) process.exitCode = 1;
  } finally {
    await stopSystem(system);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

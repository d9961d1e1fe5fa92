/** Incidents for the tests of their pages: with the law as it ships, some of it under way, some of it late. */
import { randomBytes } from 'node:crypto';
import { incidentNumberFrom } from '../../domain/incident-number';
import type { Facts } from '../../domain/facts';
import type { Setup } from '../../domain/setup';
import { toMs } from '../../domain/time';
import { fakeDesk, report } from '../cli/harness';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, answer, decision, facts } from '../support/sample';
import type { RecordStore } from '../store/record-store';
import { openConsole, type TestConsole } from './support';

/** The tests of a file share one record, and each incident of theirs is its own. */
export function freshNumber(): string {
  for (;;) {
    const number = incidentNumberFrom(randomBytes(8));
    if (number) return number;
  }
}

/** What a page must never run. */
export const SCRIPT = `<script>alert("x")</script><img src=x onerror=alert(1)>'"`;

/** A console whose incidents were opened with the law; now is as many minutes after their opening as the play has gone. */
export function lawfulConsole(record: RecordStore, setup: Setup = LAWFUL): TestConsole {
  const console = openConsole(record, {});
  (console.deps as { desk: TestConsole['deps']['desk'] }).desk = {
    ...fakeDesk(console.plays),
    setup: async (number) => {
      await console.deps.desk.state(number);
      return setup;
    },
  };
  console.nowMs = toMs(AWARE);
  return console;
}

export const start = (changes: Parameters<typeof play>[0] = {}, setup: Setup = LAWFUL): Play =>
  play({ number: freshNumber(), ...changes }, setup);

/** Triage done, the cause under investigation with a first result, the press release being written, claims silent. */
export function underWay(changes: Parameters<typeof play>[0] = {}, setup: Setup = LAWFUL): Play {
  const incident = start(changes, setup);
  incident.wait(5);
  incident.say(answer('acceptTask', 'T01'));
  incident.wait(40);
  incident.say(answer('deliverTask', 'T01', { files: [report], note: 'PCが暗号化されています', factsVersion: 1 }));
  incident.say(decision('acceptDelivery', { taskId: 'T01', note: '' }));
  incident.wait(10);
  incident.say(answer('acceptTask', 'T02'));
  incident.say(answer('submitQuote', 'T02', { amountYen: 1_200_000, note: '初動一式' }));
  incident.wait(30);
  incident.say(answer('deliverTask', 'T02', { milestone: 'INTERIM', note: '中間報告', files: [] }));
  incident.say(answer('sendMessage', 'T02', { text: 'ログの保全範囲をご教示ください' }));
  incident.wait(20);
  return incident;
}

export const revise = (incident: Play, changes: Partial<Facts>, reason = '中間報告より') =>
  incident.say(
    decision('reviseFacts', {
      facts: { ...(incident.state().factsVersions.at(-1)?.facts ?? facts()), ...changes },
      knownAt: new Date(incident.nowMs()).toISOString().replace('Z', '+00:00'),
      reason,
    }),
  );

/** Makes a play known to the console, whose clock goes by it, and signs somebody in. */
export async function given(console: TestConsole, incident: Play): Promise<string> {
  await console.give(incident);
  console.nowMs = incident.nowMs();
  return incident.state().number;
}

/** What happened in the play since reaches the record. */
export const recorded = (console: TestConsole, incident: Play) => console.store.append(incident.state().number, incident.entries);

/** An incident with every state that a page can show: late, paused, declined, cancelled, proposed, filed, waiting. */
export function everyState(): Play {
  const incident = underWay();
  incident.say(answer('deliverTask', 'T02', { files: [report], note: '最終報告', factsVersion: 1 }));
  incident.say(
    decision('recordFiling', {
      obligation: { kind: 'PPC_PRELIMINARY', party: 'INSURED' },
      filedAt: AWARE,
      receiptNumber: 'R8-12345',
    }),
  );
  incident.wait(5);
  incident.say(answer('acceptTask', 'T03'));
  incident.say(answer('deliverTask', 'T03', { note: '案' }));
  incident.say(decision('pauseTask', { taskId: 'T02', reason: 'お客様の確認待ち' }));
  incident.wait(60 * 24 * 6);
  incident.say(decision('returnDelivery', { taskId: 'T02', reason: '人数の根拠が不足' }));
  revise(incident, { persons: { min: 500, max: 900 } }, '影響範囲が判明');
  incident.wait(10);
  return incident;
}

/** The rows of the table with this caption, each as its words. */
export function tableRows(page: string, caption: string): string[] {
  const table = page.split('<table').find((one) => one.includes(`<caption class="hidden">${caption}</caption>`)) ?? '';
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(table)?.[1] ?? '';
  return [...body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => row.replace(/<[^>]+>/g, ' ').trim());
}

/** Whatever is said to an incident and whatever fails meanwhile: the record is whole and every mail leaves. */
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAIL_REFUSED } from '../../activities';
import { createDesk } from '../../client/desk';
import { evolve } from '../../domain/evolve';
import type { IncidentState } from '../../domain/incident';
import { mailsFor } from '../../domain/mails';
import { SETUP } from '../support/sample';
import { createTimeSkippingEnvironment } from '../support/temporal';
import {
  by,
  close,
  createWorker,
  rememberEffects,
  staff,
  startIncident,
  stateOf,
  together,
  until,
  type RememberedEffects,
} from './support';

jest.setTimeout(300_000);
const RUNS = 8;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await createTimeSkippingEnvironment();
});
afterAll(() => env.teardown());

/** `LOST`: it is done, but nobody hears of it. `SLOW`: for longer than entries stand in line behind it. */
type Fault = 'NONE' | 'FAILS' | 'LOST' | 'SLOW' | 'REFUSED';
const SLOW_MS = 1_300;

/** What happens to the calls of one kind, in turn and from the beginning again. */
const faults = (...what: Fault[]) => fc.array(fc.constantFrom('NONE', 'NONE', ...what), { minLength: 1, maxLength: 9 });
const arbitraryFaults = fc.record({
  record: faults('FAILS', 'LOST', 'SLOW'),
  mail: faults('FAILS', 'LOST', 'SLOW', 'REFUSED'),
  firstTry: faults('FAILS', 'LOST'),
});

const SIGNALS: Readonly<Record<string, object>> = {
  sendMessage: { text: 'ご連絡' },
  acceptTask: {},
  declineTask: { reason: 'NO_CAPACITY' },
  handOverTask: { to: { name: '代理 次郎', company: '見本社', email: 'jiro@scout.example' } },
  deliverTask: { note: 'ご報告' },
  reportProgress: { note: '調査中' },
  noSuchSignal: {},
};
const UPDATES: Readonly<Record<string, object>> = {
  reissueLink: {},
  escalateTask: { reason: '確認' },
  pauseTask: { reason: '待ち' },
  resumeTask: {},
};
const arbitraryMessages = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(SIGNALS), ...Object.keys(UPDATES)),
    taskId: fc.constantFrom('T01', 'T01', 'T02'),
    /** Without a pause the next one comes while this one's effects are under way. */
    pauseMs: fc.constantFrom(0, 0, 60),
  }),
  { minLength: 4, maxLength: 14 },
);

/** Effects that fail as they are told until they are healed. */
function faulty(effects: RememberedEffects, told: Readonly<Record<'record' | 'mail' | 'firstTry', readonly Fault[]>>) {
  let isHealed = false;
  const under = (script: readonly Fault[]) => {
    let calls = 0;
    return async <T>(call: () => Promise<T>): Promise<T> => {
      const fault = isHealed ? 'NONE' : script[calls++ % script.length];
      if (fault === 'FAILS') throw new Error('it fails');
      if (fault === 'REFUSED') throw ApplicationFailure.nonRetryable('SMTP 550', MAIL_REFUSED);
      if (fault === 'SLOW') await sleep(SLOW_MS);
      const result = await call();
      if (fault === 'LOST') throw new Error('nobody heard of it');
      return result;
    };
  };
  const [record, mail, firstTry] = [under(told.record), under(told.mail), under(told.firstTry)];
  const alone: RememberedEffects = {
    ...effects,
    appendTimeline: (...what) => record(() => effects.appendTimeline(...what)),
    sendMail: (...what) => mail(() => effects.sendMail(...what)),
  };
  const all: RememberedEffects = { ...alone, carryOut: (...what) => firstTry(() => together(alone)(...what)) };
  return { all, heal: () => void (isHealed = true) };
}

async function say(handle: WorkflowHandle, name: string, taskId: string, messageId: string): Promise<void> {
  if (name in SIGNALS) return handle.signal(name, { messageId, taskId, by, ...SIGNALS[name] });
  await handle.executeUpdate(name, { args: [{ messageId, taskId, by: staff, ...UPDATES[name] }] }).catch((error: unknown) => {
    // Not every decision fits every moment.
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  });
}

/** What every mail that the entries call for has come to. */
function fates({ entries, mails }: RememberedEffects) {
  const countOf = (kind: 'MAIL_SENT' | 'MAIL_BOUNCED' | 'MAIL_DELAYED', mailId: string) =>
    entries.filter((entry) => entry.kind === kind && entry.data.mailId === mailId).length;
  let state: IncidentState | null = null;
  return entries.flatMap((entry) => {
    const before: IncidentState | null = state;
    state = evolve(before, entry);
    return mailsFor(entry, before, state, SETUP).map(({ mailId }) => ({
      wasTaken: mails.some((mail) => mail.mailId === mailId),
      sent: countOf('MAIL_SENT', mailId),
      bounced: countOf('MAIL_BOUNCED', mailId),
      delayed: countOf('MAIL_DELAYED', mailId),
    }));
  });
}

it('records every entry once and in order, and sends every mail at least once', async () => {
  let [mailsInAll, failuresSeen] = [0, 0];
  const property = fc.asyncProperty(arbitraryMessages, arbitraryFaults, async (messages, told) => {
    const effects = rememberEffects();
    const { all, heal } = faulty(effects, told);
    const worker = await createWorker(env, all, 10);
    await worker.runUntil(async () => {
      const handle = await startIncident(env);
      for (const [i, { name, taskId, pauseMs }] of messages.entries()) {
        await say(handle, name, taskId, `m${i}`);
        await sleep(pauseMs);
      }
      await env.sleep('1 minute');
      heal();
      // Long enough for every pause between two tries.
      await env.sleep('2 minutes');
      await until(async () => (await stateOf(handle)).mailsUnderWay === 0, 30_000);
      await close(handle, effects);
      const { number } = await stateOf(handle);
      const fromHistory = await createDesk(env.client, () => Promise.resolve()).entriesFromHistory(number);
      expect(fromHistory).toEqual(effects.entries);
    });
    expect(effects.entries.map(({ seq }) => seq)).toEqual(effects.entries.map((_, i) => i + 1));
    for (const { wasTaken, sent, bounced, delayed } of fates(effects)) {
      expect(sent + bounced).toBe(1);
      expect(wasTaken || bounced === 1).toBe(true);
      expect(delayed).toBeLessThanOrEqual(1);
      mailsInAll += 1;
      failuresSeen += bounced + delayed;
    }
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  // Otherwise nothing would have been tried.
  expect(mailsInAll).toBeGreaterThan(RUNS);
  expect(failuresSeen).toBeGreaterThan(0);
});

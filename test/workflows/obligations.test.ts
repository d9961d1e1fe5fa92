/** The clocks of the law in the workflow, on the time-skipping server. */
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Facts } from '../../domain/facts';
import type { Decisions } from '../../domain/messages';
import type { ObligationKind } from '../../domain/obligations/assessment';
import { decisionUpdates, stateQuery } from '../../workflows/messages';
import { HOUR_MS, toInstant, toMs } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import { facts } from '../support/sample';
import { createTimeSkippingEnvironment } from '../support/temporal';
import { createWorker, rememberEffects, staff, startIncident, stateOf, until, type RememberedEffects } from './support';

jest.setTimeout(90_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await createTimeSkippingEnvironment();
});
afterAll(() => env.teardown());

/** A Friday evening; day 3 is Sunday the 22nd, day 4 a holiday, day 5 Tuesday the 24th. */
const AWARE = '2026-11-20T17:45:00+09:00';
const slip = (persons: number, changes: Partial<Facts> = {}): Facts =>
  facts({
    ...{ nature: 'MISCONFIGURATION', specialCare: false, propertyHarm: false, persons: { min: persons, max: persons } },
    ...changes,
  });
const HOLDER = { holder: true, validUntil: '2027-09-30', renewalFiledOn: null };

interface Scene {
  readonly handle: WorkflowHandle;
  readonly effects: RememberedEffects;
  /** Lets time pass until this moment of the incident. */
  readonly go: (instant: string) => Promise<void>;
  readonly revise: (changed: Facts) => Promise<unknown>;
  readonly file: (kind: ObligationKind, changes?: Partial<Decisions['recordFiling']>) => Promise<unknown>;
  readonly rule: () => Promise<unknown>;
  readonly counsel: (decision: 'APPROVED' | 'REJECTED') => Promise<unknown>;
  /** What happened by itself, in order: when and to which obligations. */
  readonly acts: () => string[];
}

/** The server keeps pace with its worker only when time does not leap. */
const STEP_MS = 12 * HOUR_MS;

let messages = 0;
const by = () => ({ messageId: `d${(messages += 1)}`, by: staff });

/** An answer to a query can get lost where every workflow task replays the whole history. */
const CACHED = 10;
/** Plays a scene on an incident that starts at AWARE. */
async function scene(first: Facts, act: (scene: Scene) => Promise<void>): Promise<void> {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects, CACHED);
  await worker.runUntil(async () => {
    const versions = [{ version: 1, knownAt: AWARE, facts: first }];
    const handle = await startIncident(env, { versions, clock: { startAt: AWARE, speed: 1 } }, { setup: LAWFUL });
    await act(acting(handle, effects)).finally(() => handle.terminate('the scene is over').catch(() => undefined));
  });
}

function acting(handle: WorkflowHandle, effects: RememberedEffects): Scene {
  const now = async () => (await handle.query(stateQuery, await env.currentTimeMs())).now;
  /** The server's time may be a little ahead of what the incident's next task will see. */
  const justNow = async () => toInstant(Math.max(toMs(AWARE), toMs(await now()) - 1_000));
  return {
    handle,
    effects,
    go: async (instant) => {
      for (let leftMs = toMs(instant) - toMs(await now()) + 1; leftMs > 0; leftMs -= STEP_MS) {
        await env.sleep(Math.min(leftMs, STEP_MS));
      }
      await until(async () => (await stateOf(handle)).seq === effects.entries.length);
    },
    revise: async (changed) =>
      handle.executeUpdate(decisionUpdates.reviseFacts, {
        args: [{ ...by(), facts: changed, knownAt: await justNow(), reason: '判明' }],
      }),
    file: async (kind, changes = {}) =>
      handle.executeUpdate(decisionUpdates.recordFiling, {
        args: [{ ...by(), obligation: { kind, party: 'INSURED' }, filedAt: await justNow(), receiptNumber: 'R-1', ...changes }],
      }),
    rule: () => handle.executeUpdate(decisionUpdates.ruleFalseAlarm, { args: [{ ...by(), reason: '誤検知' }] }),
    counsel: (decision) =>
      handle.executeUpdate(decisionUpdates.decideProposal, {
        args: [{ ...by(), proposalId: 'P1', decision, reason: '顧問弁護士' }],
      }),
    acts: () =>
      effects.entries.flatMap(({ at, kind, data }) =>
        /^OBLIGATIONS_(REMINDED|ESCALATED|PAST|OVERDUE)/.test(kind) && 'obligations' in data
          ? [`${at.slice(5, 16)} ${kind.slice('OBLIGATIONS_'.length)} ${data.obligations.map((one) => one.kind).join()}`]
          : [],
      ),
  };
}

const obligation = async ({ handle }: Scene, kind: ObligationKind) =>
  (await stateOf(handle)).obligations?.find((one) => one.kind === kind);

it('reminds before target and due, tells the heads at noon of day 4, notes what is overdue, and takes a late report', async () => {
  await scene(slip(5_000), async (incident) => {
    await incident.go('2026-11-25T09:30:00+09:00');
    expect(incident.acts()).toEqual([
      '11-21T09:00 REMINDED PPC_PRELIMINARY',
      '11-22T09:00 REMINDED PPC_PRELIMINARY,SUBJECT_NOTICE',
      '11-23T00:00 PAST_TARGET PPC_PRELIMINARY',
      '11-23T12:00 ESCALATED PPC_PRELIMINARY',
      '11-24T09:00 REMINDED PPC_PRELIMINARY',
      '11-25T00:00 OVERDUE PPC_PRELIMINARY',
      '11-25T09:00 ESCALATED PPC_PRELIMINARY',
    ]);
    const mails = incident.effects.mails.filter(({ kind }) => kind.startsWith('OBLIGATION'));
    expect(mails.filter(({ kind }) => kind === 'OBLIGATION_OVERDUE').map(({ to }) => to.role)).toEqual(['DESK', 'SUPERVISOR']);
    expect(mails.filter(({ kind }) => kind === 'OBLIGATION_ESCALATION').some(({ to }) => to.role === 'HEAD')).toBe(true);
    await incident.file('PPC_PRELIMINARY');
    expect(await obligation(incident, 'PPC_PRELIMINARY')).toMatchObject({
      clock: null,
      overdueAt: expect.stringMatching(/^2026-11-25T00:00:00/),
    });
    await incident.go('2026-12-08T00:00:00+09:00');
    expect(incident.acts().slice(7)).toEqual([
      '11-26T09:00 REMINDED SUBJECT_NOTICE',
      '12-03T09:00 REMINDED SUBJECT_NOTICE',
      '12-07T09:00 REMINDED PPC_FINAL',
    ]);
  });
});

it('is silent about what is filed', async () => {
  await scene(slip(5_000), async (incident) => {
    await incident.go('2026-11-21T10:00:00+09:00');
    await incident.file('PPC_FINAL');
    await incident.file('SUBJECT_NOTICE');
    await incident.go('2027-01-10T00:00:00+09:00');
    expect(incident.acts()).toEqual(['11-21T09:00 REMINDED PPC_PRELIMINARY']);
    expect((await stateOf(incident.handle)).filings).toMatchObject([{ serves: ['PPC_PRELIMINARY'] }, { kind: 'SUBJECT_NOTICE' }]);
  });
});

it('crossing 1,000 on day 4 starts the clock of the PPC then; the Privacy Mark goes on as it was', async () => {
  await scene(slip(640, { pmark: HOLDER }), async (incident) => {
    await incident.go('2026-11-23T10:30:00+09:00');
    expect(incident.acts()).toEqual([]);
    await incident.revise(slip(1_380, { pmark: HOLDER }));
    expect(await obligation(incident, 'PPC_PRELIMINARY')).toMatchObject({ dayOne: '2026-11-23', due: '2026-11-27' });
    expect(await obligation(incident, 'PPC_FINAL')).toMatchObject({ due: '2026-12-22' });
    expect(await obligation(incident, 'PMARK_FINAL')).toMatchObject({ dayOne: '2026-11-20', due: '2026-12-19' });
    await incident.go('2026-11-26T13:00:00+09:00');
    expect(incident.acts().map((one) => one.slice(0, 20))).toEqual([
      ...['11-24T09:00 REMINDED', '11-25T09:00 REMINDED', '11-26T00:00 PAST_TAR', '11-26T12:00 ESCALATE'],
    ]);
  });
});

describe('a false alarm', () => {
  it('before anything was filed ends every clock', async () => {
    await scene(slip(5_000), async (incident) => {
      await incident.go('2026-11-21T08:00:00+09:00');
      await incident.rule();
      await incident.go('2027-01-10T00:00:00+09:00');
      expect(incident.acts()).toEqual([]);
    });
  });

  it('after a preliminary report keeps asking for the closing one, until it is recorded', async () => {
    await scene(slip(5_000), async (incident) => {
      await incident.file('PPC_PRELIMINARY');
      await incident.rule();
      await incident.go('2026-11-24T10:00:00+09:00');
      expect(incident.acts()).toEqual(['11-21T09:00 REMINDED PPC_FINAL', '11-24T09:00 REMINDED PPC_FINAL']);
      expect(incident.effects.mails.at(-1)?.content.legal?.obligations).toMatchObject([{ kind: 'PPC_FINAL', closeOut: true }]);
      await incident.file('PPC_FINAL');
      await incident.go('2027-01-10T00:00:00+09:00');
      expect(incident.acts()).toHaveLength(2);
      await incident.handle.executeUpdate(decisionUpdates.closeIncident, { args: [{ ...by(), reason: '終了' }] });
      await incident.handle.result();
      expect(incident.effects.of('INCIDENT_CLOSED')[0]?.data).toMatchObject({ outcome: 'FALSE_ALARM', obligationsOpen: 0 });
    });
  });
});

it.each([
  ['APPROVED', '2027-01-18', '01-04T09:00 REMINDED PPC_FINAL'],
  ['REJECTED', '2026-12-21', '12-07T09:00 REMINDED PPC_FINAL'],
] as const)('a longer time that counsel %s', async (decision, due, firstReminder) => {
  await scene(slip(5_000), async (incident) => {
    await incident.file('PPC_PRELIMINARY');
    await incident.file('SUBJECT_NOTICE');
    await incident.go('2026-11-25T10:00:00+09:00');
    await incident.revise(slip(5_000, { improperPurpose: true }));
    expect((await stateOf(incident.handle)).assessment?.proposals).toMatchObject([{ proposalId: 'P1', state: 'OPEN' }]);
    await incident.counsel(decision);
    expect(await obligation(incident, 'PPC_FINAL')).toMatchObject({ due });
    await incident.go('2027-01-05T00:00:00+09:00');
    expect(incident.acts()[0]).toBe(firstReminder);
    expect((await stateOf(incident.handle)).assessment?.proposals).toMatchObject([{ state: decision, decidedBy: staff.name }]);
  });
});

it('an update that the rules refuse changes nothing and says why', async () => {
  await scene(slip(100), async (incident) => {
    await expect(incident.file('PPC_FINAL')).rejects.toMatchObject({
      cause: { type: 'REFUSED', details: [{ code: 'REASON_MISSING' }] },
    });
    expect(incident.effects.of('FILING_RECORDED')).toEqual([]);
  });
});

/** The checks of a fault run must see what they are there to see: each is shown an incident with one thing wrong. */
import { messageIdOf } from '../../activities/mail/send';
import { mailsFor } from '../../domain/mails';
import { evolve } from '../../domain/evolve';
import type { IncidentState } from '../../domain/incident';
import type { MailRequest } from '../../domain/mail';
import { toMs } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import { checkAll, type Findings } from '../../embedded/faults/checks';
import type { Evidence } from '../../embedded/faults/evidence';
import type { Acknowledged } from '../../embedded/faults/incident';
import { play } from '../support/play';
import { answer, SETUP } from '../support/sample';

const NUMBER = '0000-0000';
const MAIL_FROM = 'desk@desk.example';

/** Half an hour of an incident: a reminder, then an acceptance, and every mail sent. */
function anIncident(): { entries: TimelineEntry[]; mails: MailRequest[]; accepted: string } {
  const it = play();
  it.wait(20);
  const accept = answer('acceptTask', 'T01');
  it.say(accept);
  it.mails.forEach((mail) => it.say({ kind: 'MAIL', mail, outcome: { kind: 'SENT' } }));
  return { entries: it.entries, mails: it.mails, accepted: (accept.answer as { body: { messageId: string } }).body.messageId };
}

function findings(change: (one: { evidence: Evidence; acknowledged: Acknowledged[]; badRuns: string[] }) => void): Findings {
  const { entries, mails, accepted } = anIncident();
  const acceptedAt = entries.find(({ kind }) => kind === 'TASK_ACCEPTED')?.at ?? '';
  const one = {
    evidence: {
      ...{ number: NUMBER, setup: SETUP, entries, inHistory: [...entries], sealed: true },
      chain: { entries: entries.length, brokenAtSeq: null },
      messageIds: mails.map((mail) => messageIdOf(mail, MAIL_FROM)),
      workflow: { status: 'COMPLETED', pendingActivities: [], workflowTaskAttempt: 0, failures: [] },
    } as Evidence,
    acknowledged: [
      { number: NUMBER, what: 'open', messageId: null, taskId: null, generation: null, atMs: 0 },
      { number: NUMBER, what: 'accept', messageId: accepted, taskId: 'T01', generation: 1, atMs: toMs(acceptedAt) + 5 },
    ],
    badRuns: [] as string[],
  };
  change(one);
  return { evidence: [one.evidence], acknowledged: one.acknowledged, badRuns: one.badRuns, mailFrom: MAIL_FROM };
}

const broken = (change: Parameters<typeof findings>[0]): string[] =>
  checkAll(findings(change))
    .filter(({ held }) => !held)
    .map(({ what }) => what);

const edit = (evidence: Evidence, changes: Partial<Record<keyof Evidence, unknown>>): void =>
  void Object.assign(evidence, changes);
const without = (entries: readonly TimelineEntry[], kind: TimelineEntry['kind']) => {
  const at = entries.findIndex((entry) => entry.kind === kind);
  return entries.filter((_, i) => i !== at);
};
const ONCE = 'every acknowledged action stands in the timeline exactly once';
const MAILS = 'every due mail went out';
const CHAINS = 'every chain verifies, without gaps, and is sealed';
const HISTORY = 'the record holds what the engine’s history holds';
const STUCK = 'no workflow is stuck or failed';
const ESCALATION = 'no escalation fired for an acknowledged task';

it('all hold for an incident with which nothing is wrong', () => {
  expect(broken(() => undefined)).toEqual([]);
  const { entries } = anIncident();
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ESCALATED', 'TASK_ACCEPTED', 'MAIL_SENT']));
});

it('an acknowledged action that is missing, or stands there twice', () => {
  expect(broken(({ acknowledged }) => void (acknowledged[1] = { ...acknowledged[1]!, messageId: 'lost' }))).toEqual([ONCE]);
  expect(broken(({ acknowledged }) => void (acknowledged[0] = { ...acknowledged[0]!, number: '9999-9999' }))).toEqual([ONCE]);
  const twice = broken(({ evidence }) => {
    const again = evidence.entries.find(({ kind }) => kind === 'TASK_ACCEPTED')!;
    const entries = [...evidence.entries, { ...again, seq: evidence.entries.length + 1 }];
    edit(evidence, { entries, inHistory: entries, chain: { entries: entries.length, brokenAtSeq: null } });
  });
  expect(twice).toContain(ONCE);
  const bothWays = broken(({ evidence }) => {
    const { messageId } = evidence.entries.find(({ kind }) => kind === 'TASK_ACCEPTED')!;
    const data = { signal: 'acceptTask', taskId: 'T01', code: 'ALREADY_ANSWERED', kept: {} };
    const kept = { ...evidence.entries[0]!, kind: 'ANSWER_NOT_APPLIED', data, messageId, seq: evidence.entries.length + 1 };
    const entries = [...evidence.entries, kept as TimelineEntry];
    edit(evidence, { entries, inHistory: entries, chain: { entries: entries.length, brokenAtSeq: null } });
  });
  expect(bothWays).toEqual([ONCE]);
});

it('an acceptance "answered before" that does not stand', () => {
  const before = { number: NUMBER, what: 'accept', messageId: null, taskId: 'T01', generation: 1, atMs: 0 };
  expect(broken(({ acknowledged }) => void acknowledged.push(before))).toEqual([]);
  expect(broken(({ acknowledged }) => void acknowledged.push({ ...before, generation: 2 }))).toEqual([ONCE]);
});

it('a mail that was not sent, or that the mailbox does not have', () => {
  expect(broken(({ evidence }) => edit(evidence, { messageIds: evidence.messageIds.slice(1) }))).toEqual([MAILS]);
  const unsent = broken(({ evidence }) => {
    const entries = without(evidence.entries, 'MAIL_SENT').map((entry, i) => ({ ...entry, seq: i + 1 }));
    edit(evidence, { entries, inHistory: entries, chain: { entries: entries.length, brokenAtSeq: null } });
  });
  expect(unsent).toEqual([MAILS]);
});

it('a chain that is broken, has a gap, is short or was not sealed', () => {
  const chain = (changes: object) => broken(({ evidence }) => edit(evidence, { chain: { ...evidence.chain, ...changes } }));
  expect(chain({ brokenAtSeq: 3 })).toEqual([CHAINS]);
  expect(chain({ entries: 1 })).toEqual([CHAINS]);
  expect(broken(({ evidence }) => edit(evidence, { sealed: false }))).toEqual([CHAINS]);
  expect(broken(({ evidence }) => edit(evidence, { entries: without(evidence.entries, 'MAIL_SENT') }))).toContain(CHAINS);
});

it('a record that lacks what the engine has, or tells it otherwise', () => {
  const last = { seq: 99 } as TimelineEntry;
  expect(broken(({ evidence }) => edit(evidence, { inHistory: [...evidence.inHistory, last] }))).toEqual([HISTORY]);
  const other = broken(({ evidence }) => {
    const [first, ...rest] = evidence.inHistory;
    edit(evidence, { inHistory: [{ ...first, at: '2020-01-01T00:00:00+09:00' }, ...rest] });
  });
  expect(other).toEqual([HISTORY]);
});

it('a workflow that runs on, failed, or whose tasks fail', () => {
  const workflow = (changes: object) =>
    broken(({ evidence }) => edit(evidence, { workflow: { ...evidence.workflow, ...changes } }));
  expect(workflow({ status: 'RUNNING' })).toEqual([STUCK]);
  expect(workflow({ failures: ['NON_DETERMINISTIC_ERROR: x'] })).toEqual([STUCK]);
  expect(broken(({ badRuns }) => void badRuns.push('incident/0000-0000 FAILED'))).toEqual([STUCK]);
});

it('an escalation after the acceptance, and one that fired although the acceptance was in hand', () => {
  const late = broken(({ evidence }) => {
    const escalated = evidence.entries.find(({ kind }) => kind === 'ESCALATED')!;
    const entries = [...evidence.entries, { ...escalated, seq: evidence.entries.length + 1 }];
    edit(evidence, { entries, inHistory: entries, chain: { entries: entries.length, brokenAtSeq: null } });
  });
  expect(late).toContain(ESCALATION);
  // Acknowledged to the partner a minute before the reminder went out.
  const inHand = broken(({ evidence, acknowledged }) => {
    const { at } = evidence.entries.find(({ kind }) => kind === 'ESCALATED')!;
    acknowledged[1] = { ...acknowledged[1]!, atMs: toMs(at) - 60_000 };
  });
  expect(inHand).toEqual([ESCALATION]);
});

it('finds each due mail from the entries alone', () => {
  const { entries, mails } = anIncident();
  let state: IncidentState | null = null;
  const found = entries.flatMap((entry) => {
    const before: IncidentState | null = state;
    state = evolve(before, entry);
    return mailsFor(entry, before, state, SETUP);
  });
  expect(found).toEqual(mails);
});

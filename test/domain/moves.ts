/** Anything that can happen to an incident, as data that fast-check can shrink. */
import fc from 'fast-check';
import { due } from '../../domain/clocks';
import type { Message } from '../../domain/decide';
import type { AnswerName, Answers, DecisionName, Decisions } from '../../domain/messages';
import { OBLIGATION_KINDS, type Party } from '../../domain/obligations/assessment';
import { toInstant } from '../../domain/time';
import type { Play } from '../support/play';
import { answer, decision, facts } from '../support/sample';
import { SMALL } from './steps';

export type Move = (incident: Play) => Message | { readonly wait: number } | null;

/** Most of what is said concerns the first tasks; T09 is nobody's. */
const task = fc.constantFrom('T01', 'T01', 'T01', 'T02', 'T02', 'T03', 'T04', 'T05', 'T09');
const partner = fc.constantFrom('scout', 'warden', 'herald', 'crier', 'operator', 'judge', 'nobody');
const reason = fc.constantFrom('理由', '');

const named = (body: object): string => JSON.stringify(body);

function describeMove(move: Move, words: string): Move {
  return Object.assign(move, { [fc.toStringMethod]: () => words });
}

const said = <N extends AnswerName>(name: N, body: fc.Arbitrary<Partial<Answers[N]>>): fc.Arbitrary<Move> =>
  fc
    .tuple(task, body, fc.option(fc.tuple(partner, fc.integer({ min: 1, max: 4 })), { freq: 3 }))
    .map(([taskId, rest, holder]) =>
      describeMove(
        () => answer(name, taskId, { ...rest, ...(holder && { link: { partnerId: holder[0], generation: holder[1] } }) }),
        `${name} ${taskId} ${named(rest)} ${String(holder)}`,
      ),
    );

const decided = <N extends DecisionName>(
  name: N,
  body: fc.Arbitrary<(incident: Play) => Omit<Decisions[N], 'messageId' | 'by'>>,
): fc.Arbitrary<Move> => body.map((bodyFor) => describeMove((incident) => decision(name, bodyFor(incident)), name));

const onTask = fc.record({ taskId: task, reason }).map((body) => () => body);
const noted = fc.record({ taskId: task, note: reason }).map((body) => () => body);
const plain = fc.record({ reason }).map((body) => () => body);

const note = fc.record({ note: reason });
const money = fc.record({ amountYen: fc.nat(), note: reason });

const answers: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: said('acceptTask', fc.constant({})) },
  { weight: 2, arbitrary: said('declineTask', fc.constant({ reason: 'NO_CAPACITY' })) },
  { weight: 1, arbitrary: said('handOverTask', fc.constant({ to: { name: '後任', company: '社', email: 'a@b.example' } })) },
  { weight: 2, arbitrary: said('reportProgress', note) },
  { weight: 6, arbitrary: said('deliverTask', fc.record({ milestone: fc.constantFrom('INTERIM', 'FINAL') })) },
  { weight: 1, arbitrary: said('submitQuote', money) },
  { weight: 1, arbitrary: said('submitInvoice', money) },
  { weight: 1, arbitrary: said('sendMessage', fc.constant({ text: '質問' })) },
);

const verdict = fc
  .record({ index: fc.nat(3), decision: fc.constantFrom('APPROVED' as const, 'REJECTED' as const), reason })
  .map(({ index, ...rest }) => (incident: Play) => {
    const pending = incident.state().approvals.filter(({ state }) => state === 'PENDING');
    return { ...rest, approvalId: pending[index % Math.max(1, pending.length)]?.approvalId ?? 'T01-A1' };
  });

const CLIENT = { id: 'aoba', persons: { min: 2_000, max: 2_000 }, hasReportDuty: true, notifiedAt: null };

const newFacts = fc
  .constantFrom(
    SMALL,
    facts(),
    facts({ persons: { min: 0, max: null } }),
    facts({ improperPurpose: false }),
    facts({ leak: 'RULED_OUT' }),
    facts({ role: 'PROCESSOR', clients: [CLIENT] }),
  )
  .map((changed) => (incident: Play) => ({
    ...{ facts: changed, reason: '判明', knownAt: toInstant(incident.nowMs()) },
  }));

const ahead = fc
  .boolean()
  .map((far) => (incident: Play) => ({ to: (!far && due(incident.state())) || toInstant(incident.nowMs() + 1) }));

const filing = fc
  .record({
    kind: fc.constantFrom(...OBLIGATION_KINDS),
    party: fc.constantFrom<Party>('INSURED', 'INSURED', 'CLIENT:aoba'),
    supplement: fc.boolean(),
    reason: fc.constantFrom('任意', null),
    before: fc.constantFrom(0, 60_000, 100 * 60_000),
  })
  .map(({ kind, party, before, ...rest }) => (incident: Play) => ({
    ...{ obligation: { kind, party }, filedAt: toInstant(incident.nowMs() - before), ...rest },
  }));

const ofCounsel = fc
  .record({
    proposalId: fc.constantFrom('P1', 'P1', 'P2'),
    decision: fc.constantFrom('APPROVED' as const, 'REJECTED' as const),
    reason,
  })
  .map((body) => () => body);

const decisions: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: decided('recordFiling', filing) },
  { weight: 2, arbitrary: decided('decideProposal', ofCounsel) },
  decided(
    'assignTask',
    fc.record({ taskId: task, partnerId: partner, reason }).map((body) => () => body),
  ),
  decided('pauseTask', onTask),
  decided('resumeTask', onTask),
  decided('cancelTask', onTask),
  { weight: 2, arbitrary: decided('keepTask', onTask) },
  decided('escalateTask', onTask),
  decided('acknowledgeEscalation', noted),
  { weight: 4, arbitrary: decided('decideApproval', verdict) },
  { weight: 3, arbitrary: decided('acceptDelivery', noted) },
  { weight: 2, arbitrary: decided('returnDelivery', onTask) },
  decided('reissueLink', onTask),
  decided('revokeLink', onTask),
  decided(
    'writeToPartner',
    fc.record({ taskId: task, text: reason }).map((body) => () => body),
  ),
  { weight: 2, arbitrary: decided('reviseFacts', newFacts) },
  decided(
    'handOverIncident',
    fc.record({ to: fc.constantFrom('鈴木 健', '田中 実', null), note: reason }).map((body) => () => body),
  ),
  decided(
    'recordCallBack',
    fc.record({ note: reason }).map((body) => () => body),
  ),
  decided('advanceClock', ahead),
);

const endings: fc.Arbitrary<Move> = fc.oneof(decided('ruleFalseAlarm', plain), {
  weight: 2,
  arbitrary: decided('closeIncident', plain),
});

const mails: fc.Arbitrary<Move> = fc
  .tuple(fc.nat(), fc.constantFrom('SENT' as const, 'DELAYED' as const, 'BOUNCED' as const))
  .map(([index, kind]) =>
    describeMove((incident) => {
      const mail = incident.mails[index % Math.max(1, incident.mails.length)];
      return mail ? { kind: 'MAIL', mail, outcome: { kind, problem: '550' } } : null;
    }, `mail ${index} ${kind}`),
  );

const waits: fc.Arbitrary<Move> = fc
  .constantFrom(0.01, 1, 15, 29, 30, 31, 60, 125, 1_000, 4_000, 20_000)
  .map((minutes) => describeMove(() => ({ wait: minutes }), `wait ${minutes}`));

const unreadable: fc.Arbitrary<Move> = fc.constant(
  describeMove(() => ({ kind: 'UNREADABLE', signal: 'acceptTask', problem: 'taskId: is empty' }), 'unreadable'),
);

export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: answers },
  { weight: 9, arbitrary: decisions },
  { weight: 5, arbitrary: waits },
  { weight: 3, arbitrary: mails },
  { weight: 1, arbitrary: endings },
  { weight: 1, arbitrary: unreadable },
);

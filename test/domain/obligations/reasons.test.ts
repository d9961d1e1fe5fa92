/** Every obligation whole: whose, its dates, its state, and each rule that decided it, in the order in which they are told. */
import type { EntrustingClient, Facts } from '../../../domain/facts';
import type { Assessment, KnownFacts, ObligationChange } from '../../../domain/obligations/assessment';
import { HOLDER, assessed, at, once } from '../../support/law';

const day = (date: string): string => `2026-11-${date}T10:00:00+09:00`;
const MANY = { persons: { min: 5000, max: 5000 } } as const;
const client = (id: string, changes: Partial<EntrustingClient> = {}): EntrustingClient => ({
  ...{ id, persons: { min: 2000, max: 2000 }, hasReportDuty: true, notifiedAt: null },
  ...changes,
});
const processor = (...clients: readonly EntrustingClient[]): Partial<Facts> => ({
  role: 'PROCESSOR',
  persons: { min: 0, max: 0 },
  clients,
});

/** `kind of party: day one → target, due (before rollover) state: rules`, what is not there left out. */
const told = ({ obligations }: Assessment): string[] =>
  obligations.map(({ kind, party, dayOne, target, due, unrolledDue, state, why }) => {
    const dates = [target && `target ${target}`, due && `due ${due}`, due !== unrolledDue && `instead of ${unrolledDue}`];
    return [`${kind} ${party}`, `from ${dayOne}`, ...dates.filter(Boolean), state, why.join(' ')].join(', ');
  });

const NOTICE = 'SUBJECT_NOTICE INSURED, from 2026-11-10, OPEN, C1 C5';
const FIVE_DAYS = 'from 2026-11-10, target 2026-11-12, due 2026-11-14';
const cases: [string, readonly KnownFacts[], string[]][] = [
  [
    'a category by its number of persons, at a holder of the mark',
    [at(day('10'), { ...MANY, pmark: HOLDER })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 C1 C2 C5',
      NOTICE,
      `PMARK_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, P3 C1 C4 C5`,
      'PMARK_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, P2 C1 C2 C5 C7',
    ],
  ],
  [
    'a suspicion of which nobody knows how many it concerns',
    [at(day('10'), { leak: 'SUSPECTED', persons: { min: 1, max: null } })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 A6 A3 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 A6 A3 C1 C2 C5',
      NOTICE,
    ],
  ],
  [
    'an improper purpose, with another category',
    [at(day('10'), { ...MANY, nature: 'MALWARE' })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2027-01-08, OPEN, A11 A1 C1 C2 C5',
      NOTICE,
    ],
  ],
  [
    'data damaged without a copy',
    [at(day('10'), { ...MANY, nature: 'RANSOMWARE', improperPurpose: false, leak: 'RULED_OUT' })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 A5 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 A5 C1 C2 C5',
      NOTICE,
    ],
  ],
  [
    'encrypted: the mark alone',
    [at(day('10'), { ...MANY, strongEncryption: true, pmark: HOLDER })],
    [
      `PMARK_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, P3 P7 C1 C4 C5`,
      'PMARK_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, P2 P7 C1 C2 C5 C7',
    ],
  ],
  [
    'every My Number category at once',
    [
      at(day('10'), {
        myNumber: { persons: { min: 1, max: null }, publicExposure: true, improperPurpose: true },
        pmark: HOLDER,
      }),
    ],
    [
      NOTICE,
      `MYNUMBER_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 M2 M3 M4 A3 C1 C4 C5`,
      'MYNUMBER_FINAL INSURED, from 2026-11-10, due 2027-01-08, OPEN, A11 M2 M3 M4 A3 C1 C2 C5',
      `PMARK_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, P4 C1 C4 C5`,
      'PMARK_FINAL INSURED, from 2026-11-10, due 2027-01-08, OPEN, P2 C1 C2 C5 C7',
    ],
  ],
  [
    'over 100 with their My Number, for certain',
    [at(day('10'), { myNumber: { persons: { min: 101, max: 200 }, publicExposure: false, improperPurpose: false } })],
    [
      NOTICE,
      `MYNUMBER_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 M4 C1 C4 C5`,
      'MYNUMBER_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 M4 C1 C2 C5',
    ],
  ],
  [
    'over 1,000 later, alone: its own clock, and a final report that falls on a Saturday',
    [at(day('10')), at(day('13'), MANY)],
    [
      'PPC_PRELIMINARY INSURED, from 2026-11-13, target 2026-11-15, due 2026-11-17, OPEN, A10 A2 C1 C4 C5',
      'PPC_FINAL INSURED, from 2026-11-13, due 2026-12-14, instead of 2026-12-12, OPEN, A11 A2 C1 C2 C5 C3',
      'SUBJECT_NOTICE INSURED, from 2026-11-13, OPEN, C1 C5',
    ],
  ],
  [
    'over 1,000 later, beside another category: the clock that runs',
    [at(day('10'), { specialCare: true }), at(day('13'), { ...MANY, specialCare: true })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 A2 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 A2 C1 C2 C5',
      NOTICE,
    ],
  ],
  [
    'an improper purpose found later: the longer time is only proposed',
    [at(day('10'), MANY), at(day('20'), { ...MANY, nature: 'MALWARE' })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 C1 C2 C5 C6',
      NOTICE,
    ],
  ],
  [
    'an improper purpose ruled out later: the shorter time holds',
    [at(day('10'), { ...MANY, nature: 'MALWARE' }), at(day('20'), { ...MANY, nature: 'MALWARE', improperPurpose: false })],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 C1 C2 C5 C6',
      NOTICE,
    ],
  ],
  [
    'a processor with one client told and one not',
    [at(day('10'), processor(client('a'), client('b', { notifiedAt: day('11') })))],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, A10 A14 A18 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, A11 A14 A18 C1 C2 C5',
      NOTICE,
      `CLIENT_NOTICE CLIENT:a, ${FIVE_DAYS}, OPEN, A15 C1 C4 C5`,
      `CLIENT_NOTICE CLIENT:b, ${FIVE_DAYS}, RELEASED, A15 C1 C4 C5`,
      'PPC_PRELIMINARY CLIENT:b, from 2026-11-11, target 2026-11-13, due 2026-11-15, OPEN, A10 A16 A18 C1 C4 C5',
      'PPC_FINAL CLIENT:b, from 2026-11-11, due 2026-12-10, OPEN, A11 A16 A18 C1 C2 C5',
      'SUBJECT_NOTICE CLIENT:b, from 2026-11-11, OPEN, A16 C1 C5',
    ],
  ],
  [
    'a processor released',
    [at(day('10'), processor(client('a', { notifiedAt: day('11') })))],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, RELEASED, A10 A15 C1 C4 C5`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, RELEASED, A11 A15 C1 C2 C5',
      'SUBJECT_NOTICE INSURED, from 2026-11-10, RELEASED, A15 C1 C5',
      `CLIENT_NOTICE CLIENT:a, ${FIVE_DAYS}, RELEASED, A15 C1 C4 C5`,
      'PPC_PRELIMINARY CLIENT:a, from 2026-11-11, target 2026-11-13, due 2026-11-15, OPEN, A10 A16 A18 C1 C4 C5',
      'PPC_FINAL CLIENT:a, from 2026-11-11, due 2026-12-10, OPEN, A11 A16 A18 C1 C2 C5',
      'SUBJECT_NOTICE CLIENT:a, from 2026-11-11, OPEN, A16 C1 C5',
    ],
  ],
  [
    'a suspicion of which all was got back unseen: withdrawn, save for the mark',
    [
      at(day('10'), { ...MANY, leak: 'SUSPECTED', pmark: HOLDER }),
      at(day('12'), { ...MANY, leak: 'SUSPECTED', pmark: HOLDER, recoveredUnseen: true }),
    ],
    [
      `PPC_PRELIMINARY INSURED, ${FIVE_DAYS}, WITHDRAWN, A10 A6 C1 C4 C5 A4 A20`,
      'PPC_FINAL INSURED, from 2026-11-10, due 2026-12-09, WITHDRAWN, A11 A6 C1 C2 C5 A4 A20',
      'SUBJECT_NOTICE INSURED, from 2026-11-10, WITHDRAWN, C1 C5 A4 A20',
      `PMARK_PRELIMINARY INSURED, ${FIVE_DAYS}, OPEN, P3 C1 C4 C5`,
      'PMARK_FINAL INSURED, from 2026-11-10, due 2026-12-09, OPEN, P2 C1 C2 C5 C7',
    ],
  ],
  [
    'the end of a final report in the year-end closing (C3), which the mark does not know (C7)',
    [at('2026-12-04T10:00:00+09:00', { ...MANY, pmark: HOLDER })],
    [
      'PPC_PRELIMINARY INSURED, from 2026-12-04, target 2026-12-06, due 2026-12-08, OPEN, A10 C1 C4 C5',
      'PPC_FINAL INSURED, from 2026-12-04, due 2027-01-04, instead of 2027-01-02, OPEN, A11 C1 C2 C5 C3',
      'SUBJECT_NOTICE INSURED, from 2026-12-04, OPEN, C1 C5',
      'PMARK_PRELIMINARY INSURED, from 2026-12-04, target 2026-12-06, due 2026-12-08, OPEN, P3 C1 C4 C5',
      'PMARK_FINAL INSURED, from 2026-12-04, due 2027-01-02, OPEN, P2 C1 C2 C5 C7',
    ],
  ],
];
it.each(cases)('%s', (_, versions, expected) => expect(told(assessed(versions))).toEqual(expected));

describe('what is told of a change', () => {
  const because = (versions: readonly KnownFacts[], kind: ObligationChange['kind']): string | undefined =>
    assessed(versions).changes.find((one) => one.kind === kind)?.because;
  it('names the facts that differ with both values, and the rules without those of the counting', () => {
    expect(because([at(day('10')), at(day('13'), MANY)], 'PPC_FINAL')).toBe(
      '事実の変更: persons.min 100 → 5000, persons.max 100 → 5000 (A11, A2, C3) / changed facts: persons.min 100 → 5000, persons.max 100 → 5000 (A11, A2, C3)',
    );
  });
  it('names no rule where only the counting is left', () => {
    expect(because([at(day('10')), at(day('13'), { specialCare: true })], 'SUBJECT_NOTICE')).toBe(
      '事実の変更: specialCare false → true / changed facts: specialCare false → true',
    );
  });
  it('finds a client by its id, wherever it stands in the list, and shows one that is new as a whole', () => {
    const changes = assessed([
      at(day('10'), processor(client('a'), client('b'))),
      at(day('11'), processor(client('c'), client('b', { notifiedAt: day('11') }), client('a'))),
    ]).changes;
    expect(changes.find(({ party }) => party === 'CLIENT:b')?.because).toBe(
      [
        '事実の変更: clients.b.notifiedAt null → 2026-11-11T10:00:00+09:00, clients.c - → {"id":"c","persons":{"min":2000,"max":2000},"hasReportDuty":true,"notifiedAt":null} (A15, C4)',
        'changed facts: clients.b.notifiedAt null → 2026-11-11T10:00:00+09:00, clients.c - → {"id":"c","persons":{"min":2000,"max":2000},"hasReportDuty":true,"notifiedAt":null} (A15, C4)',
      ].join(' / '),
    );
  });
  it('stands in the order of time: what counsel granted later comes after what the facts did', () => {
    const result = assessed(
      [
        at(day('10'), MANY),
        at(day('20'), { ...MANY, nature: 'MALWARE' }),
        at(day('22'), { ...MANY, nature: 'MALWARE', pmark: HOLDER }),
      ],
      [{ what: 'EXTEND_FINAL', kind: 'PPC_FINAL', party: 'INSURED', approvedAt: day('25') }],
    );
    expect(result.changes.map(({ at: when, kind, from, to }) => [when, kind, from, to])).toEqual([
      [day('22'), 'PMARK_PRELIMINARY', null, '2026-11-14'],
      [day('22'), 'PMARK_FINAL', null, '2027-01-08'],
      [day('25'), 'PPC_FINAL', '2026-12-09', '2027-01-08'],
    ]);
  });
  it('is nothing where nothing moved', () => {
    expect(assessed([at(day('10'), MANY), at(day('12'), { ...MANY, backupOfSameData: true })]).changes).toEqual([]);
    expect(once(MANY)).toMatchObject({ changes: [], proposals: [] });
  });
});

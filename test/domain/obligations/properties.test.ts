/** What holds for any facts in any order. */
import fc from 'fast-check';
import { DATA_STATES, LEAK_STATES, NATURES, ROLES, type Facts } from '../../../domain/facts';
import type { Assessment, KnownFacts } from '../../../domain/obligations/assessment';
import { isClosed, rollOver } from '../../../domain/obligations/days';
import { addDays, legalDayOf, toInstant, toMs } from '../../../domain/time';
import { LAW, assessed } from '../../support/law';

const RUNS = { numRuns: 400 };
const START_MS = Date.parse('2026-01-01T00:00:00+09:00');

const unknown = fc.option(fc.boolean(), { nil: null });
const persons = fc
  .tuple(fc.constantFrom(0, 1, 99, 100, 101, 999, 1000, 1001, 5000), fc.constantFrom(null, 0, 1, 500, 3000))
  .map(([min, more]) => ({ min, max: more === null ? null : min + more }));
const instant = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => toInstant(START_MS + minutes * 60_000));
const client = (id: string) =>
  fc.record({ id: fc.constant(id), persons, hasReportDuty: unknown, notifiedAt: fc.option(instant, { nil: null }) });
const facts: fc.Arbitrary<Facts> = fc.record({
  nature: fc.constantFrom(...NATURES),
  leak: fc.constantFrom(...LEAK_STATES),
  role: fc.constantFrom(...ROLES),
  dataState: fc.constantFrom(...DATA_STATES),
  persons,
  specialCare: unknown,
  propertyHarm: unknown,
  improperPurpose: unknown,
  strongEncryption: fc.boolean(),
  recoveredUnseen: fc.boolean(),
  backupOfSameData: fc.boolean(),
  myNumber: fc.option(fc.record({ persons, publicExposure: fc.boolean(), improperPurpose: unknown }), { nil: null }),
  clients: fc.tuple(client('a'), client('b')).chain((two) => fc.subarray(two)),
  pmark: fc.option(
    fc.record({
      holder: fc.boolean(),
      validUntil: fc.constantFrom('2026-01-15', '2026-06-30', '2028-01-01'),
      renewalFiledOn: fc.constantFrom(null, '2025-12-01', '2026-05-01'),
    }),
    { nil: null },
  ),
});
const versions: fc.Arbitrary<KnownFacts[]> = fc
  .array(fc.record({ knownAt: instant, facts }), { minLength: 1, maxLength: 5 })
  .map((list) => [...list].sort((a, b) => toMs(a.knownAt) - toMs(b.knownAt)));

const key = ({ kind, party }: { kind: string; party: string }) => `${kind} ${party}`;
const byKey = ({ obligations }: Assessment) => new Map(obligations.map((one) => [key(one), one]));

it('a later fact never makes a due date of a running clock later without a change entry', () => {
  fc.assert(
    fc.property(
      versions.filter((list) => list.length > 1),
      (list) => {
        const [before, after] = [byKey(assessed(list.slice(0, -1))), assessed(list)];
        const logged = new Set(after.changes.filter(({ at }) => at === after.asOf).map(key));
        for (const now of after.obligations) {
          const was = before.get(key(now));
          if (was?.state !== 'OPEN' || now.state !== 'OPEN' || was.due === null) continue;
          expect(now.dayOne).toBe(was.dayOne);
          if (now.due !== was.due) expect(logged).toContain(key(now));
          expect((now.due ?? '9') <= was.due).toBe(true);
        }
      },
    ),
    RUNS,
  );
});

it('nothing once listed disappears, and what was logged before stays', () => {
  fc.assert(
    fc.property(
      versions.filter((list) => list.length > 1),
      (list) => {
        const [before, after] = [assessed(list.slice(0, -1)), assessed(list)];
        const now = byKey(after);
        for (const one of before.obligations) expect(now.has(key(one))).toBe(true);
        expect(after.changes.slice(0, before.changes.length)).toEqual(before.changes);
      },
    ),
    RUNS,
  );
});

it('a due date that rolls over is never a closed day; only final reports roll', () => {
  fc.assert(
    fc.property(versions, (list) => {
      for (const { kind, due, unrolledDue } of assessed(list).obligations) {
        if (kind === 'PPC_FINAL' || kind === 'MYNUMBER_FINAL') expect(isClosed(LAW.calendar, due as string)).toBe(false);
        else expect(due).toBe(kind === 'PMARK_FINAL' ? (due as string) : unrolledDue);
      }
    }),
    RUNS,
  );
});

it('rolling over is idempotent, never goes back and never skips an open day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
      const day = addDays('1990-01-01', days);
      const rolled = rollOver(LAW.calendar, day);
      expect(rollOver(LAW.calendar, rolled)).toBe(rolled);
      expect(rolled >= day).toBe(true);
      for (let one = day; one < rolled; one = addDays(one, 1)) expect(isClosed(LAW.calendar, one)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('more persons never remove a category', () => {
  fc.assert(
    fc.property(instant, facts, fc.nat(5000), (knownAt, some, more) => {
      const grown = { min: some.persons.min + more, max: some.persons.max === null ? null : some.persons.max + more };
      const fewer = assessed([{ knownAt, facts: some }]).ppc.categories;
      const many = assessed([{ knownAt, facts: { ...some, persons: grown } }]).ppc.categories;
      expect(many).toEqual(expect.arrayContaining([...fewer]));
    }),
    RUNS,
  );
});

it('the offset in which an instant is told never changes a date', () => {
  const inOffset = (told: string, hours: number): string => {
    const local = new Date(toMs(told) + hours * 3_600_000).toISOString().slice(0, 19);
    const [sign, size] = [hours < 0 ? '-' : '+', String(Math.abs(hours)).padStart(2, '0')];
    return `${local}${sign}${size}:00`;
  };
  fc.assert(
    fc.property(instant, facts, fc.integer({ min: -12, max: 14 }), (knownAt, some, hours) => {
      const there = assessed([{ knownAt: inOffset(knownAt, hours), facts: some }]);
      expect(there.obligations).toEqual(assessed([{ knownAt, facts: some }]).obligations);
    }),
    RUNS,
  );
});

it('every day 1 is the Japanese date of a moment at which something became known or was told', () => {
  fc.assert(
    fc.property(versions, (list) => {
      const days = list.flatMap(({ knownAt, facts: { clients } }) => [
        knownAt,
        ...clients.flatMap(({ notifiedAt }) => notifiedAt ?? []),
      ]);
      const known = new Set(days.map((one) => legalDayOf(toMs(one))));
      for (const { dayOne } of assessed(list).obligations) expect(known).toContain(dayOne);
    }),
    RUNS,
  );
});

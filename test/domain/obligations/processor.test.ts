/** A processor (委託先) with its clients (委託元): whose count, whose clock, and when a notice releases. */
import type { EntrustingClient, Facts } from '../../../domain/facts';
import { assessed, at, kinds, obligation, once } from '../../support/law';

const day = (date: string) => `2026-11-${date}T10:00:00+09:00`;
const client = (id: string, changes: Partial<EntrustingClient> = {}): EntrustingClient => ({
  id,
  persons: { min: 2000, max: 2000 },
  hasReportDuty: true,
  notifiedAt: null,
  ...changes,
});
const processor = (clients: readonly EntrustingClient[], changes: Partial<Facts> = {}): Partial<Facts> => ({
  role: 'PROCESSOR',
  persons: { min: 0, max: 0 },
  clients,
  ...changes,
});
const REPORTS = ['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE'];

describe('before its clients are told', () => {
  const result = once(processor([client('a'), client('b')]));
  it('the processor has the duty itself (A14) and owes each client a notice', () => {
    expect(kinds(result)).toEqual(REPORTS);
    expect(obligation(result, 'PPC_FINAL').why).toEqual(expect.arrayContaining(['A14', 'A18']));
    for (const party of ['CLIENT:a', 'CLIENT:b'] as const) {
      expect(kinds(result, party)).toEqual(['CLIENT_NOTICE']);
      expect(obligation(result, 'CLIENT_NOTICE', party)).toMatchObject({
        target: '2026-11-12',
        due: '2026-11-14',
        state: 'OPEN',
      });
    }
    expect(result.ppc.subjectNotice).toBe('REQUIRED');
  });
  it('counts all clients together (A18)', () => {
    const small = (max: number | null) => client('a', { persons: { min: 1, max } });
    const categories = (clients: readonly EntrustingClient[], changes?: Partial<Facts>) =>
      once(processor(clients, changes)).ppc.categories;
    expect(categories([small(500), client('b', { persons: { min: 500, max: 500 } })])).toEqual([]);
    expect(categories([small(501), client('b', { persons: { min: 500, max: 500 } })])).toEqual(['OVER_1000']);
    expect(categories([small(null)])).toEqual(['OVER_1000']);
    expect(categories([small(10)], { persons: { min: 0, max: 1001 } })).toEqual(['OVER_1000']);
    expect(categories([small(10)], { persons: { min: 0, max: null } })).toEqual(['OVER_1000']);
  });
  it('an operator does not count what is written under clients', () => {
    const operator = once({ role: 'OPERATOR', persons: { min: 10, max: 10 }, clients: [client('a', { notifiedAt: day('11') })] });
    expect(operator.obligations).toEqual([]);
  });
  it('a client found later is told from then on', () => {
    const later = assessed([at(day('10'), processor([client('a')])), at(day('13'), processor([client('a'), client('b')]))]);
    expect(obligation(later, 'CLIENT_NOTICE', 'CLIENT:a').due).toBe('2026-11-14');
    expect(obligation(later, 'CLIENT_NOTICE', 'CLIENT:b')).toMatchObject({ dayOne: '2026-11-13', due: '2026-11-17' });
  });
});

describe('a notice in time', () => {
  const told = assessed([
    at(day('10'), processor([client('a')])),
    at(day('13'), processor([client('a', { notifiedAt: day('12') })])),
  ]);
  it('releases the processor from report and notice (A15)', () => {
    for (const kind of REPORTS as ('PPC_FINAL' | 'PPC_PRELIMINARY')[])
      expect(obligation(told, kind)).toMatchObject({ state: 'RELEASED', why: expect.arrayContaining(['A15']) as unknown });
    expect(obligation(told, 'CLIENT_NOTICE', 'CLIENT:a').state).toBe('RELEASED');
    expect(told.ppc).toMatchObject({ reportable: true, subjectNotice: 'CLIENT_GIVES_IT' });
    expect(told.changes).toContainEqual(
      expect.objectContaining({
        kind: 'PPC_FINAL',
        party: 'INSURED',
        from: '2026-12-09',
        to: null,
        because: expect.stringContaining(`clients.a.notifiedAt null → ${day('12')}`) as unknown,
      }),
    );
  });
  it('starts the client’s own clocks (A16), by its own number of persons (A18)', () => {
    expect(kinds(told, 'CLIENT:a')).toEqual(['CLIENT_NOTICE', ...REPORTS]);
    expect(obligation(told, 'PPC_PRELIMINARY', 'CLIENT:a')).toMatchObject({
      dayOne: '2026-11-12',
      target: '2026-11-14',
      due: '2026-11-16',
      state: 'OPEN',
      why: expect.arrayContaining(['A16', 'A18']) as unknown,
    });
    expect(obligation(told, 'PPC_FINAL', 'CLIENT:a').due).toBe('2026-12-11');
    const few = once(
      processor([
        client('a', { persons: { min: 600, max: 600 }, notifiedAt: day('11') }),
        client('b', { notifiedAt: day('11') }),
      ]),
    );
    expect(kinds(few, 'CLIENT:a')).toEqual(['CLIENT_NOTICE']);
    expect(kinds(few, 'CLIENT:b')).toEqual(['CLIENT_NOTICE', ...REPORTS]);
  });
  it('a client’s count that passes 1,000 after the notice starts its clock then', () => {
    const small = { persons: { min: 600, max: 600 }, notifiedAt: day('11') };
    const result = assessed([
      at(day('10'), processor([client('a', small), client('b')])),
      at(day('15'), processor([client('a', { ...small, persons: { min: 1200, max: 1200 } }), client('b')])),
    ]);
    expect(obligation(result, 'PPC_PRELIMINARY', 'CLIENT:a').dayOne).toBe('2026-11-15');
  });
  it('is on the last day of the yardstick still in time', () => {
    const release = (notifiedAt: string) => obligation(once(processor([client('a', { notifiedAt })])), 'PPC_FINAL').state;
    expect(release('2026-11-14T23:59:59+09:00')).toBe('RELEASED');
    expect(release('2026-11-15T00:00:00+09:00')).toBe('OPEN');
  });
  it('leaves the processor’s Privacy Mark report alone', () => {
    const holder = { holder: true, validUntil: '2027-01-01', renewalFiledOn: null };
    const result = once(processor([client('a', { notifiedAt: day('11') })], { pmark: holder }));
    expect(obligation(result, 'PMARK_FINAL').state).toBe('OPEN');
  });
});

describe('no release', () => {
  const state = (clients: readonly EntrustingClient[]) => obligation(once(processor(clients)), 'PPC_FINAL').state;
  const told = { notifiedAt: day('11') };
  it.each([
    ['one of two is not told', [client('a', told), client('b')]],
    ['A18: the client has no duty', [client('a', { ...told, hasReportDuty: false })]],
    ['one of two has no duty', [client('a', told), client('b', { ...told, hasReportDuty: false })]],
    ['nobody knows whether it has', [client('a', { ...told, hasReportDuty: null })]],
  ])('%s', (_, clients) => {
    expect(state(clients)).toBe('OPEN');
    expect(once(processor(clients)).ppc.subjectNotice).toBe('REQUIRED');
  });
  it('a client without a duty has no clocks; one of which nobody knows has them', () => {
    expect(kinds(once(processor([client('a', { ...told, hasReportDuty: false })])), 'CLIENT:a')).toEqual(['CLIENT_NOTICE']);
    expect(kinds(once(processor([client('a', { ...told, hasReportDuty: null })])), 'CLIENT:a')).toEqual([
      'CLIENT_NOTICE',
      ...REPORTS,
    ]);
  });
  it('what is released runs again with its old dates when another client is found', () => {
    const result = assessed([
      at(day('10'), processor([client('a', told)])),
      at(day('20'), processor([client('a', told), client('b')])),
    ]);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({ state: 'OPEN', dayOne: '2026-11-10', due: '2026-12-09' });
    expect(result.changes).toContainEqual(expect.objectContaining({ kind: 'PPC_FINAL', from: null, to: '2026-12-09' }));
  });
});

describe('a notice that came late', () => {
  const late = [
    at(day('10'), processor([client('a')])),
    at(day('18'), processor([client('a', { notifiedAt: day('17') })])),
  ] as const;
  const proposal = { what: 'RELEASE_BY_LATE_NOTICE', kind: 'CLIENT_NOTICE', party: 'INSURED' } as const;
  it('is put to counsel', () => {
    const result = assessed(late);
    expect(obligation(result, 'PPC_FINAL').state).toBe('OPEN');
    expect(result.proposals).toEqual([{ ...proposal, at: day('18'), from: null, to: null, why: ['A15'] }]);
  });
  it('releases when counsel says so', () => {
    const result = assessed(late, [{ ...proposal, approvedAt: day('19') }]);
    expect(obligation(result, 'PPC_FINAL').state).toBe('RELEASED');
    expect(result.proposals).toEqual([]);
    expect(result.ppc.subjectNotice).toBe('CLIENT_GIVES_IT');
  });
});

describe('My Number data of clients', () => {
  const myNumber = (max: number) => ({ persons: { min: max, max }, publicExposure: false, improperPurpose: null });
  const told = { notifiedAt: day('11'), persons: { min: 150, max: 150 } };
  it('a single client has all of them', () => {
    const result = once(processor([client('a', told)], { myNumber: myNumber(101) }));
    expect(kinds(result, 'CLIENT:a')).toEqual(['CLIENT_NOTICE', 'SUBJECT_NOTICE', 'MYNUMBER_PRELIMINARY', 'MYNUMBER_FINAL']);
    expect(obligation(result, 'MYNUMBER_FINAL').state).toBe('RELEASED');
    expect(result.ppc.subjectNotice).toBe('NOT_REQUIRED');
  });
  it('of several, each may have as many as it has persons', () => {
    const result = once(
      processor([client('a', told), client('b', { ...told, persons: { min: 100, max: 100 } })], { myNumber: myNumber(120) }),
    );
    expect(kinds(result, 'CLIENT:a')).toContain('MYNUMBER_FINAL');
    expect(kinds(result, 'CLIENT:b')).not.toContain('MYNUMBER_FINAL');
  });
});

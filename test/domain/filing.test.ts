/** Reports that are filed, false alarms, what counsel decides, and processors. */
import { due } from '../../domain/clocks';
import type { EntrustingClient, Facts } from '../../domain/facts';
import { currentFacts } from '../../domain/incident';
import type { ObligationKind } from '../../domain/obligations/assessment';
import { toMs } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import type { Play } from '../support/play';
import { decision } from '../support/sample';
import { codeOf, kindsSince, must } from './steps';
import { AWARE, HOLDER, slip, begin, until, revise, file, get, standing, acts, mailed } from './legal-steps';

describe('a filing', () => {
  it('is recorded with time, receipt number and file, late or not', () => {
    const incident = until(begin(slip(5_000)), '2026-11-26T09:00:00+09:00');
    const report = { sha256: 'a'.repeat(64), name: '速報.pdf', mediaType: 'application/pdf', sizeBytes: 9 };
    file(incident, 'PPC_PRELIMINARY', { file: report, reason: 'ウェブフォームより' });
    expect(incident.state().filings).toEqual([
      {
        ...{ kind: 'PPC_PRELIMINARY', party: 'INSURED', filedAt: '2026-11-26T09:00:00.000+09:00', by: '佐藤 花子' },
        ...{ recordedAt: '2026-11-26T09:00:00.000+09:00', receiptNumber: 'R-1', file: report, supplement: false },
        ...{ reason: 'ウェブフォームより', as: 'DUE', serves: [] },
      },
    ]);
    expect(standing(incident, 'PPC_PRELIMINARY')).toBe('FILED_LATE');
  });

  it('that was in time counts so, whenever it is recorded', () => {
    const incident = until(begin(slip(5_000)), '2026-11-26T09:00:00+09:00');
    expect(standing(incident, 'PPC_PRELIMINARY')).toBe('OVERDUE');
    file(incident, 'PPC_PRELIMINARY', { filedAt: '2026-11-24T23:59:59+09:00' });
    expect(standing(incident, 'PPC_PRELIMINARY')).toBe('FILED');
  });

  it('of a final report before any preliminary one counts as both', () => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_FINAL');
    expect(incident.state().filings?.[0]?.serves).toEqual(['PPC_PRELIMINARY']);
    expect(['PPC_PRELIMINARY', 'PPC_FINAL'].map((kind) => standing(incident, kind as ObligationKind))).toEqual([
      'FILED',
      'FILED',
    ]);
    file(incident, 'PPC_FINAL', { supplement: true });
    expect(incident.state().filings?.map(({ supplement, serves }) => [supplement, serves.length])).toEqual([
      [false, 1],
      [true, 0],
    ]);
  });

  it('stays when the facts change; what newly falls due is asked for by itself', () => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_PRELIMINARY');
    until(incident, '2026-11-21T12:00:00+09:00');
    revise(incident, slip(6_000, { specialCare: true }));
    expect(get(incident, 'PPC_PRELIMINARY').clock).toBeNull();
    expect(standing(incident, 'PPC_PRELIMINARY')).toBe('FILED');
  });

  it('of what nobody asks for is voluntary', () => {
    const incident = begin(slip(100));
    file(incident, 'PPC_PRELIMINARY', { reason: '任意の報告' });
    expect(incident.state().filings).toMatchObject([{ as: 'VOLUNTARY', reason: '任意の報告' }]);
  });

  it('said twice is recorded once', () => {
    const incident = begin(slip(5_000));
    const said = decision('recordFiling', { obligation: { kind: 'PPC_FINAL', party: 'INSURED' }, filedAt: AWARE });
    must(incident, said, said);
    expect(incident.state().filings).toHaveLength(1);
  });
});

describe('a false alarm', () => {
  const rule = (incident: Play) => must(incident, decision('ruleFalseAlarm', { reason: '社内テストと判明' }));

  it('withdraws what is open, with the reason, and nobody is reminded any more', () => {
    const incident = begin(slip(5_000, { pmark: HOLDER }));
    rule(incident);
    expect(incident.state().obligations?.every(({ state, clock }) => state === 'WITHDRAWN' && clock === null)).toBe(true);
    expect(incident.of('OBLIGATIONS_WITHDRAWN')[0]?.data).toMatchObject({ reason: '社内テストと判明' });
    expect(incident.of('OBLIGATIONS_WITHDRAWN')[0]?.data.changes).toHaveLength(5);
    expect(get(incident, 'PPC_FINAL').why).toContain('A20');
    until(incident, '2027-06-01T00:00:00+09:00');
    expect(acts(incident).filter((one) => !one.includes('WITHDRAWN'))).toEqual([]);
    must(incident, decision('closeIncident', { reason: '終了' }));
    expect(incident.of('INCIDENT_CLOSED')[0]?.data.obligationsOpen).toBe(0);
  });

  it('with a filed preliminary report owes the authority a closing one, until that is recorded', () => {
    const incident = begin(slip(5_000, { pmark: HOLDER }));
    file(incident, 'PPC_PRELIMINARY');
    until(incident, '2026-11-22T15:00:00+09:00');
    rule(incident);
    expect(standing(incident, 'PPC_FINAL')).toBe('CLOSE_OUT_OWED');
    expect(standing(incident, 'PMARK_FINAL')).toBe('WITHDRAWN');
    until(incident, '2026-11-26T12:00:00+09:00');
    const ofAlarm = acts(incident, 'PPC_FINAL').filter((one) => one > '11-22T15');
    expect(ofAlarm).toEqual(['11-22T15:00 WITHDRAWN', '11-23T09:00 REMINDED', '11-26T09:00 REMINDED']);
    file(incident, 'PPC_FINAL');
    expect(incident.state().filings?.[1]).toMatchObject({ as: 'CLOSE_OUT', serves: [] });
    expect(standing(incident, 'PPC_FINAL')).toBe('CLOSED_OUT');
    const { length } = incident.entries;
    until(incident, '2027-06-01T00:00:00+09:00');
    expect(kindsSince(incident, length)).toEqual([]);
  });

  it('by the facts (a leak ruled out) does the same, and takes it back when they do', () => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_PRELIMINARY');
    revise(incident, slip(5_000, { leak: 'RULED_OUT' }));
    expect(standing(incident, 'PPC_FINAL')).toBe('CLOSE_OUT_OWED');
    expect(standing(incident, 'SUBJECT_NOTICE')).toBe('WITHDRAWN');
    revise(incident, slip(5_000));
    expect(standing(incident, 'PPC_FINAL')).toBe('TO_FILE');
    expect(get(incident, 'PPC_FINAL')).toMatchObject({ due: '2026-12-21', closeOutSince: null });
  });

  it('whose preliminary report is recorded only afterwards owes the closing one as well', () => {
    const incident = begin(slip(5_000));
    rule(incident);
    file(incident, 'PPC_PRELIMINARY');
    expect(incident.state().filings).toMatchObject([{ as: 'VOLUNTARY' }]);
    expect(standing(incident, 'PPC_FINAL')).toBe('CLOSE_OUT_OWED');
    expect(get(incident, 'PPC_FINAL').clock?.nextAt).toBe('2026-11-21T09:00:00.000+09:00');
  });

  it('whose incident is closed with the closing report still owed says so, and reminds nobody any more', () => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_PRELIMINARY');
    rule(incident);
    must(incident, decision('closeIncident', { reason: '終了' }));
    expect(incident.of('INCIDENT_CLOSED')[0]?.data.obligationsOpen).toBe(1);
    expect(due(incident.state())).toBeNull();
    const { length } = incident.entries;
    until(incident, '2027-06-01T00:00:00+09:00');
    expect(kindsSince(incident, length)).toEqual([]);
  });

  it('with everything filed owes nothing', () => {
    const incident = begin(slip(5_000));
    file(incident, 'PPC_PRELIMINARY');
    file(incident, 'PPC_FINAL');
    rule(incident);
    expect(standing(incident, 'PPC_FINAL')).toBe('FILED');
    expect(due(incident.state())).toBeNull();
  });
});

describe('what the rules leave to counsel', () => {
  const found = () => {
    const incident = begin(slip(5_000));
    until(incident, '2026-11-25T10:00:00+09:00');
    revise(incident, slip(5_000, { improperPurpose: true }));
    return incident;
  };
  const decide = (incident: Play, verdict: 'APPROVED' | 'REJECTED') =>
    must(incident, decision('decideProposal', { proposalId: 'P1', decision: verdict, reason: '顧問弁護士' }));

  it('is proposed and not applied', () => {
    const incident = found();
    expect(incident.state().assessment?.proposals).toMatchObject([
      { proposalId: 'P1', what: 'EXTEND_FINAL', kind: 'PPC_FINAL', state: 'OPEN', from: '2026-12-21', to: '2027-01-18' },
    ]);
    expect(get(incident, 'PPC_FINAL').due).toBe('2026-12-21');
  });

  it('approved moves the date, with a change that says so, and its reminders', () => {
    const incident = found();
    decide(incident, 'APPROVED');
    expect(get(incident, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-20', due: '2027-01-18' });
    expect(incident.of('OBLIGATIONS_ASSESSED').at(-1)?.data).toMatchObject({
      because: 'PROPOSAL',
      changes: [{ kind: 'PPC_FINAL', from: '2026-12-21', to: '2027-01-18', at: '2026-11-25T10:00:00.000+09:00' }],
    });
    expect(incident.state().assessment?.proposals).toMatchObject([
      { state: 'APPROVED', decidedBy: '佐藤 花子', reason: '顧問弁護士', decidedAt: '2026-11-25T10:00:00.000+09:00' },
    ]);
    until(incident, '2027-02-01T00:00:00+09:00');
    expect(acts(incident, 'PPC_FINAL').at(0)).toBe('01-04T09:00 REMINDED');
    revise(incident, slip(5_001, { improperPurpose: true }));
    expect(get(incident, 'PPC_FINAL').due).toBe('2027-01-18');
    expect(incident.of('OBLIGATIONS_ASSESSED').at(-1)?.data.changes).toEqual([]);
  });

  it('rejected is noted; counsel may still approve later; a date that was overdue is so no more', () => {
    const incident = found();
    decide(incident, 'REJECTED');
    revise(incident, slip(5_001, { improperPurpose: true }));
    expect(incident.state().assessment?.proposals).toMatchObject([{ proposalId: 'P1', state: 'REJECTED' }]);
    expect(get(incident, 'PPC_FINAL').due).toBe('2026-12-21');
    until(incident, '2026-12-23T00:00:00+09:00');
    expect(standing(incident, 'PPC_FINAL')).toBe('OVERDUE');
    decide(incident, 'APPROVED');
    expect(standing(incident, 'PPC_FINAL')).toBe('TO_FILE');
  });

  it('lapses when the facts no longer call for it', () => {
    const incident = found();
    revise(incident, slip(5_000));
    expect(incident.state().assessment?.proposals).toMatchObject([{ proposalId: 'P1', state: 'LAPSED' }]);
    expect(codeOf(incident.say(decision('decideProposal', { proposalId: 'P1', decision: 'APPROVED', reason: 'x' })))).toBe(
      'PROPOSAL_DECIDED',
    );
    revise(incident, slip(5_000, { improperPurpose: true }));
    expect(incident.state().assessment?.proposals).toMatchObject([{ proposalId: 'P1', state: 'OPEN' }]);
  });
});

describe('a processor', () => {
  const client = (id: string, notifiedAt: string | null): EntrustingClient => ({
    ...{ id, persons: { min: 2_000, max: 2_000 }, hasReportDuty: true, notifiedAt },
  });
  const processor = (...clients: EntrustingClient[]): Facts => slip(4_000, { role: 'PROCESSOR', clients });

  it('is reminded of its notices to clients, never of what the clients file themselves', () => {
    const incident = begin(processor(client('aoba', null), client('midori', null)));
    until(incident, '2026-11-21T12:00:00+09:00');
    expect(acts(incident).filter((one) => one.includes('CLIENT_NOTICE'))).toEqual([
      ...['11-21T09:00 REMINDED CLIENT_NOTICE', '11-21T09:00 REMINDED CLIENT_NOTICE'],
    ]);
    expect(mailed(incident)[0]?.content.legal?.obligations.map((one) => one.client)).toEqual([null, 'aoba', 'midori']);
    revise(incident, processor(client('aoba', '2026-11-21T11:00:00+09:00'), client('midori', '2026-11-21T11:30:00+09:00')));
    expect(get(incident, 'PPC_PRELIMINARY', 'CLIENT:aoba')).toMatchObject({ dayOne: '2026-11-21', clock: null, state: 'OPEN' });
    expect(standing(incident, 'PPC_PRELIMINARY', 'CLIENT:aoba')).toBe('OF_CLIENT');
    until(incident, '2027-06-01T00:00:00+09:00');
    expect(acts(incident).filter((one) => one > '11-21T12:00')).toEqual([]);
  });

  it('is released by its notices; a notice or report that was filed otherwise can be recorded', () => {
    const told = '2026-11-20T18:00:00+09:00';
    const incident = begin(processor(client('aoba', told)), {}, LAWFUL, toMs('2026-11-20T19:00:00+09:00'));
    expect(standing(incident, 'PPC_FINAL')).toBe('RELEASED');
    expect(get(incident, 'PPC_FINAL')).toMatchObject({ clock: null, why: expect.arrayContaining(['A15']) });
    expect(currentFacts(incident.state()).facts.clients[0]?.notifiedAt).toBe(told);
    file(incident, 'CLIENT_NOTICE', { filedAt: told }, 'CLIENT:aoba');
    file(incident, 'PPC_PRELIMINARY', {}, 'INSURED');
    file(incident, 'PPC_PRELIMINARY', {}, 'CLIENT:aoba');
    expect(incident.state().filings?.map((one) => one.as)).toEqual(['DUE', 'VOLUNTARY', 'DUE']);
    expect(standing(begin(processor(client('aoba', told))), 'CLIENT_NOTICE', 'CLIENT:aoba')).toBe('FILED');
  });

  it('that told its clients late is released when counsel says so', () => {
    const incident = begin(processor(client('aoba', null)));
    until(incident, '2026-11-27T10:00:00+09:00');
    file(incident, 'CLIENT_NOTICE', {}, 'CLIENT:aoba');
    expect(standing(incident, 'PPC_FINAL')).toBe('TO_FILE');
    expect(incident.state().assessment?.proposals).toMatchObject([{ what: 'RELEASE_BY_LATE_NOTICE', state: 'OPEN' }]);
    must(incident, decision('decideProposal', { proposalId: 'P1', decision: 'APPROVED', reason: '顧問弁護士' }));
    expect(standing(incident, 'PPC_FINAL')).toBe('RELEASED');
    const [change] = incident.of('OBLIGATIONS_ASSESSED').at(-1)?.data.changes ?? [];
    expect(change).toMatchObject({ kind: 'PPC_PRELIMINARY', to: null, at: '2026-11-27T10:00:00.000+09:00' });
    expect(get(incident, 'PPC_FINAL').clock).toBeNull();
  });

  it("by recording its notice to a client tells the facts so: the client's clock starts, the insured is released", () => {
    const incident = begin(processor(client('aoba', null), client('midori', null)));
    until(incident, '2026-11-21T10:00:00+09:00');
    file(incident, 'CLIENT_NOTICE', { filedAt: '2026-11-21T09:30:00+09:00' }, 'CLIENT:aoba');
    expect(currentFacts(incident.state())).toMatchObject({
      ...{ version: 2, facts: { clients: [{ notifiedAt: '2026-11-21T09:30:00+09:00' }, { notifiedAt: null }] } },
    });
    expect(get(incident, 'PPC_PRELIMINARY', 'CLIENT:aoba').dayOne).toBe('2026-11-21');
    expect(standing(incident, 'PPC_FINAL')).toBe('TO_FILE');
    file(incident, 'CLIENT_NOTICE', {}, 'CLIENT:midori');
    expect(standing(incident, 'PPC_FINAL')).toBe('RELEASED');
    expect(incident.state().obligations?.filter(({ party, clock }) => party === 'INSURED' && clock !== null)).toEqual([]);
  });
});

it('closing works with what is open, and says how many that were', () => {
  const incident = begin(slip(5_000));
  file(incident, 'PPC_PRELIMINARY');
  for (const { taskId } of [...incident.state().tasks, ...incident.state().planned]) {
    must(incident, decision('cancelTask', { taskId, reason: '終了' }));
  }
  must(incident, decision('closeIncident', { reason: '終了' }));
  expect(incident.of('INCIDENT_CLOSED')[0]?.data.obligationsOpen).toBe(2);
});

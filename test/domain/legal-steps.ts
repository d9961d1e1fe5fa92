/** Steps that the tests of reports and notices have in common. */
import type { Facts } from '../../domain/facts';
import { standingOf, type LiveObligation } from '../../domain/legal';
import type { ObligationKind, Party } from '../../domain/obligations/assessment';
import { legalDayOf, toInstant, toMs } from '../../domain/time';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { decision, facts } from '../support/sample';
import { must } from './steps';

/** A Friday; day 3 is Sunday the 22nd, day 5 Tuesday the 24th. */
export const AWARE = '2026-11-20T17:45:00+09:00';
export const HOLDER = { holder: true, validUntil: '2027-09-30', renewalFiledOn: null };
/** Nothing of it is malicious: a misconfiguration. */
export const slip = (persons: number, changes: Partial<Facts> = {}): Facts =>
  facts({
    ...{ nature: 'MISCONFIGURATION', specialCare: false, propertyHarm: false, persons: { min: persons, max: persons } },
    ...changes,
  });

export const begin = (first: Facts, changes: Parameters<typeof play>[0] = {}, setup = LAWFUL, startMs = toMs(AWARE)): Play =>
  play({ versions: [{ version: 1, knownAt: AWARE, facts: first }], ...changes }, setup, startMs);

export const until = (incident: Play, instant: string): Play => {
  incident.wait((toMs(instant) - incident.nowMs()) / 60_000);
  return incident;
};
export const revise = (incident: Play, changed: Facts, knownAt = toInstant(incident.nowMs())) =>
  must(incident, decision('reviseFacts', { facts: changed, knownAt, reason: '判明' }));
export const file = (incident: Play, kind: ObligationKind, changes: object = {}, party: Party = 'INSURED') =>
  must(
    incident,
    decision('recordFiling', {
      obligation: { kind, party },
      filedAt: toInstant(incident.nowMs()),
      receiptNumber: 'R-1',
      ...changes,
    }),
  );
export const get = (incident: Play, kind: ObligationKind, party: Party = 'INSURED'): LiveObligation => {
  const found = incident.state().obligations?.find((one) => one.kind === kind && one.party === party);
  if (!found) throw new Error(`no ${kind} of ${party}`);
  return found;
};
export const standing = (incident: Play, kind: ObligationKind, party: Party = 'INSURED') =>
  standingOf(incident.state(), get(incident, kind, party), ({ filedAt }) => legalDayOf(toMs(filedAt)));
/** What the engine did by itself about obligations: when, what, about which. */
export const acts = (incident: Play, about?: ObligationKind) =>
  incident.entries.flatMap(({ at, kind, data }) =>
    kind.startsWith('OBLIGATIONS_') && !kind.includes('ASSESSED') && 'obligations' in data
      ? data.obligations
          .filter((one) => !about || one.kind === about)
          .map((one) => `${at.slice(5, 16)} ${kind.slice('OBLIGATIONS_'.length)}${about ? '' : ` ${one.kind}`}`)
      : [],
  );
export const mailed = (incident: Play) => incident.mails.filter(({ kind }) => kind.startsWith('OBLIGATION')).map((mail) => mail);

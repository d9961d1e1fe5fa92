/** Which duties a version of the facts calls for, of whom, and since when their clocks run. */
import { legalDayOf, toMs, type Instant } from '../time';
import type { ObligationKind, Party } from './assessment';
import { improperPurposeOf, type Accident } from './accident';
import { isUnderPmark } from './categories';
import { dayOfCount } from './days';
import { isReportable, type ClientFindings, type Findings, type Reportable } from './findings';
import type { ReportTerms, Ruleset } from './ruleset';

/** Moments at which something first held. A clock that ran once is never restarted (rule C6). */
export type Since = Readonly<Record<string, Instant>>;

export interface Duty {
  readonly kind: ObligationKind;
  readonly party: Party;
  readonly startsAt: Instant;
  readonly timing:
    | { readonly stage: 'PROMPTLY' }
    | { readonly stage: 'PRELIMINARY'; readonly targetDay: number; readonly dueDay: number }
    | { readonly stage: 'FINAL'; readonly days: number; readonly rollsOver: boolean };
  readonly released: boolean;
  readonly why: readonly string[];
}

/** Notes what holds now and has not held before. */
export function noteSince(since: Since, findings: Findings, knownAt: Instant): Since {
  const { ppc, myNumber, accident, grave, clients } = findings;
  const holds: Readonly<Record<string, boolean>> = {
    accident: accident.happened,
    grave,
    ppc: ppc.categories.length > 0,
    over1000: ppc.categories.includes('OVER_1000'),
    myNumber: myNumber.categories.length > 0,
    over100: myNumber.categories.includes('OVER_100'),
    subject: isReportable(findings),
    ...Object.fromEntries(
      clients.flatMap((one) => [
        [`notice ${one.client.id}`, isReportable(findings)],
        [`ppc ${one.client.id}`, one.ppc.categories.length > 0],
        [`myNumber ${one.client.id}`, one.myNumber.categories.length > 0],
        [`subject ${one.client.id}`, isReportable(one)],
      ]),
    ),
  };
  const fresh = Object.entries(holds).filter(([key, value]) => value && since[key] === undefined);
  return { ...since, ...Object.fromEntries(fresh.map(([key]) => [key, knownAt])) };
}

/** Every duty that these findings call for. `released`: a processor's notices have taken its own from it. */
export function dutiesOf(findings: Findings, since: Since, knownAt: Instant, ruleset: Ruleset, released: boolean): Duty[] {
  return [
    ...reportsOf({ ...findings, party: 'INSURED', of: '', released, isProcessor: findings.clients.length > 0 }, since, ruleset),
    ...pmarkDuties(findings, since, knownAt, ruleset),
    ...noticesToClients(findings, since, ruleset),
    ...findings.clients.flatMap((one) => clientDuties(one, findings.accident, since, ruleset)),
  ];
}

interface Reporter extends Reportable {
  readonly accident: Accident;
  readonly party: Party;
  /** Suffix of the keys in `Since`. */
  readonly of: string;
  readonly released: boolean;
  readonly isProcessor: boolean;
  /** Its clock does not start before this (rule A16). */
  readonly notBefore?: Instant;
}

function reportsOf(reporter: Reporter, since: Since, { appi, myNumber }: Ruleset): Duty[] {
  const { ppc, of } = reporter;
  const crossed = (key: string) => (of === '' && since[key] !== undefined && since[key] !== since['accident'] ? ['A2'] : []);
  const improper = {
    ppc: ppc.categories.includes('IMPROPER_PURPOSE'),
    myNumber: reporter.myNumber.categories.includes('IMPROPER_PURPOSE'),
  };
  const mixed = improper.ppc && ppc.categories.length > 1 ? ['A1'] : [];
  return [
    ...(appi && ppc.categories.length
      ? [
          ...twoStages(['PPC_PRELIMINARY', 'PPC_FINAL'], reporter, appi, improper.ppc, startOf(reporter, since, 'ppc'), {
            all: [...ppc.why, ...(ppc.categories.includes('OVER_1000') ? crossed('over1000') : [])],
            final: mixed,
          }),
        ]
      : []),
    ...subjectNotice(reporter, since),
    ...(myNumber && reporter.myNumber.categories.length
      ? twoStages(
          ['MYNUMBER_PRELIMINARY', 'MYNUMBER_FINAL'],
          reporter,
          myNumber,
          improper.myNumber,
          startOf(reporter, since, 'myNumber'),
          { all: [...reporter.myNumber.categories.map((one) => MY_NUMBER_RULES[one]), ...reporter.myNumber.why], final: [] },
        )
      : []),
  ];
}

const MY_NUMBER_RULES = { IMPROPER_PURPOSE: 'M2', PUBLIC_EXPOSURE: 'M3', OVER_100: 'M4' } as const;

function subjectNotice(reporter: Reporter, since: Since): Duty[] {
  if (!isReportable(reporter)) return [];
  const { party, released, notBefore } = reporter;
  const why = released ? ['A15'] : notBefore ? ['A16'] : [];
  const startsAt = startOf(reporter, since, 'subject');
  return [{ kind: 'SUBJECT_NOTICE', party, startsAt, timing: { stage: 'PROMPTLY' }, released, why: [...why, 'C1', 'C5'] }];
}

/** A client's clock starts when it is told, or when its own category arises after that (rules A2, A16). */
function startOf({ of, notBefore }: Reporter, since: Since, what: string): Instant {
  const own = since[of ? `${what} ${of}` : what] as Instant;
  return notBefore !== undefined && toMs(notBefore) > toMs(own) ? notBefore : own;
}

function twoStages(
  [preliminary, final]: readonly [ObligationKind, ObligationKind],
  { party, accident, released, isProcessor, notBefore }: Reporter,
  terms: ReportTerms,
  isImproper: boolean,
  startsAt: Instant,
  why: { readonly all: readonly string[]; readonly final: readonly string[] },
): Duty[] {
  const common = { party, startsAt, released };
  const first = [
    ...(released ? ['A15'] : isProcessor ? ['A14', 'A18'] : []),
    ...(notBefore ? ['A16', 'A18'] : []),
    ...accident.why,
    ...why.all,
  ];
  const days = isImproper ? terms.final.improperPurposeDays : terms.final.days;
  const stages: Duty[] = [];
  if (terms.preliminary) {
    const timing = { stage: 'PRELIMINARY', ...terms.preliminary } as const;
    stages.push({ ...common, kind: preliminary, timing, why: ['A10', ...first, 'C1', 'C4', 'C5'] });
  }
  const timing = { stage: 'FINAL', days, rollsOver: terms.final.rollsOver } as const;
  stages.push({ ...common, kind: final, timing, why: ['A11', ...why.final, ...first, 'C1', 'C2', 'C5'] });
  return stages;
}

/** Every accident of a holder is reported; the grave ones in two stages, by the dates as they stand (rules P2, P3, C7). */
function pmarkDuties(
  { facts, accident, grave, graveWhy }: Findings,
  since: Since,
  knownAt: Instant,
  { pmark, appi }: Ruleset,
): Duty[] {
  const discovered = since['accident'];
  if (!pmark || !accident.happened || discovered === undefined || !isUnderPmark(facts, discovered, knownAt)) return [];
  const isImproper = improperFor(facts);
  const common = { party: 'INSURED', released: false } as const;
  const encrypted = appi && !accident.counts && facts.strongEncryption ? ['P7'] : [];
  const duties: Duty[] = [];
  if (grave && pmark.preliminary) {
    const timing = { stage: 'PRELIMINARY', ...pmark.preliminary } as const;
    const startsAt = since['grave'] as Instant;
    duties.push({ ...common, kind: 'PMARK_PRELIMINARY', startsAt, timing, why: [...graveWhy, ...encrypted, 'C1', 'C4', 'C5'] });
  }
  const days = isImproper ? pmark.final.improperPurposeDays : pmark.final.days;
  const timing = { stage: 'FINAL', days, rollsOver: pmark.final.rollsOver } as const;
  const why = ['P2', ...encrypted, 'C1', 'C2', 'C5', ...(pmark.final.rollsOver ? [] : ['C7'])];
  duties.push({ ...common, kind: 'PMARK_FINAL', startsAt: discovered, timing, why });
  return duties;
}

const improperFor = (facts: Findings['facts']): boolean =>
  improperPurposeOf(facts) === true || facts.myNumber?.improperPurpose === true;

/** A processor tells each of its clients (rule A15). */
function noticesToClients(findings: Findings, since: Since, { clientNotice }: Ruleset): Duty[] {
  if (!isReportable(findings)) return [];
  return findings.clients.map(({ client }) => ({
    kind: 'CLIENT_NOTICE',
    party: `CLIENT:${client.id}`,
    startsAt: since[`notice ${client.id}`] as Instant,
    timing: { stage: 'PRELIMINARY', ...clientNotice },
    released: client.notifiedAt !== null,
    why: ['A15', 'C1', 'C4', 'C5'],
  }));
}

/** A client's own clocks run from the notice on (rule A16), unless it is known to have no duty. */
function clientDuties(one: ClientFindings, accident: Accident, since: Since, ruleset: Ruleset): Duty[] {
  const { id, hasReportDuty, notifiedAt } = one.client;
  if (notifiedAt === null || hasReportDuty === false) return [];
  return reportsOf(
    { ...one, accident, party: `CLIENT:${id}`, of: id, released: false, isProcessor: false, notBefore: notifiedAt },
    since,
    ruleset,
  );
}

/**
 * Whether a processor is released by its notices: every client must itself have the duty to report and must have been
 * told, promptly (rules A15, A18). Whether a late notice still releases is for counsel to say.
 */
export function releaseOf({ facts, clients }: Findings, since: Since, { clientNotice }: Ruleset): 'NO' | 'LATE' | 'IN_TIME' {
  if (facts.role !== 'PROCESSOR' || clients.length === 0) return 'NO';
  if (!clients.every(({ client }) => client.hasReportDuty === true && client.notifiedAt !== null)) return 'NO';
  const inTime = clients.every(({ client: { id, notifiedAt } }) => {
    const start = since[`notice ${id}`];
    if (start === undefined || notifiedAt === null) return true;
    return legalDayOf(toMs(notifiedAt)) <= dayOfCount(legalDayOf(toMs(start)), clientNotice.dueDay);
  });
  return inTime ? 'IN_TIME' : 'LATE';
}

/** An incident as a draft reads it: state and timeline, and what the law asked for as of each version of the facts. */
import type { CaseData, Filing } from '../../domain/drafts/material';
import { awareAt, isDrill, type IncidentState } from '../../domain/incident';
import { assess } from '../../domain/obligations/assess';
import type { Assessment } from '../../domain/obligations/assessment';
import { OutsideCalendar } from '../../domain/obligations/days';
import { rulesetFor, type Ruleset } from '../../domain/obligations/ruleset';
import { legalDayOf, toInstant, toMs } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import type { Law } from '../assess-file';
import type { IncidentView } from '../incident-reader';

export function caseDataOf({ state, nowMs }: IncidentView, entries: readonly TimelineEntry[], law: Law): CaseData {
  const { number, insured, outcome, factsVersions: versions, tasks } = state;
  const ruleset = rulesetOf(state, law);
  const isFalseAlarm = outcome === 'FALSE_ALARM' || entries.some(({ kind }) => kind === 'FALSE_ALARM_RULED');
  return {
    ...{ number, insured, versions, tasks, entries, ruleset, isFalseAlarm },
    isDrill: isDrill(state),
    filings: filingsIn(entries, versions[0]?.version ?? 1),
    assessments: versions.map((_, i) => assessmentAt(state, i, ruleset, law)),
    now: toInstant(nowMs),
  };
}

const rulesetOf = (state: IncidentState, { rulesets }: Law): Ruleset | null =>
  rulesetFor(rulesets, legalDayOf(toMs(awareAt(state))));

/** What the law asks for by the facts in force. */
export const currentAssessment = (state: IncidentState, law: Law): Assessment | null =>
  assessmentAt(state, state.factsVersions.length - 1, rulesetOf(state, law), law);

/** As of one version. Of the last one the incident itself knows best: counsel may have decided, or an alarm been false. */
function assessmentAt(state: IncidentState, at: number, ruleset: Ruleset | null, { calendar }: Law): Assessment | null {
  const { factsVersions, obligations } = state;
  if (!ruleset) return null;
  try {
    const assessed = assess(factsVersions.slice(0, at + 1), ruleset, calendar);
    const isLast = at === factsVersions.length - 1;
    return isLast && obligations ? { ...assessed, obligations } : assessed;
  } catch (error) {
    if (error instanceof OutsideCalendar) return null;
    throw error;
  }
}

/** Reports that were filed, each with the version of the facts that was in force when it was recorded. */
function filingsIn(entries: readonly TimelineEntry[], firstVersion: number): Filing[] {
  let factsVersion = firstVersion;
  return entries.flatMap((entry) => {
    if (entry.kind === 'INCIDENT_OPENED') factsVersion = entry.data.versions.at(-1)?.version ?? factsVersion;
    if (entry.kind === 'FACTS_REVISED') factsVersion = entry.data.version;
    if (entry.kind !== 'FILING_RECORDED' || entry.data.filing.supplement) return [];
    const { kind, party, filedAt, receiptNumber, serves } = entry.data.filing;
    return [kind, ...serves].map((one) => ({ kind: one, party, at: filedAt, receipt: receiptNumber, factsVersion }));
  });
}

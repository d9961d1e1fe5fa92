/** The scenario fixtures as incidents, played against the real rules. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadDraftTexts } from '../../config/draft-texts';
import { parse } from 'yaml';
import { caseDataOf } from '../../client/documents/case-data';
import { factsSchema } from '../../client/facts-schema';
import { readOpenFile } from '../../client/open-file';
import type { CaseData } from '../../domain/drafts/material';
import type { Facts } from '../../domain/facts';
import { DAY_MS, toInstant, toMs } from '../../domain/time';
import { LAW } from '../support/law';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision } from '../support/sample';

export const TEXTS = loadDraftTexts();
const FOLDER = path.join(__dirname, '..', 'fixtures', 'scenarios');
const read = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');

/** The incident of a fixture, from its opening, with a first result of the investigation. */
export function incidentOf(file: string): Play {
  const opened = readOpenFile(read(file), file, toMs('2030-01-01T00:00:00+09:00'));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { request } = opened;
  const startAt = request.clock?.startAt ?? request.versions[0]?.knownAt ?? '';
  const incident = play({ ...request, number: '7K3M-Q2XK' }, SETUP, toMs(startAt));
  incident.wait(10);
  incident.say(answer('acceptTask', 'T01'));
  incident.wait(60);
  incident.say(answer('deliverTask', 'T01', { note: '速報' }));
  return incident;
}

/** S03 once the second bucket was found on day 4. */
export function s03OnDay4(): Play {
  const incident = incidentOf('S03-count-passes-1000.yaml');
  const knownAt = '2026-11-23T10:30:00+09:00';
  incident.wait((toMs('2026-11-23T10:40:00+09:00') - incident.nowMs()) / 60_000);
  const facts = factsSchema.parse(parse(read('S03-on-day-4.facts.yaml')));
  const refusal = incident.say(decision('reviseFacts', { knownAt, facts, reason: '2つ目の公開領域を発見' }));
  if (refusal) throw new Error(refusal.code);
  return incident;
}

export const dataOf = (incident: Play): CaseData =>
  caseDataOf(
    { state: incident.state(), nowMs: incident.nowMs(), unrecorded: [], mailsUnderWay: 0, source: 'ENGINE' },
    incident.entries,
    LAW,
  );

export const SCENARIOS: Readonly<Record<string, () => Play>> = {
  S01: () => incidentOf('S01-missent-mail.yaml'),
  'S03 before day 4': () => incidentOf('S03-count-passes-1000.yaml'),
  'S03 on day 4': s03OnDay4,
  S05: () => incidentOf('S05-card-breach.yaml'),
  S09: () => incidentOf('S09-policy-expiry.yaml'),
  S12: () => incidentOf('S12-encrypted-laptop.yaml'),
};

/** An incident with these versions of the facts, a day apart. */
export function caseOf(versions: readonly Facts[]): CaseData {
  const dated = versions.map((facts, i) => ({ version: i + 1, knownAt: toInstant(toMs(AWARE) + i * DAY_MS), facts }));
  return dataOf(play({ number: '7K3M-Q2XK', versions: dated }, SETUP, toMs(AWARE) + versions.length * DAY_MS));
}

/** The course of events (経緯) out of the timeline: what an authority asks about, without names of people. */
import { toMs, type Instant } from '../time';
import type { TimelineEntry } from '../timeline';
import { functionOf, type ServiceId } from '../services';
import type { Facts } from '../facts';
import type { Material } from './material';
import { sayInstant } from './values';
import type { RowId } from './words';

interface Event {
  readonly at: Instant;
  readonly seq: number;
  readonly text: string;
}

/** The course up to the version of the draft, in the order in which things happened. */
export function courseOf(material: Material): { readonly lines: readonly string[]; readonly seqs: readonly number[] } {
  const { data, versions, say } = material;
  const first = versions[0];
  const untilSeq = lastSeqOf(material);
  const services = servicesIn(data.entries);
  const events = data.entries.filter(({ seq }) => seq <= untilSeq).flatMap((entry) => eventOf(entry, material, services));
  const aware = first
    ? [{ at: first.knownAt, seq: 1, text: say.phrase('courseAware', { when: sayInstant(first.knownAt, say) }) }]
    : [];
  const all = [...aware, ...events].sort((a, b) => toMs(a.at) - toMs(b.at) || a.seq - b.seq);
  return { lines: all.map(({ text }) => text), seqs: [...new Set(all.map(({ seq }) => seq))] };
}

/** A draft of an older version knows nothing of what came after the next one. */
function lastSeqOf({ data: { entries }, version }: Material): number {
  const next = entries.find((entry) => entry.kind === 'FACTS_REVISED' && entry.data.version > version);
  return next ? next.seq - 1 : Infinity;
}

const servicesIn = (entries: readonly TimelineEntry[]): ReadonlyMap<string, ServiceId> =>
  new Map(entries.flatMap((entry) => (entry.kind === 'TASK_REQUESTED' ? [[entry.data.taskId, entry.data.service]] : [])));

function eventOf(entry: TimelineEntry, material: Material, services: ReadonlyMap<string, ServiceId>): Event[] {
  const { say } = material;
  const when = sayInstant(entry.at, say);
  const event = (text: string, at = entry.at): Event[] => [{ at, seq: entry.seq, text }];
  const service = 'taskId' in entry.data && typeof entry.data.taskId === 'string' ? services.get(entry.data.taskId) : undefined;
  const isInvestigation = service !== undefined && functionOf(service) === 'INVESTIGATION';
  const serviceName = service === undefined ? '' : say.word(say.texts.service[service]);
  switch (entry.kind) {
    case 'INCIDENT_OPENED':
      return event(say.phrase('courseOpened', { when }));
    case 'FACTS_REVISED': {
      const known = sayInstant(entry.data.knownAt, say);
      const what = changedRows(material, entry.data.version).map((row) => say.word(say.texts.rows[row]));
      const { version } = entry.data;
      return event(say.phrase('courseRevised', { when: known, version, what: say.list(what) }), entry.data.knownAt);
    }
    case 'TASK_ACCEPTED':
      return isInvestigation ? event(say.phrase('courseStarted', { when, service: serviceName })) : [];
    case 'TASK_DELIVERED': {
      const milestone = say.word(say.texts.milestone[entry.data.delivery.milestone]);
      return isInvestigation ? event(say.phrase('courseDelivered', { when, service: serviceName, milestone })) : [];
    }
    case 'FALSE_ALARM_RULED':
      return event(say.phrase('courseFalseAlarm', { when }));
    default:
      return [];
  }
}

const ROW_OF_FACT: Readonly<Record<keyof Facts, RowId>> = {
  nature: 'nature',
  leak: 'leak',
  role: 'role',
  dataState: 'dataState',
  persons: 'persons',
  specialCare: 'specialCare',
  propertyHarm: 'propertyHarm',
  improperPurpose: 'improperPurpose',
  strongEncryption: 'strongEncryption',
  recoveredUnseen: 'recoveredUnseen',
  backupOfSameData: 'backupOfSameData',
  myNumber: 'myNumberData',
  clients: 'clientPersons',
  pmark: 'company',
};

/** What a version of the facts changed against the one before. */
function changedRows({ versions }: Material, version: number): RowId[] {
  const [before, after] = [version - 1, version].map((n) => versions.find((one) => one.version === n)?.facts);
  if (!before || !after) return [];
  const keys = Object.keys(ROW_OF_FACT) as (keyof Facts)[];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map((key) => ROW_OF_FACT[key]);
}

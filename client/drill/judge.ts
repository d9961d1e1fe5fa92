/** Judges what happened in a drill by what its author expected. */
import { currentFacts, type IncidentState, type TaskState } from '../../domain/incident';
import { SERVICES, functionOf, type ServiceId } from '../../domain/services';
import { MINUTE_MS, toMs } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import type { Bilingual, Language } from '../../domain/wording';
import { taskServices, type TaskServices } from '../cli/words/say';
import { OUTCOME_WORDS, SERVICE_WORDS, SEVERITY_WORDS, TASK_STATE_WORDS } from '../cli/words/terms';
import type { Expect, HowLong, HowMany, Pattern, ServiceOrFunction } from './expect';

/** One expectation: what was expected, whether it was so, and what was seen. */
export interface Verdict {
  readonly what: Bilingual;
  readonly held: boolean;
  readonly seen: Bilingual;
}

export interface Evidence {
  readonly state: IncidentState;
  readonly entries: readonly TimelineEntry[];
  /** How far times may be off, because engine and network take time while the drill's clock runs. */
  readonly slackMs: number;
}

/** A verdict on every expectation, in the order of the schema. */
export function judge(expect: Expect, evidence: Evidence): Verdict[] {
  const services = taskServices(evidence.state);
  return [
    ...judgeIncident(expect, evidence.state),
    ...expect.activated.map((one) => judgeActivated(one, evidence.state)),
    ...expect.notActivated.map((one) => judgeNotActivated(one, evidence.state)),
    ...Object.entries(expect.tasks).map(([service, state]) => judgeTask(service as ServiceId, state, evidence.state)),
    ...expect.entries.map((one) => judgeHowMany(one, evidence.entries, services)),
    ...expect.order.map((one) => judgeOrder(one, evidence.entries, services)),
    ...expect.within.map((one) => judgeHowLong(one, evidence, services)),
    ...(expect.notEscalatedAfterAcceptance ? [judgeSilenceAfterAcceptance(evidence.entries, services)] : []),
  ];
}

const same = (text: string): Bilingual => ({ ja: text, en: text });
const NOTHING: Bilingual = { ja: 'なし', en: 'none' };

function judgeIncident({ outcome, severity, factsVersion }: Expect, state: IncidentState): Verdict[] {
  const { version } = currentFacts(state);
  const verdicts: Verdict[] = [];
  if (outcome) {
    const [expected, seen] = [OUTCOME_WORDS[outcome], state.outcome ? OUTCOME_WORDS[state.outcome] : NOTHING];
    const what = { ja: `結果は${expected.ja}`, en: `the outcome is ${expected.en}` };
    verdicts.push({ what, held: state.outcome === outcome && state.status === 'CLOSED', seen });
  }
  if (severity) {
    const expected = SEVERITY_WORDS[severity];
    verdicts.push({ what: expected, held: state.severity === severity, seen: SEVERITY_WORDS[state.severity] });
  }
  if (factsVersion !== undefined) {
    const what = { ja: `事実情報は第${factsVersion}版まで`, en: `the facts come to version ${factsVersion}` };
    verdicts.push({ what, held: version === factsVersion, seen: { ja: `第${version}版`, en: `version ${version}` } });
  }
  return verdicts;
}

/** The services that are meant. */
const servicesOf = (one: ServiceOrFunction): readonly ServiceId[] =>
  one.endsWith('.*') ? SERVICES.filter((service) => `${functionOf(service)}.*` === one) : [one as ServiceId];

const activatedIn = ({ tasks, planned, withdrawn }: IncidentState): ReadonlySet<ServiceId> =>
  new Set([...tasks, ...planned, ...withdrawn].map(({ service }) => service));

const names = (services: readonly ServiceId[]): Bilingual =>
  services.length
    ? {
        ja: services.map((one) => SERVICE_WORDS[one].ja).join('、'),
        en: services.map((one) => SERVICE_WORDS[one].en).join(', '),
      }
    : NOTHING;

function judgeActivated(one: ServiceOrFunction, state: IncidentState): Verdict {
  const missing = servicesOf(one).filter((service) => !activatedIn(state).has(service));
  const { ja, en } = names(missing);
  return {
    what: { ja: `${one} が対象になる`, en: `${one} is called for` },
    held: missing.length === 0,
    seen: missing.length ? { ja: `対象外：${ja}`, en: `not called for: ${en}` } : { ja: '対象', en: 'called for' },
  };
}

function judgeNotActivated(one: ServiceOrFunction, state: IncidentState): Verdict {
  const there = servicesOf(one).filter((service) => activatedIn(state).has(service));
  const { ja, en } = names(there);
  return {
    what: { ja: `${one} は対象にならない`, en: `${one} is not called for` },
    held: there.length === 0,
    seen: there.length ? { ja: `対象：${ja}`, en: `called for: ${en}` } : { ja: '対象外', en: 'not called for' },
  };
}

function judgeTask(service: ServiceId, expected: TaskState, { tasks, planned, withdrawn }: IncidentState): Verdict {
  const isOf = (one: { service: ServiceId }): boolean => one.service === service;
  const isWithdrawn = withdrawn.some(isOf) && !planned.some(isOf);
  const state = tasks.find(isOf)?.state ?? (isWithdrawn ? 'CANCELLED' : null);
  const [name, words] = [SERVICE_WORDS[service], TASK_STATE_WORDS[expected]];
  const notAsked = planned.some(isOf) ? { ja: '開始前', en: 'not started' } : { ja: '対象外', en: 'not called for' };
  return {
    what: { ja: `「${name.ja}」の最後の状態は${words.ja}`, en: `${name.en} ends as ${words.en.toLowerCase()}` },
    held: state === expected,
    seen: state ? TASK_STATE_WORDS[state] : notAsked,
  };
}

/** The value at `a.b` inside an entry's data; undefined where there is none. */
function fieldOf(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
      data,
    );
}

function serviceOf({ data }: TimelineEntry, services: TaskServices): ServiceId | undefined {
  if ('service' in data) return data.service;
  return 'taskId' in data && data.taskId !== null ? services.get(data.taskId) : undefined;
}

const isKindOf = ({ kind, task }: Pattern, entry: TimelineEntry, services: TaskServices): boolean =>
  entry.kind === kind && (task === undefined || serviceOf(entry, services) === task);

const matches = (pattern: Pattern, entry: TimelineEntry, services: TaskServices): boolean =>
  isKindOf(pattern, entry, services) &&
  Object.entries(pattern.where).every(([path, value]) => fieldOf(entry.data, path) === value);

/** `ESCALATED 事故判定 (action: REMIND)`: codes as the author wrote them, the service in words. */
function sayPattern({ kind, task, where }: Pattern): Bilingual {
  const conditions = Object.entries(where).map(([path, value]) => `${path}: ${value}`);
  const told = (language: Language) =>
    [kind, task && SERVICE_WORDS[task][language], conditions.length ? `(${conditions.join(', ')})` : '']
      .filter(Boolean)
      .join(' ');
  return { ja: told('ja'), en: told('en') };
}

const joined = (parts: readonly Bilingual[], between: string): Bilingual => ({
  ja: parts.map(({ ja }) => ja).join(between),
  en: parts.map(({ en }) => en).join(between),
});

/** A field that no entry of the kind has is a typing error: it must not pass for something that did not happen. */
function unknownField(pattern: Pattern, entries: readonly TimelineEntry[]): string | null {
  const ofKind = entries.filter(({ kind }) => kind === pattern.kind);
  const isUnknown = (path: string) => ofKind.length > 0 && ofKind.every(({ data }) => fieldOf(data, path) === undefined);
  return Object.keys(pattern.where).find(isUnknown) ?? null;
}

const noSuchField = (pattern: Pattern, field: string): Bilingual => ({
  ja: `${pattern.kind} に「${field}」という項目はありません`,
  en: `${pattern.kind} has no field "${field}"`,
});

interface Bounds {
  readonly exactly?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

const isWithin = (value: number, { exactly, atLeast, atMost }: Bounds, slack: number): boolean =>
  exactly === undefined
    ? value >= (atLeast ?? -Infinity) - slack && value <= (atMost ?? Infinity) + slack
    : Math.abs(value - exactly) <= slack;

function sayBounds({ exactly, atLeast, atMost }: Bounds, say: (value: number, language: Language) => string): Bilingual {
  const told = (language: Language, words: Readonly<Record<'exactly' | 'atLeast' | 'atMost', (value: string) => string>>) =>
    [
      exactly === undefined ? null : words.exactly(say(exactly, language)),
      atLeast === undefined ? null : words.atLeast(say(atLeast, language)),
      atMost === undefined ? null : words.atMost(say(atMost, language)),
    ]
      .filter((part) => part !== null)
      .join(language === 'ja' ? '・' : ', ');
  return {
    ja: told('ja', {
      exactly: (value) => `ちょうど${value}`,
      atLeast: (value) => `${value}以上`,
      atMost: (value) => `${value}以内`,
    }),
    en: told('en', {
      exactly: (value) => `exactly ${value}`,
      atLeast: (value) => `at least ${value}`,
      atMost: (value) => `at most ${value}`,
    }),
  };
}

const sayTimes = (count: number, language: Language): string =>
  language === 'ja' ? `${count}回` : `${count} time${count === 1 ? '' : 's'}`;

function judgeHowMany(expected: HowMany, entries: readonly TimelineEntry[], services: TaskServices): Verdict {
  const { exactly, atMost } = expected;
  const bounds = {
    exactly,
    atMost,
    atLeast: expected.atLeast ?? (exactly === undefined && atMost === undefined ? 1 : undefined),
  };
  const count = entries.filter((entry) => matches(expected, entry, services)).length;
  const [told, { ja, en }] = [sayBounds(bounds, sayTimes), sayPattern(expected)];
  const what =
    exactly === 0 ? { ja: `${ja} は起こらない`, en: `no ${en}` } : { ja: `${ja} が${told.ja}`, en: `${en} ${told.en}` };
  const field = unknownField(expected, entries);
  if (field) return { what, held: false, seen: noSuchField(expected, field) };
  return { what, held: isWithin(count, bounds, 0), seen: { ja: sayTimes(count, 'ja'), en: sayTimes(count, 'en') } };
}

function judgeOrder(patterns: readonly Pattern[], entries: readonly TimelineEntry[], services: TaskServices): Verdict {
  const what = joined(patterns.map(sayPattern), ' → ');
  const firsts = patterns.map((pattern) => entries.find((entry) => matches(pattern, entry, services)) ?? null);
  const seen = same(firsts.map((entry) => (entry ? `#${entry.seq}` : '-')).join(' → '));
  const held = firsts.every((entry, i) => entry !== null && (i === 0 || entry.seq > (firsts[i - 1]?.seq ?? 0)));
  return { what, held, seen };
}

const UNITS = [
  { seconds: 86_400, ja: '日', en: ' d' },
  { seconds: 3_600, ja: '時間', en: ' h' },
  { seconds: 60, ja: '分', en: ' min' },
  { seconds: 1, ja: '秒', en: ' s' },
] as const;

/** `2日16時間25分` / `2 d 16 h 25 min`: whole, because what is judged may be off by seconds. */
function sayMinutes(minutes: number, language: Language): string {
  let left = Math.round(minutes * 60);
  const parts = UNITS.flatMap(({ seconds, ...words }) => {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    return count ? [`${count}${words[language]}`] : [];
  });
  return parts.join(language === 'ja' ? '' : ' ') || `0${UNITS[2][language]}`;
}

function judgeHowLong(expected: HowLong, { entries, slackMs }: Evidence, services: TaskServices): Verdict {
  const told = sayBounds(expected, sayMinutes);
  const span = joined([sayPattern(expected.from), sayPattern(expected.to)], ' → ');
  const what = { ja: `${span.ja}：${told.ja}`, en: `${span.en}: ${told.en}` };
  const from = entries.find((entry) => matches(expected.from, entry, services));
  const to = from && entries.find((entry) => entry.seq > from.seq && matches(expected.to, entry, services));
  if (!from || !to) {
    const missing = sayPattern(from ? expected.to : expected.from);
    return { what, held: false, seen: { ja: `${missing.ja} がありません`, en: `there is no ${missing.en}` } };
  }
  const took = (toMs(to.at) - toMs(from.at)) / MINUTE_MS;
  const held = isWithin(took, expected, slackMs / MINUTE_MS);
  return { what, held, seen: { ja: sayMinutes(took, 'ja'), en: sayMinutes(took, 'en') } };
}

function judgeSilenceAfterAcceptance(entries: readonly TimelineEntry[], services: TaskServices): Verdict {
  const accepted = new Set<string>();
  const chased: number[] = [];
  for (const entry of entries) {
    if (entry.kind === 'TASK_ACCEPTED') accepted.add(entry.data.taskId);
    if (entry.kind === 'TASK_REQUESTED') accepted.delete(entry.data.taskId);
    if (entry.kind === 'ESCALATED' && entry.data.waitingFor === 'ACCEPT' && accepted.has(entry.data.taskId))
      chased.push(entry.seq);
  }
  const asked = entries.filter(({ kind }) => kind === 'TASK_ACCEPTED').map((entry) => serviceOf(entry, services));
  return {
    what: { ja: '受諾した依頼に回答の督促は行かない', en: 'nobody is chased for an answer that was given' },
    held: chased.length === 0,
    seen: chased.length
      ? same(chased.map((seq) => `#${seq}`).join(', '))
      : { ja: `受諾${asked.length}件、督促なし`, en: `${asked.length} acceptances, nobody chased` },
  };
}

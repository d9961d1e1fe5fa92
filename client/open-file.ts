/** The file of `desk open FILE`: the first call, as YAML or JSON, checked before anything is started. */
import { z } from 'zod';
import { contact, email, json, line, phoneNumber } from '../config/fields';
import { sortProblems, type Problem } from '../config/problems';
import { checkShape } from '../config/shape';
import { say } from '../config/shape-words';
import { readYaml, type Path, type YamlSource } from '../config/yaml-source';
import type { Facts } from '../domain/facts';
import type { Caller, Policy } from '../domain/incident';
import type { Contact } from '../domain/setup';
import { toInstant } from '../domain/time';
import type { Bilingual } from '../domain/wording';
import type { OpenRequest } from './desk';
import { factsSchema } from './facts-schema';
import { readToldTime } from './told-time';

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };
export type OpenFile =
  { readonly ok: true; readonly request: OpenRequest } | { readonly ok: false; readonly problems: readonly Problem[] };

/** What the file says, its times still as they were told. */
export interface Told {
  readonly caller: Caller;
  readonly insured: string | null;
  readonly insuredHead: Contact | null;
  readonly policy: Policy | null;
  readonly knownAt?: string | undefined;
  readonly awareAt?: string | undefined;
  readonly facts?: Facts | undefined;
  readonly versions?: readonly { readonly knownAt: string; readonly facts: Facts }[] | undefined;
  readonly callBackBy?: string | undefined;
  readonly clock: { readonly startAt: string; readonly speed: number } | null;
  readonly openedBy: string;
}

const LARGEST_FILE_BYTES = 1024 * 1024;
const LARGEST_POLICY_CHARS = 20_000;
const MOST_VERSIONS = 100;
/** How many times as fast as the wall clock a drill may run. */
export const FASTEST_CLOCK = 1_000_000;
/** Who opened it when the file does not say; whoever runs the command may know better. */
export const SOMEBODY = 'desk';

const POLICY_TOO_LARGE = say({ ja: '契約情報が大きすぎます', en: 'The policy block is too large' });
const SPEED = say({
  ja: `0より大きく${FASTEST_CLOCK}以下の数で書いてください`,
  en: `Must be a number above 0 and at most ${FASTEST_CLOCK}`,
});

const CALL_BACK_MISSING: Bilingual = { ja: '折り返し先の電話番号を入力してください', en: 'Enter a call-back number' };

const policy = z
  .record(z.string().max(100), json)
  .refine((block) => JSON.stringify(block).length <= LARGEST_POLICY_CHARS, { error: POLICY_TOO_LARGE })
  .describe('The contract as the caller tells it: shown as it is, never judged') satisfies z.ZodType<Policy>;

const toldTime = z
  .string()
  .max(60)
  .meta({
    description: 'An instant with its offset, or a day alone (the start of that day in Japan)',
    examples: ['2026-12-29T14:05:00+09:00', '2026-12-29', '令和8年12月29日'],
  });

/** The first call, as people and programs tell it. */
export const openSchema = z.strictObject({
  caller: z.strictObject({
    name: line(100).nullable().default(null).describe('Who called; null: did not say'),
    phone: phoneNumber(CALL_BACK_MISSING).describe('The number to call back, e.g. 03-0000-2105'),
    email: email.nullable().default(null),
  }),
  insured: line(200).nullable().default(null).describe('The policy holder whom the incident befell; null: not known yet'),
  insuredHead: contact
    .nullable()
    .default(null)
    .describe('Who decides at the insured: hears of a report that is not filed by day 4 noon; null: the caller does'),
  policy: policy.nullable().default(null),
  knownAt: toldTime.optional().describe('First awareness. With `facts`, or use `versions`'),
  awareAt: toldTime.optional().describe('Another word for `knownAt`'),
  facts: factsSchema.optional(),
  versions: z
    .array(z.strictObject({ knownAt: toldTime, facts: factsSchema }))
    .min(1)
    .max(MOST_VERSIONS)
    .optional()
    .describe('Instead of `knownAt` and `facts`: what became known when, in time order'),
  clock: z
    .strictObject({
      startAt: toldTime,
      speed: z.number({ error: SPEED }).positive({ error: SPEED }).max(FASTEST_CLOCK, { error: SPEED }),
    })
    .nullable()
    .default(null)
    .describe('Set for a drill: its time starts at `startAt` and runs `speed` times as fast. null: a real incident'),
  callBackBy: toldTime.optional().describe('By when the desk promised to call back; left out: nothing was promised'),
  openedBy: line(100).default(SOMEBODY),
}) satisfies z.ZodType<Told>;

/** What to open an incident with, or every reason why this file cannot be used. Never throws. */
export function readOpenFile(text: string, fileName: string, nowMs: number): OpenFile {
  const source = readSource(text, fileName);
  if (!source.ok) return source;
  const told = checkShape(source.value, openSchema);
  if (!told.ok) return { ok: false, problems: sortProblems(told.problems) };
  return readTold(source.value, told.value, nowMs);
}

/** The same for what has the right shape already; `source` names the places of what is wrong. */
export const readTold = (source: Pick<YamlSource, 'at' | 'atKey'>, told: Told, nowMs: number): OpenFile =>
  new Reader(source, told, nowMs).request();

function readSource(text: string, fileName: string): Read<YamlSource> {
  if (Buffer.byteLength(text) > LARGEST_FILE_BYTES) {
    return { ok: false, problems: [{ file: fileName, line: 1, col: 1, reason: FILE_TOO_LARGE }] };
  }
  const read = readYaml(fileName, text);
  return read.ok ? { ok: true, value: read.source } : { ok: false, problems: sortProblems(read.problems) };
}

/** Turns what was told into what an incident is opened with, and collects what cannot be. */
class Reader {
  private readonly problems: Problem[] = [];

  constructor(
    private readonly source: Pick<YamlSource, 'at' | 'atKey'>,
    private readonly told: Told,
    private readonly nowMs: number,
  ) {}

  request(): OpenFile {
    const { caller, insured, insuredHead, policy: told, openedBy, clock } = this.told;
    const startMs = clock ? this.time(clock.startAt, ['clock', 'startAt'], this.nowMs) : null;
    const versions = this.versions(startMs ?? this.nowMs);
    const callBackMs = this.callBack(startMs ?? this.nowMs);
    if (this.problems.length) return { ok: false, problems: sortProblems(this.problems) };
    const request: OpenRequest = {
      ...{ openedBy, insured, caller, policy: told, versions },
      ...(insuredHead && { insuredHead }),
      ...(callBackMs !== null && { callBack: { dueAt: toInstant(callBackMs) } }),
      clock: clock && startMs !== null ? { startAt: toInstant(startMs), speed: clock.speed } : null,
    };
    return { ok: true, request };
  }

  /** The versions of the facts in order; nothing may be known before it is told, by the incident's own clock. */
  private versions(incidentNowMs: number): OpenRequest['versions'] {
    let beforeMs = -Infinity;
    return this.toldVersions().flatMap(({ knownAt, facts, path }, i) => {
      const ms = this.time(knownAt, path, incidentNowMs);
      if (ms === null) return [];
      if (ms > incidentNowMs) this.add(path, this.told.clock ? AFTER_CLOCK : IN_FUTURE);
      if (ms < beforeMs) this.add(path, OUT_OF_ORDER);
      beforeMs = Math.max(beforeMs, ms);
      return [{ version: i + 1, knownAt: toInstant(ms), facts }];
    });
  }

  private toldVersions(): { knownAt: string; facts: Facts; path: Path }[] {
    const { versions, facts, knownAt, awareAt } = this.told;
    if (versions) {
      for (const key of ['knownAt', 'awareAt', 'facts'] as const)
        if (this.told[key] !== undefined) this.addAtKey([key], NOT_WITH_VERSIONS);
      return versions.map((one, i) => ({ ...one, path: ['versions', i, 'knownAt'] }));
    }
    if (knownAt !== undefined && awareAt !== undefined) this.addAtKey(['awareAt'], TOLD_TWICE);
    const first = knownAt ?? awareAt;
    if (first === undefined) this.add([], AWARENESS_MISSING);
    if (!facts) this.add([], FACTS_MISSING);
    return first !== undefined && facts ? [{ knownAt: first, facts, path: [knownAt === undefined ? 'awareAt' : 'knownAt'] }] : [];
  }

  private callBack(referenceMs: number): number | null {
    const { callBackBy } = this.told;
    return callBackBy === undefined ? null : this.time(callBackBy, ['callBackBy'], referenceMs);
  }

  private time(told: string, path: Path, referenceMs: number): number | null {
    const read = readToldTime(told, referenceMs);
    if (read.ok) return read.ms;
    this.add(path, read.reason);
    return null;
  }

  private add(path: Path, reason: Bilingual): void {
    this.problems.push(this.source.at(path, reason));
  }

  private addAtKey(path: Path, reason: Bilingual): void {
    this.problems.push(this.source.atKey(path, reason));
  }
}

const FILE_TOO_LARGE: Bilingual = { ja: 'ファイルが1MBを超えています', en: 'The file is larger than 1 MB' };
const AWARENESS_MISSING: Bilingual = {
  ja: '最初に気づいた日時(knownAt)を入力してください。日付だけでも結構です',
  en: 'Enter when it was first noticed (knownAt). A date alone is enough',
};
const FACTS_MISSING: Bilingual = {
  ja: '事実情報(facts)がありません。何も分からなければ facts: {} と書いてください',
  en: 'The facts are missing. When nothing is known, write facts: {}',
};
const IN_FUTURE: Bilingual = {
  ja: '最初に気づいた日時が現在より後になっています',
  en: 'Date first noticed must be in the past',
};
const AFTER_CLOCK: Bilingual = {
  ja: '判明日時が訓練の時計の開始(clock.startAt)より後になっています。後の事実は開始後に更新してください',
  en: 'Known later than the start of the drill clock (clock.startAt). Tell later facts once the incident is open',
};
const OUT_OF_ORDER: Bilingual = {
  ja: '判明日時が前の版より前になっています。古い順に書いてください',
  en: 'Known earlier than the version before it. Write the versions in time order',
};
const NOT_WITH_VERSIONS: Bilingual = {
  ja: 'versions と一緒には書けません',
  en: 'Not possible together with versions',
};
const TOLD_TWICE: Bilingual = {
  ja: 'knownAt と awareAt は同じ意味です。どちらか一方にしてください',
  en: 'knownAt and awareAt mean the same: give one of them',
};

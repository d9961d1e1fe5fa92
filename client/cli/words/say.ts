/** How an entry's sentence names things: tasks with their service, people with their firm, times as people say them. */
import type { Actor, FileRef, IncidentState } from '../../../domain/incident';
import { toMs, type Instant, type LegalDay } from '../../../domain/time';
import { sayDay, sayWhen } from '../../../domain/time-words';
import type { Bilingual, Language } from '../../../domain/wording';
import type { ServiceId } from '../../../domain/services';
import type { EntryKind, EntryOf } from '../../../domain/timeline';
import { SERVICE_WORDS } from './terms';

export interface Say {
  readonly language: Language;
  /** `T01 事故判定`. */
  task(taskId: string): string;
  service(service: ServiceId): string;
  when(instant: Instant): string;
  day(day: LegalDay): string;
  /** Who spoke. */
  who(actor: Actor): string;
  word(words: Bilingual): string;
  /** ` (…)` around what was told, or nothing. */
  told(label: string, text: string | null): string;
}

/** Which service each task of an incident is for. */
export type TaskServices = ReadonlyMap<string, ServiceId>;

export const taskServices = ({ tasks, planned, withdrawn }: IncidentState): TaskServices =>
  new Map([...tasks, ...planned, ...withdrawn].map(({ taskId, service }) => [taskId, service]));

const ENGINE_NAME: Bilingual = { ja: '自動処理', en: 'The engine' };
const INSURED_NAME: Bilingual = { ja: 'お客様', en: 'The insured' };

function sayWho({ role, name, company }: Actor, language: Language): string {
  if (role === 'ENGINE') return ENGINE_NAME[language];
  const firm = company ?? (role === 'INSURED' ? INSURED_NAME[language] : '');
  return [firm, name].filter(Boolean).join(' ');
}

/** Times are told relative to `at`: the year is left out when it is that of the entry. */
export function createSay(language: Language, services: TaskServices, at: Instant): Say {
  const atMs = toMs(at);
  const service = (id: ServiceId): string => SERVICE_WORDS[id][language];
  const [open, close, colon] = language === 'ja' ? ['(', ')', '：'] : [' (', ')', ': '];
  return {
    language,
    service,
    task: (taskId) => {
      const known = services.get(taskId);
      return known ? `${taskId} ${service(known)}` : taskId;
    },
    when: (instant) => sayWhen(instant, language, atMs),
    day: (day) => sayDay(day, language, atMs),
    who: (actor) => sayWho(actor, language),
    word: (words) => words[language],
    told: (label, text) => (text ? `${open}${label ? `${label}${colon}` : ''}${text}${close}` : ''),
  };
}

/** A sentence for each kind: a kind without one does not compile. `who` is the actor in words. */
export type Sentences = { readonly [K in EntryKind]: (data: EntryOf<K>['data'], say: Say, who: string) => string };

/** Names of files in one phrase; empty when there are none. */
export const fileNames = (files: readonly FileRef[]): string => files.map(({ name }) => name).join(', ');

/** The half of a reason that was written in both languages (`both`) which this reader reads. */
export function oneLanguage(text: string, language: Language): string {
  const halves = text.split(' / ');
  return halves.length === 2 ? (halves[language === 'ja' ? 0 : 1] ?? text) : text;
}

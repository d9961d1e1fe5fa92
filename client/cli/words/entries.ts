/** Every entry of a timeline as one human sentence. */
import type { EntryKind, EntryOf, TimelineEntry } from '../../../domain/timeline';
import type { Language } from '../../../domain/wording';
import { printable } from '../print/printable';
import { ENGLISH } from './entries.en';
import { JAPANESE } from './entries.ja';
import { createSay, type Say, type Sentences, type TaskServices } from './say';

const SENTENCES: Readonly<Record<Language, Sentences>> = { ja: JAPANESE, en: ENGLISH };

/** The entry, told to a person. What people typed cannot steer the terminal. */
export function tellEntry(raw: TimelineEntry, services: TaskServices, language: Language): string {
  const entry = printable(raw);
  const say = createSay(language, services, entry.at);
  const sentence = SENTENCES[language][entry.kind] as (data: EntryOf<EntryKind>['data'], say: Say, who: string) => string;
  return sentence(entry.data, say, say.who(entry.actor));
}

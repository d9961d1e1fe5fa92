/** The first call, question by question: what the coordinator reads out, and what the caller answers. */
import { email, phoneNumber } from '../../config/fields';
import { NATURES, NOTHING_KNOWN, type Facts, type Nature, type PersonCount } from '../../domain/facts';
import type { Caller, Policy } from '../../domain/incident';
import { DAY_MS, MINUTE_MS, addDays, atJst, legalDayOf, toInstant, toMs, type Instant } from '../../domain/time';
import { sayWhen } from '../../domain/time-words';
import type { Bilingual, Language } from '../../domain/wording';
import type { Choice, Prompter } from './deps';
import { readWhen } from './when';
import { NATURE_WORDS } from './words/terms';
import {
  FIRST_AID,
  GREETING,
  PERSONS_OVER_1000,
  QUESTIONS,
  TRI_STATE,
  WHEN_CHOICES,
  PERSONS_CHOICES,
  PROBLEMS,
  type TriState,
} from './words/interview';

/** What the caller told. */
interface Told {
  readonly caller: Caller;
  readonly insured: string | null;
  readonly policy: Policy | null;
  readonly knownAt: Instant;
  readonly facts: Facts;
}

interface Interview {
  readonly prompter: Prompter;
  readonly language: Language;
  readonly nowMs: () => number;
  /** Shows a line to read out. */
  readonly readOut: (text: string) => void;
}

/** A discovery longer ago than this is asked about again: more often a slip than a fact. */
const LONG_AGO_MS = 14 * DAY_MS;

export async function interview(call: Interview, staffName: string): Promise<Told> {
  const word = (text: Bilingual): string => text[call.language];
  call.readOut(word(GREETING).replace('{name}', staffName));
  const caller = await askCaller(call);
  call.readOut(word(FIRST_AID));
  await call.prompter.confirm(word(QUESTIONS.firstAidTold), true);
  const { insured, policy } = policyOrCompany(await askLine(call, QUESTIONS.policy));
  const knownAt = await askFirstNoticed(call);
  const nature = await choose(call, QUESTIONS.nature, natureChoices(call.language));
  const persons = await askPersons(call);
  return { caller, insured, policy, knownAt, facts: await askKinds(call, { ...NOTHING_KNOWN, nature, persons }) };
}

const askLine = (call: Interview, question: Bilingual, check?: (answer: string) => Bilingual | null): Promise<string> =>
  call.prompter
    .text(question[call.language], (answer) => check?.(answer.trim())?.[call.language] ?? null)
    .then((answer) => answer.trim());

const choose = <T>(call: Interview, question: Bilingual, choices: readonly Choice<T>[]): Promise<T> =>
  call.prompter.choose(question[call.language], choices);

async function askCaller(call: Interview): Promise<Caller> {
  const name = await askLine(call, QUESTIONS.name);
  const phone = await askLine(call, QUESTIONS.phone, (answer) =>
    phoneNumber().safeParse(answer).success ? null : PROBLEMS.phone,
  );
  const isEmail = (answer: string): boolean => email.safeParse(answer).success;
  const address = await askLine(call, QUESTIONS.email, (answer) => (!answer || isEmail(answer) ? null : PROBLEMS.email));
  return { name: name || null, phone: phoneNumber().parse(phone), email: address || null };
}

/** One box for both: what looks like a number is one, everything else is a company. */
export function policyOrCompany(answer: string): Pick<Told, 'insured' | 'policy'> {
  const plain = answer.normalize('NFKC').replace(/[‐‑‒–—−ー](?=[0-9])/g, '-');
  if (!plain) return { insured: null, policy: null };
  if (/^[0-9A-Z-]+$/i.test(plain) && /\d/.test(plain)) return { insured: null, policy: { policyNo: plain.toUpperCase() } };
  return { insured: answer, policy: null };
}

/** Never preset to now: the day that is told becomes day 1 of every legal clock. */
async function askFirstNoticed(call: Interview): Promise<Instant> {
  for (;;) {
    const nowMs = call.nowMs();
    const chip = await choose(
      call,
      QUESTIONS.firstNoticed,
      WHEN_CHOICES.map(({ value, name }) => ({ value, name: name[call.language] })),
    );
    const today = legalDayOf(nowMs);
    const chips = { NOW: nowMs, TODAY: atJst(today, 0), YESTERDAY: atJst(addDays(today, -1), 0) };
    const knownAt = chip === 'TYPED' ? await askTime(call) : toInstant(chips[chip]);
    if (nowMs - toMs(knownAt) <= LONG_AGO_MS) return knownAt;
    const asked = QUESTIONS.longAgo[call.language].replace('{when}', sayWhen(knownAt, call.language, nowMs));
    if (await call.prompter.confirm(asked, false)) return knownAt;
  }
}

async function askTime(call: Interview): Promise<Instant> {
  const problemOf = (answer: string): Bilingual | null => {
    if (!answer) return PROBLEMS.firstNoticedEmpty;
    const when = readWhen(answer, call.nowMs());
    if (!when) return PROBLEMS.firstNoticedUnreadable;
    return toMs(when) > call.nowMs() ? PROBLEMS.firstNoticedFuture : null;
  };
  const answer = await askLine(call, QUESTIONS.dateAndTime, problemOf);
  return readWhen(answer, call.nowMs()) ?? askTime(call);
}

/** Unknown stands first: it is preset, and it is an answer. */
function natureChoices(language: Language): Choice<Nature>[] {
  const known = NATURES.filter((nature) => nature !== 'OTHER');
  return ['OTHER' as const, ...known].map((value) => ({ value, name: NATURE_WORDS[value][language] }));
}

async function askPersons(call: Interview): Promise<PersonCount> {
  const choices = PERSONS_CHOICES.map(({ value, name }) => ({ value, name: name[call.language] }));
  const chosen = await choose(call, QUESTIONS.persons, choices);
  if (chosen === 'TYPED') return askCount(call);
  if (chosen !== 'UNKNOWN') return chosen;
  const over = await choose(call, PERSONS_OVER_1000, triStates(call.language));
  return { min: 0, max: over === 'NO' ? 1000 : null };
}

async function askCount(call: Interview): Promise<PersonCount> {
  const min = await askLine(call, QUESTIONS.personsMin, (answer) => (readCount(answer) === null ? PROBLEMS.count : null));
  const least = readCount(min) ?? 0;
  const problemOf = (answer: string): Bilingual | null => {
    if (!answer) return null;
    const count = readCount(answer);
    if (count === null) return PROBLEMS.count;
    return count < least ? PROBLEMS.minOverMax : null;
  };
  const max = await askLine(call, QUESTIONS.personsMax, problemOf);
  return { min: least, max: max ? readCount(max) : null };
}

/** `1,380人` as people type it. */
export function readCount(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s人名]/g, '');
  return /^\d{1,10}$/.test(plain) ? Number(plain) : null;
}

const triStates = (language: Language): Choice<TriState>[] =>
  TRI_STATE.map(({ value, name }) => ({ value, name: name[language] }));

const asBoolean: Readonly<Record<TriState, boolean | null>> = { YES: true, NO: false, UNKNOWN: null };

async function askKinds(call: Interview, facts: Facts): Promise<Facts> {
  const ask = (question: Bilingual): Promise<TriState> => choose(call, question, triStates(call.language));
  const specialCare = asBoolean[await ask(QUESTIONS.specialCare)];
  const propertyHarm = asBoolean[await ask(QUESTIONS.propertyHarm)];
  const improperPurpose = asBoolean[await ask(QUESTIONS.improperPurpose)];
  const hasMyNumber = (await ask(QUESTIONS.myNumber)) === 'YES';
  // Unknown encryption counts as none: it could only release from a duty.
  const strongEncryption = (await ask(QUESTIONS.strongEncryption)) === 'YES';
  const myNumber = hasMyNumber ? { persons: facts.persons, publicExposure: false, improperPurpose: null } : null;
  return { ...facts, specialCare, propertyHarm, improperPurpose, myNumber, strongEncryption };
}

/** The caller is called back within this time. */
const CALL_BACK_WITHIN_MS = 30 * MINUTE_MS;

/** When a caller of now is called back: the whole minute that is read out. */
export const callBackAt = (nowMs: number): Instant =>
  toInstant(Math.floor((nowMs + CALL_BACK_WITHIN_MS) / MINUTE_MS) * MINUTE_MS);

/** `14:35`, Japanese time, as it is read out. */
export const clockTime = (at: Instant): string => toInstant(toMs(at)).slice(11, 16);

/** What the texts can name, from a mail request: times said in words, codes turned into words, input made harmless. */
import type { MailField, TimeName } from '../../config/mail-fields';
import type { CommonTexts } from '../../config/mail-texts';
import type { MailContent, MailObligation, MailRequest } from '../../domain/mail';
import { OBLIGATION_NAMES } from '../../domain/obligations/names';
import { GATE_NAMES } from '../../domain/services';
import { MINUTE_MS, toMs, type Instant, type LegalDay } from '../../domain/time';
import { sayDay, sayDaysLeft, sayDaysToTarget, sayDuration, sayLeft, sayWhen } from '../../domain/time-words';
import type { Language } from '../../domain/wording';
import type { FieldValue, Fields } from './fill';

/** Characters that could hide or turn round what a mail says. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS_BUT_NEWLINE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

const manyLines = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(DIRECTION_MARKS, '').replace(CONTROLS_BUT_NEWLINE, ' ').trim();
/** For names and the like: whoever typed a line break did not mean a new header or a new line. */
export const oneLine = (text: string): string => manyLines(text).replace(/\s+/g, ' ');

const line = (text: string | null): string | null => (text === null ? null : oneLine(text));

type TimeFields = Record<TimeName | `${TimeName}.${'at' | 'left' | 'passed'}`, string | null>;

function timeFields(name: TimeName, instant: Instant | null, nowMs: number, language: Language): Partial<TimeFields> {
  if (instant === null) return { [name]: null, [`${name}.at`]: null, [`${name}.left`]: null, [`${name}.passed`]: null };
  const at = sayWhen(instant, language, nowMs);
  const left = sayLeft(instant, nowMs, language);
  return {
    [name]: language === 'ja' ? `${at}（${left}）` : `${at} (${left})`,
    [`${name}.at`]: at,
    [`${name}.left`]: left,
    [`${name}.passed`]: toMs(instant) <= nowMs ? at : null,
  };
}

function allTimes(content: MailContent, writtenAt: Instant, language: Language): TimeFields {
  const { replyBy, interimBy, completeBy } = content;
  /** Not named twice when it is one of the limits that have a row of their own. */
  const isNamed = [interimBy, completeBy].some((limit) => limit !== null && replyBy !== null && toMs(limit) === toMs(replyBy));
  const instants: Record<TimeName, Instant | null> = {
    replyBy,
    acceptBy: content.acceptBy,
    interimBy,
    completeBy,
    nextLimit: isNamed ? null : replyBy,
    waitingSince: content.waitingSince,
    writtenAt,
  };
  const nowMs = toMs(writtenAt);
  const said = Object.entries(instants).map(([name, instant]) => timeFields(name as TimeName, instant, nowMs, language));
  return Object.assign({}, ...said) as TimeFields;
}

/** A known code in words; anything else is a person's own text and stays as it is. */
const inWords = (words: Readonly<Record<string, string>>, text: string | null): string | null =>
  text === null ? null : Object.hasOwn(words, text) ? (words[text] ?? null) : manyLines(text);

const fillPattern = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

function wordFields(content: MailContent, { words }: CommonTexts, language: Language) {
  return {
    severity: inWords(words.severity, content.severity),
    answer: inWords(words.answer, content.answer),
    waitingFor: inWords(words.waitingFor, content.waitingFor),
    reason: content.reason === null ? null : manyLines(content.reason),
    nature: inWords(words.nature, content.natureCode),
    gate: content.gate && GATE_NAMES[content.gate][language],
    factsVersion: content.factsVersion === null ? null : fillPattern(words.factsVersion, { n: String(content.factsVersion) }),
  };
}

function listFields(content: MailContent, { words }: CommonTexts, language: Language) {
  return {
    deliverables: content.deliverables.map((deliverable) => oneLine(deliverable[language])),
    files: content.files.map(({ name, sha256 }) => fillPattern(words.file, { name: oneLine(name), sha256 })),
  };
}

function stepFields({ nextStep, waitingSince }: MailContent, { words }: CommonTexts, language: Language, nowMs: number) {
  const waitedMinutes = waitingSince === null ? null : Math.floor((nowMs - toMs(waitingSince)) / MINUTE_MS);
  return {
    waited: waitedMinutes === null || waitedMinutes < 0 ? null : sayDuration(waitedMinutes, language),
    nextStep: nextStep && inWords(words.action, nextStep.action),
    'nextStep.at': nextStep && sayWhen(nextStep.at, language, nowMs),
    'nextStep.left': nextStep && sayLeft(nextStep.at, nowMs, language),
  };
}

/** `個人情報保護委員会への速報：目安 11月25日(水)〜11月27日(金)（明日が期限）`. */
function sayObligation(one: MailObligation, { words }: CommonTexts, language: Language, nowMs: number): string {
  const plain = OBLIGATION_NAMES[one.kind][language];
  const name = one.client === null ? plain : fillPattern(words.ofClient, { name: plain, client: oneLine(one.client) });
  const say = (day: LegalDay): string => sayDay(day, language, nowMs);
  if (one.closeOut) return fillPattern(words.closeOut, { name });
  if (one.due === null || one.counts === null) return fillPattern(words.obligationWithoutDay, { name, dayOne: say(one.dayOne) });
  const days = one.target === null ? say(one.due) : fillPattern(words.yardstick, { target: say(one.target), due: say(one.due) });
  return fillPattern(words.obligation, { name, days, left: sayCounts(one, one.counts, nowMs, language) });
}

/** Days left to the day that counts; the earlier end of a yardstick is no deadline. */
const sayCounts = ({ target, due }: MailObligation, counts: LegalDay, nowMs: number, language: Language): string =>
  counts === target && target !== due ? sayDaysToTarget(counts, nowMs, language) : sayDaysLeft(counts, nowMs, language);

function legalFields({ legal }: MailContent, common: CommonTexts, language: Language, nowMs: number) {
  const first = legal?.obligations[0];
  const counts = first?.counts ?? null;
  return {
    obligations: legal?.obligations.map((one) => sayObligation(one, common, language, nowMs)) ?? [],
    legalDay: counts && sayDay(counts, language, nowMs),
    legalLeft: first && counts ? sayCounts(first, counts, nowMs, language) : null,
    dayNumber: legal ? String(legal.dayNumber) : null,
  };
}

/** Everything the texts can name in this mail. */
export function fieldsOf(mail: MailRequest, name: string | null, linkUrl: string | null, common: CommonTexts): Fields {
  const { content, desk, to, writtenAt } = mail;
  const { language } = to;
  const nowMs = toMs(writtenAt);
  const values: Record<MailField, FieldValue> = {
    ...allTimes(content, writtenAt, language),
    ...wordFields(content, common, language),
    ...listFields(content, common, language),
    ...stepFields(content, common, language, nowMs),
    ...legalFields(content, common, language, nowMs),
    incidentNumber: mail.incidentNumber,
    taskId: mail.taskId,
    service: oneLine(content.service[language]),
    receiptNumber: content.receiptNumber,
    level: content.level === null ? null : String(content.level),
    name,
    company: line(to.company),
    insurer: oneLine(desk.insurer[language]),
    deskName: oneLine(desk.name[language]),
    deskPhone: desk.phone,
    deskEmail: desk.email,
    request: content.request && manyLines(content.request[language]),
    previousPerson: line(content.previousPerson),
    newPerson: line(content.newPerson),
    owner: line(content.owner ?? null),
    partner: line(content.partner),
    partnerPhone: line(content.partnerPhone),
    approvalId: content.approvalId,
    link: linkUrl,
  };
  return { values, codes: { answer: content.answer, waitingFor: content.waitingFor } };
}

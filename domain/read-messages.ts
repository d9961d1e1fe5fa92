/** From what came over the wire to a message the rules understand, or to the reason why it cannot be one. */
import { DATA_STATES, LEAK_STATES, NATURES, ROLES, type Facts, type PersonCount } from './facts';
import type { FileRef } from './files';
import type { Answer, AnswerName, Answers, Decision, DecisionName, Decisions, InsuredDecision, InsuredMessage } from './messages';
import { OBLIGATION_KINDS, type Party } from './obligations/assessment';
import type { ObligationKey } from './legal';
import { MILESTONES } from './playbook';
import {
  Unreadable,
  bool,
  instant,
  int,
  legalDay,
  list,
  nullable,
  oneOf,
  optional,
  record,
  text,
  withDefault,
  type Reader,
} from './read';

const id = text(200);
const words = text(10_000);
const someWords = text(10_000, 0);
const name = text(200);

const persons: Reader<PersonCount> = (value, path) => {
  const count = record<PersonCount>({ min: int(0), max: nullable(int(0)) })(value, path);
  if (count.max !== null && count.max < count.min) throw new Unreadable(`${path}: max is smaller than min`);
  return count;
};

/** The facts as the public contract shapes them. */
export const readFacts: Reader<Facts> = record<Facts>({
  nature: oneOf(NATURES),
  leak: oneOf(LEAK_STATES),
  role: oneOf(ROLES),
  dataState: oneOf(DATA_STATES),
  persons,
  specialCare: nullable(bool),
  propertyHarm: nullable(bool),
  improperPurpose: nullable(bool),
  strongEncryption: bool,
  recoveredUnseen: bool,
  backupOfSameData: bool,
  myNumber: nullable(record({ persons, publicExposure: bool, improperPurpose: nullable(bool) })),
  clients: list(record({ id, persons, hasReportDuty: nullable(bool), notifiedAt: nullable(instant) })),
  pmark: nullable(record({ holder: bool, validUntil: legalDay, renewalFiledOn: nullable(legalDay) })),
});

const file: Reader<FileRef> = record<FileRef>({
  sha256: (value, path) => {
    if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw new Unreadable(`${path}: must be a SHA-256 in hex`);
    return value;
  },
  name: text(255),
  mediaType: text(200),
  sizeBytes: int(0),
});
const files = optional(list(file, 50));

const base = {
  messageId: id,
  taskId: id,
  by: record<{ name: string; company: string }>({ name, company: name }),
  link: optional(record<{ partnerId: string; generation: number }>({ partnerId: id, generation: int(1) })),
};
const money = { amountYen: int(0), note: optional(someWords), files };
const email: Reader<string> = (value, path) => {
  const address = text(320)(value, path);
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(address)) throw new Unreadable(`${path}: must be a mail address`);
  return address;
};

const answer = <N extends AnswerName>(fields: { readonly [K in keyof Answers[N]]-?: Reader<Answers[N][K]> }): Reader<
  Answers[N]
> => record<Answers[N]>(fields, 'IGNORED');

const ANSWERS: { readonly [N in AnswerName]: Reader<Answers[N]> } = {
  acceptTask: answer<'acceptTask'>({ ...base, expectedStartAt: optional(nullable(instant)) }),
  declineTask: answer<'declineTask'>({ ...base, reason: withDefault(text(1_000), 'OTHER'), note: optional(someWords) }),
  handOverTask: answer<'handOverTask'>({
    ...base,
    to: record<Answers['handOverTask']['to']>({ name, company: name, email, phone: optional(nullable(text(50))) }),
  }),
  reportProgress: answer<'reportProgress'>({
    ...base,
    note: withDefault(someWords, ''),
    expectedAt: optional(nullable(instant)),
  }),
  deliverTask: answer<'deliverTask'>({
    ...base,
    note: optional(someWords),
    milestone: optional(oneOf(MILESTONES)),
    factsVersion: optional(nullable(int(1))),
    files,
  }),
  submitQuote: answer<'submitQuote'>({ ...base, ...money }),
  submitInvoice: answer<'submitInvoice'>({ ...base, ...money }),
  sendMessage: answer<'sendMessage'>({ ...base, text: words }),
};

/** `INSURED`, or `CLIENT:` with the id of the client. */
const party: Reader<Party> = (value, path) => {
  const told = text(300)(value, path);
  if (told === 'INSURED' || /^CLIENT:./s.test(told)) return told as Party;
  throw new Unreadable(`${path}: must be INSURED, or CLIENT: and the id of a client`);
};
const obligation = record<ObligationKey>({ kind: oneOf(OBLIGATION_KINDS), party });

const decision = { messageId: id, by: record<{ name: string }>({ name }) };
const onTask = { ...decision, taskId: id };
const withReason = { ...onTask, reason: words };

const DECISIONS: { readonly [N in DecisionName]: Reader<Decisions[N]> } = {
  assignTask: record<Decisions['assignTask']>({ ...withReason, partnerId: id }),
  pauseTask: record<Decisions['pauseTask']>(withReason),
  resumeTask: record<Decisions['resumeTask']>(onTask),
  cancelTask: record<Decisions['cancelTask']>(withReason),
  keepTask: record<Decisions['keepTask']>(withReason),
  escalateTask: record<Decisions['escalateTask']>(withReason),
  acknowledgeEscalation: record<Decisions['acknowledgeEscalation']>({ ...onTask, note: someWords }),
  decideApproval: record<Decisions['decideApproval']>({
    ...decision,
    approvalId: id,
    decision: oneOf(['APPROVED', 'REJECTED']),
    reason: someWords,
  }),
  acceptDelivery: record<Decisions['acceptDelivery']>({ ...onTask, note: someWords }),
  returnDelivery: record<Decisions['returnDelivery']>(withReason),
  reissueLink: record<Decisions['reissueLink']>(onTask),
  revokeLink: record<Decisions['revokeLink']>(withReason),
  writeToPartner: record<Decisions['writeToPartner']>({ ...onTask, text: words }),
  changeInsuredLink: record<Decisions['changeInsuredLink']>({
    ...decision,
    change: oneOf(['REISSUED', 'REVOKED']),
    reason: someWords,
  }),
  reviseFacts: record<Decisions['reviseFacts']>({
    ...decision,
    ...{ facts: readFacts, knownAt: instant, reason: words },
    basedOn: optional(int(1)),
  }),
  advanceClock: record<Decisions['advanceClock']>({ ...decision, to: instant }),
  handOverIncident: record<Decisions['handOverIncident']>({
    ...decision,
    ...{ to: nullable(name), note: words, basedOn: optional(nullable(name)) },
  }),
  recordCallBack: record<Decisions['recordCallBack']>({ ...decision, note: someWords }),
  ruleFalseAlarm: record<Decisions['ruleFalseAlarm']>({ ...decision, reason: words }),
  closeIncident: record<Decisions['closeIncident']>({ ...decision, reason: words }),
  recordFiling: record<Decisions['recordFiling']>({
    ...decision,
    obligation,
    filedAt: instant,
    receiptNumber: optional(nullable(text(200))),
    file: optional(nullable(file)),
    supplement: optional(bool),
    reason: optional(nullable(someWords)),
  }),
  decideProposal: record<Decisions['decideProposal']>({
    ...decision,
    proposalId: id,
    decision: oneOf(['APPROVED', 'REJECTED']),
    reason: someWords,
  }),
};

const insuredDecision = record<InsuredDecision>({
  messageId: id,
  by: record<InsuredDecision['by']>({ name, title: text(200, 0) }),
  generation: int(1),
  approvalId: id,
  decision: oneOf(['APPROVED', 'REJECTED']),
  reason: someWords,
  deliveryVersion: nullable(int(1)),
});

const insuredMessage = record<InsuredMessage>({
  messageId: id,
  by: record<InsuredMessage['by']>({ name }),
  generation: int(1),
  text: words,
});

export const ANSWER_NAMES = Object.keys(ANSWERS) as readonly AnswerName[];
export const DECISION_NAMES = Object.keys(DECISIONS) as readonly DecisionName[];

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

function attempt<T>(read: () => T): Read<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message };
    throw error;
  }
}

export const readAnswer = (said: AnswerName, raw: unknown): Read<Answer> =>
  attempt(() => ({ name: said, body: ANSWERS[said](raw, '') }) as Answer);

export const readDecision = (decided: DecisionName, raw: unknown): Read<Decision> =>
  attempt(() => ({ name: decided, body: DECISIONS[decided](raw, '') }) as Decision);

export const readInsuredMessage = (raw: unknown): Read<InsuredMessage> => attempt(() => insuredMessage(raw, ''));
export const readInsuredDecision = (raw: unknown): Read<InsuredDecision> => attempt(() => insuredDecision(raw, ''));

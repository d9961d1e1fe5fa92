import fc from 'fast-check';
import type { AnswerName, DecisionName } from '../../domain/messages';
import {
  ANSWER_NAMES,
  DECISION_NAMES,
  readAnswer,
  readDecision,
  readFacts,
  readInsuredMessage,
} from '../../domain/read-messages';
import { Unreadable } from '../../domain/read';
import { AWARE, facts } from '../support/sample';

const said = { messageId: 'm1', taskId: 'T01', by: { name: '担当者', company: '見本社' } };
const file = { sha256: 'a'.repeat(64), name: '報告書.pdf', mediaType: 'application/pdf', sizeBytes: 1 };
const link = { partnerId: 'scout', generation: 1 };

/** The most that each answer may say, and the least. */
const ANSWERS: { readonly [N in AnswerName]: readonly [most: object, least: object] } = {
  acceptTask: [{ ...said, link, expectedStartAt: AWARE }, said],
  declineTask: [
    { ...said, link, reason: 'NO_CAPACITY', note: '満員' },
    { ...said, reason: '都合により' },
  ],
  handOverTask: [
    { ...said, link, to: { name: '鈴木', company: '社', email: 'a@b.example', phone: '03' } },
    { ...said, to: { name: '鈴木', company: '社', email: 'a@b.example' } },
  ],
  reportProgress: [
    { ...said, link, note: '解析中', expectedAt: AWARE },
    { ...said, note: '' },
  ],
  deliverTask: [{ ...said, link, note: '初版', milestone: 'INTERIM', factsVersion: 2, files: [file] }, said],
  submitQuote: [
    { ...said, link, amountYen: 1, note: '', files: [file] },
    { ...said, amountYen: 0 },
  ],
  submitInvoice: [
    { ...said, link, amountYen: 1, note: '', files: [] },
    { ...said, amountYen: 0 },
  ],
  sendMessage: [
    { ...said, link, text: '質問' },
    { ...said, text: '質問' },
  ],
};

const decided = { messageId: 'd1', by: { name: '佐藤 花子' } };
const onTask = { ...decided, taskId: 'T01' };
const DECISIONS: { readonly [N in DecisionName]: object } = {
  assignTask: { ...onTask, partnerId: 'scout', reason: '指名' },
  pauseTask: { ...onTask, reason: '待ち' },
  resumeTask: onTask,
  cancelTask: { ...onTask, reason: '不要' },
  keepTask: { ...onTask, reason: '続ける' },
  escalateTask: { ...onTask, reason: '急ぎ' },
  acknowledgeEscalation: { ...onTask, note: '' },
  decideApproval: { ...decided, approvalId: 'T01-A1', decision: 'APPROVED', reason: '' },
  acceptDelivery: { ...onTask, note: '' },
  returnDelivery: { ...onTask, reason: '不足' },
  reissueLink: onTask,
  revokeLink: { ...onTask, reason: '誤送信' },
  writeToPartner: { ...onTask, text: 'ご質問の件' },
  changeInsuredLink: { ...decided, change: 'REISSUED', reason: '' },
  reviseFacts: { ...decided, facts: facts(), knownAt: AWARE, reason: '判明' },
  advanceClock: { ...decided, to: AWARE },
  handOverIncident: { ...decided, to: '鈴木 健', note: '引継ぎ', basedOn: null },
  recordCallBack: { ...decided, note: '' },
  ruleFalseAlarm: { ...decided, reason: '誤検知' },
  closeIncident: { ...decided, reason: '終了' },
  recordFiling: {
    ...decided,
    ...{ obligation: { kind: 'PPC_FINAL', party: 'INSURED' }, filedAt: AWARE, receiptNumber: 'R-1', supplement: false },
    ...{ file: { sha256: 'a'.repeat(64), name: '確報.pdf', mediaType: 'application/pdf', sizeBytes: 10 }, reason: null },
  },
  decideProposal: { ...decided, proposalId: 'P1', decision: 'REJECTED', reason: '維持' },
};

describe.each(ANSWER_NAMES)('%s', (name) => {
  it('is read as it is, at its most and at its least', () => {
    for (const body of ANSWERS[name]) expect(readAnswer(name, body)).toEqual({ ok: true, value: { name, body } });
  });

  it('may say more than we know of; that is left out', () => {
    const newer = { ...ANSWERS[name][0], mood: 'good', __proto__: { note: 'inherited' } };
    expect(readAnswer(name, newer)).toEqual({ ok: true, value: { name, body: ANSWERS[name][0] } });
  });

  it('cannot do without any of what it must say', () => {
    for (const key of Object.keys(ANSWERS[name][1]).filter((one) => one !== 'note' && one !== 'reason')) {
      expect(readAnswer(name, { ...ANSWERS[name][1], [key]: undefined })).toMatchObject({ ok: false });
    }
  });
});

const MAY_BE_LEFT_OUT: Partial<Record<DecisionName, readonly string[]>> = {
  recordFiling: ['receiptNumber', 'file', 'supplement', 'reason'],
  handOverIncident: ['basedOn'],
};

describe.each(DECISION_NAMES)('%s', (name) => {
  it('is read as it is', () => {
    expect(readDecision(name, DECISIONS[name])).toEqual({ ok: true, value: { name, body: DECISIONS[name] } });
  });

  it('is refused with anything more or less', () => {
    expect(readDecision(name, { ...DECISIONS[name], reaso: 'x' })).toEqual({
      ok: false,
      problem: 'message: has an unknown field',
    });
    for (const key of Object.keys(DECISIONS[name]).filter((one) => !MAY_BE_LEFT_OUT[name]?.includes(one)))
      expect(readDecision(name, { ...DECISIONS[name], [key]: undefined })).toMatchObject({ ok: false });
  });
});

it.each([
  ['an empty note', { note: '' }],
  ['a note of blanks', { note: ' 　\n' }],
  ['a note that is no text', { note: 7 }],
  ['nobody named', { to: '' }],
  ['a name of blanks', { to: ' ' }],
  ['a name beyond all measure', { to: 'x'.repeat(201) }],
])('a hand-over with %s is no message', (_what, change) => {
  expect(readDecision('handOverIncident', { ...DECISIONS.handOverIncident, ...change })).toMatchObject({ ok: false });
});

it.each([
  ['an unknown kind', { obligation: { kind: 'PPC', party: 'INSURED' } }, /obligation\.kind: must be one of PPC_PRELIMINARY/],
  [
    'a party that is none',
    { obligation: { kind: 'PPC_FINAL', party: 'aoba' } },
    /obligation\.party: must be INSURED, or CLIENT:/,
  ],
  ['a client without an id', { obligation: { kind: 'PPC_FINAL', party: 'CLIENT:' } }, /obligation\.party/],
  ['an instant without an offset', { filedAt: '2026-12-01T09:00:00' }, /filedAt: must be a time with an offset/],
  ['a day that does not exist', { filedAt: '2026-02-30T09:00:00+09:00' }, /filedAt/],
  ['a file that is not named by its hash', { file: { sha256: 'x', name: 'a', mediaType: 'b', sizeBytes: 1 } }, /file\.sha256/],
  ['a supplement that is no yes or no', { supplement: 'yes' }, /supplement: must be true or false/],
])('a filing with %s is refused by path', (_what, wrong, problem) => {
  const read = readDecision('recordFiling', { ...DECISIONS.recordFiling, ...wrong });
  expect(read).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
});

describe('garbage', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    maxDepth: 4,
  });
  const keys = fc.constantFrom(
    ...Object.keys(ANSWERS.handOverTask[0]),
    ...Object.keys(DECISIONS.reviseFacts),
    '__proto__',
    'constructor',
  );
  const nearly = fc
    .tuple(fc.dictionary(keys, anything), fc.constantFrom<object>({}, said, decided))
    .map(([odd, base]) => ({ ...base, ...odd }));
  const names = fc.tuple(fc.constantFrom(...ANSWER_NAMES), fc.constantFrom(...DECISION_NAMES));

  it('is never thrown back, and passes only when it reads the same again', () => {
    fc.assert(
      fc.property(names, fc.oneof(anything, nearly), ([answer, decision], raw) => {
        const readings = [
          [readAnswer(answer, raw), (again: unknown) => readAnswer(answer, again)],
          [readDecision(decision, raw), (again: unknown) => readDecision(decision, again)],
        ] as const;
        for (const [read, again] of readings) {
          if (read.ok) expect(again(JSON.parse(JSON.stringify(read.value.body)))).toEqual(read);
          else expect(read.problem.length).toBeLessThan(300);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([null, undefined, 0, '', 'text', [], [said], true, () => said, new Date(), Symbol('x'), 10n])(
    '%p is no message',
    (raw) => {
      expect(readAnswer('acceptTask', raw)).toMatchObject({ ok: false });
      expect(readDecision('resumeTask', raw)).toMatchObject({ ok: false });
    },
  );

  it('that is huge or deep is refused quickly', () => {
    const deep = JSON.parse(`${'{"by":'.repeat(5_000)}1${'}'.repeat(5_000)}`) as unknown;
    for (const raw of [
      deep,
      { ...said, text: 'x'.repeat(10_001) },
      { ...said, text: 'x', messageId: 'x'.repeat(1_000_000) },
      { ...said, text: 'x', by: Array(100_000).fill(said.by) },
    ])
      expect(readAnswer('sendMessage', raw)).toMatchObject({ ok: false });
    expect(readAnswer('deliverTask', { ...said, files: Array(51).fill(file) })).toEqual({
      ...{ ok: false, problem: 'files: has more than 50 items' },
    });
  });

  it('in place of the prototype reaches nobody', () => {
    const evil = JSON.parse(
      '{"__proto__":{"messageId":"m","taskId":"T01","by":{"name":"x","company":"y"},"admin":true}}',
    ) as object;
    expect(readAnswer('acceptTask', evil)).toMatchObject({ ok: false });
    expect(readDecision('resumeTask', { ...onTask, ...evil })).toMatchObject({ ok: false });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('is told by its place, never by its content', () => {
    const secret = '山田 太郎 03-1111-2222';
    const read = readAnswer('handOverTask', { ...said, to: { name: secret, company: secret, email: secret } });
    expect(read).toEqual({ ok: false, problem: 'to.email: must be a mail address' });
    expect(readDecision('decideApproval', { ...DECISIONS.decideApproval, decision: secret })).toEqual({
      ...{ ok: false, problem: 'decision: must be one of APPROVED, REJECTED' },
    });
    expect(readDecision('resumeTask', { ...onTask, [secret]: 1 })).toEqual({
      ok: false,
      problem: 'message: has an unknown field',
    });
  });
});

describe('a field', () => {
  const readsAt = (expectedStartAt: unknown) => readAnswer('acceptTask', { ...said, expectedStartAt }).ok;

  it.each([
    ['2026-12-29T14:05:00+09:00', true],
    ['2026-12-29T14:05Z', true],
    ['2028-02-29T00:00:00.123456Z', true],
    [null, true],
    ['2026-02-29T00:00:00+09:00', false],
    ['2026-02-30T00:00:00Z', false],
    ['2026-12-29T25:00:00Z', false],
    ['2026-12-29T14:05:00', false],
    ['2026-12-29', false],
    ['29 Dec 2026 14:05', false],
    [1_800_000_000_000, false],
    ['', false],
  ])('instant %p: %p', (value, ok) => {
    expect(readsAt(value)).toBe(ok);
  });

  it.each([
    [0, true],
    [Number.MAX_SAFE_INTEGER, true],
    [-1, false],
    [0.5, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [2 ** 53, false],
    ['100', false],
    [null, false],
  ])('amount %p: %p', (amountYen, ok) => {
    expect(readAnswer('submitInvoice', { ...said, amountYen }).ok).toBe(ok);
  });

  it.each(['a@b', 'jiro@scout.example', '"x y"@b'])('mail address %p', (email) => {
    expect(readAnswer('handOverTask', { ...said, to: { name: 'x', company: 'y', email } }).ok).toBe(!email.includes(' '));
  });

  it.each(['a@b\r\nBcc: c@d', 'a b@c', '@b', 'a@', 'a@b@c', 'a<b@c>', ''])('no mail address %p', (email) => {
    expect(readAnswer('handOverTask', { ...said, to: { name: 'x', company: 'y', email } }).ok).toBe(false);
  });

  it('of blanks only is empty', () => {
    expect(readAnswer('sendMessage', { ...said, text: '  ' })).toEqual({ ok: false, problem: 'text: is empty' });
    expect(readDecision('closeIncident', { ...decided, reason: '\n' })).toEqual({ ok: false, problem: 'reason: is empty' });
  });

  it.each(['A'.repeat(64), 'a'.repeat(63), '../../etc/passwd'])('no file is named by %p', (sha256) => {
    expect(readAnswer('deliverTask', { ...said, files: [{ ...file, sha256 }] }).ok).toBe(false);
  });

  it('generation counts from one', () => {
    expect(readAnswer('acceptTask', { ...said, link: { partnerId: 'scout', generation: 0 } }).ok).toBe(false);
    expect(readAnswer('acceptTask', { ...said, link: { ...link, admin: true } }).ok).toBe(false);
  });
});

describe('facts', () => {
  const read = (changes: object) => () => readFacts({ ...facts(), ...changes }, 'facts');
  const client = { id: 'c1', persons: { min: 1, max: 2 }, hasReportDuty: null, notifiedAt: null };
  const pmark = { holder: true, validUntil: '2027-06-30', renewalFiledOn: null };
  const myNumber = { persons: { min: 0, max: null }, publicExposure: true, improperPurpose: null };

  it('are read with every part they can have', () => {
    const whole = facts({ clients: [client], pmark, myNumber, specialCare: true, improperPurpose: false });
    expect(readFacts(whole, '')).toEqual(whole);
    expect(read({ pmark: { ...pmark, renewalFiledOn: '2026-12-01' } })).not.toThrow();
  });

  it.each([
    ['nature', { nature: 'FIRE' }],
    ['min above max', { persons: { min: 2, max: 1 } }],
    ['negative count', { persons: { min: -1, max: null } }],
    ['half a person', { persons: { min: 0.5, max: 1 } }],
    ['unknown where it must be known', { strongEncryption: null }],
    ['text for a flag', { specialCare: 'yes' }],
    ['unknown field', { colour: 'red' }],
    ['no clients', { clients: null }],
    ['client twice nested', { clients: [[client]] }],
    ['client of too many', { clients: Array(201).fill(client) }],
    ['day that is none', { pmark: { ...pmark, validUntil: '2027-02-30' } }],
    ['instant for a day', { pmark: { ...pmark, validUntil: AWARE } }],
    ['My Number without count', { myNumber: { ...myNumber, persons: undefined } }],
  ])('with %s are refused', (_what, changes) => {
    expect(read(changes)).toThrow(Unreadable);
  });

  it('made of anything are refused, never half read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(facts())), fc.anything(), (key, odd) => {
        try {
          const once = readFacts({ ...facts(), [key]: odd }, '');
          expect(readFacts(JSON.parse(JSON.stringify(once)), '')).toEqual(once);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a message of the insured', () => {
  const whole = { messageId: 'i1', by: { name: '鈴木 一郎' }, generation: 1, text: '提出しました' };

  it('is read as it was said', () => {
    expect(readInsuredMessage(whole)).toEqual({ ok: true, value: whole });
  });

  it.each([
    ['nothing', null],
    ['no words', { ...whole, text: '' }],
    ['more words than anybody writes', { ...whole, text: 'x'.repeat(10_001) }],
    ['no link', { ...whole, generation: 0 }],
    ['nobody', { ...whole, by: {} }],
    ['a task', { ...whole, taskId: 'T01' }],
  ])('with %s is refused', (_what, said) => {
    expect(readInsuredMessage(said)).toMatchObject({ ok: false });
  });
});

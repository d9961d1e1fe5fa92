/** Mistakes that people make in the business data: each is told with its file, its line and its reason. */
import fs from 'node:fs';
import path from 'node:path';
import { checkPlaybookFile, checkSetup, loadSetup } from '../../config/load';
import { ConfigProblems, formatProblem } from '../../config/problems';
import { changedData, SHIPPED, type Change, type ChangedData, type DataFile } from './changed-data';

interface Mistake {
  readonly what: string;
  readonly changes: readonly Change[];
  /** Where it must point: the line of this text (after `within`), in this file (default: that of the first change). */
  readonly at: { readonly text: string; readonly within?: string; readonly file?: DataFile };
  readonly reason: RegExp;
}

const service = (id: string): string => `- service: ${id}\n`;
const inPlaybook = (within: string, find: string, put: string): Change => ({
  file: 'playbook.yaml',
  within: service(within),
  find,
  put,
});

const TRIAGE = 'INVESTIGATION.triage';
const SCOPE = 'INVESTIGATION.cause_scope';
const REVIEW = 'PR.release_review';
const CERTIFICATE = 'TRUST.recurrence_certificate';

const MISTAKES: readonly Mistake[] = [
  {
    what: 'an unknown service',
    changes: [{ file: 'playbook.yaml', find: '- service: PR.sns_support', put: '- service: PR.sns_suport' }],
    at: { text: 'PR.sns_suport' },
    reason: /PR\.sns_suport.*Did you mean "PR\.sns_support"/,
  },
  {
    what: 'a service given twice',
    changes: [{ file: 'playbook.yaml', find: '- service: PR.sns_support', put: `- service: ${REVIEW}` }],
    at: { text: service(REVIEW), within: 'name: { ja: 報道発表' },
    reason: /PR\.release_review is given twice/,
  },
  {
    what: 'a ring of dependencies',
    changes: [inPlaybook(SCOPE, `service: ${TRIAGE}, at: INTERIM`, `service: ${REVIEW}, at: FINAL`)],
    at: { text: `service: ${SCOPE}, at: INTERIM`, within: service(REVIEW) },
    reason: /INVESTIGATION\.cause_scope → PR\.release_review → INVESTIGATION\.cause_scope/,
  },
  {
    what: 'a service that waits for itself',
    changes: [inPlaybook(SCOPE, `service: ${TRIAGE}, at: INTERIM`, `service: ${SCOPE}, at: FINAL`)],
    at: { text: `service: ${SCOPE}, at: FINAL` },
    reason: /INVESTIGATION\.cause_scope → INVESTIGATION\.cause_scope/,
  },
  {
    what: 'a dependency on a service that does not exist',
    changes: [inPlaybook(REVIEW, 'service: INVESTIGATION.report_support', 'service: INVESTIGATION.reports')],
    at: { text: 'INVESTIGATION.reports' },
    reason: /"INVESTIGATION\.reports" is not allowed/,
  },
  {
    what: 'a first result that never comes',
    changes: [inPlaybook('TRUST.rating_publication', `${REVIEW}, at: FINAL`, `${REVIEW}, at: INTERIM`)],
    at: { text: `${REVIEW}, at: INTERIM` },
    reason: /Waits for a first result \(INTERIM\) of PR\.release_review, which has none/,
  },
  {
    what: 'a first result later than the whole',
    changes: [inPlaybook(SCOPE, 'interim: 72h', 'interim: 30d')],
    at: { text: 'interim: 30d' },
    reason: /first result must be shorter/,
  },
  {
    what: 'an acceptance later than the work',
    changes: [inPlaybook(TRIAGE, 'accept: 30m', 'accept: 24h')],
    at: { text: 'accept: 24h' },
    reason: /limit to accept must be shorter/,
  },
  {
    what: 'a decision later than the work',
    changes: [inPlaybook(REVIEW, 'within: 2h', 'within: 4h')],
    at: { text: 'within: 4h', within: service(REVIEW) },
    reason: /limit to decide must be shorter/,
  },
  {
    what: 'a limit that nobody can read',
    changes: [inPlaybook(TRIAGE, 'accept: 30m', 'accept: 30min')],
    at: { text: 'accept: 30min' },
    reason: /Write a time like 30m/,
  },
  {
    what: 'no time at all',
    changes: [inPlaybook(TRIAGE, 'accept: 30m', 'accept: 0m')],
    at: { text: 'accept: 0m' },
    reason: /Must be longer than nothing/,
  },
  {
    what: 'business days that run round the clock',
    changes: [inPlaybook(SCOPE, 'complete: 30d', 'complete: 20bd')],
    at: { text: 'complete: 20bd', within: service(SCOPE) },
    reason: /Business days \(bd\) need hours: PARTNER/,
  },
  {
    what: 'calendar days in business hours',
    changes: [inPlaybook(CERTIFICATE, 'complete: 20bd', 'complete: 30d')],
    at: { text: 'complete: 30d', within: service(CERTIFICATE) },
    reason: /write business days/,
  },
  {
    what: 'an investigation that waits for claims',
    changes: [inPlaybook(SCOPE, 'stage: BESIDE', 'stage: START')],
    at: { text: 'stage: START', within: service(SCOPE) },
    reason: /No investigation or containment waits for CLAIMS: use stage BESIDE/,
  },
  {
    what: 'an investigation that waits for claims through another service',
    changes: [inPlaybook('INVESTIGATION.report_support', `service: ${TRIAGE}`, 'service: PR.web_monitoring')],
    at: { text: 'service: PR.web_monitoring, at', within: service('INVESTIGATION.report_support') },
    reason: /through PR\.web_monitoring it would/,
  },
  {
    what: 'a certifier that cannot be independent',
    changes: [{ file: 'partners.yaml', find: 'INVESTIGATION: [lac, aos-legaltech]', put: 'INVESTIGATION: [lac, is-rating]' }],
    at: { text: 'independentOf', within: service(CERTIFICATE), file: 'playbook.yaml' },
    reason: /Only "is-rating" can take TRUST\.recurrence_certificate.*nobody independent is left/,
  },
  {
    what: 'a service for which there is no partner',
    changes: [{ file: 'partners.yaml', find: '  CALLCENTER: [bellsystem24]\n', put: '' }],
    at: { text: service('CALLCENTER.setup'), file: 'playbook.yaml' },
    reason: /names no partner for CALLCENTER\.setup/,
  },
  {
    what: 'an unknown partner in the ranking',
    changes: [{ file: 'partners.yaml', find: 'CALLCENTER: [bellsystem24]', put: 'CALLCENTER: [bellsystem]' }],
    at: { text: '[bellsystem]' },
    reason: /There is no partner "bellsystem". Did you mean "bellsystem24"/,
  },
  {
    what: 'two partners of one id',
    changes: [{ file: 'partners.yaml', find: 'id: cmg-japan', put: 'id: prap-japan' }],
    at: { text: 'id: prap-japan', within: 'name: { ja: 株式会社プラップ' },
    reason: /Two partners have the id "prap-japan"/,
  },
  {
    what: 'hours without a weekday',
    changes: [{ file: 'partners.yaml', within: 'cmg-japan', find: '[Mon, Tue, Wed, Thu, Fri]', put: '[]' }],
    at: { text: 'hours:', within: 'id: cmg-japan' },
    reason: /never open within a year/,
  },
  {
    what: 'hours of no kind',
    changes: [{ file: 'partners.yaml', find: 'hours: 24h', put: 'hours: always' }],
    at: { text: 'hours: always' },
    reason: /Write 24h, or a block/,
  },
  {
    what: 'hours that close before they open',
    changes: [{ file: 'partners.yaml', within: 'cmg-japan', find: "closes: '18:00'", put: "closes: '8:00'" }],
    at: { text: "closes: '8:00'" },
    reason: /Must close later than it opens/,
  },
  {
    what: 'a closed day that does not exist',
    changes: [{ file: 'partners.yaml', find: '2027-08-13', put: '2027-02-29' }],
    at: { text: '2027-02-29' },
    reason: /Write a date that exists/,
  },
  {
    what: 'the replacement of a partner that is at work',
    changes: [
      {
        file: 'escalation.yaml',
        within: 'COMPLETE:',
        find: 'atPercent: 100, action: CALL_LIST',
        put: 'atPercent: 100, action: NEXT_PARTNER',
      },
    ],
    at: { text: 'NEXT_PARTNER', within: '  COMPLETE:' },
    reason: /possible in ACCEPT and ACCEPT_SUBSTITUTE only/,
  },
  {
    what: 'a ladder that goes down',
    changes: [{ file: 'escalation.yaml', within: '  APPROVAL:', find: 'atPercent: 100', put: 'atPercent: 60' }],
    at: { text: 'atPercent: 60' },
    reason: /Must be above the rung before it \(75%\)/,
  },
  {
    what: 'a ladder that ends unheard',
    changes: [{ file: 'escalation.yaml', within: '  CHECK:', find: '    - { atPercent: 200, action: SUPERVISOR }\n', put: '' }],
    at: { text: '  CHECK:' },
    reason: /No rung reaches the SUPERVISOR/,
  },
  {
    what: 'a misspelt key',
    changes: [inPlaybook(TRIAGE, 'whenUnknown:', 'whenUnkown:')],
    at: { text: 'whenUnkown:' },
    reason: /Unknown key "whenUnkown". Did you mean "whenUnknown"/,
  },
  {
    what: 'a misspelt condition',
    changes: [inPlaybook('PR.sns_support', 'personsOver: 5000', 'personOver: 5000')],
    at: { text: 'personOver: 5000' },
    reason: /Unknown key "personOver". Did you mean "personsOver"/,
  },
  {
    what: 'a condition of two kinds',
    changes: [inPlaybook('PR.sns_support', 'personsOver: 5000', 'personsOver: 5000, flag: myNumber')],
    at: { text: 'personsOver: 5000, flag' },
    reason: /exactly one of/,
  },
  {
    what: 'a mistake behind an alias, told where it was written',
    changes: [{ file: 'playbook.yaml', find: 'flag: recoveredUnseen', put: 'flag: recoverdUnseen' }],
    at: { text: 'flag: recoverdUnseen' },
    reason: /Did you mean "recoveredUnseen"/,
  },
  {
    what: 'a key given twice',
    changes: [inPlaybook(TRIAGE, 'limits:', 'name: { ja: 別名, en: Other }\n    limits:')],
    at: { text: 'name: { ja: 別名' },
    reason: /"name" is given twice/,
  },
  {
    what: 'a bracket left open',
    changes: [inPlaybook(CERTIFICATE, `independentOf: [${SCOPE}]`, `independentOf: [${SCOPE}`)],
    at: { text: 'activation:', within: service(CERTIFICATE) },
    reason: /must be sufficiently indented and end with a \]/,
  },
  {
    what: 'an e-mail address that is none',
    changes: [{ file: 'desk.yaml', find: 'duty@insurer.example', put: 'duty@insurer' }],
    at: { text: 'duty@insurer,' },
    reason: /Not a valid e-mail address/,
  },
  {
    what: 'nobody who decides',
    changes: [
      {
        file: 'desk.yaml',
        within: '  COUNSEL:',
        find: '\n    - { name: 顧問弁護士窓口, email: counsel@law.example, phone: 03-0000-0013, language: ja }',
        put: ' []',
      },
    ],
    at: { text: 'COUNSEL: []' },
    reason: /Must have at least 1 entries/,
  },
  {
    what: 'a telephone number that YAML takes for a number',
    changes: [{ file: 'desk.yaml', find: 'phone: 0120-000-000', put: 'phone: 0120000000' }],
    at: { text: 'phone: 0120000000' },
    reason: /Put the telephone number in quotes/,
  },
  {
    what: 'an extra closed day that does not exist',
    changes: [{ file: 'closed-days.yaml', find: 'closedDays: []', put: 'closedDays: [{ day: 2027-06-31, why: 創立記念日 }]' }],
    at: { text: '2027-06-31' },
    reason: /Write a date that exists/,
  },
];

const REMINDERS = 'obligations.yaml' as const;
const ofNotice = (find: string, put: string): Change => ({ file: REMINDERS, within: '  SUBJECT_NOTICE:', find, put });

const IN_REMINDERS: readonly Mistake[] = [
  {
    what: 'a time of day that is none',
    changes: [ofNotice("at: '09:00'", "at: '9:00'")],
    at: { text: "'9:00'" },
    reason: /Write a time of day like 09:00/,
  },
  {
    what: 'a reminder on no day',
    changes: [ofNotice('{ day: 3, at:', '{ at:')],
    at: { text: '{ at:' },
    reason: /one of day, beforeTarget, beforeDue, afterDue/,
  },
  {
    what: 'a reminder on two days',
    changes: [ofNotice('day: 3,', 'day: 3, beforeDue: 2,')],
    at: { text: 'day: 3, beforeDue: 2' },
    reason: /one of day, beforeTarget, beforeDue, afterDue/,
  },
  {
    what: 'day 0 of an obligation',
    changes: [ofNotice('day: 3,', 'day: 0,')],
    at: { text: 'day: 0,' },
    reason: /1/,
  },
  {
    what: 'days before a due date that the law does not set',
    changes: [ofNotice('day: 3,', 'beforeDue: 3,')],
    at: { text: 'beforeDue: 3,', within: '  SUBJECT_NOTICE:' },
    reason: /SUBJECT_NOTICE has no such day to count from \(possible: day\)/,
  },
  {
    what: 'an action of tasks',
    changes: [ofNotice('action: REMIND', 'action: SUPERVISOR')],
    at: { text: 'action: SUPERVISOR' },
    reason: /SUPERVISOR/,
  },
  {
    what: 'preliminary reports of which the heads never hear',
    changes: [
      { file: REMINDERS, find: "- { day: 4, at: '12:00', action: ESCALATE }", put: "- { day: 4, at: '12:00', action: REMIND }" },
      {
        file: REMINDERS,
        find: "- { afterDue: 1, at: '09:00', action: ESCALATE }",
        put: "- { afterDue: 1, at: '09:00', action: REMIND }",
      },
    ],
    at: { text: '  PRELIMINARY:' },
    reason: /No rung tells the heads/,
  },
  {
    what: 'a stage without reminders',
    changes: [{ file: REMINDERS, find: '  SUBJECT_NOTICE:', put: '  SUBJECT_NOTICES:' }],
    at: { text: '  SUBJECT_NOTICES:' },
    reason: /Did you mean "SUBJECT_NOTICE"/,
  },
  {
    what: 'a desk without heads',
    changes: [{ file: 'desk.yaml', find: 'heads:', put: 'headss:' }],
    at: { text: 'headss:' },
    reason: /Did you mean "heads"/,
  },
];

describe('a mistake in the business data', () => {
  let data: ChangedData;
  afterEach(() => data.remove());

  it.each([...MISTAKES, ...IN_REMINDERS].map((mistake) => [mistake.what, mistake] as const))(
    '%s is told at its line',
    (_, { changes, at, reason }) => {
      data = changedData(changes);
      const file = at.file ?? changes[0]!.file;
      const problems = checkSetup(data.dir);
      expect(problems.map((problem) => `${path.basename(problem.file)}:${problem.line}`)).toContain(
        `${file}:${data.lineOf(file, at.text, at.within)}`,
      );
      const line = data.lineOf(file, at.text, at.within);
      const there = problems.filter((problem) => path.basename(problem.file) === file && problem.line === line);
      expect(there.map(({ reason: { en } }) => en).join('\n')).toMatch(reason);
      expect(there.every(({ reason: { ja } }) => /[\p{sc=Hiragana}\p{sc=Han}]/u.test(ja))).toBe(true);
      expect(() => loadSetup(data.dir)).toThrow(ConfigProblems);
    },
  );

  it('hides no other mistake, and all are told in the order of the files', () => {
    data = changedData([
      inPlaybook(TRIAGE, 'accept: 30m', 'accept: soon'),
      inPlaybook(SCOPE, 'stage: BESIDE', 'stage: DELIVERY'),
      { file: 'partners.yaml', find: 'TRUST: [is-rating]', put: 'TRUST: [nobody]' },
      { file: 'escalation.yaml', within: '  CHECK:', find: 'atPercent: 200', put: 'atPercent: 90' },
      { file: 'desk.yaml', find: 'linkValid: 30d', put: 'linkValid: never' },
    ]);
    const told = checkSetup(data.dir).map(({ file, line }) => `${path.basename(file)}:${line}`);
    expect(told).toEqual([
      `desk.yaml:${data.lineOf('desk.yaml', 'linkValid:')}`,
      `escalation.yaml:${data.lineOf('escalation.yaml', 'atPercent: 90')}`,
      `partners.yaml:${data.lineOf('partners.yaml', '[nobody]')}`,
      `playbook.yaml:${data.lineOf('playbook.yaml', 'accept: soon')}`,
      `playbook.yaml:${data.lineOf('playbook.yaml', 'stage: DELIVERY')}`,
    ]);
  });

  it('is told for a playbook that is not in force yet', () => {
    data = changedData([]);
    const draft = path.join(data.dir, 'draft.yaml');
    const text = fs.readFileSync(path.join(SHIPPED, 'playbook.yaml'), 'utf8');
    fs.writeFileSync(draft, text.replace('accept: 30m', 'accept: 99d'));
    const [problem, ...others] = checkPlaybookFile(draft, data.dir);
    expect(others).toEqual([]);
    const line = text.slice(0, text.indexOf('accept: 30m')).split('\n').length;
    expect(formatProblem(problem!)).toMatch(new RegExp(`^${draft}:${line}:\\d+ .*短くしてください / The limit to accept`));
    expect(formatProblem(problem!, 'ja')).not.toContain('limit');
  });

  it('may be a file that was not saved as UTF-8', () => {
    data = changedData([]);
    const file = path.join(data.dir, 'closed-days.yaml');
    const shiftJis = Buffer.from([0x91, 0x6e, 0x97, 0xa7]);
    fs.writeFileSync(
      file,
      Buffer.concat([Buffer.from('closedDays:\n  - { day: 2027-06-01, why: "'), shiftJis, Buffer.from('" }\n')]),
    );
    expect(checkSetup(data.dir)).toMatchObject([
      { file, line: 2, reason: { en: expect.stringContaining('Save the file as UTF-8') } },
    ]);
  });

  it('includes a file that is not there', () => {
    data = changedData([]);
    fs.rmSync(path.join(data.dir, 'partners.yaml'));
    expect(checkSetup(data.dir).map((problem) => formatProblem(problem))).toEqual([
      `${path.join(data.dir, 'partners.yaml')}:1:1 ファイルを読み取れません(ENOENT) / The file cannot be read (ENOENT)`,
    ]);
  });
});

describe('extra closed days', () => {
  it('are optional, and become part of the calendar', () => {
    const data = changedData([
      { file: 'closed-days.yaml', find: 'closedDays: []', put: 'closedDays: [{ day: 2027-06-01, why: 創立記念日 }]' },
    ]);
    const nowMs = Date.parse('2026-11-24T10:00:00+09:00');
    const withDay = loadSetup(data.dir, nowMs).calendar;
    fs.rmSync(path.join(data.dir, 'closed-days.yaml'));
    const without = loadSetup(data.dir, nowMs).calendar;
    data.remove();
    expect(withDay.closedDays).toEqual([...without.closedDays, '2027-06-01'].sort());
    expect(withDay.id).not.toBe(without.id);
  });
});

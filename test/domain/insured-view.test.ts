import { insuredView } from '../../domain/insured-view';
import type { InsuredDecision, InsuredMessage } from '../../domain/messages';
import type { Setup } from '../../domain/setup';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { marked, shownIn } from './leaves';
import { accept, at, codeOf, finish, must, playUntil } from './steps';

const CALLER = { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' };
const WITH_PAGE: Setup = { ...LAWFUL, desk: { ...LAWFUL.desk, insuredLinkValidDays: 60 } };
const APPROVAL = 'T03-A1';
const file = (name: string) => ({ sha256: name.padEnd(64, '0'), name, mediaType: 'application/pdf', sizeBytes: 9 });

/** A text that was delivered waits for the insured; the desk and partners have said what they had to say. */
function waiting(setup: Setup = WITH_PAGE): Play {
  const incident = play({ caller: CALLER, insuredHead: undefined }, setup);
  finish(incident, 'T01');
  accept(incident, 'T02');
  must(incident, answer('deliverTask', 'T02', { milestone: 'INTERIM', note: '侵入経路', files: [file('forensic')] }));
  must(incident, answer('submitQuote', 'T02', { amountYen: 5 }), answer('sendMessage', 'T02', { text: '質問' }));
  accept(incident, 'T03');
  must(incident, answer('deliverTask', 'T03', { note: '社内向けの説明', files: [file('text')] }));
  return incident;
}
const view = (incident: Play, generation = 1, setup = WITH_PAGE) =>
  insuredView(incident.state(), setup, generation, incident.nowMs());

let keys = 0;
const decides = (body: Partial<InsuredDecision> = {}) => ({
  kind: 'INSURED' as const,
  decision: {
    ...{ messageId: `i${(keys += 1)}`, by: { name: '鈴木 一郎', title: '代表取締役' }, generation: 1, approvalId: APPROVAL },
    ...{ decision: 'APPROVED' as const, reason: '', deliveryVersion: 1, ...body },
  },
});

const writes = (body: Partial<InsuredMessage> = {}) => ({
  kind: 'INSURED_WRITES' as const,
  message: { messageId: `w${(keys += 1)}`, by: { name: '鈴木 一郎' }, generation: 1, text: '提出しました', ...body },
});

it('shows what is to be decided with its version and files, what goes on, and what is due', () => {
  const seen = view(waiting());
  expect(seen).toMatchObject({
    ...{ link: 'IN_FORCE', insured: '見本商事株式会社', decider: '山田 太郎', status: 'OPEN' },
    approvals: [
      {
        approvalId: APPROVAL,
        gate: 'TEXT',
        state: 'PENDING',
        factsVersion: 1,
        delivery: { version: 1, files: [{ name: 'text' }] },
      },
    ],
    functions: [
      { function: 'INVESTIGATION', work: [{ state: 'DONE' }, { state: 'WORKING', expectedBy: at(600) }] },
      { function: 'PR', work: [{ state: 'FOR_YOU', expectedBy: null }] },
      { function: 'CALLCENTER', work: [{ state: 'WAITING' }] },
      { function: 'TRUST', work: [{ state: 'WAITING' }] },
    ],
  });
  expect(seen).toMatchObject({
    obligations: expect.arrayContaining([expect.objectContaining({ kind: 'PPC_PRELIMINARY', day: 1, standing: 'TO_FILE' })]),
  });
});

describe('of the whole state', () => {
  const CODES = [
    ...['number', 'status', 'insuredLink.generation', 'tasks[].taskId', 'tasks[].service', 'tasks[].function', 'tasks[].state'],
    ...['planned[].service', 'planned[].function', 'approvals[].taskId', 'approvals[].approver', 'approvals[].state'],
    ...[
      'approvals[].stage',
      'obligations[].kind',
      'obligations[].party',
      'obligations[].state',
      'filings[].kind',
      'filings[].party',
    ],
  ];

  it('F30 these fields are shown and no other: no firm, no person of one, no price, no word between desk and partners', () => {
    const incident = waiting();
    must(incident, decision('recordFiling', { obligation: { kind: 'PPC_PRELIMINARY', party: 'INSURED' }, filedAt: at(0) }));
    must(incident, decides(), writes());
    const versions = ['approvals[].insured.deliveryVersion', 'tasks[].deliveries[].version'];
    const { state, pathOf } = marked(incident.state(), [...CODES, ...versions]);
    const ofApproval = (...fields: string[]) => fields.map((field) => `approvals[T03].${field}`);
    const shown = shownIn(insuredView(state, WITH_PAGE, 1, incident.nowMs()), pathOf);
    expect(shown).toEqual(
      [
        ...['insured', 'caller.name', 'factsVersions[].knownAt', 'factsVersions[].version', 'factsVersions[].facts.nature'],
        ...['factsVersions[].facts.persons.min', 'factsVersions[].facts.persons.max', 'tasks[T02].completeBy'],
        ...['obligations[].target', 'obligations[].due', 'filings[].filedAt'],
        ...ofApproval('approvalId', 'gate', 'askedAt', 'decideBy', 'factsVersion', 'decidedAt', 'decidedBy', 'reason'),
        ...ofApproval('insured.title'),
        // Of the text that was approved, as it was then.
        ...['at', 'files[].mediaType', 'files[].name', 'files[].sha256', 'files[].sizeBytes'].map(
          (field) => `tasks[T03].deliveries[].${field}`,
        ),
        ...['at', 'by', 'text'].map((field) => `insuredMessages[].${field}`),
      ].sort(),
    );
    const all = [...pathOf.values()];
    for (const path of [
      'caller.email',
      'tasks[T02].deliveries[].files[].name',
      'tasks[T02].messages[].text',
      'tasks[T03].assignment.company',
    ])
      expect(all).toContain(path);
  });

  it('while it is to be decided, the files of the text are shown besides, and those of the investigation are not', () => {
    const { state, pathOf } = marked(waiting().state(), CODES);
    const files = shownIn(view({ ...play(), state: () => state }), pathOf).filter((path) => path.includes('deliveries'));
    expect(files).toEqual([
      'tasks[T03].deliveries[].at',
      ...['mediaType', 'name', 'sha256', 'sizeBytes'].map((field) => `tasks[T03].deliveries[].files[].${field}`),
      'tasks[T03].deliveries[].version',
    ]);
  });

  it('a link that is not in force is shown none of them', () => {
    const incident = waiting();
    must(incident, decision('changeInsuredLink', { change: 'REISSUED', reason: '' }));
    expect(view(incident)).toMatchObject({ link: 'REPLACED' });
    must(incident, decision('changeInsuredLink', { change: 'REVOKED', reason: '誤送信' }));
    expect(view(incident, 2)).toMatchObject({ link: 'OFF' });
    for (const generation of [0, 1, 2, 3, 1.5]) {
      const { state, pathOf } = marked(incident.state(), CODES);
      const seen = insuredView(state, WITH_PAGE, generation, incident.nowMs());
      expect(Object.keys(seen).sort()).toEqual(['desk', 'drill', 'link', 'now']);
      expect(shownIn(seen, pathOf)).toEqual([]);
    }
  });
});

describe('a decision of the insured', () => {
  it('goes down as the insured’s, with its words, its position and the version that was looked at', () => {
    const incident = waiting();
    must(incident, decides({ decision: 'REJECTED', reason: '人数を直してください' }));
    expect(incident.of('APPROVAL_DECIDED')).toMatchObject([
      {
        actor: { role: 'INSURED', name: '鈴木 一郎', company: null },
        data: { insured: { title: '代表取締役', deliveryVersion: 1 } },
      },
    ]);
    expect(incident.task('T03').state).toBe('IN_PROGRESS');
    expect(view(incident)).toMatchObject({
      approvals: [
        {
          state: 'REJECTED',
          decidedBy: '鈴木 一郎',
          decidedAs: { title: '代表取締役' },
          reason: '人数を直してください',
          delivery: null,
        },
      ],
    });
  });

  it('is made once, however often it is sent', () => {
    const incident = waiting();
    const said = decides();
    must(incident, said, said);
    expect(incident.of('APPROVAL_DECIDED')).toHaveLength(1);
  });

  it('is refused for gates of others, a link that is not in force, another version, and what is decided', () => {
    const incident = waiting();
    expect(codeOf(incident.say(decides({ approvalId: 'T02-A1' })))).toBe('UNKNOWN_APPROVAL');
    expect(codeOf(incident.say(decides({ approvalId: 'T99-A1' })))).toBe('UNKNOWN_APPROVAL');
    expect(codeOf(incident.say(decides({ deliveryVersion: 2 })))).toBe('TEXT_CHANGED');
    expect(codeOf(incident.say(decides({ decision: 'REJECTED', reason: '' })))).toBe('REASON_MISSING');
    expect(codeOf(incident.say(decides({ generation: 2 })))).toBe('RETIRED_LINK');
    must(incident, decision('decideApproval', { approvalId: APPROVAL, decision: 'APPROVED', reason: '社内の理由' }));
    expect(codeOf(incident.say(decides()))).toBe('ALREADY_DECIDED');
    expect(view(incident)).toMatchObject({
      approvals: [{ decidedBy: '佐藤 花子', decidedAt: at(0), decidedAs: null, reason: null }],
    });
  });
});

it('work whose start waits for an approval of others is being prepared, not checked', () => {
  const incident = playUntil('T04');
  accept(incident, 'T04');
  expect(incident.task('T04').state).toBe('WAITING_APPROVAL');
  const seen = insuredView(incident.state(), WITH_PAGE, 1, incident.nowMs());
  expect(seen).toMatchObject({ functions: expect.arrayContaining([{ function: 'CALLCENTER', work: [expect.objectContaining({ state: 'PREPARING' })] }]) }); // prettier-ignore
});

describe('a message of the insured', () => {
  it('goes down as the insured’s, is shown to it, and calls those who telephone: once', () => {
    const incident = waiting();
    const said = writes();
    const mailsBefore = incident.mails.length;
    must(incident, said, said);
    expect(incident.of('MESSAGE_SENT').at(-1)).toMatchObject({
      actor: { role: 'INSURED', name: '鈴木 一郎', company: null },
      data: { taskId: null, text: '提出しました' },
    });
    expect(view(incident)).toMatchObject({ messages: [{ at: at(0), by: '鈴木 一郎', text: '提出しました' }] });
    expect(incident.mails.slice(mailsBefore).map(({ kind, to, content }) => [kind, to.email, content.reason])).toEqual(
      WITH_PAGE.desk.callList.map(({ email }) => ['INSURED_MESSAGE', email, '提出しました']),
    );
  });

  it('is refused for a link that is not in force, and after the end', () => {
    const incident = waiting();
    expect(codeOf(incident.say(writes({ generation: 2 })))).toBe('RETIRED_LINK');
    must(incident, decision('changeInsuredLink', { change: 'REVOKED', reason: '誤送信' }));
    expect(codeOf(incident.say(writes()))).toBe('RETIRED_LINK');
    const closed = waiting();
    must(closed, decision('ruleFalseAlarm', { reason: '誤報' }), decision('closeIncident', { reason: '誤報' }));
    expect(codeOf(closed.say(writes()))).toBe('INCIDENT_CLOSED');
  });

  it('is kept with the latest thirty, and all of them stand in the timeline', () => {
    const incident = waiting();
    for (let i = 0; i < 31; i += 1) must(incident, writes({ text: `${i}` }));
    const messages = incident.state().insuredMessages ?? [];
    expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([30, '1', '30']);
  });
});

describe('the end of its incident', () => {
  const MAILING: Setup = { ...WITH_PAGE, desk: { ...WITH_PAGE.desk, insuredClosingMail: true } };
  const closing = (incident: Play) => {
    for (const { taskId } of incident.state().tasks) incident.say(decision('cancelTask', { taskId, reason: '社内の事情' }));
    must(incident, decision('ruleFalseAlarm', { reason: '社内の事情' }), decision('closeIncident', { reason: '社内の事情' }));
    return incident.mails.filter(({ kind }) => kind === 'INSURED_CLOSED');
  };

  it('is told to the caller, with what was done and no link, and not why', () => {
    const mails = closing(waiting(MAILING));
    expect(mails).toMatchObject([
      {
        to: { email: CALLER.email, role: 'INSURED' },
        taskId: null,
        content: { deliverables: [{ ja: expect.any(String) as string }] },
      },
    ]);
    expect(mails[0]).not.toHaveProperty('insuredLink');
    expect(JSON.stringify(mails)).not.toContain('社内の事情');
  });

  it('is told to nobody where there is no address, or where the incident was begun without this mail', () => {
    expect(closing(play({}, MAILING))).toEqual([]);
    expect(closing(waiting(WITH_PAGE))).toEqual([]);
  });
});

describe('its link', () => {
  const linksIn = (incident: Play) =>
    incident.mails.flatMap(({ kind, insuredLink, to }) => (insuredLink ? [[kind, insuredLink.generation, to.email]] : []));

  it('is mailed when the incident opens, with each thing to decide, and when staff have it sent again', () => {
    const incident = waiting();
    must(incident, decision('changeInsuredLink', { change: 'REISSUED', reason: '' }));
    expect(linksIn(incident)).toEqual([
      ['INSURED_LINK', 1, CALLER.email],
      ['APPROVAL_REQUEST', 1, CALLER.email],
      ['INSURED_LINK', 2, CALLER.email],
    ]);
  });

  it('is not mailed where it was revoked, nobody has an address, or the incident was opened before there was a page', () => {
    const revoked = play({ caller: CALLER }, WITH_PAGE);
    must(revoked, decision('changeInsuredLink', { change: 'REVOKED', reason: '誤送信' }));
    expect(linksIn(revoked)).toHaveLength(1);
    expect(linksIn(play({}, WITH_PAGE))).toEqual([]);
    const old = waiting(LAWFUL);
    expect(linksIn(old)).toEqual([]);
    expect(view(old, 1, SETUP)).toMatchObject({ link: 'NONE' });
  });
});

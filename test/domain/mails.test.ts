import fc from 'fast-check';
import type { MailKind } from '../../domain/mail';
import { receiptNumberOf } from '../../domain/messages';
import { play, type Play } from '../support/play';
import { SETUP, answer, decision } from '../support/sample';
import { move } from './moves';
import { accept, approve, at, deliver, must, playUntil, reject } from './steps';

/** The mails that a step calls for. */
function mailsOf(incident: Play, step: () => void) {
  const { length } = incident.mails;
  step();
  return incident.mails.slice(length);
}
const heads = (mails: Play['mails']) =>
  mails.map(({ kind, to, link }) => `${kind} ${to.email}${link ? ` ${link.generation}` : ''}`);

const file = { sha256: 'a'.repeat(64), name: '報告書.pdf', mediaType: 'application/pdf', sizeBytes: 9 };
const says = (incident: Play, ...messages: Parameters<Play['say']>[0][]) => mailsOf(incident, () => must(incident, ...messages));

describe('a request', () => {
  it('goes to the first partner with its link, the limits and what is to be delivered', () => {
    const [mail] = play().mails;
    expect(mail).toMatchObject({
      ...{ mailId: '0000-0000.7.1', kind: 'VENDOR_REQUEST', taskId: 'T01', serviceId: 'INVESTIGATION.triage', writtenAt: at(0) },
      to: { email: 'desk@scout.example', company: 'scout社', role: 'PARTNER', language: 'ja' },
      content: { replyBy: at(30), acceptBy: at(30), completeBy: null, natureCode: 'UNAUTHORISED_ACCESS', severity: 'HIGH' },
      link: { incidentNumber: '0000-0000', taskId: 'T01', partnerId: 'scout', generation: 1, validDays: 30 },
      desk: { phone: '0120-000-000', email: 'desk@insurer.example' },
    });
  });

  it('to the next one stands the first one down, without a link and without a word about the other', () => {
    const incident = play();
    incident.wait(44);
    const mails = mailsOf(incident, () => incident.wait(1));
    expect(heads(mails)).toEqual(['STAND_DOWN desk@scout.example', 'SUBSTITUTE_REQUEST desk@warden.example 2']);
    expect(JSON.stringify(mails[0])).not.toContain('warden');
  });
});

describe('a receipt', () => {
  it('of an acceptance tells the limits, of the first result and of the whole', () => {
    const incident = playUntil('T02');
    const mails = says(incident, answer('acceptTask', 'T02', { messageId: 'portal-00-12345678' }));
    expect(heads(mails)).toEqual(['RECEIPT desk@scout.example 1', 'APPROVAL_REQUEST desk@claims.example']);
    expect(mails[0]?.content).toMatchObject({
      answer: 'ACCEPTED',
      interimBy: at(60),
      completeBy: at(600),
      receiptNumber: '12345678',
    });
  });

  it('of an acceptance that still needs a decision tells no limits', () => {
    const incident = playUntil('T04', SETUP, Date.parse('2026-12-07T10:00:00+09:00'));
    const [mail] = says(incident, answer('acceptTask', 'T04'));
    expect(mail?.content).toMatchObject({ answer: 'ACCEPTED', interimBy: null, completeBy: null });
    expect(heads(mailsOf(incident, () => approve(incident, 'T04-A1')))).toEqual(['WORK_GO_AHEAD desk@operator.example 1']);
    expect(incident.mails.at(-1)?.content.replyBy).toBe(incident.task('T04').completeBy);
  });

  it('names the files of a delivery and its note', () => {
    const [mail] = says(play(), answer('deliverTask', 'T01', { note: '第2版', files: [file] }));
    expect(mail?.content).toMatchObject({
      answer: 'DELIVERED',
      reason: '第2版',
      files: [{ name: '報告書.pdf', sha256: file.sha256 }],
    });
  });

  it.each([
    ['submitQuote', { amountYen: 1 }, 'QUOTE'],
    ['submitInvoice', { amountYen: 1 }, 'INVOICE'],
  ] as const)('of %s says so', (name, body, word) => {
    const mails = says(play(), answer(name, 'T01', { ...body, messageId: 'abc-12-cdefgh' }));
    expect(mails).toMatchObject([
      { kind: 'RECEIPT', content: { answer: word, receiptNumber: receiptNumberOf('abc-12-cdefgh') } },
    ]);
    expect(receiptNumberOf('abc-12-cdefgh')).toBe('12CDEFGH');
  });

  it('of declining goes to who declined, after which the next one is asked', () => {
    expect(heads(says(play(), answer('declineTask', 'T01', { reason: 'OTHER' })))).toEqual([
      ...['RECEIPT desk@scout.example', 'SUBSTITUTE_REQUEST desk@warden.example 2'],
    ]);
  });

  it('is not sent for words, or for what changes nothing', () => {
    const incident = play();
    accept(incident, 'T01');
    const late = answer('acceptTask', 'T01');
    expect(
      says(incident, answer('reportProgress', 'T01', { note: 'x' }), answer('sendMessage', 'T01', { text: 'x' }), late, late),
    ).toEqual([]);
  });
});

describe('other mails', () => {
  it('tell both persons of a handing over, each with the names, only the new one with a link', () => {
    const to = { name: '鈴木 次郎', company: '見本社', email: 'jiro@scout.example' };
    const mails = says(play(), answer('handOverTask', 'T01', { to }));
    expect(heads(mails)).toEqual(['HANDED_OVER_NEW jiro@scout.example 2', 'HANDED_OVER_OLD desk@scout.example']);
    for (const { content } of mails)
      expect(content).toMatchObject({ previousPerson: 'scout 窓口', newPerson: '鈴木 次郎', replyBy: at(30) });
  });

  it('tell the reason of a return and of a cancelling', () => {
    const incident = play();
    deliver(incident, 'T01');
    const returned = says(incident, decision('returnDelivery', { taskId: 'T01', reason: '数字が違う' }));
    expect(returned).toMatchObject([
      { kind: 'DELIVERY_RETURNED', content: { reason: '数字が違う', completeBy: at(240) }, link: { generation: 1 } },
    ]);
    const cancelled = says(incident, decision('cancelTask', { taskId: 'T01', reason: '自社で対応' }));
    expect(cancelled).toMatchObject([{ kind: 'CANCEL', content: { reason: '自社で対応' }, link: null }]);
  });

  it('are not sent when staff accept a delivery, pause, resume, keep or revoke', () => {
    const incident = play();
    const task = { taskId: 'T01' };
    deliver(incident, 'T01');
    const mails = says(
      incident,
      ...[decision('pauseTask', { ...task, reason: 'x' }), decision('resumeTask', task)],
      ...[decision('revokeLink', { ...task, reason: 'x' }), decision('acceptDelivery', { ...task, note: '' })],
    );
    expect(mails).toEqual([]);
  });
});

describe('an approval', () => {
  const delivered = (email: string | null, setup = SETUP) => {
    const incident = play({ caller: { name: '山田 太郎', phone: '03-1111-2222', email } }, setup);
    for (const taskId of ['T01', 'T02']) deliver(incident, taskId);
    return [incident, mailsOf(incident, () => deliver(incident, 'T03'))] as const;
  };

  it('of the insured is asked of the caller, when there is an address', () => {
    const [, mails] = delivered('taro@insured.example');
    expect(mails.at(-1)).toMatchObject({
      ...{
        kind: 'APPROVAL_REQUEST',
        to: { email: 'taro@insured.example', name: '山田 太郎', role: 'INSURED', company: null },
        link: null,
      },
      content: { gate: 'TEXT', approvalId: 'T03-A1', replyBy: at(60), factsVersion: 1 },
    });
  });

  it('of the insured is taken to it by the desk, when there is none', () => {
    const [incident, mails] = delivered(null);
    expect(heads(mails)).toEqual(['RECEIPT desk@herald.example', 'APPROVAL_REQUEST desk@night-desk.example']);
    expect(heads(mailsOf(incident, () => incident.wait(45)).filter(({ content }) => content.approvalId === 'T03-A1'))).toEqual([
      'APPROVAL_REMINDER desk@night-desk.example',
    ]);
  });

  it('rejected before the start cancels with its reason', () => {
    const incident = playUntil('T04');
    accept(incident, 'T04');
    expect(mailsOf(incident, () => reject(incident, 'T04-A1', '対象外'))).toMatchObject([
      { kind: 'CANCEL', content: { reason: '対象外' } },
    ]);
  });
});

describe('an escalation', () => {
  it('says who is waited for, since when, and what comes next', () => {
    const incident = play();
    incident.wait(30);
    expect(incident.mails.at(-1)).toMatchObject({
      ...{ kind: 'ESCALATION', to: { email: 'desk@night-desk.example', role: 'DESK', company: null }, link: null },
      content: {
        ...{
          level: 2,
          waitingFor: 'ACCEPT',
          waitingSince: at(0),
          replyBy: at(30),
          partner: 'scout社',
          partnerPhone: '03-0000-0000',
        },
        nextStep: { action: 'NEXT_PARTNER', at: at(45) },
      },
    });
  });

  it('by hand calls the desk and does not tell the partner that it is late', () => {
    const incident = play();
    accept(incident, 'T01');
    const byHand = decision('escalateTask', { taskId: 'T01', reason: '心配' });
    expect(heads(says(incident, byHand, byHand))).toEqual(['VENDOR_DUE_SOON desk@scout.example 1']);
    const again = says(incident, decision('escalateTask', { taskId: 'T01', reason: '心配' }));
    expect(again).toMatchObject([
      { kind: 'ESCALATION', to: { role: 'DESK' }, content: { reason: '心配', waitingFor: 'COMPLETE' } },
    ]);
  });

  it('of an approval names it', () => {
    const incident = playUntil('T02');
    accept(incident, 'T02');
    incident.wait(120);
    const escalation = incident.mails.find(({ kind, content }) => kind === 'ESCALATION' && content.approvalId === 'T02-A1');
    expect(escalation).toMatchObject({
      to: { role: 'SUPERVISOR' },
      content: { gate: 'COST', waitingFor: 'APPROVAL', waitingSince: at(0) },
    });
  });
});

describe('a mail that comes back', () => {
  const bounced = (incident: Play, kind: MailKind) => {
    const mail = incident.mails.findLast((one) => one.kind === kind);
    if (!mail) throw new Error(`no ${kind}`);
    return heads(says(incident, { kind: 'MAIL', mail, outcome: { kind: 'BOUNCED', problem: '550' } }));
  };

  it('is a matter for the desk while its task is open, and for nobody afterwards', () => {
    const incident = play();
    deliver(incident, 'T01');
    expect(bounced(incident, 'RECEIPT')).toEqual(['ESCALATION desk@night-desk.example']);
    must(incident, decision('acceptDelivery', { taskId: 'T01', note: '' }));
    expect(bounced(incident, 'RECEIPT')).toEqual([]);
    expect(incident.of('ESCALATED')).toHaveLength(1);
  });

  it('is noted with the firm it was for, never with an address', () => {
    const incident = play();
    for (const outcome of [{ kind: 'SENT' }, { kind: 'DELAYED', problem: '451' }] as const)
      must(incident, { kind: 'MAIL', mail: incident.mails[0] as never, outcome });
    const noted = [...incident.of('MAIL_SENT'), ...incident.of('MAIL_DELAYED')];
    expect(noted.map(({ data }) => data.recipient)).toEqual(['scout社', 'scout社']);
    expect(JSON.stringify(noted)).not.toContain('@');
  });
});

it('no mail to a partner names the insured or the caller, and none shows anybody else by address', () => {
  const caller = { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' };
  let toPartners = 0;
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40, size: 'max' }), (moves) => {
      const incident = play({ caller });
      for (const next of moves) {
        const what = next(incident);
        if (what && 'wait' in what) incident.wait(what.wait);
        else if (what) incident.say(what);
      }
      for (const { to, desk, ...rest } of incident.mails.filter((mail) => mail.to.role === 'PARTNER')) {
        const words = JSON.stringify(rest);
        toPartners += 1;
        if (/見本商事|山田|1111-2222/.test(words + JSON.stringify(to))) throw new Error(`names the insured: ${rest.kind}`);
        if (/@/.test(words)) throw new Error(`shows an address: ${rest.kind}`);
        if (desk.email !== SETUP.desk.email) throw new Error('another desk');
      }
    }),
    { numRuns: 150 },
  );
  expect(toPartners).toBeGreaterThan(500);
});

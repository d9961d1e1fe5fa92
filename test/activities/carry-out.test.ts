/** The first try of what one turn of an incident calls for: nothing holds up anything else, nothing is thrown. */
import { createActivities } from '../../activities/create';
import { MailFailure, type MailPort } from '../../activities/mail/port';
import { createLinkTokens } from '../../config/link-tokens';
import type { MailRequest } from '../../domain/mail';
import type { TimelineEntry } from '../../domain/timeline';
import { RecordUnavailable } from '../../store/errors';
import type { Store } from '../../store/types';
import { sampleMail } from './sample-mail';

const ENTRY = {
  seq: 1,
  at: '2026-12-31T22:00:00+09:00',
  kind: 'MESSAGE_SENT',
  actor: { role: 'STAFF', name: '佐藤', company: null },
  data: { taskId: null, text: 'x' },
  messageId: null,
} satisfies TimelineEntry;
const HEAD = { seq: 1, sha256: 'f'.repeat(64) };
const NEVER = new Promise<never>(() => undefined);

const mailTo = (email: string): MailRequest => {
  const mail = sampleMail('VENDOR_REQUEST');
  return { ...mail, mailId: `id of ${email}`, to: { ...mail.to, email } };
};

let logged: unknown[] = [];
beforeEach(() => (logged = []));

function activitiesOn(append: Store['append'], send: MailPort['send']) {
  const log = (...words: unknown[]) => void logged.push(words);
  return createActivities({
    record: {
      append,
      seal: () => Promise.resolve(HEAD),
      wasMailSent: () => Promise.resolve(false),
      markMailSent: () => Promise.resolve(),
    },
    mailer: { send, verify: () => Promise.resolve(), close: () => undefined },
    drillMailer: null,
    links: createLinkTokens('a secret that is only used in tests, 01'),
    portalUrl: 'https://portal.example',
    mailFrom: 'desk@insurer.example',
    now: () => 0,
    log: { info: log, warn: log },
  });
}

test('entries are recorded and mails sent, in one go', async () => {
  const recorded: unknown[] = [];
  const sent: string[] = [];
  const { carryOut } = activitiesOn(
    (...what) => {
      recorded.push(what);
      return Promise.resolve(HEAD);
    },
    ({ to }) => {
      sent.push(to.address);
      return Promise.resolve();
    },
  );
  const mails = [mailTo('a@partner.example'), mailTo('b@partner.example')];
  expect(await carryOut('7K3M-Q9XD', [ENTRY], mails)).toEqual({ recorded: true, mails: [{ kind: 'SENT' }, { kind: 'SENT' }] });
  expect(recorded).toEqual([['7K3M-Q9XD', [ENTRY]]]);
  expect(sent).toEqual(['a@partner.example', 'b@partner.example']);
});

test('each mail has an outcome of its own, in the order given', async () => {
  const problems: Record<string, Error> = {
    'no@partner.example': new MailFailure('SMTP 550 (RCPT TO)', true),
    'later@partner.example': new MailFailure('SMTP 451 (DATA)', false),
    'odd@partner.example': new Error('secret of odd@partner.example'),
  };
  const { carryOut } = activitiesOn(
    () => Promise.resolve(HEAD),
    ({ to }) => (problems[to.address] ? Promise.reject(problems[to.address]!) : Promise.resolve()),
  );
  const addresses = ['no@partner.example', 'later@partner.example', 'yes@partner.example', 'odd@partner.example'];
  expect((await carryOut('7K3M-Q9XD', [], addresses.map(mailTo))).mails).toEqual([
    { kind: 'BOUNCED', problem: 'SMTP 550 (RCPT TO)' },
    { kind: 'DELAYED', problem: 'SMTP 451 (DATA)' },
    { kind: 'SENT' },
    { kind: 'DELAYED', problem: 'Error' },
  ]);
  expect(JSON.stringify(logged)).not.toContain('secret');
});

test('a record that is down holds up no mail, and its words stay inside', async () => {
  const sent: string[] = [];
  const { carryOut } = activitiesOn(
    () => Promise.reject(new RecordUnavailable('ECONNREFUSED')),
    ({ to }) => {
      sent.push(to.address);
      return Promise.resolve();
    },
  );
  expect(await carryOut('7K3M-Q9XD', [ENTRY], [mailTo('a@partner.example')])).toEqual({
    recorded: false,
    mails: [{ kind: 'SENT' }],
  });
  expect(sent).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain('佐藤');
});

test('a mail server that hangs holds up no append; a record that is silent is not waited for', async () => {
  jest.useFakeTimers();
  try {
    const appended: unknown[] = [];
    const takes: Store['append'] = (_number, entries) => {
      appended.push(...entries);
      return Promise.resolve(HEAD);
    };
    void activitiesOn(takes, () => NEVER).carryOut('7K3M-Q9XD', [ENTRY], [mailTo('a@partner.example')]);
    await jest.advanceTimersByTimeAsync(0);
    expect(appended).toEqual([ENTRY]);

    const silent = activitiesOn(
      () => NEVER,
      () => Promise.resolve(),
    ).carryOut('7K3M-Q9XD', [ENTRY], [mailTo('a@partner.example')]);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await silent).toEqual({ recorded: false, mails: [{ kind: 'SENT' }] });
  } finally {
    jest.useRealTimers();
  }
});

test('nothing to record needs no record', async () => {
  const { carryOut } = activitiesOn(
    () => Promise.reject(new Error('not asked')),
    () => Promise.resolve(),
  );
  expect(await carryOut('7K3M-Q9XD', [], [])).toEqual({ recorded: true, mails: [] });
});

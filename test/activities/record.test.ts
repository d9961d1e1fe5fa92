import { ApplicationFailure } from '@temporalio/common';
import { createActivities } from '../../activities/create';
import { createLinkTokens } from '../../config/link-tokens';
import type { TimelineEntry } from '../../domain/timeline';
import { GapInTimeline, RecordUnavailable } from '../../store/errors';
import type { Store } from '../../store/types';

const ENTRY = {
  seq: 1,
  at: '2026-12-31T22:00:00+09:00',
  kind: 'MESSAGE_SENT',
  actor: { role: 'STAFF', name: '佐藤', company: null },
  data: { taskId: null, text: 'x' },
  messageId: null,
} satisfies TimelineEntry;

function activitiesOn(record: Partial<Pick<Store, 'append' | 'seal'>>) {
  const unused = () => Promise.reject(new Error('not used here'));
  const port = { send: unused, verify: unused, close: () => undefined };
  return createActivities({
    record: { append: unused, seal: unused, wasMailSent: unused, markMailSent: unused, ...record },
    mailer: port,
    drillMailer: null,
    links: createLinkTokens('a secret that is only used in tests, 01'),
    portalUrl: 'https://portal.example',
    mailFrom: 'desk@insurer.example',
    now: () => 0,
    log: { info: () => undefined, warn: () => undefined },
  });
}

test('entries go to the record as they are, and its head comes back', async () => {
  const seen: unknown[] = [];
  const head = { seq: 1, sha256: 'f'.repeat(64) };
  const append: Store['append'] = (number, entries) => {
    seen.push([number, entries]);
    return Promise.resolve(head);
  };
  const { appendTimeline, sealRecord } = activitiesOn({ append, seal: () => Promise.resolve(head) });
  expect(await appendTimeline('7K3M-Q9XD', [ENTRY])).toEqual(head);
  expect(await sealRecord('7K3M-Q9XD')).toEqual(head);
  expect(seen).toEqual([['7K3M-Q9XD', [ENTRY]]]);
});

test.each([new GapInTimeline('7K3M-Q9XD', 2, 5), new RecordUnavailable('ECONNREFUSED')])(
  'the record’s own failures pass as they are',
  async (error) => {
    const { appendTimeline, sealRecord } = activitiesOn({
      append: () => Promise.reject(error),
      seal: () => Promise.reject(error),
    });
    await expect(appendTimeline('7K3M-Q9XD', [ENTRY])).rejects.toBe(error);
    await expect(sealRecord('7K3M-Q9XD')).rejects.toBe(error);
  },
);

test('a failure of the database can be tried again and leaves its values behind', async () => {
  const error = new Error('duplicate key (name)=(佐藤 花子)', { cause: new Error('佐藤 花子') });
  const failure: unknown = await activitiesOn({ append: () => Promise.reject(error) })
    .appendTimeline('7K3M-Q9XD', [ENTRY])
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ nonRetryable: false, cause: undefined });
  expect(String(failure)).not.toContain('佐藤');
});

/** Drills over HTTP on the whole system: played while the caller looks on, and honest about an API that was restarted. */
import { FIRST_API, System, eventually } from '../support/system';

jest.setTimeout(180_000);

interface Drill {
  readonly id: string;
  readonly state: 'PLAYING' | 'ENDED' | 'INTERRUPTED';
  readonly incident: string;
  readonly asExpected: boolean | null;
  readonly progress: { readonly status: string; readonly entries: number };
  readonly report: {
    readonly incident: string;
    readonly outcome: string;
    readonly expectations: readonly { readonly what: string; readonly held: boolean; readonly seen: string }[];
    readonly timeline: readonly { readonly seq: number; readonly kind: string; readonly actor: { readonly name: string } }[];
  } | null;
  readonly code?: string;
}

let system: System;
let token: string;
beforeAll(async () => {
  system = await System.start();
  ({ token } = await system.desk<{ token: string }>('token', 'create', '--role', 'desk', '--name', 'training'));
}, 180_000);
afterAll(() => system.stop());

const scenario = {
  title: { ja: '短い訓練', en: 'A short drill' },
  open: {
    caller: { phone: '03-0000-0000' },
    knownAt: '2026-06-22T11:20:00+09:00',
    facts: { nature: 'MISSENT_MAIL', persons: { min: 5, max: 9 }, propertyHarm: false, specialCare: false },
    clock: { startAt: '2026-06-22T11:40:00+09:00', speed: 1 },
  },
  staff: { falseAlarm: { after: '3h', reason: '誤報' } },
  expect: { outcome: 'FALSE_ALARM', order: [['TASK_REQUESTED', 'TASK_ACCEPTED', 'INCIDENT_CLOSED']] },
};
/** Its clock runs slower than any clock: it plays for as long as the test. */
const endless = { scenario, speed: 0.001 };

async function call(method: 'GET' | 'POST', path: string, body?: unknown, key?: string) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers['idempotency-key'] = key;
  const payload = body === undefined ? null : JSON.stringify(body);
  const response = await fetch(`${system.apiUrl}/api/v1${path}`, { method, headers, body: payload });
  return { status: response.status, headers: response.headers, drill: (await response.json()) as Drill };
}
const drillWhen = (id: string, state: Drill['state']): Promise<Drill> =>
  eventually(async () => {
    const { status, drill } = await call('GET', `/drills/${id}`);
    expect(status).toBe(200);
    return drill.state === state && drill;
  }, 60_000);

it('one is played to its end, once for a key, and reported like `desk drill --json`', async () => {
  const begun = await call('POST', '/drills', { scenario }, 'drill-1');
  expect([begun.status, begun.headers.get('location')]).toEqual([202, `/api/v1/drills/${begun.drill.id}`]);
  expect(begun.drill).toMatchObject({ state: 'PLAYING', report: null });
  const again = await call('POST', '/drills', { scenario }, 'drill-1');
  expect([again.status, again.headers.get('idempotency-replayed'), again.drill.id]).toEqual([200, 'true', begun.drill.id]);
  const other = await call('POST', '/drills', { scenario, speed: 5 }, 'drill-1');
  expect([other.status, other.drill.code]).toEqual([422, 'IDEMPOTENCY_CONFLICT']);

  const { report, asExpected, incident } = await drillWhen(begun.drill.id, 'ENDED');
  expect(asExpected).toBe(true);
  expect(Object.keys(report ?? {}).sort()).toEqual(['expectations', 'incident', 'outcome', 'timeline']);
  expect(report).toMatchObject({ incident, outcome: 'FALSE_ALARM' });
  expect(report?.expectations.filter(({ held }) => !held)).toEqual([]);
  expect(report?.timeline.map(({ seq }) => seq)).toEqual(report?.timeline.map((_, i) => i + 1));
  expect(report?.timeline[0]).toMatchObject({ kind: 'INCIDENT_OPENED', actor: { name: 'training' } });
  expect(report?.timeline.at(-1)?.kind).toBe('INCIDENT_CLOSED');
});

it('one that goes otherwise than expected says which expectation failed', async () => {
  const { drill } = await call('POST', '/drills', { scenario: { ...scenario, expect: { outcome: 'RESOLVED' } } });
  const { report, asExpected } = await drillWhen(drill.id, 'ENDED');
  expect(asExpected).toBe(false);
  expect(report?.expectations.filter(({ held }) => !held)).toMatchObject([
    { what: expect.stringContaining('the outcome is resolved') },
  ]);
});

it('its mails are in the mailbox, and go to nobody', async () => {
  const { drill } = await call('POST', '/drills', { scenario });
  await drillWhen(drill.id, 'ENDED');
  const { drill: list } = await call('GET', `/mailbox/mails?incident=${drill.incident}`);
  const { mails } = list as unknown as { mails: { id: string; to: string[]; subject: string }[] };
  expect(mails.length).toBeGreaterThan(0);
  expect(mails.flatMap(({ to }) => to).filter((address) => !address.endsWith('.drill.invalid'))).toEqual([]);
  const { drill: mail } = await call('GET', `/mailbox/mails/${mails[0]?.id}`);
  expect(mail).toMatchObject({ subject: expect.stringContaining('訓練'), text: expect.any(String) });
});

it('only so many at once; a killed API leaves them interrupted, their incidents go on, and there is room again', async () => {
  const outage = { ...scenario, mailServer: { downFor: '1h' } };
  const begun = [];
  for (let i = 0; i < 4; i++) begun.push(await call('POST', '/drills', endless));
  expect(begun.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  expect((await call('POST', '/drills', endless)).drill).toMatchObject({ status: 409, code: 'DRILLS_BUSY' });
  expect((await call('POST', '/drills', { scenario: outage })).drill).toMatchObject({ status: 409, code: 'DRILLS_BUSY' });

  await system.kill9(FIRST_API);
  await eventually(async () => (await call('GET', '/drills')).status === 200);
  for (const { drill } of begun) {
    const left = await drillWhen(drill.id, 'INTERRUPTED');
    expect(left).toMatchObject({ incident: drill.incident, report: null, asExpected: null, progress: { status: 'OPEN' } });
  }
  const incident = begun[0]?.drill.incident ?? '';
  const paused = await call('POST', `/incidents/${incident}/tasks/T01/pause`, { reason: '訓練の続き' });
  expect(paused.status).toBe(200);
  const next = await call('POST', '/drills', endless);
  expect(next.status).toBe(202);

  // An API that is stopped in order says so before it goes.
  system.signal(FIRST_API, 'SIGTERM');
  await eventually(async () => (await call('GET', `/drills/${next.drill.id}`)).drill.state === 'INTERRUPTED', 15_000);
});

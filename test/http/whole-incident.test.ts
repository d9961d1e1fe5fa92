/** A program that knows nothing but the description takes an incident through its life, on the real system. */
import { IS_ENGINE_APART, PDF, System, eventually } from '../support/system';
import { schemaIn, type Description } from './conformance';
import type { Body } from './support';

jest.setTimeout(180_000);

let system: System;
let description: Description;
const tokens = new Map<string, string>();

beforeAll(async () => {
  system = await System.start();
  description = (await (await fetch(`${system.apiUrl}/api/openapi.json`)).json()) as Description;
  for (const role of ['desk', 'approver', 'auditor', 'partner:lac']) {
    const { token } = await system.desk<{ token: string }>('token', 'create', '--role', role, '--name', `test ${role}`);
    tokens.set(role, token);
  }
}, 180_000);
afterAll(() => system.stop());

interface Ask {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly key?: string;
}
/** Where an operation is and how it is called, from the description alone. */
function find(operationId: string) {
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === operationId) return { path, method, operation };
    }
  }
  throw new Error(`there is no ${operationId}`);
}

async function send(role: string, operationId: string, { path = {}, query = {}, body, key }: Ask = {}): Promise<Response> {
  const { path: template, method, operation } = find(operationId);
  const address = new URL(
    template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? '')),
    system.apiUrl,
  );
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const [type = ''] = Object.keys(operation.requestBody?.content ?? {});
  const headers: Record<string, string> = { authorization: `Bearer ${tokens.get(role)}` };
  if (body !== undefined) headers['content-type'] = type;
  if (key !== undefined) headers['idempotency-key'] = key;
  const payload = body instanceof Buffer ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body);
  return fetch(address, { method: method.toUpperCase(), headers, body: payload });
}

/** The answer, which has to be one that is described. */
async function ask(role: string, operationId: string, options: Ask = {}): Promise<Body> {
  const response = await send(role, operationId, options);
  const json = (await response.json()) as Body;
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  const media = find(operationId).operation.responses[String(response.status)]?.content?.[type];
  const fits = media && schemaIn(description, media.schema).safeParse(json);
  if (!fits?.success) throw new Error(`${operationId} ${response.status} is not as described: ${JSON.stringify(json)}`);
  return { ...json, status: response.status, replayed: response.headers.get('idempotency-replayed') === 'true' };
}

const call = () => ({
  caller: { name: '発信 花子', phone: '03-0000-2101' },
  insured: '架空サービス株式会社',
  knownAt: new Date(Date.now() - 3_600_000).toISOString(),
  facts: { nature: 'MISSENT_MAIL', leak: 'CONFIRMED', persons: { min: 12, max: 12 } },
});

it('opens once however often and however fast it is sent, also after everything was killed', async () => {
  const body = call();
  const sent = await Promise.all(Array.from({ length: 6 }, () => ask('desk', 'openIncident', { body, key: 'call-1' })));
  expect(new Set(sent.map(({ number }) => number)).size).toBe(1);
  expect(sent.filter(({ replayed }) => !replayed)).toHaveLength(1);
  const other = await ask('desk', 'openIncident', { body: { ...body, insured: '別の会社' }, key: 'call-1' });
  expect(other).toMatchObject({ status: 422, code: 'IDEMPOTENCY_CONFLICT' });
  await system.crash();
  await system.up();
  const again = await ask('desk', 'openIncident', { body, key: 'call-1' });
  expect(again).toMatchObject({ status: 200, replayed: true, number: sent[0]?.number });
  const { incidents } = await ask('auditor', 'listIncidents', { query: { search: sent[0]?.number as string } });
  expect(incidents).toHaveLength(1);
});

it('takes an incident from the call to the sealed record', async () => {
  const { number } = await ask('desk', 'openIncident', { body: call() });
  const stream = await send('auditor', 'streamTimeline', { path: { number } });
  const streamed = stream.text();
  const ofTask = { number, taskId: 'T01' };

  const mine = await eventually(async () => {
    const { tasks } = await ask('partner:lac', 'listMyTasks');
    return tasks.find((task) => task.incidentNumber === number);
  });
  expect(mine).toMatchObject({ taskId: 'T01', state: 'REQUESTED', situation: { insured: null } });
  expect(await ask('partner:lac', 'acceptTask', { path: ofTask, body: {}, key: 'a' })).toMatchObject({ outcome: 'APPLIED' });
  expect(await ask('partner:lac', 'acceptTask', { path: ofTask, body: {}, key: 'a' })).toMatchObject({ replayed: true });
  const [name, bytes] = PDF;
  const { sha256 } = await ask('partner:lac', 'uploadFile', { query: { name }, body: bytes });
  const delivery = { milestone: 'FINAL', note: '事故ではありませんでした', files: [{ sha256, name }] };
  const delivered = await ask('partner:lac', 'deliverTask', { path: ofTask, body: delivery });
  expect(delivered).toMatchObject({ outcome: 'APPLIED', task: { state: 'DELIVERED' } });

  const received = await ask('desk', 'acceptDelivery', { path: { number, task: 'INVESTIGATION.triage' }, body: {}, key: 'r' });
  expect(received).toMatchObject({ tasks: [{ taskId: 'T01', state: 'CLOSED' }] });
  const { files } = await ask('auditor', 'listFiles', { path: { number } });
  expect(files).toEqual([expect.objectContaining({ sha256, name, taskId: 'T01' })]);
  const file = await send('auditor', 'downloadFile', { path: { number, sha256 } });
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);

  expect(await ask('desk', 'closeIncident', { path: { number }, body: { reason: 'x' } })).toMatchObject({ code: 'OPEN_TASKS' });
  const { approvals } = await ask('approver', 'listApprovals', { path: { number } });
  for (const { approvalId } of approvals.filter(({ state }) => state === 'PENDING')) {
    const decided = await ask('approver', 'decideApproval', { path: { number, approvalId }, body: { decision: 'APPROVED' } });
    expect(decided.approvals).toEqual([expect.objectContaining({ approvalId, decidedBy: 'test approver' })]);
  }
  await ask('desk', 'ruleFalseAlarm', { path: { number }, body: { reason: '誤報' } });
  const closed = await ask('desk', 'closeIncident', { path: { number }, body: { reason: '対応完了' }, key: 'end' });
  expect(closed).toMatchObject({ fromSeq: expect.any(Number), outcome: 'FALSE_ALARM' });
  expect((await streamed).trimEnd().endsWith('event: end\ndata: {}')).toBe(true);
  const again = await ask('desk', 'closeIncident', { path: { number }, body: { reason: '対応完了' }, key: 'end' });
  expect(again).toMatchObject({ replayed: true, outcome: 'FALSE_ALARM' });

  const { entries, nextCursor } = await ask('auditor', 'getTimeline', { path: { number }, query: { limit: '500' } });
  expect(nextCursor).toBeNull();
  expect([...(await streamed).matchAll(/^id: (\d+)$/gm)]).toHaveLength(entries.length);
  const actors = entries.filter(({ actor }) => actor.role !== 'ENGINE').map(({ actor }) => actor.name);
  expect(new Set(actors)).toEqual(new Set(['test desk', 'test approver', 'test partner:lac']));
  expect(await ask('auditor', 'verifyRecord', { path: { number } })).toMatchObject({ intact: true, entries: entries.length });
});

const whenApart = IS_ENGINE_APART ? it : it.skip;

whenApart('keeps working for whoever is known while the record is away, and takes a revoked token from its holder', async () => {
  const { token, id } = await system.desk<{ token: string; id: string }>('token', 'create', '--role', 'desk', '--name', 'brief');
  tokens.set('brief', token);
  expect((await ask('brief', 'listPartners')).status).toBe(200);
  await system.signalDatabase('SIGSTOP');
  try {
    expect((await ask('brief', 'openIncident', { body: call() })).status).toBe(201);
  } finally {
    await system.signalDatabase('SIGCONT');
  }
  await system.desk('token', 'revoke', id);
  await eventually(async () => (await ask('brief', 'listPartners')).status === 401);
});

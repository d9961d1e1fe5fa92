/** Reports and notices over HTTP. */
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, decision, facts } from '../support/sample';
import { NUMBER, openApi, type Response, type TestApi } from './support';

const lawful = (): Play =>
  play({ number: NUMBER, versions: [{ version: 1, knownAt: AWARE, facts: facts({ improperPurpose: false }) }] }, LAWFUL);

let api: TestApi;
let incident: Play;
beforeEach(() => {
  incident = lawful();
  api = openApi([incident], {}, LAWFUL);
});
afterEach(() => api.app.close());

const post = (path: string, body: unknown, key?: string, role = 'desk'): Promise<Response> =>
  api.call(role, 'POST', `/incidents/${NUMBER}/${path}`, body, key === undefined ? {} : { 'idempotency-key': key });
const kindsOf = ({ json }: Response): string[] => json.entries.map(({ kind }) => kind);

it('shows the live clocks', async () => {
  const { status, json } = await api.call('auditor', 'GET', `/incidents/${NUMBER}/obligations`);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    ...{ number: NUMBER, ruleset: 'jp-2025-10-01', factsVersion: 1, owed: 3, dayNumber: 1 },
    obligations: [{ kind: 'PPC_PRELIMINARY', standing: 'TO_FILE', counts: '2026-12-03', daysLeft: 2 }, {}, {}],
  });
  const { json: whole } = await api.call('auditor', 'GET', `/incidents/${NUMBER}`);
  expect(whole.incident).toMatchObject({ obligations: [{}, {}, {}], assessment: { factsVersion: 1 } });
});

it('records a filing once, however often it is sent', async () => {
  const filing = { kind: 'PPC_PRELIMINARY', filedAt: AWARE, receiptNumber: 'R8-1' };
  const first = await post('filings', filing, 'k1');
  expect(first.status).toBe(200);
  expect(kindsOf(first)).toEqual(['FILING_RECORDED']);
  expect((await post('filings', filing, 'k1')).json).toMatchObject({ replayed: true });
  expect((await post('filings', { ...filing, receiptNumber: 'R8-2' }, 'k1')).json.code).toBe('IDEMPOTENCY_CONFLICT');
  expect((await post('filings', filing, 'k2')).json.code).toBe('ALREADY_FILED');
  expect(incident.state().filings).toHaveLength(1);
});

it('counts from now where no time is told, also in a repeat', async () => {
  expect((await post('filings', { kind: 'PPC_FINAL' }, 'k1')).status).toBe(200);
  incident.wait(60);
  expect((await post('filings', { kind: 'PPC_FINAL' }, 'k1')).json.replayed).toBe(true);
});

it('takes a file that the record has, and no other', async () => {
  const sha256 = 'a'.repeat(64);
  const filing = { kind: 'PPC_FINAL', file: { sha256, name: '確報.pdf' } };
  expect((await post('filings', filing)).json.code).toBe('FILE_MISSING');
  api.world.files.set(sha256, { bytes: Buffer.from('%PDF-'), mediaType: 'application/pdf' });
  expect((await post('filings', filing)).status).toBe(200);
  expect(incident.state().filings?.[0]?.file).toEqual({
    ...{ sha256, name: '確報.pdf', mediaType: 'application/pdf', sizeBytes: 5 },
  });
  const { json } = await api.call('desk', 'GET', `/incidents/${NUMBER}/files`);
  expect(json.files).toMatchObject([{ sha256, kind: 'FILING_RECORDED', taskId: 'PPC_FINAL' }]);
});

it.each([
  [{ kind: 'PPC' }, 400, 'VALIDATION'],
  [{ kind: 'PPC_FINAL', party: 'aoba' }, 400, 'VALIDATION'],
  [{ kind: 'PPC_FINAL', filedAt: '2026-12-01T09:00:00' }, 400, 'VALIDATION'],
  [{ kind: 'PPC_FINAL', filedAt: '2026-02-30T09:00:00+09:00' }, 400, 'VALIDATION'],
  [{ kind: 'PPC_FINAL', file: { sha256: 'x', name: 'y' } }, 400, 'VALIDATION'],
  [{ kind: 'CLIENT_NOTICE', party: 'CLIENT:nobody' }, 404, 'UNKNOWN_OBLIGATION'],
  [{ kind: 'PPC_FINAL', filedAt: '2026-12-02T09:00:00+09:00' }, 422, 'FILED_IN_THE_FUTURE'],
  [{ kind: 'PPC_FINAL', filedAt: '2026-11-30T09:00:00+09:00' }, 422, 'FILED_BEFORE_AWARENESS'],
  [{ kind: 'PPC_FINAL', supplement: true }, 409, 'NOT_FILED'],
  [{ kind: 'PMARK_FINAL' }, 422, 'REASON_MISSING'],
])('refuses the filing %j', async (body, status, code) => {
  const { length } = incident.entries;
  const answer = await post('filings', body);
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(incident.entries).toHaveLength(length);
});

describe('a proposal', () => {
  const path = 'proposals/P1/decision';
  beforeEach(() => {
    incident.say(decision('reviseFacts', { facts: facts({ improperPurpose: true }), knownAt: AWARE, reason: 'x' }));
  });

  it('is decided by who may approve', async () => {
    expect((await post(path, { decision: 'APPROVED', reason: 'x' }, undefined, 'desk')).json.code).toBe('FORBIDDEN');
    const approved = await post(path, { decision: 'APPROVED', reason: '顧問弁護士' }, 'k', 'approver');
    expect(kindsOf(approved)).toEqual(['PROPOSAL_DECIDED', 'OBLIGATIONS_ASSESSED']);
    expect((await post(path, { decision: 'APPROVED', reason: '顧問弁護士' }, 'k', 'approver')).json.replayed).toBe(true);
    expect((await post(path, { decision: 'REJECTED', reason: 'x' }, undefined, 'approver')).json.code).toBe('PROPOSAL_DECIDED');
    const { json } = await api.call('auditor', 'GET', `/incidents/${NUMBER}/obligations`);
    expect(json).toMatchObject({
      proposals: [{ proposalId: 'P1', state: 'APPROVED', reason: '顧問弁護士' }],
      changes: [{ kind: 'PPC_FINAL', from: '2027-01-04', to: '2027-01-29' }],
    });
  });

  it.each([
    ['proposals/P9/decision', { decision: 'APPROVED', reason: 'x' }, 404, 'UNKNOWN_PROPOSAL'],
    ['proposals/T01/decision', { decision: 'APPROVED', reason: 'x' }, 400, 'VALIDATION'],
    [path, { decision: 'APPROVED' }, 400, 'VALIDATION'],
    [path, { decision: 'MAYBE', reason: 'x' }, 400, 'VALIDATION'],
  ])('refuses %s %j', async (where, body, status, code) => {
    const answer = await post(where, body, undefined, 'approver');
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

it('opens with a head of the insured', async () => {
  const insuredHead = { name: '代表 一郎', email: 'ceo@insured.example' };
  const opening = { caller: { phone: '03-0000-0000' }, knownAt: AWARE, facts: {}, insuredHead };
  expect((await api.call('desk', 'POST', '/incidents', opening)).status).toBe(201);
  expect(api.world.opened[0]?.insuredHead).toEqual({ ...insuredHead, phone: null, language: 'ja' });
  const wrong = await api.call('desk', 'POST', '/incidents', { ...opening, insuredHead: { name: 'x', email: 'no address' } });
  expect(wrong.json).toMatchObject({ code: 'VALIDATION', errors: [{ pointer: '/insuredHead/email' }] });
});

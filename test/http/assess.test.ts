/** `desk assess` over HTTP: the same answer, and every mistake told by its place. */
import fs from 'node:fs';
import path from 'node:path';
import { known } from '../support/law';
import { openApi, type TestApi } from './support';

let api: TestApi;
beforeEach(() => {
  api = openApi([]);
});
afterEach(() => api.app.close());

const assess = (body: unknown) => api.call('desk', 'POST', '/assess', body);
const version = (knownAt: string, changes: object = {}) => ({ knownAt, facts: { ...known(), ...changes } });

it('answers as the contract says', async () => {
  const file = path.join(__dirname, '../fixtures/assess/card-breach.json');
  const { input, expected } = JSON.parse(fs.readFileSync(file, 'utf8')) as { input: unknown; expected: object };
  const answer = await assess(input);
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject(expected);
});

it.each<[string, unknown, string]>([
  [
    'out of order',
    { versions: [version('2026-11-10T10:00:00+09:00'), version('2026-11-09T10:00:00+09:00')] },
    '/versions/1/knownAt',
  ],
  ['no offset', { versions: [version('2026-11-10T10:00:00')] }, '/versions/0/knownAt'],
  ['an impossible date', { versions: [version('2026-02-30T10:00:00+09:00')] }, '/versions/0/knownAt'],
  [
    'min above max',
    { versions: [version('2026-11-10T10:00:00+09:00', { persons: { min: 2, max: 1 } })] },
    '/versions/0/facts/persons/min',
  ],
  ['an unknown nature', { versions: [version('2026-11-10T10:00:00+09:00', { nature: 'X' })] }, '/versions/0/facts/nature'],
  ['an empty list', { versions: [] }, '/versions'],
  ['no clients', { versions: [version('2026-11-10T10:00:00+09:00', { role: 'PROCESSOR' })] }, '/versions/0/facts/clients'],
  ['outside the table', { versions: [version('2050-12-20T10:00:00+09:00', { nature: 'MALWARE' })] }, '/versions/0/knownAt'],
])('%s', async (_, body, pointer) => {
  const refused = await assess(body);
  expect(refused).toMatchObject({ status: 400, json: { code: 'VALIDATION' } });
  expect(refused.json).toMatchObject({ errors: [{ in: 'body', pointer }] });
});

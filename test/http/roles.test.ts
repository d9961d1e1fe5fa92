/** Who may do what: every route with every role. */
import { startPlay } from '../cli/harness';
import { NUMBER, openApi, type TestApi } from './support';

const ROLES = ['desk', 'approver', 'supervisor', 'auditor', 'partner:scout'] as const;
type Role = (typeof ROLES)[number];

const STAFF: readonly Role[] = ['desk', 'approver', 'supervisor', 'auditor'];
const DECIDERS: readonly Role[] = ['desk', 'supervisor'];
const APPROVERS: readonly Role[] = ['approver', 'supervisor'];
const PARTNERS: readonly Role[] = ['partner:scout'];

const TASK_ACTIONS = ['assign', 'pause', 'resume', 'cancel', 'keep', 'escalate', 'acknowledge'];
const DELIVERY_ACTIONS = ['accept-delivery', 'return-delivery', 'reissue-link', 'revoke-link'];
const ANSWERS = ['accept', 'decline', 'hand-over', 'progress', 'deliver', 'quote', 'invoice', 'message'];

const ROUTES: readonly (readonly [string, readonly Role[]])[] = [
  ['GET /incidents', STAFF],
  ['POST /incidents', DECIDERS],
  ['GET /tasks', STAFF],
  ...['', '/tasks', '/approvals', '/facts', '/timeline', '/files', '/record/verify'].map(
    (part) => [`GET /incidents/{number}${part}`, STAFF] as const,
  ),
  ['GET /incidents/{number}/timeline/stream', STAFF],
  ['GET /incidents/{number}/files/{sha256}', STAFF],
  ...[...TASK_ACTIONS, ...DELIVERY_ACTIONS].map(
    (action) => [`POST /incidents/{number}/tasks/{task}/${action}`, DECIDERS] as const,
  ),
  ['POST /incidents/{number}/approvals/{approvalId}/decide', APPROVERS],
  ...['facts', 'false-alarm', 'close', 'clock/advance', 'record/rebuild', 'owner', 'call-back'].map(
    (action) => [`POST /incidents/{number}/${action}`, DECIDERS] as const,
  ),
  ['POST /incidents/{number}/insured-link', DECIDERS],
  ['POST /incidents/{number}/tasks/{task}/write', DECIDERS],
  ['POST /assess', STAFF],
  ['POST /plan', STAFF],
  ['GET /partners', STAFF],
  ['GET /playbook/check', STAFF],
  ['POST /playbook/check', STAFF],
  ['GET /calendar-link', STAFF],
  ['GET /incidents/{number}/calendar-link', STAFF],
  ['GET /incidents/{number}/drafts', STAFF],
  ['GET /incidents/{number}/drafts/{kind}', STAFF],
  ['POST /incidents/{number}/drafts/{kind}', STAFF],
  ['POST /files', DECIDERS],
  ['GET /incidents/{number}/obligations', STAFF],
  ['POST /incidents/{number}/filings', DECIDERS],
  ['POST /incidents/{number}/proposals/{proposalId}/decision', APPROVERS],
  ['POST /drills', DECIDERS],
  ['GET /drills', STAFF],
  ['GET /drills/{id}', STAFF],
  ['GET /mailbox/mails', DECIDERS],
  ['GET /mailbox/mails/{id}', DECIDERS],
  ['GET /partner/tasks', PARTNERS],
  ['GET /partner/tasks/{number}/{taskId}', PARTNERS],
  ['GET /partner/tasks/{number}/{taskId}/files/{sha256}', PARTNERS],
  ...ANSWERS.map((action) => [`POST /partner/tasks/{number}/{taskId}/${action}`, PARTNERS] as const),
  ['POST /partner/files', PARTNERS],
];

const FILLED: Readonly<Record<string, string>> = {
  number: NUMBER,
  task: 'T01',
  taskId: 'T01',
  approvalId: 'T02-A1',
  proposalId: 'P1',
  sha256: 'a'.repeat(64),
  id: 'drl-0123456789ab',
};
const fill = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => FILLED[name] ?? '');

let api: TestApi;
beforeAll(async () => {
  api = openApi([startPlay()]);
  await api.app.ready();
});
afterAll(() => api.app.close());

it('is told for every route there is', async () => {
  const { paths } = await api.description();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/v1')
      ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`)
      : [],
  );
  expect(ROUTES.map(([route]) => route).sort()).toEqual(described.sort());
});

// Bodies are left out: who may not do something hears so before anything is read.
it.each(ROUTES)('%s', async (route, allowed) => {
  const [method, path] = route.split(' ') as ['GET' | 'POST', string];
  const isStream = path.endsWith('/stream');
  expect((await api.call(null, method, fill(path))).json).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  for (const role of ROLES) {
    if (allowed.includes(role) && isStream) continue;
    const { status } = await api.call(role, method, fill(path));
    expect([role, status === 403]).toEqual([role, !allowed.includes(role)]);
    expect([role, status === 401 || status >= 500]).toEqual([role, false]);
  }
});

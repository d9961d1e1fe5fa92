/** Of everything an incident knows, which fields reach the HTML of any page, error pages and check pages included. */
import { createLinkTokens } from '../../config/link-tokens';
import { insuredView } from '../../domain/insured-view';
import type { IncidentState } from '../../domain/incident';
import { partnerView } from '../../domain/partner-view';
import type { Setup } from '../../domain/setup';
import { marked } from '../domain/leaves';
import { LEGAL } from '../support/lawful';
import { answer, decision } from '../support/sample';
import { PORTAL_SETUP, SECRET, openPortal, type Portal } from './support';

const SETUP: Setup = { ...PORTAL_SETUP, legal: LEGAL, desk: { ...PORTAL_SETUP.desk, insuredLinkValidDays: 60 } };
const APPROVAL = 'T03-A1';
/** Codes and ids that the pages go by: they stay as they are. */
const CODES = [
  ...['number', 'status', 'insuredLink.generation', 'tasks[].taskId', 'tasks[].service', 'tasks[].function', 'tasks[].state'],
  ...['tasks[].assignment.partnerId', 'tasks[].assignment.generation', 'tasks[].retiredLinks[].generation'],
  ...['tasks[].retiredLinks[].partnerId', 'tasks[].retiredLinks[].why', 'tasks[].deliveries[].partnerId'],
  ...['tasks[].deliveries[].milestone', 'tasks[].messages[].partnerId', 'tasks[].messages[].from', 'planned[].service'],
  ...['planned[].function', 'approvals[].approvalId', 'approvals[].taskId', 'approvals[].approver', 'approvals[].state'],
  ...['approvals[].stage', 'approvals[].gate', 'obligations[].kind', 'obligations[].party', 'obligations[].state'],
  ...['filings[].kind', 'filings[].party', 'factsVersions[].facts.nature'],
];

let portal: Portal;
let state: IncidentState;
let pathOf: ReadonlyMap<unknown, string>;
const file = (name: string) => ({ sha256: name.padEnd(64, '0'), name, mediaType: 'application/pdf', sizeBytes: 9 });
const asking = (taskId: string, partnerId: string, generation: number) => ({ taskId, partnerId, generation });

/** Everybody has said and handed in what there is to say; then every word, number and time is marked. */
beforeEach(() => {
  portal = openPortal(
    {
      desk: {
        answer: () => Promise.reject(new Error('nothing is sent here')),
        decide: () => Promise.reject(new Error('nothing is sent here')),
        decideAsInsured: () => Promise.reject(new Error('nothing is sent here')),
        writeAsInsured: () => Promise.reject(new Error('nothing is sent here')),
        partnerView: async (_number, taskId, partnerId, generation) =>
          partnerView(state, SETUP, asking(taskId, partnerId, generation), portal.incident.nowMs()),
        insuredView: async (_number, generation) => insuredView(state, SETUP, generation, portal.incident.nowMs()),
      },
    },
    { caller: { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' } },
    SETUP,
  );
  const say = (...messages: Parameters<Portal['incident']['say']>[0][]) => {
    for (const message of messages) expect(portal.incident.say(message)).toBeNull();
  };
  say(answer('deliverTask', 'T01', { milestone: 'FINAL' }), decision('acceptDelivery', { taskId: 'T01', note: '社内' }));
  say(answer('deliverTask', 'T02', { milestone: 'INTERIM', note: '侵入経路', files: [file('forensic')] }));
  say(answer('sendMessage', 'T02', { text: '調査の話' }), answer('submitQuote', 'T02', { amountYen: 5 }));
  say(answer('reportProgress', 'T02', { note: '解析中', expectedAt: '2026-12-03T09:00:00+09:00' }));
  say(decision('writeToPartner', { taskId: 'T02', text: '窓口の話' }));
  say(answer('deliverTask', 'T03', { note: '広報の説明', files: [file('text')] }));
  say(
    decision('recordFiling', {
      obligation: { kind: 'PPC_PRELIMINARY', party: 'INSURED' },
      filedAt: portal.incident.state().openedAt,
    }),
  );
  ({ state, pathOf } = marked(portal.incident.state(), CODES));
});
afterEach(() => portal.app.close());

/** The marks in a page, as they are, as people read numbers, and as addresses have them. */
function foundIn(html: string): string[] {
  const words = html.match(/[\w:.+-]+|\d{1,3}(,\d{3})+/g) ?? [];
  const plain = [...words, ...(html.match(/\d{1,3}(?:,\d{3})+/g) ?? []).map((number) => number.replaceAll(',', ''))];
  const known = new Map([...pathOf].map(([mark, path]) => [String(mark), path]));
  return [...new Set(plain.flatMap((word) => known.get(word) ?? []))].sort();
}

async function htmlOf(pages: readonly Promise<{ body: string }>[]): Promise<string[]> {
  const bodies = (await Promise.all(pages)).map(({ body }) => body);
  return [...new Set(bodies.flatMap(foundIn))].sort();
}

const ofTask = (id: string, ...fields: string[]) => fields.map((field) => `tasks[${id}].${field}`);
const OF_ALL = ['factsVersions[].facts.persons.max', 'factsVersions[].facts.persons.min', 'factsVersions[].version', 'insured'];

test('a partner: its own task and no other, on every page of its link', async () => {
  const link = `/p/${await portal.token({ taskId: 'T02' })}`;
  const forms = ['deliver', 'progress', 'quote', 'invoice', 'message', 'hand-over', 'decline'];
  const found = await htmlOf([
    ...['', '/list', '?done=accept&r=AB12', '?done=answered', ...forms.map((form) => `?v=${form}`)].map((path) =>
      portal.get(link + path),
    ),
    ...forms.map((form) => portal.post(`${link}/${form}`, { amount: 'x' })),
    portal.post(`${link}/quote`, { amount: '500' }),
    portal.post(`${link}/deliver`, { check: 'yes', milestone: 'FINAL', note: 'x' }),
    portal.get(`${link}/files/${'f'.repeat(64)}`),
  ]);
  expect(found).toEqual(
    [
      ...OF_ALL,
      ...ofTask('T02', 'assignment.company', 'assignment.holder.name', 'interimBy', 'completeBy'),
      ...ofTask('T02', 'deliveries[].version', 'deliveries[].at', 'deliveries[].note', 'messages[].at', 'messages[].text'),
      ...ofTask('T02', 'deliveries[].files[].name', 'deliveries[].files[].sha256'),
      ...ofTask('T02', 'lastProgress.at', 'lastProgress.note'),
    ].sort(),
  );
});
test('a link that is not in force, is of another task, or has expired: nothing at all', async () => {
  const links = await Promise.all([
    portal.token({ taskId: 'T02', generation: 9 }),
    portal.token({ taskId: 'T02', partnerId: 'herald' }),
    portal.token({ taskId: 'T03' }),
    portal.token({ taskId: 'T02', validDays: -1 }),
  ]);
  const paths = ['', '?v=decline', '/list', `/files/${'f'.repeat(64)}`, '?done=accept'];
  expect(await htmlOf(links.flatMap((token) => paths.map((path) => portal.get(`/p/${token}${path}`))))).toEqual([]);
});

test('the insured: its own incident, no firm, no report of the investigation, no word between desk and partners', async () => {
  const token = await createLinkTokens(SECRET).signInsured(
    { incidentNumber: state.number, generation: 1, validDays: 60 },
    portal.incident.nowMs(),
  );
  const page = `/c/${token}`;
  const version = String(state.tasks.find(({ taskId }) => taskId === 'T03')?.deliveries[0]?.version);
  const decided = { decision: 'REJECTED', reason: 'x', name: 'x', title: 'x', version };
  const found = await htmlOf([
    ...['', `/approve/${APPROVAL}`, '/message', '/approve/T02-A1', '/renew', '?done=message'].map((path) =>
      portal.get(page + path),
    ),
    portal.post(`${page}/approve/${APPROVAL}`, {}),
    portal.post(`${page}/approve/${APPROVAL}`, decided),
    portal.post(`${page}/message`, {}),
  ]);
  expect(found).toEqual(
    [
      ...OF_ALL,
      ...['caller.name', 'approvals[T03].factsVersion'],
      ...ofTask('T03', 'deliveries[].version', 'deliveries[].files[].name', 'deliveries[].files[].sha256'),
    ].sort(),
  );
});

test('the marks are worth something: what must not be shown was there to be shown', () => {
  const all = [...pathOf.values()];
  for (const path of [
    'caller.phone',
    'tasks[T02].deliveries[].note',
    'tasks[T03].deliveries[].note',
    'tasks[T01].assignment.company',
  ])
    expect(all).toContain(path);
});

/** Everything that `desk` can do, a program can do: every command, argument and option has its place in the description. */
import type { Command } from 'commander';
import { allCommands } from '../../client/cli/program';
import { startPlay } from '../cli/harness';
import type { Description, Operation } from './conformance';
import { openApi } from './support';

interface Counterpart {
  /** The operations that do what the command does. */
  readonly by: readonly string[];
  /** Where each argument and option stands: `path.number`, `body.reason`, the whole `body`, or an operation of its own. */
  readonly inputs: Readonly<Record<string, string>>;
}

const KEY = { '--message-id': 'header.idempotency-key' };
const NUMBER = { '<number>': 'path.number' };
const TASK = { ...NUMBER, '<task>': 'path.task', ...KEY };
const withReason = { '--reason': 'body.reason' };
const withNote = { '--note': 'body.note' };
const APPROVAL = { ...NUMBER, '<approval>': 'path.approvalId', ...withReason, ...KEY };

const of = (by: string | readonly string[], inputs: Counterpart['inputs'] = {}): Counterpart => ({
  by: typeof by === 'string' ? [by] : by,
  inputs,
});

const COUNTERPARTS: Readonly<Record<string, Counterpart>> = {
  open: of('openIncident', { '[file]': 'body' }),
  list: of('listIncidents', { '--all': 'query.status', '--search': 'query.search', '--limit': 'query.limit' }),
  show: of('getIncident', NUMBER),
  timeline: of(['getTimeline', 'streamTimeline'], { ...NUMBER, '--follow': 'streamTimeline', '--limit': 'query.limit' }),
  facts: of(['getFacts', 'reviseFacts'], {
    ...NUMBER,
    '[file]': 'body.facts',
    '--known-at': 'body.knownAt',
    ...withReason,
    ...KEY,
  }),
  owner: of('handOverIncident', { ...NUMBER, '<name>': 'body.to', ...withNote, ...KEY }),
  'call-back': of('recordCallBack', { ...NUMBER, ...withNote, ...KEY }),
  'false-alarm': of('ruleFalseAlarm', { ...NUMBER, ...withReason, ...KEY }),
  close: of('closeIncident', { ...NUMBER, ...withReason, ...KEY }),
  tasks: of(['listTasksOfIncident', 'listOpenTasks'], { '[number]': 'path.number' }),
  pause: of('pauseTask', { ...TASK, ...withReason }),
  resume: of('resumeTask', TASK),
  cancel: of('cancelTask', { ...TASK, ...withReason }),
  keep: of('keepTask', { ...TASK, ...withReason }),
  escalate: of('escalateTask', { ...TASK, ...withReason }),
  ack: of('acknowledgeEscalation', { ...TASK, ...withNote }),
  receive: of('acceptDelivery', { ...TASK, ...withNote }),
  return: of('returnDelivery', { ...TASK, ...withReason }),
  assign: of('assignTask', { ...TASK, '<partner>': 'body.partnerId', ...withReason }),
  link: of(['reissueLink', 'revokeLink'], { ...TASK, '--reissue': 'reissueLink', '--revoke': 'revokeLink', ...withReason }),
  files: of(['listFiles', 'downloadFile'], { ...NUMBER, '[sha256]': 'path.sha256' }),
  approvals: of('listApprovals', NUMBER),
  approve: of('decideApproval', APPROVAL),
  reject: of('decideApproval', APPROVAL),
  assess: of('assess', { '<file>': 'body' }),
  obligations: of('getObligations', NUMBER),
  'file-report': of(['keepFile', 'recordFiling'], {
    ...{ ...NUMBER, '<kind>': 'body.kind', '--client': 'body.party', '--filed-at': 'body.filedAt' },
    ...{ '--receipt': 'body.receiptNumber', '--file': 'keepFile', '--supplement': 'body.supplement', ...withReason, ...KEY },
  }),
  'decide-proposal': of('decideProposal', {
    ...{ ...NUMBER, '<proposal>': 'path.proposalId', '--approve': 'body.decision', '--reject': 'body.decision' },
    ...{ ...withReason, ...KEY },
  }),
  draft: of(['listDrafts', 'getDraft', 'draftWith'], {
    ...{ ...NUMBER, '[kind]': 'path.kind', '--format': 'query.format', '--with': 'body', '--client': 'query.client' },
    ...{ '--facts-version': 'query.factsVersion', '--base-version': 'query.baseVersion' },
  }),
  calendar: of(['getCalendarLink', 'getIncidentCalendarLink', 'getCalendar'], {
    ...{ '[number]': 'path.number', '--url': 'getCalendarLink', '--valid-days': 'query.validDays' },
  }),
  plan: of('plan', { '<file>': 'body' }),
  'playbook check': of(['checkBusinessData', 'checkPlaybook'], { '[file]': 'body' }),
  drill: of(['startDrill', 'getDrill'], { '<file>': 'body.scenario', '--speed': 'body.speed' }),
  mailbox: of(['listMails', 'getMail'], { '[id]': 'path.id', '--incident': 'query.incident', '--to': 'query.to' }),
  'record verify': of('verifyRecord', NUMBER),
  'record rebuild': of('rebuildRecord', NUMBER),
};

/** Whoever holds a key must not be able to make others that outlive it, nor to see or cut off those of others. */
const KEYS = 'keys of programs are given out and taken back on the machine of the record, by a person';

/** The same of accounts: they are for administrators, in the console. */
const ACCOUNTS = 'accounts of people are made in the console, or on the machine of the record, by a person';

/** What has no counterpart, and why: nothing may be added here without a reason that would convince whoever calls the API. */
const WITHOUT: Readonly<Record<string, string>> = {
  'token create': KEYS,
  'token list': KEYS,
  'token revoke': KEYS,
  ...Object.fromEntries(['create', 'list', 'setup-link', 'disable', 'enable'].map((name) => [`user ${name}`, ACCOUNTS])),
};
const INPUTS_WITHOUT: Readonly<Record<string, string>> = {
  'files --output': 'where a downloaded file is put is for the program to say',
  'draft --out': 'where a draft is put is for the program to say',
};

const nowhere = { write: () => true };
const leaves = (command: Command, before: readonly string[] = []): { name: string; command: Command }[] =>
  command.commands.flatMap((one) => {
    const name = [...before, one.name()];
    return one.commands.length ? leaves(one, name) : [{ name: name.join(' '), command: one }];
  });
const COMMANDS = leaves(allCommands({ stdout: nowhere, stderr: nowhere }));

const inputsOf = (command: Command): string[] => [
  ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`)),
  ...command.options.map(({ long }) => long ?? ''),
];

let description: Description;
const operations = new Map<string, Operation>();
beforeAll(async () => {
  description = await openApi([startPlay()]).description();
  for (const methods of Object.values(description.paths)) {
    for (const operation of Object.values(methods)) operations.set(operation.operationId, operation);
  }
});

/** Whether one of these operations takes it there. */
function isTaken(by: readonly string[], where: string): boolean {
  if (by.includes(where)) return true;
  const [place = '', name = ''] = where.split(/\.(.*)/);
  return by.some((id) => {
    const operation = operations.get(id);
    const media = Object.values(operation?.requestBody?.content ?? {})[0];
    if (where === 'body') return media !== undefined;
    if (place === 'body') return name in propertiesOf(media?.schema ?? {});
    return operation?.parameters?.some((one) => one.in === place && one.name === name) ?? false;
  });
}

function propertiesOf(schema: { readonly $ref?: string; readonly properties?: object }): object {
  const { $ref } = schema;
  return (($ref ? description.components.schemas[$ref.split('/').at(-1) ?? ''] : schema) as typeof schema).properties ?? {};
}

it('every command of desk has its counterpart, or a reason why not', () => {
  expect(COMMANDS.length).toBeGreaterThan(30);
  expect(COMMANDS.map(({ name }) => name).sort()).toEqual([...Object.keys(COUNTERPARTS), ...Object.keys(WITHOUT)].sort());
});

it.each(COMMANDS.filter(({ name }) => !(name in WITHOUT)))('desk $name', ({ name, command }) => {
  const { by, inputs } = COUNTERPARTS[name] ?? of([]);
  expect(by.filter((id) => !operations.has(id))).toEqual([]);
  const told = inputsOf(command).filter((input) => !(`${name} ${input}` in INPUTS_WITHOUT));
  expect(Object.keys(inputs).sort()).toEqual(told.sort());
  expect(Object.entries(inputs).filter(([, where]) => !isTaken(by, where))).toEqual([]);
});

it('what is excepted is there, and has a reason', () => {
  const there = COMMANDS.flatMap(({ name, command }) => [name, ...inputsOf(command).map((input) => `${name} ${input}`)]);
  const excepted = { ...WITHOUT, ...INPUTS_WITHOUT };
  expect(Object.keys(excepted).filter((one) => !there.includes(one))).toEqual([]);
  expect(Object.values(excepted).every((reason) => reason.length > 30)).toBe(true);
});

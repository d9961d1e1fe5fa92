/** What the checklist goes through: incidents of every kind, and an address for every page that the console has. */
import type { Browser } from 'playwright-core';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ROUTES } from '../../client/console/routes';
import { makeSetupLink } from '../../client/console/users';
import { STAFF_ROLES } from '../../client/permissions';
import type { Setup } from '../../domain/setup';
import { ownerOf } from '../../domain/incident';
import { LAWFUL } from '../support/lawful';
import { AWARE, facts } from '../support/sample';
import type { Play } from '../support/play';
import { fakeDesk } from '../cli/harness';
import type { RecordStore } from '../store/record-store';
import { everyState, given, revise, start, underWay } from './incident-cases';
import { openConsole, type Person, type TestConsole } from './support';

const MAIL = {
  ...{ id: 'm1', to: ['desk@scout.example'], incident: '7K3M-Q2XK', receivedAt: '2026-12-01T00:00:00.000Z' },
  ...{ from: 'desk@insurer.example', subject: '【ご依頼】見本', kind: 'VENDOR_REQUEST', links: ['http://x.example/p/token'] },
  attachments: [],
};

/** A mailbox with one mail. */
async function openMailbox(): Promise<Server> {
  const server = createServer((request, response) => {
    const isOne = request.url?.startsWith('/api/mails/m1');
    response.end(JSON.stringify(isOne ? { ...MAIL, text: '本文', html: '<p>x</p>' } : { mails: [MAIL] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export interface World {
  readonly console: TestConsole;
  readonly base: string;
  /** Somebody who may do everything there is. */
  readonly person: Person;
  /** An incident for this page, made anew for whoever changes it. */
  freshFor(path: string): Promise<Play>;
  readonly incident: Play;
  readonly drill: Play;
  /** Incidents that were opened by a form of the console. */
  readonly opened: object[];
  close(): Promise<void>;
}

/** With a page for the insured, as the desk offers one. */
const SETUP: Setup = { ...LAWFUL, desk: { ...LAWFUL.desk, insuredLinkValidDays: 60 } };

/** Under way, with a call that was promised, and a longer time that counsel decides about: the purpose was found later. */
function withEverything(changes: Parameters<typeof underWay>[0] = {}): Play {
  const versions = [{ version: 1, knownAt: AWARE, facts: facts({ improperPurpose: false }) }];
  const caller = { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' };
  const incident = underWay({ versions, caller, callBack: { dueAt: '2026-12-01T13:00:00+09:00' }, ...changes }, SETUP);
  revise(incident, { improperPurpose: true }, '不正の目的が判明');
  return incident;
}

export async function openWorld(record: RecordStore): Promise<World> {
  const mailbox = await openMailbox();
  const opened: object[] = [];
  const mailboxUrl = `http://127.0.0.1:${(mailbox.address() as AddressInfo).port}`;
  const console = openConsole(record, { mailboxUrl, setup: () => SETUP });
  (console.deps as { desk: TestConsole['deps']['desk'] }).desk = {
    ...fakeDesk(console.plays),
    setup: async (number) => (await console.deps.desk.state(number), SETUP),
    open: async (_setup, request) => {
      opened.push(request);
      return { number: console.plays[0]!.state().number };
    },
  };
  const fresh = async (changes: Parameters<typeof underWay>[0] = {}): Promise<Play> => {
    const incident = withEverything(changes);
    await given(console, incident);
    return incident;
  };
  const freshDrill = () => fresh({ clock: { startAt: AWARE, speed: 1 }, insured: '訓練商事株式会社' });
  const drill = await freshDrill();
  const late = everyState();
  await given(console, late);
  const closed = start({ insured: '終結商事株式会社' });
  await given(console, closed);
  const incident = await fresh();
  console.nowMs = incident.nowMs();
  return {
    ...{ console, incident, drill, opened },
    freshFor: (path) => (isOfDrill(path) ? freshDrill() : fresh()),
    base: await console.app.listen({ port: 0, host: '127.0.0.1' }),
    person: await console.as(...STAFF_ROLES),
    close: async () => {
      await console.app.close();
      await new Promise((resolve) => mailbox.close(resolve));
    },
  };
}

/** Pages that only a drill has. */
const isOfDrill = (path: string): boolean => path.endsWith('/end-drill');
export const incidentFor = (world: World, path: string): Play => (isOfDrill(path) ? world.drill : world.incident);

/** What stands for a part of a path, by its name. */
type Examples = Readonly<Record<string, string>>;

export async function examplesFor(world: World, incident: Play): Promise<Examples> {
  const { console } = world;
  const { approvals, assessment } = incident.state();
  const other = (await console.as('desk')).user!;
  const setupLink = await makeSetupLink(console.store, { userId: other.id, url: '', nowMs: console.nowMs });
  return {
    number: incident.state().number,
    task: 'T02',
    kind: 'PPC_PRELIMINARY',
    party: 'INSURED',
    proposal: assessment?.proposals[0]?.proposalId ?? 'none',
    approval: approvals.find(({ state }) => state === 'PENDING')?.approvalId ?? 'none',
    owner: ownerOf(incident.state()) ?? '',
    'mailbox/:id': 'm1',
    id: other.id,
    token: setupLink.split('/').at(-1) ?? '',
  };
}

/** Answers that are no page: files, streams, and the way to another server. */
const NO_PAGES = /\.csv$|\/live$|\/files\/|\/drafts\/|^\/sign-(in|out)\/provider/;
/** Pages of somebody who is half way through signing in. */
const HALF_WAY = ['/sign-in/code', '/sign-in/second-factor'];

/** One address for every page. @throws when a route has a part that nobody gave an example of */
export function addressOf(path: string, examples: Examples): string {
  return path.replace(/(\w+\/)?:(\w+)/g, (_whole, before: string = '', name: string) => {
    const example = examples[`${before}:${name}`] ?? examples[name];
    if (example === undefined) throw new Error(`the checklist needs an example of ":${name}" for ${path}`);
    return before + encodeURIComponent(example);
  });
}

export const pagePaths = (): readonly string[] =>
  ROUTES.filter(({ method, path }) => method === 'GET' && !NO_PAGES.test(path) && !HALF_WAY.includes(path)).map(
    ({ path }) => path,
  );

/** Whether one must be signed in to see it. */
export const isOpen = (path: string): boolean => ROUTES.find((route) => route.path === path)?.may === 'ANYONE';

export interface FormOfPage {
  readonly action: string;
  readonly method: string;
  readonly hasFiles: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that somebody types into, by their kind. */
  readonly typed: Readonly<Record<string, string>>;
  /** The words on the button. */
  readonly button: string;
}

/** Reads forms as a browser does. */
export async function formReader(browser: Browser): Promise<(html: string) => Promise<readonly FormOfPage[]>> {
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
  const tab = await context.newPage();
  return async (html) => {
    await tab.setContent(html.replace(/<(link|script)[^>]*>/g, ''), { waitUntil: 'commit' });
    return tab.evaluate<FormOfPage[]>(`[...document.forms].map((form) => {
      const button = [...form.elements].find((one) => one.tagName === 'BUTTON' && one.offsetParent !== null && one.type !== 'button');
      const fields = Object.fromEntries([...new FormData(form, button)].filter(([, value]) => typeof value === 'string'));
      const named = [...form.elements].filter((one) => one.name && one.type !== 'hidden');
      for (const one of named) {
        if (one.type === 'radio' && !(one.name in fields)) fields[one.name] = one.value;
        if (one.type === 'checkbox' && !(one.name in fields)) fields[one.name] = one.value;
      }
      return {
        action: form.getAttribute('action') ?? '', method: form.method, hasFiles: form.enctype.startsWith('multipart'), fields,
        typed: Object.fromEntries(named.filter((one) => one.matches('input:not([type=radio], [type=checkbox], [type=file]), textarea')).map((one) => [one.name, one.type])),
        button: (button?.innerText ?? '').trim(),
      };
    })`);
  };
}

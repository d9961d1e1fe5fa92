/** The console on a real record, with incidents that are plays in memory: what is asked of the engine, the real rules answer. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { businessIn } from '../../client/console/business';
import type { ConsoleDeps } from '../../client/console/deps';
import { createKeys, drawSecret, sha256 } from '../../client/console/security/keys';
import { createConsole } from '../../client/console/server';
import type { Route } from '../../client/console/route';
import { ROUTES } from '../../client/console/routes';
import type { StaffRole } from '../../client/permissions';
import { toInstant } from '../../domain/time';
import type { OverviewStore } from '../../store/overview-types';
import type { StaffStore, User } from '../../store/staff-types';
import type { Store } from '../../store/types';
import { fakeDesk } from '../cli/harness';
import type { Play } from '../support/play';
import { SETUP } from '../support/sample';
import { useRecordStore, type RecordStore } from '../store/record-store';

export const URL_OF_CONSOLE = 'http://127.0.0.1:8423';
const MINUTE = 60_000;
const CONFIG = join(__dirname, '..', '..', 'config');

export interface TestConsole {
  readonly app: FastifyInstance;
  readonly store: Store & StaffStore & OverviewStore;
  readonly deps: ConsoleDeps;
  readonly logged: string[];
  /** What the console takes for now. */
  nowMs: number;
  readonly plays: Play[];
  /** Makes an incident known to the engine and to the record. */
  give(play: Play): Promise<void>;
  /** Somebody with these roles, signed in. */
  as(...roles: StaffRole[]): Promise<Person>;
  stranger(): Person;
}

/** A browser as far as these tests need one: it keeps cookies and the hidden fields of the page it looks at. */
export class Person {
  readonly cookies = new Map<string, string>();
  /** The page last seen. */
  page = '';
  user: User | null = null;

  constructor(private readonly app: FastifyInstance) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(url: string, options: InjectOptions = {}): Promise<LightMyRequestResponse> {
    return this.keep(
      await this.app.inject({ method: 'GET', url, ...options, headers: { cookie: this.cookie, ...options.headers } }),
    );
  }

  /** Sends a form with the hidden fields of the page last seen; `fields` may replace them. */
  async post(
    url: string,
    fields: Readonly<Record<string, string>> = {},
    options: InjectOptions = {},
  ): Promise<LightMyRequestResponse> {
    const payload = new URLSearchParams({ ...this.hidden(url), ...fields }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: this.cookie, ...options.headers };
    return this.keep(await this.app.inject({ method: 'POST', url, payload, ...options, headers }));
  }

  /** The hidden fields of the form with this action. */
  hidden(action: string): Record<string, string> {
    const [path = ''] = action.split('?');
    const forms = this.page.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const form = forms.find((one) => one.includes(`action="${action}"`) || one.includes(`action="${path}"`)) ?? this.page;
    const found = form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
    return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value.replace(/&amp;/g, '&')]));
  }

  private keep(response: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value } of response.cookies) {
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    if (String(response.headers['content-type']).startsWith('text/html')) this.page = response.body;
    return response;
  }
}

/** Signs somebody in without the pages for it. */
async function signedIn(console: TestConsole, roles: readonly StaffRole[]): Promise<Person> {
  const person = new Person(console.app);
  const login = `${roles.join('-')}-${randomUUID().slice(0, 8)}`;
  person.user = await console.store.addUser({
    id: `usr-${randomUUID().slice(0, 8)}`,
    login,
    name: `${roles.join('・')} 花子`,
    roles,
  });
  const secret = drawSecret();
  const at = toInstant(console.nowMs);
  await console.store.addSession({
    ...{ id: randomUUID(), sha256: sha256(secret), userId: person.user?.id ?? '', stage: 'FULL', startedAt: at, lastSeenAt: at },
    expiresAt: toInstant(console.nowMs + console.deps.rules.absoluteMs),
  });
  person.cookies.set('session', secret);
  return person;
}

/** A console on this record. `routes` stand beside those there are. */
export function openConsole(record: RecordStore, changes: Partial<ConsoleDeps> = {}, routes: readonly Route[] = []): TestConsole {
  const { store } = record;
  const plays: Play[] = [];
  const logged: string[] = [];
  const log = (about: object, message: string) =>
    void logged.push(
      `${message} ${JSON.stringify(about, (_key, value: unknown) => (value instanceof Error ? (value.stack ?? value.message) : value))}`,
    );
  const test = { store, plays, logged, nowMs: Date.now() } as unknown as { -readonly [K in keyof TestConsole]: TestConsole[K] };
  const lock = (failures: number) => ({ failures, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE });
  test.deps = {
    desk: fakeDesk(plays),
    store,
    setup: () => SETUP,
    contact: SETUP.desk,
    business: businessIn(join(CONFIG, 'data'), join(CONFIG, 'rulesets')),
    url: URL_OF_CONSOLE,
    keys: createKeys('a secret of at least thirty-two characters'),
    rules: { idleMs: 60 * MINUTE, absoluteMs: 12 * 60 * MINUTE, lockAccount: lock(5), lockAddress: lock(500) },
    identity: null,
    localAccounts: true,
    mailboxUrl: null,
    maxFileMb: 1,
    build: 'test',
    trustedProxies: [],
    nowMs: () => test.nowMs,
    log: { info: log, warn: log, error: log },
    limits: { requests: 100_000, signIns: 100_000 },
    ...changes,
  };
  test.app = createConsole(test.deps, [...ROUTES, ...routes]);
  test.give = async (play) => {
    plays.push(play);
    await store.append(play.state().number, play.entries);
  };
  test.as = (...roles) => signedIn(test, roles);
  test.stranger = () => new Person(test.app);
  return test;
}

export { useRecordStore };

/** One incident of the load with its people. What the system acknowledged to them is remembered, with its message id. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskRefused, IncidentNotFound, type Desk, type OpenRequest } from '../../client/desk';
import type { LinkTokens } from '../../config/link-tokens';
import type { Decision, DecisionName } from '../../domain/messages';
import type { Setup } from '../../domain/setup';
import { deedsFor, type Deed } from './deeds';
import { lettersOf, linkAmong } from './letters';
import type { Draw } from './plan';
import { press, type Form } from './press';
import type { Program, Said } from './program';

/** Something the system said it has. */
export interface Acknowledged {
  readonly number: string;
  readonly what: string;
  /** null: the same was answered before; the acceptance of this link must stand. */
  readonly messageId: string | null;
  readonly taskId: string | null;
  readonly generation: number | null;
  /** Wall clock at which the acknowledgement was in hand. */
  readonly atMs: number;
}

export interface Scene {
  readonly desk: Desk;
  readonly program: Program;
  readonly mailboxUrl: string;
  readonly links: Pick<LinkTokens, 'verify'>;
  /** Told of everything that was acknowledged. */
  onAcknowledged(act: Acknowledged): void;
}

export interface Case {
  readonly name: string;
  readonly setup: Setup;
  readonly request: OpenRequest;
  /** As a program tells it to the API; null: only the desk itself opens such an incident. */
  readonly told: object | null;
}

const STAFF = { name: '故障試験担当' };
const LOOK_EVERY_MS = 700;
const AGAIN_MS = 700;
const PATIENCE_MS = 90_000;
/** Nothing was said for so long: whoever was asked stays silent, and nobody is left to ask. */
const QUIET_MS = 40_000;

const BY_PROGRAM = 0.5;
const PRESSES_AGAIN = 0.4;
const BACK_AFTER_MS = 6_000;

const done = ({ number }: { readonly number: string }): Said => ({ kind: 'DONE', number });
const noAnswer = (error: unknown): Said => ({
  kind: error instanceof DeskRefused || error instanceof IncidentNotFound ? 'REFUSED' : 'UNKNOWN',
});

export class PlayedIncident {
  number = '';
  private ended = false;
  private leaving = false;
  private lastSaidMs = Date.now();
  private readonly done = new Set<string>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly scene: Scene,
    readonly played: Case,
    private readonly draw: Draw,
  ) {}

  get hasEnded(): boolean {
    return this.ended;
  }

  /**
   * Opens it, and lets its people act until it is closed or they are told to leave. One that got stuck with its people is
   * ended: the next is to take its place, so that the load goes on.
   */
  async play(): Promise<void> {
    if (!(await this.open())) return;
    while (!this.ended && !this.leaving) {
      const state = await this.scene.desk.state(this.number).catch((error: unknown) => this.noteEnd(error));
      if (state?.status === 'CLOSED') this.ended = true;
      for (const deed of state && !this.ended ? deedsFor(state, this.draw) : []) this.begin(deed);
      await sleep(LOOK_EVERY_MS);
      if (this.isStuck()) await this.end();
    }
    await Promise.all(this.underWay);
  }

  private isStuck(): boolean {
    return this.underWay.size === 0 && Date.now() - this.lastSaidMs > QUIET_MS;
  }

  /** Whoever is doing something finishes it; nobody begins anything more. */
  leave(): void {
    this.leaving = true;
  }

  /** Ends what is still open, as a false alarm: from any state an incident can be brought to its end. */
  async end(): Promise<void> {
    if (this.ended || !this.number) return;
    await this.decide('end:false-alarm', 'ruleFalseAlarm', { reason: '故障試験の終了' });
    this.ended = await this.decide('end:close', 'closeIncident', { reason: '故障試験の終了' });
  }

  private async open(): Promise<boolean> {
    const key = `faults-${this.draw('key')}`;
    const once = { key, requestSha256: createHash('sha256').update(key).digest('hex') };
    const { told, setup, request } = this.played;
    const byProgram = told !== null && this.draw('opened by') < BY_PROGRAM;
    const said = await this.untilSaid(() =>
      byProgram ? this.scene.program.open(told, key) : this.scene.desk.open(setup, request, once).then(done, noAnswer),
    );
    if (said.kind !== 'DONE') return false;
    this.number = said.number;
    this.remember({ what: 'open', messageId: null, taskId: null, generation: null });
    return true;
  }

  /** Asks again, the same way, while nobody can tell whether it was carried out. */
  private async untilSaid(ask: () => Promise<Said>): Promise<Said> {
    for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await sleep(AGAIN_MS)) {
      const said = await ask();
      if (said.kind !== 'UNKNOWN') return said;
    }
    return { kind: 'UNKNOWN' };
  }

  private noteEnd(error: unknown): null {
    if (error instanceof IncidentNotFound) this.ended = true;
    return null;
  }

  private begin(deed: Deed): void {
    if (this.done.has(deed.key)) return;
    this.done.add(deed.key);
    const doing = this.carryOut(deed).finally(() => this.underWay.delete(doing));
    this.underWay.add(doing);
  }

  private async carryOut(deed: Deed): Promise<void> {
    await sleep(deed.afterMs);
    if (deed.who === 'STAFF') await this.decide(deed.key, deed.name, deed.body);
    else await this.answer(deed);
  }

  private async answer(deed: Extract<Deed, { who: 'PARTNER' }>): Promise<void> {
    const { taskId, partnerId, generation, action, withFile } = deed;
    const url = await this.linkFor(taskId, generation);
    if (!url) return;
    const link = { incidentNumber: this.number, taskId, partnerId, generation };
    const fields = { idem: `faults-${this.number}-${deed.key}`, ...deed.fields };
    const form: Form = { url, link, action, fields, withFile };
    const taken = await press(form);
    if (taken.kind === 'NOT_TAKEN') return;
    const messageId = taken.kind === 'ACKNOWLEDGED' ? taken.messageId : null;
    this.remember({ what: action, messageId, taskId, generation });
    if (this.draw('again', deed.key) > PRESSES_AGAIN) return;
    // Somebody goes back in the browser and sends the same form once more, perhaps to a portal that was started since.
    await sleep(BACK_AFTER_MS);
    await press(form);
  }

  /** The link arrives by mail, once the mailbox has the mail; null when it does not come. */
  private async linkFor(taskId: string, generation: number): Promise<string | null> {
    const { mailboxUrl, links } = this.scene;
    for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await sleep(AGAIN_MS)) {
      const letters = await lettersOf(mailboxUrl, this.number).catch(() => []);
      const link = await linkAmong(letters, links, { taskId, generation });
      if (link) return link;
    }
    return null;
  }

  /** Whether the incident said yes. Asked again with the same id while there is no answer. */
  private async decide(key: string, name: DecisionName, body: object): Promise<boolean> {
    const messageId = `faults-${this.number}-${key}`;
    const decision = { name, body: { ...body, messageId, by: STAFF } } as unknown as Decision;
    const { desk, program } = this.scene;
    const byProgram = this.draw('decided by', key) < BY_PROGRAM;
    const said = await this.untilSaid(() =>
      byProgram
        ? program.decide(this.number, decision)
        : desk.decide(this.number, decision).then(() => done({ number: this.number }), noAnswer),
    );
    if (said.kind === 'DONE') this.remember({ what: name, messageId, taskId: null, generation: null });
    return said.kind === 'DONE';
  }

  private remember(act: Omit<Acknowledged, 'number' | 'atMs'>): void {
    this.lastSaidMs = Date.now();
    this.scene.onAcknowledged({ ...act, number: this.number, atMs: Date.now() });
  }
}

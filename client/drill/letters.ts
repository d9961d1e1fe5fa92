/** The mails of the local mailbox, as the simulated people read them. */
import { z } from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';

const letter = z.object({ id: z.string(), subject: z.string(), links: z.array(z.string()), to: z.array(z.string()) });
const letters = z.object({ mails: z.array(letter) });
export type Letter = z.infer<typeof letter>;

const POLL_MS = 100;
const WAIT_MS = 20_000;

export class Mailbox {
  constructor(
    private readonly url: string,
    private readonly incident: string,
  ) {}

  async all(): Promise<Letter[]> {
    const response = await fetch(`${this.url}/api/mails?${new URLSearchParams({ incident: this.incident })}`);
    if (!response.ok) throw new Error(`the mailbox answered ${response.status}`);
    return letters.parse(await response.json()).mails;
  }

  /** The newest link that a person was sent for a task; waits for the mail, which may still be on its way. */
  async linkFor(isWanted: (claims: LinkClaims) => boolean): Promise<string> {
    for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; await sleep(POLL_MS)) {
      const links = (await this.all()).flatMap((one) => one.links);
      const found = links.find((link) => isWanted(claimsOf(link)));
      if (found) return found;
    }
    throw new Error('the mail with the link did not arrive');
  }
}

const claims = z.object({ t: z.string(), g: z.number() });
export type LinkClaims = z.infer<typeof claims>;

/** What a link says of itself; only good for finding one's own mail, nobody trusts it. */
function claimsOf(link: string): LinkClaims {
  const payload = link.split('/p/')[1]?.split('.')[1] ?? '';
  const read = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}'));
  return read.success ? read.data : { t: '', g: -1 };
}

/** The mails of the local mailbox, as the simulated people read them. */
import { z } from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliProblem } from '../cli/failures';

const letter = z.object({ id: z.string(), subject: z.string(), links: z.array(z.string()), to: z.array(z.string()) });
const letters = z.object({ mails: z.array(letter) });
type Letter = z.infer<typeof letter>;

const POLL_MS = 100;
const WAIT_MS = 20_000;
/** The mailbox works again by itself after at most this, in case nobody is left to say so. */
const LONGEST_OUTAGE_SECONDS = 24 * 60 * 60;

export class Mailbox {
  constructor(
    private readonly url: string,
    private readonly incident: string,
  ) {}

  private async all(): Promise<Letter[]> {
    const response = await ask(`${this.url}/api/mails?${new URLSearchParams({ incident: this.incident })}`);
    return letters.parse(await response.json()).mails;
  }

  /** The newest link that a person was sent for a task; waits for the mail, which may still be on its way. */
  async linkFor(isWanted: (claims: LinkClaims) => boolean): Promise<string> {
    for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; await sleep(POLL_MS)) {
      const links = (await this.all()).flatMap((one) => one.links);
      const found = links.find((link) => isWanted(claimsOf(link)));
      if (found) return found;
    }
    throw new CliProblem('DRILL_MAIL_MISSING', {
      ja: '協力会社への依頼メールがメールボックスに届きません。訓練用の送信先(DRILL_SMTP_URL)とメールボックスが動いているかご確認ください',
      en: 'The mail to the partner does not arrive in the mailbox. Check DRILL_SMTP_URL and that the mailbox runs',
    });
  }
}

/** Makes the mailbox take no mail of drills for so many seconds; 0: it takes mail again. */
export async function refuseDrillMail(mailboxUrl: string, seconds: number): Promise<void> {
  await ask(`${mailboxUrl}/api/outage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds: Math.min(Math.ceil(seconds), LONGEST_OUTAGE_SECONDS) }),
  });
}

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init).catch(() => null);
  if (response?.ok) return response;
  const why = response ? String(response.status) : 'no answer';
  throw new CliProblem('DRILL_MAILBOX_SILENT', {
    ja: `メールボックスが応答しません(${why})。訓練の協力会社はここに届くメールから回答します`,
    en: `The mailbox does not answer (${why}). The simulated partners answer from the mails in it`,
  });
}

const claims = z.object({ t: z.string(), g: z.number() });
type LinkClaims = z.infer<typeof claims>;

/** What a link says of itself; only good for finding one's own mail, nobody trusts it. */
function claimsOf(link: string): LinkClaims {
  const payload = link.split('/p/')[1]?.split('.')[1] ?? '';
  const read = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}'));
  return read.success ? read.data : { t: '', g: -1 };
}

/** What the checklist goes through on the pages of partners and the insured: every page that can be reached from a link. */
import { createLinkTokens } from '../../config/link-tokens';
import type { Opening } from '../../domain/decide';
import { answer, decision } from '../support/sample';
import { PUBLISHING_SETUP, SECRET, openPortal, type Portal } from './support';

/** Told on the telephone; the insured's link goes to this address. */
export const CALLER = { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' };
/** What partners ask for their work, and what they write to the desk: nothing for the insured. */
export const PRICE_YEN = 1_234_567;
const REPORT = { sha256: 'f'.repeat(64), name: '調査報告.pdf', mediaType: 'application/pdf', sizeBytes: 9 };
const TEXT = { sha256: 'a'.repeat(64), name: '公表文.pdf', mediaType: 'application/pdf', sizeBytes: 9 };

export interface PortalWorld {
  readonly portal: Portal;
  readonly base: string;
  /** A request that waits for its answer, work under way, and the insured's page: the way to each. */
  readonly links: { readonly asked: string; readonly working: string; readonly insured: string };
  readonly say: (...messages: Parameters<Portal['incident']['say']>[0][]) => void;
}

/** The cause is under investigation, the call centre was asked, and a text waits for the insured. */
export async function openPortalWorld(opening: Partial<Opening> = {}): Promise<PortalWorld> {
  const portal = openPortal({}, { caller: CALLER, ...opening }, PUBLISHING_SETUP);
  const say = (...messages: Parameters<Portal['incident']['say']>[0][]) => {
    for (const message of messages) expect(portal.incident.say(message)).toBeNull();
  };
  say(answer('deliverTask', 'T01', { milestone: 'FINAL' }), decision('acceptDelivery', { taskId: 'T01', note: '' }));
  say(answer('submitQuote', 'T02', { amountYen: PRICE_YEN, note: '初動一式' }));
  say(answer('deliverTask', 'T02', { milestone: 'INTERIM', note: '侵入経路はVPN機器', files: [REPORT] }));
  say(answer('sendMessage', 'T02', { text: 'ログの保全範囲をご教示ください' }));
  say(answer('deliverTask', 'T03', { note: '窓口への説明', files: [TEXT] }));
  say(decision('assignTask', { taskId: 'T04', partnerId: 'scout', reason: '指名' }));
  const number = portal.incident.state().number;
  const insured = await createLinkTokens(SECRET).signInsured(
    { incidentNumber: number, generation: 1, validDays: 60 },
    portal.incident.nowMs(),
  );
  return {
    ...{ portal, say },
    base: await portal.app.listen({ port: 0, host: '127.0.0.1' }),
    links: {
      asked: `/p/${await portal.token({ taskId: 'T04' })}`,
      working: `/p/${await portal.token({ taskId: 'T02' })}`,
      insured: `/c/${insured}`,
    },
  };
}

const isPage = (type: unknown): boolean => String(type).startsWith('text/html');

/** Every page that links lead to, from this one on; never those of another link. */
export async function pagesFrom(portal: Portal, link: string): Promise<readonly string[]> {
  const found = [link];
  for (let i = 0; i < found.length; i += 1) {
    const { body } = await portal.get(found[i]!);
    for (const [, href = ''] of body.matchAll(/<a [^>]*?href="([^"#]*)"/g)) {
      const [path = '', query = ''] = href.replace(/&amp;/g, '&').split('?');
      const asked = new URLSearchParams(query);
      asked.delete('lang');
      const address = asked.size ? `${path}?${asked}` : path;
      if (!path.startsWith(link) || found.includes(address)) continue;
      if (isPage((await portal.get(address)).headers['content-type'])) found.push(address);
    }
  }
  return found;
}

/** The name of a page, without what only its holder may know. */
export const nameOf = ({ links }: PortalWorld, address: string): string =>
  Object.entries(links).reduce((name, [kind, link]) => name.replaceAll(link, `/${kind}`), address);

/** Ways in which a link leads to no work, and the page that says so. */
export async function endsOf(
  world: PortalWorld,
): Promise<readonly { readonly name: string; readonly address: string; readonly happen: () => void }[]> {
  const { portal, links, say } = world;
  const soon = await portal.token({ taskId: 'T04', validDays: 1 });
  const early = portal.nowMs;
  const back = () => {
    portal.engine = 'WELL';
    portal.nowMs = early;
  };
  return [
    { name: 'invalid', address: '/p/broken', happen: back },
    { name: 'invalid insured', address: '/c/broken', happen: back },
    { name: 'nowhere', address: '/nowhere', happen: back },
    { name: 'silent', address: links.asked, happen: () => void (portal.engine = 'SILENT') },
    { name: 'silent insured', address: links.insured, happen: () => void (portal.engine = 'SILENT') },
    { name: 'expired', address: `/p/${soon}`, happen: () => (back(), void (portal.nowMs = early + 2 * 86_400_000)) },
    { name: 'expired insured', address: links.insured, happen: () => (back(), void (portal.nowMs = early + 61 * 86_400_000)) },
    {
      name: 'handed over',
      address: links.asked,
      happen: () => (back(), say(answer('handOverTask', 'T04', { to: { name: '後任', company: '社', email: 'a@b.example' } }))),
    },
    {
      name: 'cancelled',
      address: links.working,
      happen: () => (back(), say(decision('cancelTask', { taskId: 'T02', reason: '誤報' }))),
    },
    {
      name: 'closed',
      address: links.working,
      happen: () => (back(), say(decision('ruleFalseAlarm', { reason: '誤報' }), decision('closeIncident', { reason: '誤報' }))),
    },
    { name: 'closed insured', address: links.insured, happen: back },
  ];
}

/** The mailbox as a web page for people and as JSON for `desk mailbox` and for tests. */
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Letter } from './letter';
import type { LetterBox } from './letter-box';
import { LONGEST_OUTAGE_SECONDS, type Outage } from './outage';
import { letterPage, listPage, missingPage } from './pages';

const query = z.object({
  to: z.string().max(320).optional(),
  incident: z.string().max(40).optional(),
  after: z.string().max(80).optional(),
});
const byId = z.object({ id: z.string().max(80) });
const outageOf = z.strictObject({ seconds: z.number().min(0).max(LONGEST_OUTAGE_SECONDS) });
/** Only this machine may tell the mailbox to refuse mail, wherever its page can be read from. */
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** A mail's own HTML may be styled and may hold inline pictures; it can run nothing and load nothing. */
const HTML_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export interface MailboxPageOptions {
  /** Host names under which the page may be asked for; others are a foreign site's attempt to read the links. */
  readonly hosts: readonly string[];
  /** Left out: the mailbox always takes mail. */
  readonly outage?: Outage;
}

export async function mailboxWeb(box: LetterBox, options: MailboxPageOptions): Promise<FastifyInstance> {
  const web = Fastify({ logger: false, trustProxy: false });
  await web.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  web.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (!options.hosts.includes(request.hostname)) return reply.code(421).send({ code: 'WRONG_HOST' });
  });
  addPages(web, box);
  addApi(web, box);
  if (options.outage) addOutage(web, options.outage);
  return web;
}

function addPages(web: FastifyInstance, box: LetterBox): void {
  const css = fs.readFileSync(path.join(__dirname, 'mailbox.css'));
  web.get('/healthz', () => ({ ok: true }));
  web.get('/mailbox.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(css));
  web.get('/', (request, reply) => {
    const filter = query.catch({}).parse(request.query);
    return reply.type('text/html; charset=utf-8').send(listPage(box.list(), box.list(filter), filter));
  });
  web.get('/mails/:id', (request, reply) => {
    const all = box.list();
    const at = all.findIndex((letter) => letter.id === byId.parse(request.params).id);
    const letter = all[at];
    void reply.type('text/html; charset=utf-8');
    if (!letter) return reply.code(404).send(missingPage());
    return reply.send(letterPage(letter, all[at - 1] ?? null, all[at + 1] ?? null));
  });
  web.get('/mails/:id/html', (request, reply) => {
    const html = box.get(byId.parse(request.params).id)?.html;
    if (!html) return reply.code(404).type('text/html; charset=utf-8').send(missingPage());
    return reply.header('content-security-policy', HTML_POLICY).type('text/html; charset=utf-8').send(html);
  });
  web.get('/mails/:id/source', async (request, reply) => {
    const raw = await box.source(byId.parse(request.params).id);
    if (!raw) return reply.code(404).type('text/html; charset=utf-8').send(missingPage());
    return reply.type('text/plain; charset=utf-8').send(raw);
  });
}

const summary = ({ text: _text, html: _html, ...rest }: Letter) => rest;

function addApi(web: FastifyInstance, box: LetterBox): void {
  web.get('/api/mails', (request, reply) => {
    const parsed = query.safeParse(request.query);
    if (!parsed.success) return reply.code(400).send({ code: 'BAD_QUERY' });
    return { mails: box.list(parsed.data).map(summary) };
  });
  web.get('/api/mails/:id', (request, reply) => {
    const letter = box.get(byId.parse(request.params).id);
    return letter ? reply.send(letter) : reply.code(404).send({ code: 'NO_SUCH_MAIL' });
  });
}

function addOutage(web: FastifyInstance, outage: Outage): void {
  web.post('/api/outage', (request, reply) => {
    if (!LOOPBACK.includes(request.ip)) return reply.code(403).send({ code: 'NOT_FROM_HERE' });
    const parsed = outageOf.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ code: 'BAD_OUTAGE' });
    outage.begin(parsed.data.seconds);
    return reply.send(parsed.data);
  });
}

/** The portal over a real incident in memory: the rules are the real ones, engine and record are doubles. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createHash } from 'node:crypto';
import { DeskRefused, EngineSilent, IncidentNotFound } from '../../client/desk';
import { createPortal, type PortalDeps } from '../../client/portal/server';
import { createLinkTokens } from '../../config/link-tokens';
import type { Opening } from '../../domain/decide';
import { isEnded, type FileRef } from '../../domain/incident';
import type { Answer, Decision, DecisionName, Decisions } from '../../domain/messages';
import { insuredView } from '../../domain/insured-view';
import { partnerView } from '../../domain/partner-view';
import type { Setup } from '../../domain/setup';
import type { Store } from '../../store/types';
import { play, type Play } from '../support/play';
import { LEGAL } from '../support/lawful';
import { SETUP, decision } from '../support/sample';

export const SECRET = 'a secret of at least thirty-two characters';
export const TASK = 'T01';

const [triage, ...otherServices] = SETUP.playbook.services;

/** The sample with one service as a partner sees it: two milestones, one of which needs a file. */
export const PORTAL_SETUP: Setup = {
  ...SETUP,
  playbook: {
    ...SETUP.playbook,
    services: [
      {
        ...triage!,
        name: { ja: '事故判定', en: 'Incident triage' },
        request: {
          ja: '第一報の内容をもとに、事故に該当するかのご判定をお願い申し上げます。',
          en: 'Please judge whether this is an incident.',
        },
        interimWithinMinutes: 240,
        completeWithinMinutes: 1_440,
        deliverables: [
          { id: 'verdict', at: 'INTERIM', name: { ja: '一次判定', en: 'First verdict' }, fileRequired: false },
          { id: 'sheet', at: 'FINAL', name: { ja: '事実情報シート', en: 'Facts sheet' }, fileRequired: true },
        ],
      },
      ...otherServices,
    ],
  },
};

/** With the law, and with a press release that the insured decides on. */
export const PUBLISHING_SETUP: Setup = {
  ...PORTAL_SETUP,
  legal: LEGAL,
  desk: { ...PORTAL_SETUP.desk, insuredLinkValidDays: 60 },
  playbook: {
    ...PORTAL_SETUP.playbook,
    services: PORTAL_SETUP.playbook.services.map((one) =>
      one.service === 'PR.release_review'
        ? { ...one, approvals: one.approvals.map((approval) => ({ ...approval, gate: 'PUBLICATION' as const })) }
        : one,
    ),
  },
};

/**
 * SILENT: nothing answers. WORKER_DOWN: signals are stored, nobody reads them. DEAF: shows, but takes nothing in. ENDED: the
 * engine has forgotten it.
 */
type EngineMode = 'WELL' | 'SILENT' | 'WORKER_DOWN' | 'DEAF' | 'ENDED';

export interface Portal {
  readonly app: FastifyInstance;
  readonly incident: Play;
  readonly answers: Answer[];
  readonly decisions: Decision[];
  readonly files: Map<string, { bytes: Buffer; mediaType: string; name: string }>;
  readonly logged: string[];
  engine: EngineMode;
  record: 'WELL' | 'DOWN';
  nowMs: number;
  token(link?: {
    taskId?: string;
    partnerId?: string;
    generation?: number;
    validDays?: number;
    secret?: string;
  }): Promise<string>;
  get(path: string, options?: InjectOptions): Promise<LightMyRequestResponse>;
  post(path: string, fields?: Record<string, string>, options?: InjectOptions): Promise<LightMyRequestResponse>;
  upload(path: string, fields: Record<string, string>, files: readonly TestFile[]): Promise<LightMyRequestResponse>;
  staff<N extends DecisionName>(name: N, body: Omit<Decisions[N], 'messageId' | 'by'>): void;
}

export interface TestFile {
  readonly name: string;
  readonly bytes: Buffer | string;
  readonly type?: string;
}

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n');

export function openPortal(changes: Partial<PortalDeps> = {}, opening: Partial<Opening> = {}, setup = PORTAL_SETUP): Portal {
  const incident = play(opening, setup);
  const portal = {
    incident,
    answers: [] as Answer[],
    decisions: [] as Decision[],
    files: new Map(),
    logged: [] as string[],
    engine: 'WELL' as EngineMode,
    record: 'WELL' as 'WELL' | 'DOWN',
    nowMs: incident.nowMs(),
  } as unknown as { -readonly [K in keyof Portal]: Portal[K] };
  const log = (about: object, message: string) => void portal.logged.push(`${message} ${JSON.stringify(about)}`);
  const deps: PortalDeps = {
    desk: deskDouble(portal, setup),
    store: storeDouble(portal),
    links: createLinkTokens(SECRET),
    contact: setup.desk,
    firmName: (partnerId) => setup.partners.find(({ id }) => id === partnerId)?.name.ja ?? partnerId,
    maxFileMb: 1,
    now: () => portal.nowMs,
    log: { info: log, warn: log, error: log },
    limits: { shows: 10_000, acts: 10_000 },
    ...changes,
  };
  portal.app = createPortal(deps);
  portal.token = ({ taskId = TASK, partnerId = 'scout', generation = 1, validDays = 30, secret = SECRET } = {}) =>
    createLinkTokens(secret).sign(
      { incidentNumber: incident.state().number, taskId, partnerId, generation, validDays },
      incident.nowMs(),
    );
  portal.get = (path, options = {}) => portal.app.inject({ method: 'GET', url: path, ...options });
  portal.post = (path, fields = {}, options = {}) =>
    portal.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
      ...options,
    });
  portal.upload = async (path, fields, files) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { name, bytes, type = 'application/octet-stream' } of files) {
      form.append('files', new Blob([new Uint8Array(Buffer.from(bytes))], { type }), name);
    }
    const request = new Request('http://portal.example', { method: 'POST', body: form });
    const payload = Buffer.from(await request.arrayBuffer());
    const headers = { 'content-type': request.headers.get('content-type') ?? '', 'content-length': String(payload.length) };
    return portal.app.inject({ method: 'POST', url: path, headers, payload });
  };
  portal.staff = (name, body) => {
    const refusal = incident.say(decision(name, body));
    if (refusal) throw new Error(refusal.code);
  };
  return portal;
}

function deskDouble(portal: Portal, setup: Setup): PortalDeps['desk'] {
  const guard = (number: string, reading: boolean) => {
    if (portal.engine === 'SILENT' || (portal.engine === 'WORKER_DOWN' && reading) || (portal.engine === 'DEAF' && !reading))
      throw new EngineSilent('silent');
    if (portal.engine === 'ENDED' || number !== portal.incident.state().number) throw new IncidentNotFound('not found');
  };
  const desk: PortalDeps['desk'] = {
    insuredView: async (number, generation) => {
      guard(number, true);
      return insuredView(portal.incident.state(), setup, generation, portal.incident.nowMs());
    },
    decideAsInsured: async (number, asked) => {
      guard(number, false);
      const refusal = portal.incident.say({ kind: 'INSURED', decision: asked });
      if (refusal) throw new DeskRefused(refusal);
      return { fromSeq: 0, toSeq: 0 };
    },
    writeAsInsured: async (number, message) => {
      guard(number, false);
      const refusal = portal.incident.say({ kind: 'INSURED_WRITES', message });
      if (refusal) throw new DeskRefused(refusal);
      return { fromSeq: 0, toSeq: 0 };
    },
    answer: async (number, answer) => {
      guard(number, false);
      portal.answers.push(answer);
      portal.incident.say({ kind: 'ANSWER', answer });
    },
    decide: async (number, asked) => {
      guard(number, false);
      portal.decisions.push(asked);
      const refusal = portal.incident.say({ kind: 'DECISION', decision: asked });
      if (refusal) throw new DeskRefused(refusal);
      return { fromSeq: 0, toSeq: 0 };
    },
    partnerView: async (number, taskId, partnerId, generation) => {
      guard(number, true);
      return partnerView(portal.incident.state(), setup, { taskId, partnerId, generation }, portal.incident.nowMs());
    },
  };
  return desk;
}

function storeDouble(portal: Portal): PortalDeps['store'] {
  const guard = () => {
    if (portal.record === 'DOWN') throw new Error('the record is down');
  };
  const store: Pick<Store, 'putFile' | 'file' | 'incident' | 'openTasks' | 'ping'> = {
    openTasks: async ({ partnerId } = {}) => {
      guard();
      const { number, clock, tasks } = portal.incident.state();
      return tasks
        .filter((task) => !isEnded(task) && task.assignment.partnerId === partnerId)
        .map((task) => ({ number, drill: clock !== null, nextDueAt: task.clock?.dueAt ?? null, task }));
    },
    putFile: async (bytes, { name, mediaType }): Promise<FileRef> => {
      guard();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      portal.files.set(sha256, { bytes, mediaType, name });
      return { sha256, name, mediaType, sizeBytes: bytes.length };
    },
    file: async (sha256) => {
      guard();
      return portal.files.get(sha256) ?? null;
    },
    incident: async (number) => {
      guard();
      const state = portal.incident.state();
      return number === state.number ? { state, head: { seq: state.seq, sha256: '' }, sealedAt: null } : null;
    },
    ping: async () => guard(),
  };
  return store;
}

/** The text of a page, as a person reads it. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(head|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

export const headingOf = (html: string): string => wordsOf(/<h1>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '');

export const keyIn = (html: string): string => /name="idem" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** A partner's answer: handed to the incident, and looked after until it is known what became of it. */
import { randomUUID } from 'node:crypto';
import { REFUSALS, type RefusalCode } from '../../domain/errors';
import type { FileRef, IncidentState } from '../../domain/incident';
import { receiptNumberOf, type Answer, type AnswerName } from '../../domain/messages';
import type { PartnerTaskView, PartnerView } from '../../domain/partner-view';
import type { TimelineEntry } from '../../domain/timeline';
import { fromEngine, isEngineSilent, isIncidentNotFound, sourcesOf } from '../incident-reader';
import type { Caller } from '../tokens';
import type { ApiDeps } from './deps';
import { ApiProblem } from './problems';
import { readEntries } from './reading';
import { leftBefore } from './replay';
import { jsonSource, refuse } from './validation';

export interface Place {
  readonly number: string;
  readonly taskId: string;
}

/** A task that the partner is asked for, or once was, with the newest link it had. */
interface MyTask {
  readonly state: IncidentState;
  readonly view: PartnerView;
  readonly generation: number;
}

export const partnerIdOf = ({ partnerId }: Caller): string => {
  if (partnerId === null) throw new Error('a partner route was reached by staff');
  return partnerId;
};

/** Whether the number is wrong or the task is another firm's is nobody else's business. */
const notYours = (): ApiProblem =>
  new ApiProblem('NOT_FOUND', {
    ja: 'この依頼は御社あてではないか、ありません。GET /api/v1/partner/tasks でご確認ください',
    en: 'There is no such task of yours. See GET /api/v1/partner/tasks',
  });

/** @throws ApiProblem NOT_FOUND for whatever was never asked of this partner. */
export async function myTask(deps: ApiDeps, caller: Caller, { number, taskId }: Place): Promise<MyTask> {
  const partnerId = partnerIdOf(caller);
  const { state } = await fromEngine(sourcesOf(deps), number).catch((error: unknown) => {
    throw isIncidentNotFound(error) ? notYours() : error;
  });
  const task = state.tasks.find((one) => one.taskId === taskId);
  const links = task ? [...task.retiredLinks, task.assignment] : [];
  const generation = links.findLast((link) => link.partnerId === partnerId)?.generation;
  if (generation === undefined) throw notYours();
  const view = await deps.desk.partnerView(number, taskId, partnerId, generation);
  if (!view) throw notYours();
  return { state, view, generation };
}

interface Sent {
  readonly caller: Caller;
  readonly place: Place;
  readonly name: AnswerName;
  readonly said: { readonly files?: readonly { readonly sha256: string; readonly name: string }[] };
  readonly key: string | undefined;
}

export interface Answered {
  readonly outcome: 'APPLIED' | 'QUEUED';
  readonly receipt: string;
  readonly replayed: boolean;
  readonly task: PartnerView | null;
}

/** @throws ApiProblem with the reason when the incident kept the answer and changed nothing. */
export async function answer(deps: ApiDeps, sent: Sent): Promise<Answered> {
  const { caller, place, name, key } = sent;
  const partnerId = partnerIdOf(caller);
  // Keys of one firm cannot be made to collide with anybody else's messages.
  const messageId = key === undefined ? randomUUID() : `${partnerId}/${key}`;
  const receipt = receiptNumberOf(messageId);
  const said = { ...sent.said, ...(await withFiles(deps, partnerId, sent.said)), taskId: place.taskId };
  const before = key === undefined ? null : await leftBefore(deps, place.number, { name, messageId, said });
  if (before) return { outcome: 'APPLIED', receipt, replayed: true, task: await viewAfter(deps, caller, place, before.entries) };

  const mine = await myTask(deps, caller, place);
  // Where another firm has the task by now, the answer changes nothing: it is kept as it is, for the desk to see.
  if (mine.view.link === 'IN_FORCE') refuseUnfit(mine.view, name, said);
  const { view, generation, state } = mine;
  const company = view.link === 'IN_FORCE' ? view.company : await nameOfFirm(deps, place.number, partnerId);
  const by = { name: caller.name, company };
  const body = { ...said, messageId, by, link: { partnerId, generation } };
  await deps.desk.answer(place.number, { name, body } as unknown as Answer);
  const left = await whatItLeft(deps, place.number, messageId, state.seq);
  if (!left) return { outcome: 'QUEUED', receipt, replayed: false, task: null };
  refuseUnapplied(left);
  const task = await deps.desk.partnerView(place.number, place.taskId, partnerId, generation);
  return { outcome: 'APPLIED', receipt, replayed: false, task };
}

/** As the business data of the incident have it. */
const nameOfFirm = ({ desk }: ApiDeps, number: string, partnerId: string): Promise<string> =>
  desk.setup(number).then(
    ({ partners }) => partners.find(({ id }) => id === partnerId)?.name.ja ?? partnerId,
    () => partnerId,
  );

async function viewAfter(
  deps: ApiDeps,
  caller: Caller,
  place: Place,
  entries: readonly TimelineEntry[],
): Promise<PartnerView | null> {
  refuseUnapplied(entries);
  return myTask(deps, caller, place).then(
    ({ view }) => view,
    () => null,
  );
}

/** What the incident made of the message; null while it has not looked at it. */
async function whatItLeft(
  deps: ApiDeps,
  number: string,
  messageId: string,
  afterSeq: number,
): Promise<readonly TimelineEntry[] | null> {
  try {
    const view = await fromEngine(sourcesOf(deps), number);
    const entries = (await readEntries(deps, view, afterSeq)).filter((entry) => entry.messageId === messageId);
    return entries.length ? entries : null;
  } catch (error) {
    // It ended in this very moment, or nobody is there to ask: what the server took, the incident has.
    if (isEngineSilent(error) || isIncidentNotFound(error)) return null;
    throw error;
  }
}

function refuseUnapplied(entries: readonly TimelineEntry[]): void {
  const [first] = entries;
  if (first?.kind !== 'ANSWER_NOT_APPLIED') return;
  const code = first.data.code as RefusalCode;
  if (code === 'RETIRED_LINK') throw new ApiProblem(code, TOO_LATE);
  throw new ApiProblem(code, {
    ja: `${REFUSALS[code].ja}。回答は経過に記録しました`,
    en: `${REFUSALS[code].en}. Your answer was kept in the timeline`,
  });
}

const TOO_LATE = {
  ja: 'この依頼は御社の担当ではなくなっています。回答は経過に記録しましたが、依頼の状態は変わっていません',
  en: 'This task is no longer with you. Your answer was recorded in the timeline; it changes nothing about the task',
};

/**
 * Files are named by their hash; what else is known of them comes from the record. Only the firm that handed a file in
 * may name it: to know a hash is not to have the file.
 */
async function withFiles(
  { store }: ApiDeps,
  partnerId: string,
  { files }: Sent['said'],
): Promise<{ files?: readonly FileRef[] }> {
  if (!files) return {};
  const found: FileRef[] = [];
  for (const [at, { sha256, name }] of files.entries()) {
    const stored = (await store.wasUploadedBy(sha256, partnerId)) ? await store.file(sha256) : null;
    if (!stored) return refuse('body', [jsonSource(files).at(['files', at, 'sha256'], NOT_HANDED_IN)]);
    found.push({ sha256, name, mediaType: stored.mediaType, sizeBytes: stored.bytes.length });
  }
  return { files: found };
}

const NOT_HANDED_IN = {
  ja: 'このファイルは御社からまだ預かっていません。先に POST /api/v1/partner/files で送ってください',
  en: 'This file was not handed in by you yet: send it with POST /api/v1/partner/files first',
};

/** What the page for people asks for too. @throws ApiProblem */
function refuseUnfit(view: PartnerTaskView, name: AnswerName, said: object): void {
  const {
    files = [],
    note = '',
    milestone,
    reason,
    expectedAt,
  } = said as Readonly<Record<string, unknown>> & { files?: unknown[] };
  const at = (field: string, ja: string, en: string) => refuse('body', [jsonSource(said).at([field], { ja, en })]);
  if (name === 'declineTask' && reason === 'OTHER' && note === '') at('note', '理由を入力してください', 'Say why');
  if (name === 'reportProgress' && typeof expectedAt === 'string' && Date.parse(expectedAt) < Date.parse(view.now)) {
    at('expectedAt', '現在より後の日時を入力してください', 'Must be later than now');
  }
  const needsFile =
    name === 'submitInvoice' ||
    (name === 'deliverTask' && view.deliverables.some((one) => one.at === milestone && one.fileRequired));
  if (needsFile && files.length === 0) {
    throw new ApiProblem('FILE_MISSING', {
      ja: 'この回答にはファイルが必要です。先に POST /api/v1/partner/files で送ってください',
      en: 'This answer needs a file: hand it in with POST /api/v1/partner/files first',
    });
  }
  if (name === 'deliverTask' && files.length === 0 && note === '') {
    at('note', 'ファイルか説明のどちらかが必要です', 'Give a file or a note');
  }
}

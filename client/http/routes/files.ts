/** Files: what partners handed in, and how their systems hand it in. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { FileRef } from '../../../domain/incident';
import { filesIn } from '../../delivered-files';
import { mediaTypeOf } from '../../portal/file-types';
import { cleanFileName } from '../../portal/wording';
import { attachment, storedFile } from '../../stored-file';
import type { Permission } from '../../tokens';
import { callerOf, type Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem } from '../problems';
import { readEntries, readIncident } from '../reading';
import { fileRef, incidentNumber, sha256 } from '../schemas/common';

const MEGABYTE = 1_024 * 1_024;
const BINARY = 'application/octet-stream';

const delivered = fileRef
  .extend({ taskId: z.string(), kind: z.enum(['TASK_DELIVERED', 'QUOTE_SUBMITTED', 'INVOICE_SUBMITTED', 'FILING_RECORDED']) })
  .meta({ id: 'DeliveredFile' });
/** A file comes as what it is. */
export const ANY_TYPE = '*/*';
export const bytes = z.string().meta({ format: 'binary' });
const problems = ['NOT_FOUND', 'ENGINE_SILENT'] as const;

export function fileRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/incidents/:number/files',
    documented('READ', {
      tag: 'Files',
      operationId: 'listFiles',
      summary: '納品されたファイルの一覧 / Files that were handed in',
      params: z.object({ number: incidentNumber }),
      answers: { 200: { description: 'Files', schema: z.object({ number: z.string(), files: z.array(delivered) }) } },
      problems,
    }),
    async ({ params: { number } }) => ({ number, files: await filesOf(deps, number) }),
  );
  app.get(
    '/incidents/:number/files/:sha256',
    documented('READ', {
      tag: 'Files',
      operationId: 'downloadFile',
      summary: 'ファイルを取得する / Download a file',
      params: z.object({ number: incidentNumber, sha256 }),
      answers: { 200: { description: 'Its contents', schema: bytes, mediaType: ANY_TYPE } },
      problems: [...problems, 'FILE_DAMAGED'],
    }),
    async ({ params }, reply) => {
      const files = await filesOf(deps, params.number);
      return sendFile(
        deps,
        reply,
        files.find((file) => file.sha256 === params.sha256),
      );
    },
  );
  app.register(async (scope: Api) => addUploads(scope, deps));
}

const filesOf = async (deps: ApiDeps, number: string) => filesIn(await readEntries(deps, await readIncident(deps, number), 0));

/** Sends a file of the record, under the name it was handed in with. @throws ApiProblem */
export async function sendFile({ store }: ApiDeps, reply: FastifyReply, file: FileRef | undefined): Promise<FastifyReply> {
  if (!file) {
    throw new ApiProblem('NOT_FOUND', {
      ja: 'このハッシュのファイルはここにありません',
      en: 'There is no file of this hash here',
    });
  }
  const stored = await storedFile(store, file.sha256);
  if (!stored) {
    throw new ApiProblem('FILE_DAMAGED', {
      ja: '記録にないか、ハッシュと一致しません。送っていません',
      en: 'The record does not have it, or it does not match its hash. Nothing was sent',
    });
  }
  return reply.headers(attachment(file)).send(stored);
}

interface UploadRoute {
  readonly path: string;
  readonly permission: Permission;
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly use: string;
}

const UPLOADS: readonly UploadRoute[] = [
  {
    ...{ path: '/partner/files', permission: 'PARTNER', tag: 'Partner', operationId: 'uploadFile' },
    summary: 'ファイルを預ける / Hand in a file',
    use: 'Then name it by its `sha256` in a delivery, quote or invoice.',
  },
  {
    ...{ path: '/files', permission: 'DECIDE', tag: 'Files', operationId: 'keepFile' },
    summary: 'ファイルを記録に保管する / Keep a file in the record',
    use: 'Then name it by its `sha256` in what was filed.',
  },
];

function addUploads(app: Api, deps: ApiDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(BINARY, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const upload of UPLOADS) addUpload(app, deps, upload);
}

function addUpload(app: Api, deps: ApiDeps, { path, permission, use, ...about }: UploadRoute): void {
  app.post(
    path,
    {
      ...documented(permission, {
        ...about,
        description: `${use} PDF, PNG, JPEG, ZIP, Word, Excel, PowerPoint, text, CSV and mails are taken: the ending of the name and the contents have to agree.`,
        querystring: z.strictObject({ name: z.string().min(1).max(300).describe('Name of the file, e.g. 調査報告書.pdf') }),
        body: z.instanceof(Buffer).meta({ type: 'string', format: 'binary' }),
        consumes: [BINARY],
        answers: { 201: { description: 'It is kept', schema: fileRef } },
        problems: ['FILE_REFUSED'],
      }),
      bodyLimit: deps.maxFileMb * MEGABYTE,
    },
    async (request, reply) => {
      const { body, query } = request;
      const name = cleanFileName(query.name);
      const mediaType = body.length ? mediaTypeOf(name, body) : null;
      if (mediaType === null) throw refusedFile(body.length === 0);
      const { partnerId } = callerOf(request);
      const kept = await deps.store.putFile(body, { name, mediaType, ...(partnerId !== null && { uploadedBy: partnerId }) });
      return reply.code(201).send(kept);
    },
  );
}

const refusedFile = (isEmpty: boolean): ApiProblem =>
  new ApiProblem(
    'FILE_REFUSED',
    isEmpty
      ? { ja: 'ファイルが空です', en: 'The file is empty' }
      : {
          ja: '受け付けていない種類か、拡張子と内容が一致しません。預かっていません',
          en: 'It is of a kind that is not taken, or its ending and contents do not agree. It was not kept',
        },
  );

/** Reads a form with files: streamed to disk, checked there, and only then put into the record, one at a time. */
import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileRef } from '../../domain/incident';
import type { Store } from '../../store/types';
import { mediaTypeOf } from './file-types';
import type { FormFields } from './forms';
import { cleanFileName } from './wording';

export const MAX_FILES = 10;
/** The whole of one form with its files may weigh as much as this many files of the largest size. */
const TOTAL_IN_FILES = 5;
const MAX_FIELDS = 60;
const FIELD_BYTES = 64 * 1_024;
const MEGABYTE = 1_024 * 1_024;

export const totalMb = (maxFileMb: number): number => maxFileMb * TOTAL_IN_FILES;

export interface FileProblem {
  readonly kind: 'TOO_BIG' | 'WRONG_TYPE' | 'EMPTY' | 'TOO_MANY';
  readonly name: string;
}
interface SpooledFile {
  readonly path: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
}
export interface Upload {
  readonly fields: FormFields;
  readonly files: readonly SpooledFile[];
  readonly problems: readonly FileProblem[];
  /** Removes what was written to disk. */
  dispose(): Promise<void>;
}

/** The form is larger than this desk takes, or does not say how large it is. */
export class UploadTooLarge extends Error {
  override readonly name = 'UploadTooLarge';
}

/** What was sent is not the form it claims to be. */
export class UploadUnreadable extends Error {
  override readonly name = 'UploadUnreadable';
}

/** @throws UploadTooLarge before anything is read, UploadUnreadable for what cannot be parsed. */
export async function readUpload(request: FastifyRequest, maxFileMb: number): Promise<Upload> {
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (!(length <= (totalMb(maxFileMb) + 1) * MEGABYTE)) throw new UploadTooLarge();
  const folder = await mkdtemp(join(tmpdir(), 'portal-upload-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await readParts(request, folder, maxFileMb * MEGABYTE)), dispose };
  } catch (error) {
    await dispose();
    // Whatever was not read has to be let through, or the browser waits for ever with its upload.
    request.raw.resume();
    throw isOurs(error) ? error : new UploadUnreadable('the form cannot be read', { cause: error });
  }
}

/** A full disk is ours, and a limit has a status of its own; all else that ends the reading is in what was sent. */
const isOurs = (error: unknown): boolean =>
  !(error instanceof Error) || 'syscall' in error || ('statusCode' in error && error.statusCode === 413);

async function readParts(request: FastifyRequest, folder: string, maxBytes: number): Promise<Omit<Upload, 'dispose'>> {
  const fields: Record<string, string[]> = {};
  const files: SpooledFile[] = [];
  const problems: FileProblem[] = [];
  // One file more than allowed is let in, so that it can be told from other limits and said in words.
  const limits = {
    files: MAX_FILES + 1,
    fileSize: maxBytes,
    fields: MAX_FIELDS,
    fieldSize: FIELD_BYTES,
    parts: MAX_FIELDS + MAX_FILES + 1,
  };
  let count = 0;
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') (fields[part.fieldname] ??= []).push(part.value);
      continue;
    }
    const name = part.filename ? cleanFileName(part.filename) : '';
    const path = join(folder, String(files.length + problems.length));
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }));
    if (!name) continue;
    count += 1;
    const result = count > MAX_FILES ? 'TOO_MANY' : part.file.truncated ? 'TOO_BIG' : await judge(path, name);
    if (typeof result === 'string') problems.push({ kind: result, name });
    else files.push({ path, name, ...result });
  }
  return { fields, files, problems };
}

async function judge(path: string, name: string): Promise<FileProblem['kind'] | Pick<SpooledFile, 'mediaType' | 'sha256'>> {
  const bytes = await readFile(path);
  if (bytes.length === 0) return 'EMPTY';
  const mediaType = mediaTypeOf(name, bytes);
  return mediaType ? { mediaType, sha256: createHash('sha256').update(bytes).digest('hex') } : 'WRONG_TYPE';
}

/** Puts the files into the record, one in memory at a time. */
export async function keepFiles(store: Pick<Store, 'putFile'>, files: readonly SpooledFile[]): Promise<FileRef[]> {
  const kept: FileRef[] = [];
  for (const { path, name, mediaType } of files) kept.push(await store.putFile(await readFile(path), { name, mediaType }));
  return kept;
}

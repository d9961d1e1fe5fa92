/** A file of the record on its way out: only as it came in, and never as something that a browser would run. */
import { createHash } from 'node:crypto';
import type { FileRef } from '../domain/files';
import type { Store } from '../store/types';
import { safeMediaType } from './portal/file-types';

/** Its bytes; null when the record does not have them, or has others. */
export async function storedFile(store: Pick<Store, 'file'>, sha256: string): Promise<Buffer | null> {
  const stored = await store.file(sha256);
  return stored && createHash('sha256').update(stored.bytes).digest('hex') === sha256 ? stored.bytes : null;
}

/** Headers of a download under the name it was handed in with. */
export const attachment = ({ name, mediaType }: Pick<FileRef, 'name' | 'mediaType'>): Record<string, string> => ({
  'content-disposition': `attachment; filename*=UTF-8''${encodeFileName(name)}`,
  'content-type': safeMediaType(mediaType),
});

/** RFC 8187: encodeURIComponent leaves these four alone, a header must not. */
const encodeFileName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

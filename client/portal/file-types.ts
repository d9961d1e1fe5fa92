/** Which files are taken: the ending of the name and the first bytes of the contents have to agree. */

interface FileType {
  readonly mediaType: string;
  readonly fits: (bytes: Buffer) => boolean;
}

const startsWith = (bytes: Buffer, ...magic: readonly number[]): boolean => magic.every((value, at) => bytes[at] === value);

/** Programs that write PDF may put a few bytes before its mark. */
const PDF_MARK_WITHIN = 1_024;
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, PDF_MARK_WITHIN).includes('%PDF-');
const isPng = (bytes: Buffer): boolean => startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const isJpeg = (bytes: Buffer): boolean => startsWith(bytes, 0xff, 0xd8, 0xff);
const isZip = (bytes: Buffer): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06);
/** The names of a ZIP's entries stand in it uncompressed. */
const isOffice =
  (folder: string) =>
  (bytes: Buffer): boolean =>
    isZip(bytes) && bytes.includes('[Content_Types].xml') && bytes.includes(folder);

const isProgram = (bytes: Buffer): boolean => startsWith(bytes, 0x4d, 0x5a) || startsWith(bytes, 0x7f, 0x45, 0x4c, 0x46);
/** Text in any of the encodings in use in Japan: no zero byte, unless it is marked as UTF-16. */
const isText = (bytes: Buffer): boolean => {
  const utf16 = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff);
  return !isProgram(bytes) && !isPdf(bytes) && (utf16 || !bytes.includes(0));
};
const isMail = (bytes: Buffer): boolean => isText(bytes) && /^[!-9;-~]+:/.test(bytes.subarray(0, 200).toString('latin1'));

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const TYPES: Readonly<Record<string, FileType>> = {
  pdf: { mediaType: 'application/pdf', fits: isPdf },
  png: { mediaType: 'image/png', fits: isPng },
  jpg: { mediaType: 'image/jpeg', fits: isJpeg },
  jpeg: { mediaType: 'image/jpeg', fits: isJpeg },
  zip: { mediaType: 'application/zip', fits: isZip },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, fits: isOffice('word/') },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, fits: isOffice('xl/') },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, fits: isOffice('ppt/') },
  txt: { mediaType: 'text/plain', fits: isText },
  csv: { mediaType: 'text/csv', fits: isText },
  eml: { mediaType: 'message/rfc822', fits: isMail },
};

/** For the file chooser of the browser. */
export const ACCEPTED_ENDINGS: string = Object.keys(TYPES)
  .map((ending) => `.${ending}`)
  .join(',');

/** The media type of a file that is taken; null for any other. What the browser claims is not asked. */
export function mediaTypeOf(name: string, bytes: Buffer): string | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
  return type?.fits(bytes) ? type.mediaType : null;
}

const KNOWN = new Set(Object.values(TYPES).map(({ mediaType }) => mediaType));
/** What a download may call itself. */
export const safeMediaType = (mediaType: string): string => (KNOWN.has(mediaType) ? mediaType : 'application/octet-stream');

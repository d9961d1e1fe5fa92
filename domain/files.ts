/** A file is named by its hash; its bytes live in the record. */
export interface FileRef {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

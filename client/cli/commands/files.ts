/** `desk files`: what was delivered, and a file of it. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FileRef } from '../../../domain/incident';
import type { Bilingual } from '../../../domain/wording';
import { filesIn, type DeliveredFile } from '../../delivered-files';
import type { Context } from '../context';
import { CliProblem, wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { readEntries, readIncident } from '../incident-view';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { saveFile } from '../save-file';
import { ARG, describe, type Cli } from './cli';

const NOTHING: Bilingual = { ja: 'ファイルはまだ納品されていません', en: 'No file was delivered yet' };
const HEAD = { ja: ['依頼', 'ファイル', '大きさ', 'SHA-256'], en: ['Task', 'File', 'Size', 'SHA-256'] } as const;
/** Fewer characters of a hash could mean several files. */
const SHORTEST_HASH = 8;

export function addFilesCommand({ program, run }: Cli): void {
  const command = program
    .command('files')
    .argument('<number>', ARG.number)
    .argument('[sha256]', 'ファイルのハッシュ(先頭8文字以上)、省略：一覧 / hash of the file (8 characters or more); none: list')
    .option('-o, --output <file>', '保存先(- は標準出力、省略：納品時の名前) / where to (- is stdout; default: its own name)');
  describe(command, { ja: '納品されたファイルを一覧・保存します', en: 'List or download delivered files' }, [
    'files 7K3M-Q2XK',
    'files 7K3M-Q2XK 3f9a1c02 -o report.pdf',
  ]).action(
    run(async (context, typed: string, hash: string | undefined, { output }: { readonly output?: string }) => {
      const number = readNumber(typed);
      const files = await filesOf(context, number);
      if (hash === undefined) return listFiles(context, number, files);
      return download(context, number, pick(files, hash), output);
    }),
  );
}

async function filesOf(context: Context, number: string): Promise<readonly DeliveredFile[]> {
  const entries = await readEntries(context, await readIncident(context, number), 0);
  return filesIn(entries);
}

async function listFiles(context: Context, number: string, files: readonly DeliveredFile[]): Promise<void> {
  context.printJson({ number, files });
  const rows = printable(files).map(({ taskId, name, sizeBytes, sha256 }) => [
    taskId,
    name,
    `${sizeBytes.toLocaleString('en-US')} B`,
    sha256,
  ]);
  context.print(rows.length ? tableLines(rows, context.paint, HEAD[context.language]) : [context.word(NOTHING)]);
}

function pick(files: readonly DeliveredFile[], hash: string): DeliveredFile {
  const typed = hash.normalize('NFKC').toLowerCase();
  if (!/^[0-9a-f]+$/.test(typed) || typed.length < SHORTEST_HASH) {
    throw wrongUsage({
      ja: 'ファイルはハッシュの先頭8文字以上で指定してください',
      en: 'Name the file by 8 characters of its hash, or more',
    });
  }
  const found = files.filter(({ sha256 }) => sha256.startsWith(typed));
  const [file] = found;
  if (file && new Set(found.map(({ sha256 }) => sha256)).size === 1) return file;
  throw new CliProblem('UNKNOWN_FILE', {
    ja: file
      ? 'このハッシュに当てはまるファイルが複数あります。続きの文字も入力してください'
      : 'このハッシュのファイルはこの案件にありません。「desk files 受付番号」でご確認ください',
    en: file
      ? 'Several files fit this hash: give more of it'
      : 'This incident has no such file. See them with "desk files NUMBER"',
  });
}

async function download(context: Context, number: string, file: DeliveredFile, output?: string): Promise<void> {
  const stored = await (await context.deps.store()).file(file.sha256);
  if (!stored || createHash('sha256').update(stored.bytes).digest('hex') !== file.sha256) {
    throw new CliProblem('FILE_DAMAGED', {
      ja: 'ファイルの内容が記録にないか、ハッシュと一致しません。保存していません',
      en: 'The record does not have the file, or it does not match its hash. Nothing was saved',
    });
  }
  if (output === '-') return void context.deps.stdout.write(stored.bytes);
  const target = output ?? safeName(file);
  await saveFile(target, stored.bytes, { option: '-o', isNamed: output !== undefined });
  context.printJson({ number, file, savedAs: target });
  context.print([context.language === 'ja' ? `✓ ${target} に保存しました` : `✓ Saved as ${target}`]);
}

/** The name the partner gave it, without anything that would leave the folder. */
function safeName({ name, sha256 }: FileRef): string {
  const base = path.basename(printable(name).replaceAll('\\', '/')).replace(/^\.+/, '');
  return base || sha256;
}

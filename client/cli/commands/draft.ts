/** `desk draft`: reports and notices written from the case data, ready to check, edit and file. */
import { availableDrafts } from '../../../domain/drafts/available';
import { DRAFT_KINDS, isDraftKind, type DraftKind } from '../../../domain/drafts/kinds';
import { isNoDraft, type Draft, type DraftWarning } from '../../../domain/drafts/model';
import type { Told } from '../../../domain/drafts/told';
import { currentFacts } from '../../../domain/incident';
import { sayDay } from '../../../domain/time-words';
import type { Bilingual } from '../../../domain/wording';
import { currentAssessment } from '../../documents/case-data';
import type { DraftFormat } from '../../documents/drafting';
import { drafting, toldFile } from '../../documents/lazy';
import type { Context } from '../context';
import { wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { readEntries, readIncident, type IncidentView } from '../incident-view';
import { readSource } from '../input';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { saveFile } from '../save-file';
import { ARG, describe, type Cli } from './cli';

const FORMATS = ['pdf', 'docx', 'text', 'json'] as const;
const HEAD = { ja: ['書面', '作成', '期限', '理由'], en: ['Draft', 'Now', 'Due', 'Why'] } as const;
const NOW: Bilingual = { ja: '作成できます', en: 'yes' };
const NOT_NOW: Bilingual = { ja: '-', en: '-' };

interface Options {
  readonly format?: string;
  readonly out?: string;
  readonly with?: string;
  readonly factsVersion?: string;
  readonly baseVersion?: string;
  readonly client?: string;
}

export function addDraftCommand({ program, run }: Cli): void {
  const command = program
    .command('draft')
    .argument('<number>', ARG.number)
    .argument('[kind]', `書面(省略：いま作成できるもの) / one of: ${DRAFT_KINDS.join(', ')}; none: which make sense now`)
    .option('--format <format>', `形式 / one of: ${FORMATS.join(', ')}; default: by the name of the file, else text`)
    .option('-o, --out <file>', '保存先(- は標準出力) / where to (- is stdout)')
    .option('--with <file>', '原因など、申告された内容(YAML/JSON、- は標準入力) / what was told beside the facts')
    .option('--facts-version <n>', '事実情報の版(省略：現在の版) / version of the facts; default: in force')
    .option('--base-version <n>', '確報：速報に用いた版(省略：提出の記録) / final report: version of the preliminary one')
    .option('--client <id>', '委託元への通知：委託元の番号 / client-notice: which client');
  const text = { ja: '報告書・通知の案を作成します(提出はしません)', en: 'Draft a report or notice; files nothing' };
  describe(command, text, [
    'draft 7K3M-Q2XK',
    'draft 7K3M-Q2XK ppc-preliminary --out 速報.pdf',
    'draft 7K3M-Q2XK ppc-final --format docx --with told.yaml',
    'draft 7K3M-Q2XK subject-notice --format text --lang en',
  ]).action(
    run(async (context, typed: string, kind: string | undefined, options: Options) => {
      const number = readNumber(typed);
      if (kind === undefined) return list(context, await readIncident(context, number));
      return write(context, number, readKind(kind), options);
    }),
  );
}

function readKind(typed: string): DraftKind {
  const kind = typed.normalize('NFKC').toLowerCase();
  if (isDraftKind(kind)) return kind;
  throw wrongUsage({
    ja: `「${printable(typed)}」という書面はありません。次のいずれかです: ${DRAFT_KINDS.join(', ')}`,
    en: `There is no draft "${printable(typed)}". Use one of: ${DRAFT_KINDS.join(', ')}`,
  });
}

async function list(context: Context, { state, nowMs }: IncidentView): Promise<void> {
  const { language, paint, word } = context;
  const drafts = availableDrafts(currentAssessment(state, await context.deps.law()));
  context.printJson({ number: state.number, factsVersion: currentFacts(state).version, drafts });
  const rows = drafts.map(({ kind, makesSense, because, due }) => {
    const cells = [kind, word(makesSense ? NOW : NOT_NOW), due === null ? '' : sayDay(due, language, nowMs), word(because)];
    return makesSense ? cells : cells.map((cell) => paint.faint(cell));
  });
  context.print(tableLines(rows, paint, HEAD[language]));
}

async function write(context: Context, number: string, kind: DraftKind, options: Options): Promise<void> {
  const { deps, language } = context;
  const format = readFormat(options);
  const told: Told = options.with === undefined ? {} : toldFile().readTold(await readSource(deps, options.with));
  const view = await readIncident(context, number);
  const { makeDraft, renderDraft, draftJson, fileNameOf } = drafting();
  const draft = makeDraft(view, await readEntries(context, view, 0), await deps.law(), {
    ...{ kind, language, told, clientId: options.client ?? null },
    version: readVersion(options.factsVersion),
    baseVersion: readVersion(options.baseVersion),
  });
  if (isNoDraft(draft)) throw wrongUsage(draft.reason);
  const isBinary = format === 'pdf' || format === 'docx';
  const target = options.out ?? (isBinary ? fileNameOf(draft, format) : '-');
  // JSON for programs holds the draft itself unless a file was asked for.
  if (context.json && options.out === undefined && options.format === undefined) return context.printJson(draftJson(draft));
  const bytes = await renderDraft(draft, format);
  if (target === '-') {
    deps.stdout.write(isBinary ? bytes : safeText(bytes));
    return;
  }
  await saveFile(target, bytes, { option: '--out', isNamed: options.out !== undefined });
  tellSaved(context, draft, target);
}

/** Text for a terminal: line by line, with nothing in it that the terminal would carry out. */
const safeText = (bytes: Buffer): string => bytes.toString('utf8').split('\n').map(printable).join('\n');

function tellSaved(context: Context, draft: Draft, target: string): void {
  const { kind, factsVersion, currentVersion, warnings } = draft;
  context.printJson({ number: draft.incidentNumber, kind, factsVersion, currentVersion, warnings, savedAs: target });
  const mark = ({ level, text }: DraftWarning): string => {
    const line = printable(text);
    return level === 'WARNING' ? context.paint.overdue(`! ${line}`) : context.paint.faint(`  ${line}`);
  };
  const saved = context.language === 'ja' ? `✓ ${target} に保存しました(案)` : `✓ Saved as ${target} (draft)`;
  context.print([saved, ...warnings.map(mark)]);
}

function readFormat({ format, out }: Options): DraftFormat {
  const told = format?.toLowerCase();
  const found = FORMATS.find((one) => one === told);
  if (told !== undefined && !found) {
    throw wrongUsage({
      ja: `形式は ${FORMATS.join(', ')} のいずれかで指定してください`,
      en: `The format is one of: ${FORMATS.join(', ')}`,
    });
  }
  return found ?? (out === undefined ? null : drafting().formatOfName(out)) ?? 'text';
}

function readVersion(typed: string | undefined): number | null {
  if (typed === undefined) return null;
  const digits = typed.normalize('NFKC').trim();
  if (/^[1-9]\d{0,3}$/.test(digits)) return Number(digits);
  throw wrongUsage({
    ja: '事実情報の版は 1 以上の数で指定してください',
    en: 'A version of the facts is a number from 1',
  });
}

/** `desk list`: the incidents, next due first. */
import { InvalidArgumentError } from 'commander';
import type { Bilingual } from '../../../domain/wording';
import { toMs } from '../../../domain/time';
import { sayDayNumber } from '../../../domain/time-words';
import type { IncidentRow } from '../../../store/types';
import { printable } from '../print/printable';
import { bracketed, moment, remaining, say, type Reader } from '../print/reader';
import { tableLines } from '../print/table';
import { DRILL, OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS } from '../words/terms';
import { describe, type Cli } from './cli';

interface ListOptions {
  readonly all?: boolean;
  readonly search?: string;
  readonly limit: number;
}

const DEFAULT_LIMIT = 50;
const HEAD = {
  ja: ['残り', '次の期限', '受付番号', 'お客様', '状態', '重大度', '経過', '依頼(終了/全)', ''],
  en: ['Left', 'Next due', 'Number', 'Insured', 'State', 'Severity', 'Day', 'Tasks done', ''],
} as const;
const NOTHING: Bilingual = {
  ja: '該当する案件がありません。番号・会社名で検索できます(終結した案件は --all)',
  en: 'No incident matches. Search by number or company (--all includes closed ones)',
};
const MORE: Bilingual = { ja: 'ほかにもある場合は --limit を増やしてください', en: 'There may be more: raise --limit' };

export function addListCommand({ program, run }: Cli): void {
  const command = program
    .command('list')
    .option('--all', '終結した案件も含める / include closed incidents')
    .option('--search <text>', '番号・会社名の一部で探す / part of the number or of the company')
    .option('--limit <n>', '件数の上限 / at most this many', positive, DEFAULT_LIMIT);
  describe(command, { ja: '案件を期限の近い順に表示します', en: 'List incidents, next due first' }, [
    'list',
    'list --all --search 物流',
    'list --json',
  ]).action(
    run(async (context, { all, search, limit }: ListOptions) => {
      const store = await context.deps.store();
      const incidents = await store.incidents({
        ...(all ? {} : { status: 'OPEN' as const }),
        ...(search ? { search } : {}),
        limit,
      });
      context.printJson({ incidents });
      const { language, paint } = context;
      const nowMs = context.deps.nowMs();
      const rows = incidents.map((row) => listRow(printable(row), { language, paint, nowMs, knowsNow: !row.drill }));
      const more = incidents.length === limit ? ['', context.word(MORE)] : [];
      context.print(rows.length ? [...tableLines(rows, paint, HEAD[language]), ...more] : [context.word(NOTHING)]);
    }),
  );
}

/** Reads a count. @throws InvalidArgumentError */
export function positive(text: string): number {
  const value = Number(text.normalize('NFKC'));
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number above 0');
}

function listRow(row: IncidentRow, reader: Reader): string[] {
  const { paint, nowMs, language } = reader;
  const status = say(STATUS_WORDS[row.status], reader);
  const isOpen = row.status === 'OPEN';
  const cells = [
    isOpen ? remaining(row.nextDueAt, reader) : '',
    isOpen ? moment(row.nextDueAt, reader) : '',
    isOpen ? paint.strong(row.number) : row.number,
    row.insured ?? '',
    row.outcome ? `${status}${bracketed(say(OUTCOME_WORDS[row.outcome], reader), reader)}` : status,
    say(SEVERITY_WORDS[row.severity], reader),
    isOpen && reader.knowsNow && toMs(row.awareAt) <= nowMs ? sayDayNumber(row.awareAt, nowMs, language) : '',
    `${row.tasksTotal - row.tasksOpen}/${row.tasksTotal}`,
  ].map((cell) => (isOpen ? cell : paint.faint(cell)));
  return [...cells, row.drill ? paint.drill(`[${say(DRILL, reader)}]`) : ''];
}

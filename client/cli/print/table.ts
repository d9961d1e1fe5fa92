/** Tables without lines, aligned by what a terminal shows: a Japanese character is two columns wide. */
import CliTable from 'cli-table3';
import type { Paint } from './paint';

const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
] as const;
const NO_LINES = { ...Object.fromEntries(BORDERS.map((name) => [name, ''])), middle: '  ' };

/** Lines of a table; a column that is empty in every row is left out together with its heading. */
export function tableLines(rows: readonly (readonly string[])[], paint: Paint, head: readonly string[] = []): string[] {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => rows.some((row) => row[column]));
  if (!rows.length) return [];
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true };
  const table = new CliTable({ chars: NO_LINES, style });
  if (head.length) table.push(columns.map((column) => paint.faint(head[column] ?? '')));
  table.push(...rows.map((row) => columns.map((column) => row[column] ?? '')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

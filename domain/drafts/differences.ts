/** How two drafts of the same case differ, row by row: a final report against the preliminary one, an old draft against the facts of today. */
import type { ItemId } from './kinds';
import type { Statement } from './material';
import type { Difference, DraftItem } from './model';

const keyOf = ({ row, of }: Statement): string => `${row} ${of ?? ''}`;

/** Every row that says something else, in the order of the items. `counts` tells which rows are compared. */
export function differencesBetween(
  before: readonly DraftItem[],
  after: readonly DraftItem[],
  counts: (statement: Statement) => boolean = () => true,
): Difference[] {
  return after.flatMap((item) => {
    const old = before.find(({ id }) => id === item.id)?.statements.filter(counts) ?? [];
    const fresh = item.statements.filter(counts);
    const byKey = new Map(old.map((one) => [keyOf(one), one]));
    const gone = old.filter((one) => !fresh.some((other) => keyOf(other) === keyOf(one)));
    return [
      ...fresh.flatMap((one) => {
        const was = byKey.get(keyOf(one));
        return was?.text === one.text ? [] : [difference(item.id, was, one)];
      }),
      ...gone.map((one) => difference(item.id, one, undefined)),
    ];
  });
}

const difference = (item: ItemId, from: Statement | undefined, to: Statement | undefined): Difference => ({
  item,
  label: (to ?? from)?.label ?? '',
  from: from?.text ?? null,
  fromSource: from?.source ?? null,
  to: to?.text ?? null,
  toSource: to?.source ?? null,
});

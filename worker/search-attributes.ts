/** Search attributes must exist before an incident runs: an unknown one fails its workflow task for ever. */
import { temporal } from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';
import { SEARCH_ATTRIBUTES } from '../workflows/messages';

const { IndexedValueType } = temporal.api.enums.v1;
const TYPES = { KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME };

/** Registers what is missing. @throws when the server allows that only to its operator (Temporal Cloud: see README). */
export async function registerSearchAttributes(
  { operatorService }: Pick<NativeConnection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !Object.hasOwn(customAttributes, name));
  if (!missing.length) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, TYPES[type]]));
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/** Facts as people hand them in: whole, or only what changed. */
import { ConfigProblems } from '../../config/problems';
import { checkShape } from '../../config/shape';
import type { Path, YamlSource } from '../../config/yaml-source';
import type { Facts } from '../../domain/facts';
import { factsSchema } from '../facts-schema';
import { isObject } from './input';

/** The facts in a file: at the top, or under `facts`. */
export function factsIn(source: YamlSource): { readonly value: unknown; readonly path: Path } {
  const { value } = source;
  return isObject(value) && 'facts' in value ? { value: value.facts, path: ['facts'] } : { value, path: [] };
}

/** @throws ConfigProblems naming the places in the file. */
export function checkedFacts(source: YamlSource, path: Path, facts: unknown): Facts {
  const shaped = checkShape<Facts>(source, factsSchema, facts, path);
  if (!shaped.ok) throw new ConfigProblems(shaped.problems);
  return shaped.value;
}

/** Files that a command writes where the person runs it. */
import { writeFile } from 'node:fs/promises';
import { CliProblem } from './failures';
import { systemCode } from './input';
import { printable } from './print/printable';

/**
 * A file already there is replaced only when the person named it: with `option`, so called in what is said.
 * @throws CliProblem NOT_SAVED
 */
export async function saveFile(
  target: string,
  bytes: Buffer,
  { option, isNamed }: { option: string; isNamed: boolean },
): Promise<void> {
  try {
    await writeFile(target, bytes, { flag: isNamed ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const why = systemCode(error);
    throw new CliProblem('NOT_SAVED', {
      ja: `${printable(target)} に保存できません(${why})。${option} で保存先を指定してください`,
      en: `It cannot be saved as ${printable(target)} (${why}). Name another place with ${option}`,
    });
  }
}

/** How many approvals wait, for the header of every page. */
import type { ConsoleDeps } from '../deps';
import type { Who } from '../visit';

/** A header is never waited for: right after a start the incidents under way are still being read. */
const LONGEST_WAIT_MS = 250;

/** Of incidents that are no drills, as far as this person may decide them. */
export const countWaiting = async ({ store }: Pick<ConsoleDeps, 'store'>, { gates }: Pick<Who, 'gates'>): Promise<number> =>
  (await store.openIncidents())
    .filter(({ drill }) => !drill)
    .reduce((sum, { approvals }) => sum + approvals.filter(({ gate }) => gates.includes(gate)).length, 0);

/** For somebody who may decide; nothing waits for anybody else. @throws when it takes too long */
export async function waitingFor(deps: ConsoleDeps, who: Who): Promise<number> {
  if (!who.permissions.includes('APPROVE')) return 0;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('not counted yet')), LONGEST_WAIT_MS);
  });
  return Promise.race([countWaiting(deps, who), tooLong]).finally(() => clearTimeout(timer));
}

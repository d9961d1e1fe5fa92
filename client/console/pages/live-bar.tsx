/** The bar that tells what is new while a page is open. Hidden until there is something; without a script it never is. */
import type { OpenVisit } from '../visit';

interface LiveBarProps {
  readonly visit: OpenVisit;
  readonly stream: string;
  /** The page as it is now. */
  readonly show: string;
}

export function LiveBar({ visit, stream, show }: LiveBarProps) {
  const { live } = visit.t;
  return (
    <div
      id="live"
      class="live-bar no-print"
      data-stream={stream}
      data-one={live.one}
      data-many={live.many('{n}')}
      data-facts={live.facts}
      data-stale={live.stale('{time}')}
      hidden
    >
      <p role="status" />
      <a class="button small-button" href={show} data-show="">
        {live.show}
      </a>
    </div>
  );
}

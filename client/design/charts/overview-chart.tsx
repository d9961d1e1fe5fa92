/** What surrounds a chart of an overview: it scrolls by keyboard on a phone, and says in words what it shows. */
import type { ComponentChildren } from 'preact';

export interface ChartWords {
  readonly title: string;
  readonly legend: string;
  /** The conclusion in one sentence. */
  readonly summary: string;
}

export function OverviewChart({ words, tall, children }: { words: ChartWords; tall?: boolean; children: ComponentChildren }) {
  return (
    <figure class={tall ? 'overview-chart tall' : 'overview-chart'}>
      <div class="overview-scroller" tabIndex={0} role="group" aria-label={words.title}>
        {children}
      </div>
      <figcaption class="small">
        <span class="under">{words.legend}</span>
        {words.summary}
      </figcaption>
    </figure>
  );
}

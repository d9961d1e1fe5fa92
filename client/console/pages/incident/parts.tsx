/** The small pieces that the parts of an incident's page are made of. */
import type { ComponentChildren } from 'preact';
import type { Actor } from '../../../../domain/incident';
import type { Instant, LegalDay } from '../../../../domain/time';
import { sayDay, sayWhen } from '../../../../domain/time-words';
import type { Case } from '../../routes/incident-read';
import { SECTIONS, type SectionId } from '../../routes/incident-sections';
import type { LiveWords } from '../../routes/live-words';
import type { Visit } from '../../visit';
import { LiveBar as PageLiveBar } from '../live-bar';

/** What every part is given. */
export interface PartProps {
  readonly visit: Visit;
  readonly of: Case;
  readonly words: LiveWords;
}

/** A word that changes in place while the page is open. */
export function Live({ words, name, badge = false }: { words: LiveWords; name: string; badge?: boolean }) {
  const word = words[name];
  if (!word) return null;
  return (
    <span class={`${badge ? 'state' : 'word'} ${word.tone}`} data-live={name}>
      {word.text}
    </span>
  );
}

/** Times are said as on the incident's own clock. */
export function When({ visit, of, at }: { visit: Visit; of: Pick<Case, 'nowMs'>; at: Instant }) {
  return <time dateTime={at}>{sayWhen(at, visit.language, of.nowMs)}</time>;
}

/** A day of the law: never with hours. */
export function Day({ visit, of, day }: { visit: Visit; of: Pick<Case, 'nowMs'>; day: LegalDay }) {
  return <time dateTime={day}>{sayDay(day, visit.language, of.nowMs)}</time>;
}

/** Who it was: a firm with its person, a colleague, or nobody. */
export function whoIs({ role, name, company }: Actor, { t }: Visit): string {
  if (role === 'ENGINE') return t.incident.engine;
  return [company ?? (role === 'INSURED' ? t.incident.insured : ''), name].filter(Boolean).join(' ');
}

/** A part of the page; its number is its key on the keyboard. */
export function Section({
  visit,
  id,
  extra,
  children,
}: {
  visit: Visit;
  id: SectionId;
  extra?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section id={id} class="part" aria-labelledby={`${id}-heading`} tabIndex={-1}>
      <div class="part-top">
        <h2 id={`${id}-heading`}>
          <span class="part-number" aria-hidden="true">
            {SECTIONS.indexOf(id) + 1}
          </span>{' '}
          {visit.t.incident.sections[id]}
        </h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

/** What was just done, as the address says. */
export function DoneNotice({ words }: { words: string | undefined }) {
  if (!words) return null;
  return (
    <div class="notice no-print" role="status">
      <p>
        <span aria-hidden="true">✓</span> {words}
      </p>
    </div>
  );
}

/** New things are told here; nothing on the page moves because of them. */
export const LiveBar = ({ visit, of }: { visit: Visit; of: Case }) => (
  <PageLiveBar visit={visit} stream={`/i/${of.number}/live?after=${of.state.seq}`} show={`/i/${of.number}`} />
);

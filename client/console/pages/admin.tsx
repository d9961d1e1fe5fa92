/** What there is to administrate, as far as this person may. */
import type { Visit } from '../visit';

export interface AdminLink {
  readonly href: string;
  readonly label: string;
  readonly hint: string;
}

export function Admin({ visit, links }: { visit: Visit; links: readonly AdminLink[] }) {
  return (
    <>
      <h1>{visit.t.admin.title}</h1>
      <dl class="facts">
        {links.map(({ href, label, hint }) => (
          <div key={href}>
            <dt>
              <a href={href}>{label}</a>
            </dt>
            <dd>{hint}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A person's open tasks, next due first. */
import type { ListedTask, TaskList } from '../listing';
import { addressOf, type PageContext } from './context';
import { renderPage } from './frame';
import { StateStrip } from './task-parts';
import type { PartnerTaskView } from '../../../domain/partner-view';
import { toMs } from '../../../domain/time';

function Item({ page, task: { view, token } }: { page: PageContext; task: ListedTask }) {
  const { t, language } = page;
  // Every incident tells the time of its own clock.
  const ofTask = { ...page, nowMs: toMs(view.now), token };
  return (
    <li>
      <a href={addressOf(ofTask)}>
        {view.serviceName[language]} <span class="note">{view.incidentNumber}</span>
      </a>
      {view.drill && <p class="note">{t.list.drill}</p>}
      <StateStrip page={ofTask} view={view} />
    </li>
  );
}

export function renderList(page: PageContext, own: PartnerTaskView, { tasks, notShown, incomplete }: TaskList): string {
  const { list, frame } = page.t;
  const children = (
    <>
      <p>
        <a class="back" href={addressOf(page)}>
          ← {frame.back}
        </a>
      </p>
      <h1>{list.title}</h1>
      <p>{list.lead(own.company, own.holderName)}</p>
      {incomplete && <p role="status">{list.incomplete}</p>}
      {tasks.length === 0 ? (
        <p>{list.none}</p>
      ) : (
        <ul class="more listed">
          {tasks.map((task) => (
            <Item key={task.token} page={page} task={task} />
          ))}
        </ul>
      )}
      {notShown > 0 && <p>{list.more(notShown)}</p>}
    </>
  );
  return renderPage({ page: { ...page, path: '/list' }, title: list.title, children });
}

/** What is about to be sent, to be looked at once more. */
import type { CheckedAction, ToCheck } from '../checking';
import { hasInterim } from '../forms';
import { addressOf, type PageContext } from './context';
import { renderPage } from './frame';
import { Row, StateStrip, kilobytes } from './task-parts';

export function renderCheckPage(page: PageContext, action: CheckedAction, checked: ToCheck): string {
  const { check, forms, task, milestones } = page.t;
  const { view, amountYen, milestone, note, files, sealed } = checked;
  const children = (
    <>
      <h1>{check[action]}</h1>
      {view && (
        <p class="number">
          {view.serviceName[page.language]} <b>{view.incidentNumber}</b>
        </p>
      )}
      {view && <StateStrip page={page} view={view} />}
      <p>{check.lead}</p>
      <dl>
        {amountYen !== null && <Row label={forms.amount}>{check.yen(amountYen.toLocaleString('en-US'))}</Row>}
        {milestone && view && hasInterim(view) && <Row label={forms.milestone}>{milestones[milestone]}</Row>}
        <Row label={action === 'deliver' ? forms.deliverNote : forms.explain}>
          {note ? <span class="typed">{note}</span> : check.noExplanation}
        </Row>
        <Row label={forms.files}>
          {files.length === 0 ? (
            task.noFiles
          ) : (
            <ul>
              {files.map(({ sha256, name, sizeBytes }) => (
                <li key={sha256}>
                  {name} <span class="note">({kilobytes(sizeBytes)})</span>
                </li>
              ))}
            </ul>
          )}
        </Row>
      </dl>
      <p>{action === 'deliver' ? check.consequenceOfDelivery : check.consequence}</p>
      <form method="post" action={addressOf(page, { path: `/${action}` })}>
        <input type="hidden" name="sealed" value={sealed} />
        <p>
          <button class="button primary wide">{forms.send[action]}</button>
        </p>
        <p>
          <button class="button wide" name="change" value="yes">
            {check.change}
          </button>
        </p>
      </form>
    </>
  );
  return renderPage({ page, title: check[action], children });
}

/** What the keyboard can do: a list on `?`, whose links are what the keys follow. The setting is in the account. */
import type { ComponentChildren } from 'preact';
import type { OpenVisit, Visit } from '../visit';
import { Form } from './form';

/** A key that leads to a page follows a link to it: what there is no link to, no key leads to. */
function Line({ keys, children }: { keys: readonly string[]; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <>
            <kbd key={key}>{key}</kbd>{' '}
          </>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Closed until somebody presses `?`. */
export function KeyList({ visit }: { visit: OpenVisit }) {
  const { keys, frame } = visit.t;
  const has = (href: string): boolean => visit.nav.some((item) => item.href === href);
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{keys.title}</h2>
      <p>{keys.lead}</p>
      <dl>
        <Line keys={['/']}>{frame.search}</Line>
        {has('/') && (
          <Line keys={['g', 'b']}>
            <a href="/" data-key="g b">
              {frame.mine}
            </a>
          </Line>
        )}
        {has('/approvals') && (
          <Line keys={['g', 'a']}>
            <a href="/approvals" data-key="g a">
              {frame.approvals}
            </a>
          </Line>
        )}
        {visit.may('OPEN') && (
          <Line keys={['n']}>
            <a href="/intake/new" data-key="n">
              {keys.newIntake}
            </a>
          </Line>
        )}
        <Line keys={['j', 'k']}>{keys.nextRow}</Line>
        <Line keys={['Enter']}>{keys.openRow}</Line>
        <Line keys={['1', '…', '9']}>{keys.sections}</Line>
        <Line keys={['e']}>{keys.facts}</Line>
        <Line keys={['m']}>{keys.message}</Line>
        <Line keys={['Ctrl', '+', 'Enter']}>{keys.submit}</Line>
        <Line keys={['Esc']}>{keys.close}</Line>
        <Line keys={['?']}>{keys.list}</Line>
      </dl>
      <p class="small">
        {keys.off} <a href="/account#key-setting">{keys.setting}</a>
      </p>
      <form method="dialog">
        <button class="button">{keys.close}</button>
      </form>
    </dialog>
  );
}

export function KeySetting({ visit }: { visit: Visit }) {
  const { keys } = visit.t;
  const { shortcuts } = visit.who;
  return (
    <>
      <h2 id="key-setting">{keys.title}</h2>
      <p>{shortcuts ? keys.isOn : keys.isOff}</p>
      <Form visit={visit} action="/account/shortcuts">
        <input type="hidden" name="shortcuts" value={shortcuts ? 'off' : 'on'} />
        <button class="button">{shortcuts ? keys.turnOff : keys.turnOn}</button>
      </Form>
    </>
  );
}

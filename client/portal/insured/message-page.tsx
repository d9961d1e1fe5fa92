/** The page on which the insured writes to the desk. */
import type { InsuredView } from '../../../domain/insured-view';
import { ErrorSummary, TextArea, TextField } from '../../design/fields';
import { addressOf } from '../pages/context';
import { renderPage } from '../pages/frame';
import { Back, stateOf, type Returned } from './approve-page';
import type { InsuredPage } from './context';

interface MessageProps {
  readonly page: InsuredPage;
  readonly view: InsuredView;
  /** Makes a message one message, however often it is sent. */
  readonly idem: string;
  readonly returned?: Returned;
}

export function renderMessageForm({ page, view, idem, returned }: MessageProps): string {
  const { message, errors } = page.t;
  const form = stateOf(page, returned, view.decider);
  const children = (
    <>
      <ErrorSummary heading={errors.heading} form={form} />
      <Back page={page} />
      <h1>{message.title}</h1>
      <p>{message.lead}</p>
      <form method="post" action={addressOf(page, { path: '/message' })} noValidate>
        <input type="hidden" name="idem" value={idem} />
        <TextArea page={page} form={form} name="text" label={message.text} hint={message.textHint} required />
        <TextField page={page} form={form} name="name" label={message.name} autocomplete="name" required />
        <p>
          <button class="button primary wide">{message.send}</button>
        </p>
      </form>
    </>
  );
  return renderPage({ page: { ...page, path: '/message' }, title: message.title, failed: form.problems.size > 0, children });
}

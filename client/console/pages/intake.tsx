/** The first call: one page, the questions left, what follows from the answers right. */
import { addDays, legalDayOf, toInstant, MINUTE_MS } from '../../../domain/time';
import { Summary, TextField, type FormState } from '../../design/fields';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import type { Visit } from '../visit';
import { Form } from './form';
import { Aware, Caller, Count, FirstAid, Further, Kinds, PolicyBlock, What } from './intake-blocks';
import { Cards, type CardsProps } from './intake-cards';
import { Block, Yes } from './intake-parts';

export const INTAKE = '/intake/new';
const CALL_BACK_MS = 30 * MINUTE_MS;

const PRESETS = {
  ...{ nature: 'UNKNOWN', leak: 'UNKNOWN', count: 'UNKNOWN', over: 'UNKNOWN', whose: 'UNKNOWN' },
  ...{ specialCare: 'UNKNOWN', propertyHarm: 'UNKNOWN', improperPurpose: 'UNKNOWN', myNumber: 'UNKNOWN' },
};

/** `14:35`: with tomorrow's date when midnight lies between. */
function callBackAt(nowMs: number): string {
  const atMs = nowMs + CALL_BACK_MS;
  const hour = toInstant(atMs).slice(11, 16);
  const day = legalDayOf(atMs);
  return day === addDays(legalDayOf(nowMs), 1) ? `${day} ${hour}` : hour;
}

const intakeState = (visit: Visit, problems: Problems = NO_PROBLEMS): FormState =>
  formState(visit, problems, { ...PRESETS, callBackBy: callBackAt(visit.nowMs) });

function Closing({ visit, form }: { visit: Visit; form: FormState }) {
  const { blocks, fields, numberLater, start, startHint, keep } = visit.t.intake;
  return (
    <div class="closing">
      <Block id="closing" title={blocks.closing}>
        <p class="small">{numberLater}</p>
        <div class="side-by-side">
          <TextField page={visit} form={form} name="callBackBy" label={fields.callBackBy} hint={fields.callBackHint} />
        </div>
        <Yes form={form} name="notAClaim" label={fields.notAClaim} />
      </Block>
      <p class="actions">
        <button class="button primary" name="act" value="start">
          {start}
        </button>
        <button class="button" name="act" value="keep">
          {keep}
        </button>
      </p>
      <p class="hint">{startHint}</p>
    </div>
  );
}

interface IntakeProps extends CardsProps {
  readonly problems?: Problems;
  /** Why it was not opened although nothing is wrong with what was typed. */
  readonly notOpened?: { readonly words: string; readonly number?: string } | null;
}

function NotOpened({ visit, notOpened }: { visit: Visit; notOpened: NonNullable<IntakeProps['notOpened']> }) {
  const { words, number } = notOpened;
  return (
    <Summary>
      <p>{words}</p>
      {number && (
        <p>
          <a href={`/i/${number}`}>{visit.t.intake.notOpened.alreadyLink(number)}</a>
        </p>
      )}
    </Summary>
  );
}

function Aside({ visit, ...cards }: CardsProps) {
  const { preview, start } = visit.t.intake;
  return (
    <aside class="cards">
      <div
        id="cards"
        tabIndex={0}
        role="group"
        aria-label={preview.title}
        hx-post="/intake/preview"
        hx-trigger="input delay:400ms from:#intake"
        hx-include="#intake"
        hx-sync="this:replace"
        hx-swap="innerHTML"
        data-changed={preview.changed('{summary}')}
        data-signed-out={preview.signedOut}
        data-failed={preview.failed}
      >
        <Cards visit={visit} {...cards} />
      </div>
      <p class="small" id="cards-problem" />
      <p class="hidden" role="status" id="cards-news" />
      <p class="actions">
        <button class="button primary start" name="act" value="start">
          {start}
        </button>
        <button class="button small-button" name="act" value="preview">
          {preview.check}
        </button>
      </p>
    </aside>
  );
}

export function Intake({ visit, problems, notOpened, ...cards }: IntakeProps) {
  const { intake } = visit.t;
  const form = intakeState(visit, problems);
  return (
    <>
      <h1>{intake.title}</h1>
      <p>{intake.lead}</p>
      {notOpened && <NotOpened visit={visit} notOpened={notOpened} />}
      <Form visit={visit} action={INTAKE} form={form} draftOf={INTAKE} class="intake" id="intake">
        {/* Enter in a field must never open an incident by itself: it asks for the preview. */}
        <button class="hidden" name="act" value="preview" tabIndex={-1} aria-hidden="true" />
        <div class="questions">
          <Caller visit={visit} form={form} />
          <FirstAid visit={visit} form={form} />
          <PolicyBlock visit={visit} form={form} />
          <Aware visit={visit} form={form} />
          <What visit={visit} form={form} />
          <Count visit={visit} form={form} />
          <Kinds visit={visit} form={form} />
          <Further visit={visit} form={form} />
        </div>
        <Aside visit={visit} {...cards} />
        <Closing visit={visit} form={form} />
      </Form>
    </>
  );
}

/** Nothing was opened: what was typed waits. */
export function Kept({ visit }: { visit: Visit }) {
  const { kept } = visit.t.intake;
  return (
    <>
      <h1>{kept.title}</h1>
      <p>{kept.body}</p>
      <p class="actions">
        <a class="button primary" href={INTAKE}>
          {kept.goOn}
        </a>
        <a href="/">{kept.toList}</a>
      </p>
    </>
  );
}

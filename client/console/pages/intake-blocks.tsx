/** The questions of the first call, in the order in which they are asked. */
import { TextArea, TextField } from '../../design/fields';
import { FIRST_AID, GREETING } from '../../cli/words/interview';
import { NATURE_WORDS } from '../../cli/words/terms';
import { COUNTS, LEAKS, NATURE_CHOICES, TRI_FIELDS, WHOSE } from '../routes/intake-read';
import { AnswerRow, Block, Script, Yes, type PartProps } from './intake-parts';

const TRI = ['UNKNOWN', 'YES', 'NO'] as const;

export function Caller({ visit, form }: PartProps) {
  const { blocks, scripts, fields } = visit.t.intake;
  const greeting = GREETING[visit.language].replace('{name}', visit.who.name);
  return (
    <Block id="caller" title={blocks.caller}>
      <Script visit={visit} words={greeting} />
      <Script visit={visit} words={scripts.caller} />
      <div class="side-by-side">
        <TextField
          {...{ page: visit, form, name: 'phone', label: fields.phone, type: 'tel', inputmode: 'tel', required: true }}
        />
        <TextField page={visit} form={form} name="caller" label={fields.caller} />
        <TextField page={visit} form={form} name="email" label={fields.email} type="email" inputmode="email" />
      </div>
    </Block>
  );
}

export function FirstAid({ visit, form }: PartProps) {
  const { blocks, fields } = visit.t.intake;
  return (
    <Block id="first-aid" title={blocks.firstAid}>
      <Script visit={visit} words={FIRST_AID[visit.language]} />
      <Yes form={form} name="firstAid" label={fields.firstAid} />
    </Block>
  );
}

export function PolicyBlock({ visit, form }: PartProps) {
  const { blocks, scripts, fields } = visit.t.intake;
  return (
    <Block id="policy" title={blocks.policy}>
      <Script visit={visit} words={scripts.policy} />
      <TextField page={visit} form={form} name="policy" label={fields.policy} />
    </Block>
  );
}

/** Never preset to now: the day that is told becomes day 1 of every legal clock. */
export function Aware({ visit, form }: PartProps) {
  const { blocks, scripts, fields, chips } = visit.t.intake;
  const isLongAgo = form.problems.get('aware')?.includes(visit.t.intake.errors.awareLongAgo) ?? false;
  return (
    <Block id="aware" title={blocks.aware}>
      <Script visit={visit} words={scripts.aware} />
      <div class="side-by-side">
        <TextField {...{ page: visit, form, name: 'aware', label: fields.aware, hint: fields.awareHint, required: true }} />
        <TextField page={visit} form={form} name="awareBy" label={fields.awareBy} />
      </div>
      <p class="chips" role="group" aria-label={chips.label} data-chips="aware" hidden>
        {(['now', 'today', 'yesterday', 'dateOnly'] as const).map((chip) => (
          <button key={chip} type="button" class="chip" data-chip={chip}>
            {chips[chip]}
          </button>
        ))}
      </p>
      {(isLongAgo || form.typed('longAgo') === 'yes') && (
        <Yes form={form} name="longAgo" label={fields.longAgo} error="aware-error" />
      )}
    </Block>
  );
}

export function What({ visit, form }: PartProps) {
  const { language, t } = visit;
  const { blocks, scripts, fields, unknown, leaks, other } = t.intake;
  const wordsOf = (nature: (typeof NATURE_CHOICES)[number]): string =>
    nature === 'UNKNOWN' ? unknown : nature === 'OTHER' ? other : NATURE_WORDS[nature][language];
  const natures = NATURE_CHOICES.map((nature) => [nature, wordsOf(nature)] as const);
  return (
    <Block id="what" title={blocks.what}>
      <Script visit={visit} words={scripts.what} />
      <AnswerRow visit={visit} form={form} name="nature" label={fields.nature} options={natures} wide />
      <AnswerRow {...{ visit, form, name: 'leak', label: fields.leak }} options={LEAKS.map((one) => [one, leaks[one]])} />
      <TextArea page={visit} form={form} name="story" label={fields.story} />
    </Block>
  );
}

export function Count({ visit, form }: PartProps) {
  const { blocks, scripts, fields, counts, tri } = visit.t.intake;
  return (
    <Block id="count" title={blocks.count}>
      <Script visit={visit} words={scripts.count} />
      <AnswerRow {...{ visit, form, name: 'count', label: fields.count }} options={COUNTS.map((one) => [one, counts[one]])} />
      <p class="hint" id="count-numbers">
        {fields.countHint}
      </p>
      <div class="side-by-side">
        <TextField page={visit} form={form} name="min" label={fields.min} inputmode="numeric" />
        <TextField page={visit} form={form} name="max" label={fields.max} inputmode="numeric" />
      </div>
      <AnswerRow {...{ visit, form, name: 'over', label: fields.over }} options={TRI.map((one) => [one, tri[one]])} />
    </Block>
  );
}

export function Kinds({ visit, form }: PartProps) {
  const { blocks, scripts, fields, tri } = visit.t.intake;
  return (
    <Block id="kinds" title={blocks.kinds}>
      <Script visit={visit} words={scripts.kinds} />
      {TRI_FIELDS.map((name) => (
        <AnswerRow key={name} {...{ visit, form, name, label: fields[name] }} options={TRI.map((one) => [one, tri[one]])} />
      ))}
      <Yes form={form} name="myNumberPublic" label={fields.myNumberPublic} />
      <Yes form={form} name="strongEncryption" label={fields.strongEncryption} />
    </Block>
  );
}

const FURTHER = ['clients', 'reportedTo', 'published', 'stopped', 'pmarkNumber', 'pmarkUntil'] as const;

/** Folded away; open when something of it was told or is wrong. */
export function Further({ visit, form }: PartProps) {
  const { blocks, scripts, fields, whoseData } = visit.t.intake;
  const { page, ...common } = { page: visit, form };
  const isTold =
    FURTHER.some((name) => form.typed(name) || form.problems.has(name)) || !['', 'UNKNOWN'].includes(form.typed('whose'));
  return (
    <details class="block further" open={isTold}>
      <summary>{blocks.further}</summary>
      <Script visit={visit} words={scripts.further} />
      <AnswerRow {...{ visit, form, name: 'whose', label: fields.whose }} options={WHOSE.map((one) => [one, whoseData[one]])} />
      <div class="side-by-side">
        {(['clients', 'reportedTo', 'published', 'stopped', 'pmarkNumber'] as const).map((name) => (
          <TextField key={name} page={page} {...common} name={name} label={fields[name]} />
        ))}
        <TextField page={page} {...common} name="pmarkUntil" label={fields.pmarkUntil} hint={fields.pmarkHint} />
      </div>
    </details>
  );
}

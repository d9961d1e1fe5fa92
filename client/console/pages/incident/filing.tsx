/** Recording what was filed. */
import type { FileRef } from '../../../../domain/files';
import type { ObligationKey } from '../../../../domain/legal';
import { OBLIGATION_KINDS } from '../../../../domain/obligations/assessment';
import { Files, TextArea, TextField, type FormState } from '../../../design/fields';
import { sayObligation } from '../../../cli/words/obligations';
import { ACCEPTED_ENDINGS } from '../../../portal/file-types';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { ActPage, Back } from './act-form';

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly obligation: ObligationKey;
  readonly form: FormState;
  /** Came with the form before. */
  readonly file: FileRef | null;
  readonly kept: string | null;
  readonly isFiled: boolean;
}

export function FilingForm({ visit, of, obligation, form, file, kept, isFiled }: Props) {
  const { t, deps, language } = visit;
  const { filing } = t.incident;
  const name = sayObligation(obligation, language);
  const isOwed = of.legal.obligations.some((one) => one.kind === obligation.kind && one.party === obligation.party);
  return (
    <ActPage
      {...{ visit, of, form }}
      title={filing.heading(name)}
      lead={isOwed ? filing.lead : filing.voluntary}
      submit={filing.next}
      files
    >
      <TextField page={visit} form={form} name="filedAt" label={filing.filedAt} hint={filing.filedAtHint} />
      <TextField page={visit} form={form} name="receipt" label={filing.receipt} hint={filing.receiptHint} />
      {kept && <input type="hidden" name="kept" value={kept} />}
      <Files
        page={visit}
        form={form}
        name="file"
        label={filing.file}
        hint={file ? filing.fileKept(file.name) : filing.fileHint(deps.maxFileMb)}
        accept={ACCEPTED_ENDINGS}
      />
      {isFiled && (
        <div class="field">
          <label class="choice">
            <input id="supplement" type="checkbox" name="supplement" value="yes" checked={form.typed('supplement') === 'yes'} />
            <span>{filing.isSupplement}</span>
          </label>
        </div>
      )}
      <TextArea page={visit} form={form} name="reason" label={t.incident.note} hint={filing.reasonHint} required={!isOwed} />
    </ActPage>
  );
}

/** Everything that can be filed, whether or not it is asked for. */
export function FilingKinds({ visit, of }: { visit: Visit; of: Case }) {
  const { t, language } = visit;
  const { filing } = t.incident;
  const owed = of.legal.obligations.map(({ kind, party }): ObligationKey => ({ kind, party }));
  const others = OBLIGATION_KINDS.filter(
    (kind) => kind !== 'CLIENT_NOTICE' && !owed.some((one) => one.kind === kind && one.party === 'INSURED'),
  );
  const link = (key: ObligationKey) => (
    <li key={`${key.kind}${key.party}`}>
      <a href={`/i/${of.number}/filings/${key.kind}/${encodeURIComponent(key.party)}`}>{sayObligation(key, language)}</a>
    </li>
  );
  return (
    <div class="narrow">
      <Back visit={visit} of={of} />
      <h1>{filing.kindsTitle}</h1>
      <h2>{filing.asked}</h2>
      {owed.length ? <ul class="link-list">{owed.map(link)}</ul> : <p>{filing.nothingAsked}</p>}
      <h2>{filing.notAsked}</h2>
      <ul class="link-list">{others.map((kind) => link({ kind, party: 'INSURED' }))}</ul>
    </div>
  );
}

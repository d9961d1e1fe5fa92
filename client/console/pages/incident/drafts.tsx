/** A draft of a report: what it says, in either language; what is wrong with it; and the files. */
import { DRAFT_KINDS, SPECS } from '../../../../domain/drafts/kinds';
import { isOurs, type ObligationKey } from '../../../../domain/legal';
import { LANGUAGES, type Language } from '../../../../domain/wording';
import { sayObligation } from '../../../cli/words/obligations';
import type { DraftJson } from '../../../documents/drafting';
import { dueThings } from '../../routes/incident-due';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { Back } from './act-form';
import { When, type PartProps } from './parts';

/** Where the draft for an obligation is; null: there is none, or it is not ours to write. */
export function draftAddress(of: Case, one: ObligationKey): string | null {
  const kind = DRAFT_KINDS.find((each) => SPECS[each].obligation === one.kind);
  if (!kind || !of.setup?.legal || !isOurs(one)) return null;
  const client = one.party === 'INSURED' ? '' : `?client=${encodeURIComponent(one.party.slice('CLIENT:'.length))}`;
  return `/i/${of.number}/drafts/${kind}${client}`;
}

/** Beside what is due next, when that is a report. */
export function NextDraft({ visit, of }: Pick<PartProps, 'visit' | 'of'>) {
  const [next] = of.state.status === 'OPEN' ? dueThings(of.state) : [];
  const href = next?.kind === 'LEGAL' ? draftAddress(of, next.obligation) : null;
  if (next?.kind !== 'LEGAL' || !href) return null;
  const { drafts } = visit.t.work;
  const name = sayObligation(next.obligation, visit.language);
  return (
    <>
      {' '}
      ―{' '}
      <a class="no-print" href={href} aria-label={visit.t.incident.linkAbout(drafts.open, name)}>
        {drafts.open}
      </a>
    </>
  );
}

export interface DraftWanted {
  /** Reports are filed in Japanese; English is for whoever has to understand them. */
  readonly language: Language;
  /** null: the facts in force. */
  readonly version: number | null;
  readonly clientId: string | null;
}

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly draft: DraftJson;
  readonly wanted: DraftWanted;
}

const FILES = ['pdf', 'docx', 'text'] as const;

function addressOf({ visit, wanted }: Props, changes: Readonly<Record<string, string>>): string {
  const { language, version, clientId } = wanted;
  const query = { in: language, ...(version !== null && { version: String(version) }), ...(clientId && { client: clientId }) };
  return `${visit.path}?${new URLSearchParams({ ...query, ...changes }).toString()}`;
}

/** In which language, from which version of the facts. */
function Ways(props: Props) {
  const { visit, of, draft, wanted } = props;
  const { t } = visit;
  const { drafts } = t.work;
  const current = (isIt: boolean) => (isIt ? ('true' as const) : undefined);
  return (
    <div class="no-print">
      <nav class="talk-filter" aria-label={drafts.language}>
        <ul>
          {LANGUAGES.map((one) => (
            <li key={one}>
              <a href={addressOf(props, { in: one })} aria-current={current(one === wanted.language)}>
                {drafts.languages[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {of.state.factsVersions.length > 1 && (
        <nav class="talk-filter" aria-label={drafts.madeFrom}>
          <ul>
            {of.state.factsVersions.toReversed().map(({ version }) => (
              <li key={version}>
                <a href={addressOf(props, { version: String(version) })} aria-current={current(version === draft.factsVersion)}>
                  {version === draft.currentVersion ? drafts.inForce(version) : t.incident.version(version)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p class="actions">
        {FILES.map((format) => (
          <a key={format} class="button small-button" href={addressOf(props, { format })}>
            {drafts.files[format]}
          </a>
        ))}
      </p>
    </div>
  );
}

export function DraftPage(props: Props) {
  const { visit, of, draft, wanted } = props;
  const { t } = visit;
  const { drafts } = t.work;
  const isOld = draft.factsVersion !== draft.currentVersion;
  const other = wanted.language === visit.language ? undefined : wanted.language;
  return (
    <div class="narrow">
      <Back visit={visit} of={of} />
      <h1>{drafts.title(draft.title)}</h1>
      <p>
        {t.incident.notFiledHere} {drafts.from(draft.factsVersion)} (<When visit={visit} of={of} at={draft.factsKnownAt} />)
      </p>
      {isOld && <p class="strip overdue">▲ {drafts.old(draft.factsVersion, draft.currentVersion)}</p>}
      <Ways {...props} />
      {draft.warnings.length > 0 && (
        <ul class="plain" lang={other}>
          {draft.warnings.map(({ level, text }) => (
            <li key={text} class={level === 'WARNING' ? 'strip soon' : undefined}>
              {level === 'WARNING' ? '◔ ' : '・'}
              {text}
            </li>
          ))}
        </ul>
      )}
      <div lang={other}>
        {draft.form.map(({ id, title, text }) => (
          <section key={id} aria-labelledby={`draft-${id}`}>
            <h2 id={`draft-${id}`}>{title}</h2>
            <p class="typed">{text}</p>
          </section>
        ))}
      </div>
    </div>
  );
}

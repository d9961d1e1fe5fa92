/** The local mailbox of a trial system: which mails arrived, and what they say. */
import { toInstant } from '../../../domain/time';
import { MAIL_WORDS, wordFor } from '../../cli/words/terms';
import { ErrorSummary, TextField, type FormState } from '../../design/fields';
import type { Mail } from '../../http/mailbox';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';
import { When } from './approvals-words';

type MailLine = Omit<Mail, 'text' | 'html'>;

interface ListProps {
  readonly visit: Visit;
  readonly mails: readonly MailLine[];
  /** How many more there are than can be shown. */
  readonly more: number;
  /** null: every incident. */
  readonly incident: string | null;
  readonly form: FormState;
}

const at = (receivedAt: string): string => toInstant(Date.parse(receivedAt));

function Row({ visit, mail }: { visit: Visit; mail: MailLine }) {
  const { t, language } = visit;
  const { mailbox } = t;
  return (
    <tr>
      <td data-label={mailbox.received}>
        <When visit={visit} at={at(mail.receivedAt)} />
      </td>
      <td data-label={mailbox.to}>{mail.to.join(', ')}</td>
      <td data-label={mailbox.kind}>{mail.kind === null ? '' : wordFor(MAIL_WORDS, mail.kind)[language]}</td>
      <th scope="row">
        <a href={`/mailbox/${encodeURIComponent(mail.id)}`}>{mail.subject || mail.id}</a>
      </th>
      <td data-label={mailbox.incident}>
        {mail.incident && (
          <a class="code" href={`/mailbox?incident=${encodeURIComponent(mail.incident)}`}>
            {mail.incident}
          </a>
        )}
      </td>
    </tr>
  );
}

function Filter({ visit, form }: Pick<ListProps, 'visit' | 'form'>) {
  const { mailbox } = visit.t;
  return (
    <form class="filters" method="get" action="/mailbox" noValidate aria-label={mailbox.filter}>
      <TextField page={visit} form={form} name="incident" label={mailbox.number} hint={mailbox.numberHint} />
      <button class="button small-button">{mailbox.show}</button>
    </form>
  );
}

export function MailboxPage({ visit, mails, more, incident, form }: ListProps) {
  const { mailbox, frame } = visit.t;
  const heads = [mailbox.received, mailbox.to, mailbox.kind, mailbox.subject, mailbox.incident];
  const refresh = incident === null ? '/mailbox' : `/mailbox?incident=${incident}`;
  return (
    <>
      <ErrorSummary heading={frame.problems} form={form} />
      <h1>{mailbox.title}</h1>
      <p>
        {mailbox.lead} <a href={refresh}>{mailbox.refresh}</a>
      </p>
      <Filter visit={visit} form={form} />
      {incident !== null && (
        <p>
          <span class="code">{incident}</span> <a href="/mailbox">{mailbox.clear}</a>
        </p>
      )}
      {mails.length === 0 ? (
        <p class="empty">{incident === null ? mailbox.none : mailbox.noneFound}</p>
      ) : (
        <table>
          <caption class="hidden">{mailbox.title}</caption>
          <TableHead heads={heads} />
          <tbody>
            {mails.map((mail) => (
              <Row key={mail.id} visit={visit} mail={mail} />
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p class="small">{mailbox.more(more)}</p>}
    </>
  );
}

/** Only addresses of the web lead anywhere; whatever else a mail calls a link stays text. */
const isWebAddress = (link: string): boolean => URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);

function Links({ visit, links }: { visit: Visit; links: readonly string[] }) {
  const { mailbox } = visit.t;
  if (!links.length) return null;
  return (
    <section aria-labelledby="links">
      <h2 id="links">{mailbox.links}</h2>
      <p class="small">{mailbox.warning}</p>
      <ul class="plain">
        {links.map((link, i) => (
          <li key={link}>
            {isWebAddress(link) ? (
              <a class="button" href={link} rel="noreferrer" aria-describedby={`link-${i}`}>
                {mailbox.open}
              </a>
            ) : null}{' '}
            <span id={`link-${i}`} class="small">
              {link}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function MailPage({ visit, mail, htmlUrl }: { visit: Visit; mail: Mail; htmlUrl: string | null }) {
  const { mailbox } = visit.t;
  const facts: readonly (readonly [string, string])[] = [
    [mailbox.from, mail.from],
    [mailbox.to, mail.to.join(', ')],
    ...(mail.incident === null ? [] : [[mailbox.incident, mail.incident] as const]),
    ...mail.attachments.map(
      ({ name, bytes }) => [mailbox.attachments, mailbox.attachment(name, bytes.toLocaleString('en-US'))] as const,
    ),
  ];
  return (
    <>
      <h1>{mail.subject || mailbox.title}</h1>
      <dl class="facts">
        <div>
          <dt>{mailbox.received}</dt>
          <dd>
            <When visit={visit} at={at(mail.receivedAt)} />
          </dd>
        </div>
        {facts.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section aria-labelledby="text">
        <h2 id="text">{mailbox.text}</h2>
        <pre class="mail-text">{mail.text}</pre>
      </section>
      <Links visit={visit} links={mail.links} />
      <p class="actions">
        <a href="/mailbox">{mailbox.back}</a>
        {htmlUrl !== null && (
          <a href={htmlUrl} rel="noreferrer">
            {mailbox.html}
          </a>
        )}
      </p>
    </>
  );
}

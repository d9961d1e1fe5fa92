/** The pages of the local mailbox. Preact escapes what mails contain; their HTML is shown in a sandboxed frame only. */
import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Bilingual } from '../../domain/wording';
import type { Letter } from './letter';
import type { LetterQuery } from './letter-box';
import { kindWords } from './words';

const PAGE_SIZE = 200;

const Both = ({ ja, en }: Bilingual): JSX.Element => (
  <>
    {ja} <small lang="en">{en}</small>
  </>
);

const inJapan = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const Time = ({ at }: { at: string }): JSX.Element => <time dateTime={at}>{inJapan.format(new Date(at))}</time>;

function page(title: string, children: ComponentChildren): string {
  const body = renderToString(
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/mailbox.css" />
      </head>
      <body>
        <header>
          <a class="name" href="/">
            <Both ja="メール箱" en="Mailbox" />
          </a>
          <p class="banner">
            <Both ja="このメールは外部に送信されていません" en="These mails have not left this machine" />
          </p>
        </header>
        <main>{children}</main>
      </body>
    </html>,
  );
  return `<!DOCTYPE html>${body}`;
}

const filterUrl = (query: LetterQuery): string =>
  `/?${new URLSearchParams(Object.entries(query) as [string, string][]).toString()}`;

const Kind = ({ kind }: { kind: string | null }): JSX.Element | null => {
  const words = kindWords(kind);
  if (!words) return null;
  return (
    <span class={kind === 'ESCALATION' || kind === 'VENDOR_LATE' ? 'kind urgent' : 'kind'} title={words.en}>
      {words.ja}
    </span>
  );
};

const Choice = ({ name, label, all, values, chosen }: ChoiceProps): JSX.Element => (
  <label>
    <span>
      <Both {...label} />
    </span>
    <select name={name}>
      <option value="">{all}</option>
      {values.map((value) => (
        <option key={value} value={value} selected={value === chosen}>
          {value}
        </option>
      ))}
    </select>
  </label>
);
interface ChoiceProps {
  readonly name: string;
  readonly label: Bilingual;
  readonly all: string;
  readonly values: readonly string[];
  readonly chosen: string | undefined;
}

const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value) => value !== null))].sort((a, b) => a.localeCompare(b));

const Row = ({ letter }: { letter: Letter }): JSX.Element => (
  <tr>
    <td class="time">
      <Time at={letter.receivedAt} />
    </td>
    <td class="to">
      {letter.to.map((address) => (
        <a key={address} href={filterUrl({ to: address })}>
          {address}
        </a>
      ))}
    </td>
    <td class="subject">
      <Kind kind={letter.kind} /> <a href={`/mails/${letter.id}`}>{letter.subject || '(件名なし / no subject)'}</a>
    </td>
    <td class="incident">{letter.incident && <a href={filterUrl({ incident: letter.incident })}>{letter.incident}</a>}</td>
  </tr>
);

/** The list: `shown` is what the filter leaves of `all`, newest first. */
export function listPage(all: readonly Letter[], shown: readonly Letter[], query: LetterQuery): string {
  const filtered = Boolean(query.to || query.incident);
  return page(
    `メール箱(${shown.length})`,
    <>
      <form method="get" action="/" class="filter">
        <Choice
          name="incident"
          label={{ ja: '受付番号', en: 'Incident' }}
          all="すべて / all"
          values={distinct(all.map((letter) => letter.incident))}
          chosen={query.incident}
        />
        <Choice
          name="to"
          label={{ ja: '宛先', en: 'To' }}
          all="すべて / all"
          values={distinct(all.flatMap((letter) => letter.to))}
          chosen={query.to}
        />
        <button type="submit">
          <Both ja="絞り込む・最新に更新" en="Filter, refresh" />
        </button>
        {filtered && <a href="/">絞り込みを解除 / Show all</a>}
        <p class="count">
          {shown.length > PAGE_SIZE ? `新しい順に ${PAGE_SIZE} / ${shown.length} 通` : `${shown.length} 通`}
          {filtered && ` (全 ${all.length} 通)`} <small lang="en">{shown.length === 1 ? 'mail' : 'mails'}</small>
        </p>
      </form>
      {shown.length === 0 ? <Empty filtered={filtered} /> : <Table letters={shown.slice(0, PAGE_SIZE)} />}
    </>,
  );
}

const Empty = ({ filtered }: { filtered: boolean }): JSX.Element =>
  filtered ? (
    <p class="empty">
      <Both ja="この条件に合うメールはありません。絞り込みを解除してください。" en="No mail fits. Remove the filter." />
    </p>
  ) : (
    <p class="empty">
      <Both
        ja="メールはまだありません。案件を開始すると、依頼のメールがここに届きます。"
        en="No mail yet. Once an incident is opened, its mails arrive here."
      />
    </p>
  );

const Table = ({ letters }: { letters: readonly Letter[] }): JSX.Element => (
  <table>
    <thead>
      <tr>
        <th scope="col">
          <Both ja="時刻" en="Time (JST)" />
        </th>
        <th scope="col">
          <Both ja="宛先" en="To" />
        </th>
        <th scope="col">
          <Both ja="件名" en="Subject" />
        </th>
        <th scope="col">
          <Both ja="受付番号" en="Incident" />
        </th>
      </tr>
    </thead>
    <tbody>
      {letters.map((letter) => (
        <Row key={letter.id} letter={letter} />
      ))}
    </tbody>
  </table>
);

const isPartnerLink = (link: string): boolean => /\/p\/[^/]+/.test(link);

const Links = ({ links }: { links: readonly string[] }): JSX.Element | null =>
  links.length === 0 ? null : (
    <ul class="links">
      {links.map((link) => (
        <li key={link}>
          <a class={isPartnerLink(link) ? 'button' : 'button quiet'} href={link} target="_blank" rel="noopener noreferrer">
            <Both ja="このリンクを開く" en="Open this link" />
          </a>
          <span class="address">{link}</span>
        </li>
      ))}
    </ul>
  );

/** One mail; `newer` and `older` are its neighbours in the whole box. */
export function letterPage(letter: Letter, newer: Letter | null, older: Letter | null): string {
  return page(
    letter.subject,
    <article>
      <LetterNav letter={letter} newer={newer} older={older} />
      <h1>
        <Kind kind={letter.kind} /> {letter.subject}
      </h1>
      <LetterHead letter={letter} />
      <Links links={letter.links} />
      <h2>
        <Both ja="本文" en="Text" />
      </h2>
      <pre class="text">{letter.text || '(なし / none)'}</pre>
      {letter.html !== null && <HtmlPart letter={letter} />}
      <p>
        <a href={`/mails/${letter.id}/source`}>
          <Both ja="受信したままの原文" en="Source as received" />
        </a>
      </p>
    </article>,
  );
}

const LetterNav = ({ letter, newer, older }: { letter: Letter; newer: Letter | null; older: Letter | null }): JSX.Element => (
  <nav>
    <a href={letter.incident ? filterUrl({ incident: letter.incident }) : '/'}>
      <Both ja="一覧へ" en="To the list" />
    </a>
    {newer && (
      <a href={`/mails/${newer.id}`}>
        <Both ja="↑ 次に届いたメール" en="Newer" />
      </a>
    )}
    {older && (
      <a href={`/mails/${older.id}`}>
        <Both ja="↓ 前に届いたメール" en="Older" />
      </a>
    )}
  </nav>
);

const LetterHead = ({ letter }: { letter: Letter }): JSX.Element => (
  <dl>
    <dt>
      <Both ja="差出人" en="From" />
    </dt>
    <dd>{letter.from}</dd>
    <dt>
      <Both ja="宛先" en="To" />
    </dt>
    <dd>{letter.to.join(', ')}</dd>
    <dt>
      <Both ja="受信" en="Received" />
    </dt>
    <dd>
      <Time at={letter.receivedAt} />
    </dd>
    <dt>
      <Both ja="受付番号" en="Incident" />
    </dt>
    <dd>{letter.incident ?? '—'}</dd>
    {letter.attachments.length > 0 && <Attachments letter={letter} />}
  </dl>
);

const Attachments = ({ letter }: { letter: Letter }): JSX.Element => (
  <>
    <dt>
      <Both ja="添付" en="Attached" />
    </dt>
    <dd>{letter.attachments.map(({ name, bytes }) => `${name} (${Math.ceil(bytes / 1024)} KB)`).join(', ')}</dd>
  </>
);

const HtmlPart = ({ letter }: { letter: Letter }): JSX.Element => (
  <>
    <h2>
      <Both ja="HTML 版の見え方" en="As HTML" />
    </h2>
    <iframe
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      src={`/mails/${letter.id}/html`}
      title={`HTML: ${letter.subject}`}
    />
  </>
);

/** Said when there is no such mail. */
export const missingPage = (): string =>
  page(
    '見つかりません',
    <p class="empty">
      <Both
        ja="そのメールはこの箱にありません。一覧から選び直してください。"
        en="There is no such mail here. Choose from the list."
      />{' '}
      <a href="/">一覧へ / To the list</a>
    </p>,
  );

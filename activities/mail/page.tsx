/** The HTML of a mail: one narrow column, styles inline because mail programs drop the rest. */
import type { JSX } from 'preact';
import type { Language } from '../../domain/wording';
import type { Line } from './fill';

const INK = '#1a1a1a';
const QUIET = '#4d4d4d';
const RULE = '#cccccc';
const DRILL_GROUND = '#ffd43d';
const BUTTON_GROUND = '#0017c1';
const FONTS = "'Noto Sans JP','Hiragino Sans','Yu Gothic UI',Meiryo,sans-serif";

const STYLES = {
  page: `margin:0;padding:0;background:#ffffff;color:${INK};font-family:${FONTS};font-size:16px;line-height:1.6;`,
  column: 'max-width:600px;margin:0 auto;padding:16px;overflow-wrap:anywhere;',
  drill: `background:${DRILL_GROUND};color:${INK};font-weight:bold;padding:8px 16px;margin:0 0 16px;`,
  paragraph: 'margin:0 0 16px;',
  introduction: 'margin:0 0 4px;',
  row: `border-top:1px solid ${RULE};padding:6px 0;`,
  label: `color:${QUIET};font-size:14px;`,
  item: 'margin:0 0 0 1em;',
  rows: `border-bottom:1px solid ${RULE};margin:0 0 16px;`,
  command: 'margin:0 0 16px;padding:6px 8px;background:#f2f2f2;font-family:monospace;font-size:14px;',
  button: `display:block;padding:14px 16px;border-radius:8px;background:${BUTTON_GROUND};color:#ffffff;font-weight:bold;text-align:center;text-decoration:none;`,
  address: `margin:8px 0 24px;font-size:14px;color:${QUIET};overflow-wrap:anywhere;word-break:break-all;`,
  footer: `border-top:1px solid ${RULE};padding-top:12px;font-size:14px;color:${QUIET};`,
} as const;

/** The parts of a mail in reading order. */
export interface MailParts {
  readonly drillNotice: string | null;
  readonly head: readonly Line[];
  readonly body: readonly Line[];
  readonly footer: readonly Line[];
  /** The words on the button. */
  readonly button: string;
}

interface Props {
  readonly subject: string;
  readonly language: Language;
  readonly parts: MailParts;
}

export function MailPage({ subject, language, parts }: Props): JSX.Element {
  const { drillNotice, head, body, footer, button } = parts;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{subject}</title>
      </head>
      <body style={STYLES.page}>
        <div style={STYLES.column}>
          {drillNotice && <p style={STYLES.drill}>{drillNotice}</p>}
          <Lines lines={head} button={button} />
          <Lines lines={body} button={button} />
          <div style={STYLES.footer}>
            <Lines lines={footer} button={button} />
          </div>
        </div>
      </body>
    </html>
  );
}

/** Neighbouring lines that make one element. */
interface Block {
  readonly kind: 'TEXT' | 'ROWS' | 'COMMAND' | 'LINK';
  readonly lines: string[];
  /** A command follows that these lines introduce. */
  introduces: boolean;
}

function kindOf(line: Line): Block['kind'] {
  if ('linkUrl' in line) return 'LINK';
  if (/^[■・]/.test(line.text)) return 'ROWS';
  return line.text.startsWith('  ') ? 'COMMAND' : 'TEXT';
}

const isBlank = (line: Line): boolean => 'text' in line && line.text.trim() === '';

function blocksOf(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  /** The block that the next line may join; none after a blank line. */
  let open: Block | undefined;
  for (const line of lines) {
    if (isBlank(line)) {
      open = undefined;
      continue;
    }
    const kind = kindOf(line);
    const words = 'text' in line ? line.text : line.linkUrl;
    if (open?.kind === 'TEXT' && kind === 'COMMAND') open.introduces = true;
    // Plain text right after a row is the rest of what its field says.
    if (open && (open.kind === kind || (open.kind === 'ROWS' && kind === 'TEXT'))) open.lines.push(words);
    else {
      open = { kind, lines: [words], introduces: false };
      blocks.push(open);
    }
  }
  return blocks;
}

function Lines({ lines, button }: { readonly lines: readonly Line[]; readonly button: string }): JSX.Element {
  return (
    <>
      {blocksOf(lines).map((block) => (
        <BlockView block={block} button={button} />
      ))}
    </>
  );
}

function BlockView({ block, button }: { readonly block: Block; readonly button: string }): JSX.Element {
  const { kind, lines, introduces } = block;
  switch (kind) {
    case 'LINK':
      return <Link url={lines.join('')} label={button} />;
    case 'COMMAND':
      return <p style={STYLES.command}>{lines.map((text) => text.trim()).join(' ')}</p>;
    case 'ROWS':
      return (
        <div style={STYLES.rows}>
          {lines.map((text) => (
            <Row text={text} />
          ))}
        </div>
      );
    case 'TEXT':
      return (
        <p style={introduces ? STYLES.introduction : STYLES.paragraph}>
          {lines.map((text, i) => (i > 0 ? [<br />, text] : text))}
        </p>
      );
  }
}

const LABELLED = /^■([^：:]+)[：:]\s*(.*)$/s;

function Row({ text }: { readonly text: string }): JSX.Element {
  if (text.startsWith('・')) return <div style={STYLES.item}>{text}</div>;
  const [, label, value] = LABELLED.exec(text) ?? [];
  if (label === undefined) return <div>{text}</div>;
  return (
    <div style={STYLES.row}>
      <div style={STYLES.label}>{label}</div>
      {value && <div>{value}</div>}
    </div>
  );
}

function Link({ url, label }: { readonly url: string; readonly label: string }): JSX.Element {
  return (
    <div>
      <a href={url} style={STYLES.button}>
        {label}
      </a>
      <p style={STYLES.address}>{url}</p>
    </div>
  );
}

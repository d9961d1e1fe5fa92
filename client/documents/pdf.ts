/** A document as PDF: A4, tagged, Japanese, with its fonts inside. */
import PDFDocument from 'pdfkit';
import type { Block, DraftDocument, Field } from '../../domain/drafts/document';
import { REGULAR, printableIn, registerFonts, type Pdf } from './pdf-fonts';
import { INK, PAGE, STYLES, Sheet, TEXT_WIDTH, type Cell, type Run } from './pdf-sheet';

const LANGUAGE_TAGS = { ja: 'ja-JP', en: 'en-GB' } as const;
const LABEL_SHARE = 0.27;
const COLUMN_GAP = 10;
const BARS = {
  WARNING: { fill: '#fdecec', edge: '#a80000', padding: 6 },
  NOTE: { fill: '#f2f2f2', edge: '#595959', padding: 5 },
} as const;
const BAR_INSET = 14;

export async function pdfOf(document: DraftDocument): Promise<Buffer> {
  const pdf = newPdf(document);
  const done = collected(pdf);
  registerFonts(pdf);
  pdf.addPage();
  const sheet = new Sheet(pdf);
  document.blocks.forEach((block) => draw(sheet, block));
  sheet.end();
  furnish(pdf, document);
  pdf.end();
  return done;
}

const newPdf = ({ language, title, madeAt }: DraftDocument): Pdf =>
  new PDFDocument({
    ...{ size: 'A4', margin: 0, autoFirstPage: false, bufferPages: true, tagged: true, displayTitle: true },
    pdfVersion: '1.7',
    lang: LANGUAGE_TAGS[language],
    info: { Title: title, Creator: 'anshin-desk', CreationDate: new Date(madeAt) },
  });

function collected(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}

const whole = (tag: string, text: string, style: Run['style']): Cell => ({
  tag,
  runs: [{ text, style }],
  x: 0,
  width: TEXT_WIDTH,
});

function draw(sheet: Sheet, block: Block): void {
  switch (block.block) {
    case 'TITLE':
      return drawTitle(sheet, block.text, block.marks);
    case 'BAR':
      return drawBar(sheet, block);
    case 'HEADING':
      sheet.gap(10);
      // A heading does not stand alone at the end of a page.
      sheet.keep(60);
      sheet.row([whole('H2', block.text, STYLES.heading)], sheet.element('Sect'));
      return sheet.gap(3);
    case 'PARAGRAPH': {
      const style = { NORMAL: STYLES.body, SMALL: STYLES.small, RIGHT: STYLES.right }[block.look];
      sheet.row([whole('P', block.text, style)], sheet.element('Sect'));
      return sheet.gap(8);
    }
    case 'NEW_PAGE':
      return sheet.breakPage();
    case 'FIELDS':
      return drawFields(sheet, block.rows);
    case 'TABLE':
      return drawTable(sheet, block);
  }
}

function drawTitle(sheet: Sheet, text: string, marks: readonly string[]): void {
  const section = sheet.element('Sect');
  sheet.row([whole('P', marks.map((mark) => `【${mark}】`).join(' '), { ...STYLES.strong, color: BARS.WARNING.edge })], section);
  sheet.row([whole('H1', text, STYLES.title)], section);
  section.end();
  sheet.gap(10);
}

function drawBar(sheet: Sheet, { level, title, lines }: Extract<Block, { block: 'BAR' }>): void {
  const section = sheet.element('Sect');
  const cell = (text: string, style: Run['style']): Cell => ({
    ...whole('P', text, style),
    x: BAR_INSET,
    width: TEXT_WIDTH - 2 * BAR_INSET,
  });
  const { padding, ...look } = BARS[level];
  sheet.row([cell(title, STYLES.strong)], section, { ...look, padding });
  for (const line of lines) sheet.row([cell(line, STYLES.body)], section, { ...look, padding: 1 });
  section.end();
  sheet.gap(10);
}

function drawFields(sheet: Sheet, fields: readonly Field[]): void {
  const table = sheet.element('Table');
  const labelWidth = TEXT_WIDTH * LABEL_SHARE;
  for (const { label, text, note, isUnknown } of fields) {
    const row = sheet.element('TR', table);
    const value: Run[] = [
      { text, style: isUnknown ? STYLES.strong : STYLES.body },
      ...(note === '' ? [] : [{ text: note, style: STYLES.small }]),
    ];
    const cells: Cell[] = [
      { tag: 'TH', runs: [{ text: label, style: STYLES.body }], x: 0, width: labelWidth - COLUMN_GAP },
      { tag: 'TD', runs: value, x: labelWidth, width: TEXT_WIDTH - labelWidth },
    ];
    sheet.row(cells, row, { isRuled: true, padding: 3 });
    row.end();
  }
  table.end();
  sheet.gap(6);
}

function drawTable(sheet: Sheet, { head, rows, widths }: Extract<Block, { block: 'TABLE' }>): void {
  const table = sheet.element('Table');
  const cellsOf = (texts: readonly string[], tag: string, style: Run['style']): Cell[] =>
    texts.map((text, i) => {
      const x = widths.slice(0, i).reduce((sum, share) => sum + share * TEXT_WIDTH, 0);
      return { tag, runs: [{ text, style }], x: x + 4, width: (widths[i] ?? 0) * TEXT_WIDTH - COLUMN_GAP };
    });
  let isRepeated = false;
  const drawHead = (): void => {
    const row = isRepeated ? null : sheet.element('TR', table);
    sheet.row(cellsOf(head, 'TH', STYLES.strong), row, { fill: '#e6e6e6', padding: 3 });
    row?.end();
    isRepeated = true;
  };
  sheet.keep(60);
  sheet.repeating(drawHead, () => {
    for (const texts of rows) {
      const row = sheet.element('TR', table);
      sheet.row(cellsOf(texts, 'TD', STYLES.body), row, { isRuled: true, padding: 3 });
      row.end();
    }
  });
  table.end();
  sheet.gap(8);
}

/** Header and page number, once it is known how many pages there are. */
function furnish(pdf: Pdf, { header, marks }: DraftDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let i = start; i < start + count; i += 1) {
    pdf.switchToPage(i);
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font(REGULAR).fontSize(8.5).fillColor(INK);
    pdf.text(printableIn(pdf, header), PAGE.side, 32, { lineBreak: false });
    const right = printableIn(pdf, marks.map((mark) => `【${mark}】`).join(''));
    pdf.text(right, PAGE.width - PAGE.side - pdf.widthOfString(right), 32, { lineBreak: false });
    const page = `${i - start + 1} / ${count}`;
    pdf.text(page, (PAGE.width - pdf.widthOfString(page)) / 2, PAGE.height - 36, { lineBreak: false });
    pdf.endMarkedContent();
  }
}

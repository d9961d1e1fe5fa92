/** A document as a Word file: headings, tables and bars that can be edited, with the header and page numbers of the PDF. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
  type ITableCellOptions,
} from 'docx';
import type { Block, DraftDocument, Field } from '../../domain/drafts/document';

type Look = Pick<IRunOptions, 'bold' | 'size' | 'color'>;

/** Fonts that every Japanese Word has; sizes in half points. */
const FONT = { ascii: 'Yu Gothic', hAnsi: 'Yu Gothic', eastAsia: 'Yu Gothic', cs: 'Yu Gothic' };
const SMALL: Look = { size: 17, color: '595959' };
const STRONG: Look = { bold: true };
const A4 = { width: 11_906, height: 16_838 };
/** Twentieths of a point. */
const MARGIN = 1_080;
const TEXT_WIDTH = A4.width - 2 * MARGIN;
const LABEL_SHARE = 0.27;
const BARS = {
  WARNING: { fill: 'FDECEC', edge: 'A80000' },
  NOTE: { fill: 'F2F2F2', edge: '595959' },
} as const;
const LANGUAGE_TAGS = { ja: 'ja-JP', en: 'en-GB' } as const;
const RULE = { style: BorderStyle.SINGLE, size: 4, color: 'B3B3B3' } as const;
const NO_RULE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

export async function wordOf(document: DraftDocument): Promise<Buffer> {
  const { language, title, header, marks, blocks } = document;
  const tag = LANGUAGE_TAGS[language];
  const file = new Document({
    ...{ title, creator: 'anshin-desk' },
    styles: { default: { document: { run: { font: FONT, size: 20, language: { value: tag, eastAsia: tag } } } } },
    sections: [
      {
        properties: { page: { size: A4, margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN } } },
        headers: { default: new Header({ children: [paragraph([header, bracketed(marks)].join('\u3000'), SMALL)] }) },
        footers: { default: new Footer({ children: [pageNumber()] }) },
        children: blocks.flatMap(drawn),
      },
    ],
  });
  return Packer.toBuffer(file);
}

const bracketed = (marks: readonly string[]): string => marks.map((mark) => `【${mark}】`).join('');

/** A line break within a text stays within its paragraph. */
const runs = (text: string, look: Look = {}): TextRun[] =>
  text.split('\n').map((line, i) => new TextRun({ ...look, text: line, ...(i ? { break: 1 } : {}) }));

const paragraph = (text: string, look: Look = {}, options: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ ...options, children: runs(text, look) });

const pageNumber = (): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
  });

function drawn(block: Block): (Paragraph | Table)[] {
  switch (block.block) {
    case 'TITLE':
      return [
        paragraph(bracketed(block.marks), { ...STRONG, color: BARS.WARNING.edge }),
        paragraph(
          block.text,
          { ...STRONG, size: 32, color: '1A1A1A' },
          { heading: HeadingLevel.HEADING_1, spacing: { after: 160 } },
        ),
      ];
    case 'BAR':
      return bar(block);
    case 'HEADING':
      return [
        paragraph(
          block.text,
          { ...STRONG, size: 23, color: '1A1A1A' },
          { heading: HeadingLevel.HEADING_2, keepNext: true, spacing: { before: 240, after: 80 } },
        ),
      ];
    case 'PARAGRAPH': {
      const alignment = block.look === 'RIGHT' ? AlignmentType.RIGHT : AlignmentType.LEFT;
      return [paragraph(block.text, block.look === 'SMALL' ? SMALL : {}, { alignment, spacing: { after: 160 } })];
    }
    case 'NEW_PAGE':
      return [new Paragraph({ pageBreakBefore: true })];
    case 'FIELDS':
      return [fieldTable(block.rows), paragraph('')];
    case 'TABLE':
      return [wideTable(block), paragraph('')];
  }
}

function bar({ level, title, lines }: Extract<Block, { block: 'BAR' }>): Paragraph[] {
  const { fill, edge } = BARS[level];
  const options: IParagraphOptions = {
    shading: { type: ShadingType.CLEAR, color: 'auto', fill },
    border: { left: { style: BorderStyle.SINGLE, size: 32, color: edge, space: 6 } },
  };
  return [paragraph(title, STRONG, options), ...lines.map((line) => paragraph(line, {}, options)), paragraph('')];
}

const cell = (width: number, children: readonly Paragraph[], options: Partial<ITableCellOptions> = {}): TableCell =>
  new TableCell({ ...options, width: { size: width, type: WidthType.DXA }, children });

const table = (widths: readonly number[], rows: readonly TableRow[]): Table =>
  new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [...widths],
    borders: { top: RULE, bottom: RULE, left: NO_RULE, right: NO_RULE, insideHorizontal: RULE, insideVertical: NO_RULE },
    margins: { top: 50, bottom: 50, left: 60, right: 60 },
    rows,
  });

function fieldTable(fields: readonly Field[]): Table {
  const widths = [LABEL_SHARE, 1 - LABEL_SHARE].map((share) => Math.round(share * TEXT_WIDTH)) as [number, number];
  const rows = fields.map(
    ({ label, text, note, isUnknown }) =>
      new TableRow({
        children: [
          cell(widths[0], [paragraph(label)]),
          cell(widths[1], [paragraph(text, isUnknown ? STRONG : {}), ...(note === '' ? [] : [paragraph(note, SMALL)])]),
        ],
      }),
  );
  return table(widths, rows);
}

function wideTable({ head, rows, widths: shares }: Extract<Block, { block: 'TABLE' }>): Table {
  const widths = shares.map((share) => Math.round(share * TEXT_WIDTH));
  const shading = { type: ShadingType.CLEAR, color: 'auto', fill: 'E6E6E6' };
  const headRow = new TableRow({
    tableHeader: true,
    children: head.map((text, i) => cell(widths[i] ?? 0, [paragraph(text, STRONG)], { shading })),
  });
  const others = rows.map((texts) => new TableRow({ children: texts.map((text, i) => cell(widths[i] ?? 0, [paragraph(text)])) }));
  return table(widths, [headRow, ...others]);
}

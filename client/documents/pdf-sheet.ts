/**
 * A PDF as it fills page by page: rows of cells, drawn line by line so that a long one goes on over the page, each cell
 * tagged for readers who listen.
 */
import type { FontName, Pdf } from './pdf-fonts';
import { BOLD, REGULAR, printableIn } from './pdf-fonts';
import { linesOf } from './lines';

export interface Style {
  readonly font: FontName;
  readonly size: number;
  readonly color: string;
  readonly align?: 'left' | 'right' | 'center';
}

export const INK = '#1a1a1a';
const GREY = '#595959';
export const STYLES = {
  title: { font: BOLD, size: 16, color: INK },
  heading: { font: BOLD, size: 11.5, color: INK },
  body: { font: REGULAR, size: 10, color: INK },
  strong: { font: BOLD, size: 10, color: INK },
  small: { font: REGULAR, size: 8.5, color: GREY },
  right: { font: REGULAR, size: 10, color: INK, align: 'right' },
} as const satisfies Record<string, Style>;

/** Text of one look within a cell. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

export interface Cell {
  readonly tag: string;
  readonly runs: readonly Run[];
  /** From the left edge of the text, and how wide; both in points. */
  readonly x: number;
  readonly width: number;
}

export interface RowLook {
  /** Behind the row. */
  readonly fill?: string;
  /** A thick line at its left. */
  readonly edge?: string;
  /** A thin line above it. */
  readonly isRuled?: boolean;
  readonly padding?: number;
}

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, side: 54, top: 62, bottom: 58 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;
const LINE_HEIGHT = 1.55;
const RULE_COLOR = '#b3b3b3';
const EDGE_WIDTH = 4;

interface Line {
  readonly text: string;
  readonly style: Style;
}

/** What the types of pdfkit leave out. */
export interface Element {
  add(child: unknown): Element;
  end(): void;
}
interface Tagging {
  struct(type: string, options?: object): Element;
  addStructure(element: Element): void;
  markStructureContent(tag: string): unknown;
}

export class Sheet {
  private y: number = PAGE.top;
  private readonly tagging: Tagging;
  private readonly root: Element;
  /** Drawn again at the top of a page on which a table goes on. */
  private again: (() => void) | null = null;

  constructor(private readonly pdf: Pdf) {
    this.tagging = pdf;
    this.root = this.tagging.struct('Document');
    this.tagging.addStructure(this.root);
  }

  element(type: string, parent: Element = this.root): Element {
    const made = this.tagging.struct(type);
    parent.add(made);
    return made;
  }

  gap(points: number): void {
    this.y += points;
  }

  /** Begins a new page unless so much is left of this one. */
  keep(points: number): void {
    if (this.y + points > PAGE.height - PAGE.bottom) this.nextPage();
  }

  /** Rows drawn by `draw` go on over the page below a repeated head. */
  repeating(head: () => void, draw: () => void): void {
    head();
    this.again = head;
    draw();
    this.again = null;
  }

  /** One row: its cells side by side. Null as `parent`: it only repeats what was tagged before. */
  row(cells: readonly Cell[], parent: Element | null, look: RowLook = {}): void {
    const drawn = cells.map((cell) => ({ cell, lines: this.linesIn(cell), element: parent && this.element(cell.tag, parent) }));
    const count = Math.max(...drawn.map(({ lines }) => lines.length));
    const padding = look.padding ?? 0;
    this.keep(padding + this.heightOf(drawn[0]?.lines[0]));
    if (look.isRuled) this.rule();
    this.fillBelow(padding, look);
    for (let i = 0; i < count; i += 1) {
      const height = Math.max(...drawn.map(({ lines }) => this.heightOf(lines[i])));
      if (this.y + height > PAGE.height - PAGE.bottom) this.nextPage();
      this.shade(height, look);
      for (const { cell, lines, element } of drawn) this.line(lines[i], cell, element);
      this.y += height;
    }
    this.fillBelow(padding, look);
    drawn.forEach(({ element }) => element?.end());
  }

  end(): void {
    this.root.end();
  }

  breakPage(): void {
    this.nextPage();
  }

  private nextPage(): void {
    this.pdf.addPage();
    this.y = PAGE.top;
    const head = this.again;
    this.again = null;
    head?.();
    this.again = head;
  }

  private linesIn({ runs, width }: Cell): readonly Line[] {
    return runs.flatMap(({ text, style }) => {
      this.pdf.font(style.font).fontSize(style.size);
      const lines = linesOf(printableIn(this.pdf, text), width, (part) => this.pdf.widthOfString(part));
      return lines.map((line) => ({ text: line, style }));
    });
  }

  private heightOf = (line: Line | undefined): number => (line ? line.style.size * LINE_HEIGHT : 0);

  private line(line: Line | undefined, { tag, x, width }: Cell, element: Element | null): void {
    if (!line || line.text === '') return;
    const { text, style } = line;
    this.pdf.font(style.font).fontSize(style.size).fillColor(style.color);
    const left = { left: 0, right: width - this.pdf.widthOfString(text), center: (width - this.pdf.widthOfString(text)) / 2 };
    const at = PAGE.side + x + left[style.align ?? 'left'];
    const content = element ? this.tagging.markStructureContent(tag) : this.pdf.markContent('Artifact', { type: 'Pagination' });
    this.pdf.text(text, at, this.y + (this.heightOf(line) - style.size) / 2, { lineBreak: false });
    this.pdf.endMarkedContent();
    element?.add(content);
  }

  private fillBelow(height: number, look: RowLook): void {
    this.shade(height, look);
    this.y += height;
  }

  private shade(height: number, { fill, edge }: RowLook): void {
    if (height <= 0 || (fill === undefined && edge === undefined)) return;
    this.asArtifact(() => {
      // Rows of lines touch each other: a hair of overlap leaves no gap between them.
      if (fill !== undefined) this.pdf.rect(PAGE.side, this.y, TEXT_WIDTH, height + 0.3).fill(fill);
      if (edge !== undefined) this.pdf.rect(PAGE.side, this.y, EDGE_WIDTH, height + 0.3).fill(edge);
    });
  }

  private rule(): void {
    this.asArtifact(() => {
      this.pdf
        .moveTo(PAGE.side, this.y)
        .lineTo(PAGE.side + TEXT_WIDTH, this.y)
        .lineWidth(0.5)
        .stroke(RULE_COLOR);
    });
  }

  private asArtifact(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }
}

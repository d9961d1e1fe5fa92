/** Breaking text into lines by UAX #14, which keeps 、。」 off the start of a line and 「 off its end (禁則). */
import LineBreaker from 'linebreak';

export type WidthOf = (text: string) => number;

/** The lines of a text within a width; a word that is wider than a line is broken anywhere. */
export function linesOf(text: string, width: number, widthOf: WidthOf): string[] {
  return text.split('\n').flatMap((paragraph) => brokenLines(paragraph, width, widthOf));
}

function brokenLines(paragraph: string, width: number, widthOf: WidthOf): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(paragraph)) {
    if (widthOf((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const rest = cut(piece, width, widthOf);
    lines.push(...rest.slice(0, -1));
    line = rest.at(-1) ?? '';
  }
  return [...lines, line.trimEnd()];
}

/** What must not be broken. */
function pieces(text: string): string[] {
  const found: string[] = [];
  const breaker = new LineBreaker(text);
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    found.push(text.slice(from, next.position));
    from = next.position;
  }
  return found;
}

function cut(piece: string, width: number, widthOf: WidthOf): string[] {
  if (widthOf(piece.trimEnd()) <= width) return [piece];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of Array.from(piece)) {
    const more = widthOf(character);
    if (part !== '' && used + more > width) {
      parts.push(part);
      [part, used] = ['', 0];
    }
    part += character;
    used += more;
  }
  return [...parts, part];
}

/** Colour, on a terminal only. It is always the third sign beside word and shape. */
import { styleText } from 'node:util';

export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  overdue(text: string): string;
  soon(text: string): string;
  drill(text: string): string;
}

const plain = (text: string): string => text;
const PLAIN: Paint = { strong: plain, faint: plain, overdue: plain, soon: plain, drill: plain };

const COLOURED: Paint = {
  strong: (text) => styleText('bold', text),
  faint: (text) => styleText('dim', text),
  overdue: (text) => styleText(['bold', 'red'], text),
  soon: (text) => styleText('yellow', text),
  drill: (text) => styleText(['black', 'bgYellow'], text),
};

/** No colour into files and pipes, and none where NO_COLOR asks for it. */
export const createPaint = (output: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint =>
  output.isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN;

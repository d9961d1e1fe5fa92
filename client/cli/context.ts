/** What a command has at hand: who runs it, in which language, and where its words go. */
import { LANGUAGES, both, type Bilingual, type Language } from '../../domain/wording';
import type { CliDeps } from './deps';
import { wrongUsage, type CliProblem } from './failures';
import { createPaint, type Paint } from './print/paint';

export interface GlobalOptions {
  readonly json?: boolean;
  readonly lang?: string;
  readonly as?: string;
}

export interface Context {
  readonly deps: CliDeps;
  readonly language: Language;
  readonly json: boolean;
  /** Name under which decisions are recorded. */
  readonly staffName: string;
  /** Whether the person said so, or it is just the user of the machine. */
  readonly staffNameIsTold: boolean;
  readonly paint: Paint;
  readonly word: (text: Bilingual) => string;
  /** Lines for people, to stdout. */
  readonly print: (lines: readonly string[]) => void;
  /** The same data for programs, to stdout. */
  readonly printJson: (value: unknown) => void;
  /** A remark beside the answer, to stderr. */
  readonly remark: (text: Bilingual) => void;
}

const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

function languageOf(text: string): Language {
  const wanted = text.slice(0, 2).toLowerCase();
  if (isLanguage(wanted)) return wanted;
  throw wrongUsage({ ja: '言語は ja または en で指定してください', en: 'The language is ja or en' });
}

export function createContext(deps: CliDeps, options: GlobalOptions): Context {
  const language = languageOf(options.lang ?? (deps.env.DESK_LANG || 'ja'));
  const paint = createPaint(deps.stdout, deps.env);
  const json = options.json ?? false;
  const told = options.as ?? deps.env.DESK_USER;
  return {
    deps,
    language,
    json,
    staffName: told || deps.userName(),
    staffNameIsTold: Boolean(told),
    paint,
    word: (text) => text[language],
    print: (lines) => {
      if (!json) deps.stdout.write(lines.map((line) => `${line}\n`).join(''));
    },
    printJson: (value) => {
      if (json) deps.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    remark: (text) => void deps.stderr.write(`${both(text)}\n`),
  };
}

/** Tells why a command did not go on: in words to stderr, and for programs as data to stdout. */
export function printProblem(deps: CliDeps, { code, text, problems }: CliProblem, json: boolean): void {
  const isList = text.ja.includes('\n');
  deps.stderr.write(isList ? `${text.ja}\n${text.en}\n` : `${both(text)}\n`);
  const places = problems.map(({ reason, ...place }) => ({ ...place, ...reason }));
  const error = { code, ...text, ...(places.length && { problems: places }) };
  if (json) deps.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
}

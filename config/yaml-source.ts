/**
 * YAML (and so JSON) that remembers where everything stands, so that every complaint can point at its line.
 *
 * The parser's own check for double keys compares each key with every other; here it is one look-up, because these
 * files also come from outside.
 */
import {
  LineCounter,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Bilingual } from '../domain/wording';
import type { Problem } from './problems';

/** Deeper nesting than any sensible file has; keeps recursive readers safe. */
const MAX_DEPTH = 40;
/** PostgreSQL stores neither NUL nor half a surrogate pair; U+FFFD is what is left of a file that is not UTF-8. */
const UNSTORABLE = /[\0\p{Cs}\uFFFD]/u;

export type Path = readonly PropertyKey[];

/** A parsed file: its plain value, and the place of every part of it. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** A problem with the value at a path; where it is missing, with what it should stand in. */
  at(path: Path, reason: Bilingual): Problem;
  /** A problem with the key at a path rather than with its value. */
  atKey(path: Path, reason: Bilingual): Problem;
}

export type ReadYaml =
  { readonly ok: true; readonly source: YamlSource } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses one YAML document; all complaints at once. */
export function readYaml(file: string, text: string): ReadYaml {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, stringKeys: true });
  const problemAt = (offset: number, reason: Bilingual): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), col: Math.max(1, col), reason };
  };
  const complaints = [...doc.errors, ...doc.warnings].map(({ code, message, pos }) =>
    problemAt(pos[0], syntaxReason(code, message)),
  );
  const problems = complaints.length ? complaints : contentProblems(doc, problemAt);
  if (problems.length) return { ok: false, problems };
  try {
    return { ok: true, source: sourceOf(file, doc, problemAt) };
  } catch (error) {
    // Aliases that multiply into something huge are refused by the library when they are expanded.
    if (!(error instanceof ReferenceError)) throw error;
    return { ok: false, problems: [problemAt(0, TOO_MANY_ALIASES)] };
  }
}

type ProblemAt = (offset: number, reason: Bilingual) => Problem;

function sourceOf(file: string, doc: Document, problemAt: ProblemAt): YamlSource {
  const value: unknown = doc.toJS();
  return {
    file,
    value,
    at: (path, reason) => ({ ...problemAt(placeOf(doc, path).value, reason), ...named(path) }),
    atKey: (path, reason) => ({ ...problemAt(placeOf(doc, path).key, reason), ...named(path) }),
  };
}

const named = (path: Path): Pick<Problem, 'path'> =>
  path.length
    ? { path: path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i ? '.' : ''}${String(step)}`)).join('') }
    : {};

/** Offsets of the value and of the key at a path; of the nearest thing that exists where it leads nowhere. */
function placeOf(doc: Document, path: Path): { value: number; key: number } {
  let node: unknown = doc.contents;
  let place = { value: startOf(node) ?? 0, key: startOf(node) ?? 0 };
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(doc);
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(step));
      if (!pair) return { ...place, value: place.key };
      const key = startOf(pair.key) ?? place.key;
      node = pair.value;
      place = { value: startOf(node) ?? key, key };
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)];
      place = { value: startOf(node) ?? place.value, key: startOf(node) ?? place.key };
    } else return place;
  }
  return place;
}

/** Looked up, not searched: a file may have more wrong keys than one would like to search for each. */
const pairIndex = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairIndex.get(map);
  if (known) return known;
  // The first of double keys wins, as in the complaint about them.
  const pairs = new Map([...map.items].reverse().map((pair) => [keyOf(pair.key), pair]));
  pairIndex.set(map, pairs);
  return pairs;
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

/** What the parser lets through and this project does not. */
function contentProblems(doc: Document, problemAt: ProblemAt): Problem[] {
  const problems: Problem[] = [];
  const add = (node: unknown, reason: Bilingual): void => void problems.push(problemAt(startOf(node) ?? 0, reason));
  visit(doc, {
    Node: (_, node, path) => {
      if (path.filter((step) => isMap(step) || isSeq(step)).length > MAX_DEPTH) {
        add(node, TOO_DEEP);
        return visit.BREAK;
      }
      return undefined;
    },
    Map: (_, { items }) => doubleKeys(items).forEach((key) => add(key, doubleKey(keyOf(key)))),
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && UNSTORABLE.test(node.value)) add(node, UNSTORABLE_TEXT);
    },
    Alias: (_, node, path) => {
      const target = node.resolve(doc);
      if (!target) add(node, unknownAlias(node.source));
      else if (path.includes(target)) add(node, circularAlias(node.source));
    },
  });
  return problems;
}

function doubleKeys(items: readonly Pair[]): unknown[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }) => {
    const name = keyOf(key);
    if (seen.has(name)) return [key];
    seen.add(name);
    return [];
  });
}

const syntaxReason = (code: string, message: string): Bilingual => ({
  ja: `${SYNTAX_JA[code] ?? 'YAMLとして読み取れません'}(${code})`,
  en: code === 'MULTIPLE_DOCS' ? 'More than one YAML document in a file' : message,
});

const SYNTAX_JA: Readonly<Record<string, string>> = {
  BAD_INDENT: '字下げが正しくないか、括弧が閉じられていません',
  BLOCK_AS_IMPLICIT_KEY: '字下げが正しくありません',
  TAB_AS_INDENT: '字下げにタブは使えません。半角空白を使ってください',
  MISSING_CHAR: '閉じる記号または「:」がありません',
  MULTIPLE_DOCS: '1つのファイルに複数の文書(---)があります',
  MULTILINE_IMPLICIT_KEY: '項目名は1行で書いてください',
  NON_STRING_KEY: '項目名は文字列で書いてください',
  RESOURCE_EXHAUSTION: '入れ子が深すぎます',
  TAG_RESOLVE_FAILED: 'このタグは使えません',
  UNEXPECTED_TOKEN: '余分な文字があります',
};

const TOO_DEEP: Bilingual = { ja: '入れ子が深すぎます', en: 'Nested too deeply' };
const TOO_MANY_ALIASES: Bilingual = { ja: '参照(*)が多すぎます', en: 'Too many aliases' };
const UNSTORABLE_TEXT: Bilingual = {
  ja: '文字化けした文字か、保存できない文字が含まれています。ファイルはUTF-8で保存してください',
  en: 'Contains a character that is garbled or cannot be stored. Save the file as UTF-8',
};
const doubleKey = (key: string): Bilingual => ({ ja: `「${key}」が重複しています`, en: `"${key}" is given twice` });
const unknownAlias = (name: string): Bilingual => ({
  ja: `参照先「&${name}」がありません`,
  en: `There is no anchor "&${name}" before this`,
});
const circularAlias = (name: string): Bilingual => ({
  ja: `「*${name}」が自分自身を参照しています`,
  en: `"*${name}" refers to itself`,
});

/** What may stand in a file of told texts, and what is refused, where and why. */
import { readTold } from '../../client/documents/told-file';
import { ConfigProblems } from '../../config/problems';
import { readYaml } from '../../config/yaml-source';

function read(text: string) {
  const source = readYaml('told.yaml', text);
  if (!source.ok) throw new ConfigProblems(source.problems);
  return readTold(source.source);
}

function problemsOf(text: string) {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems.map(({ line, reason }) => `${line} ${reason.en}`);
    throw error;
  }
  return [];
}

it('reads who told what, once for all or one by one', () => {
  expect(
    read('by: 通販 次郎\nfactsVersion: 2\nitems:\n  cause: 脆弱性\n  contact: { text: 窓口, by: 佐藤, factsVersion: 1 }\n'),
  ).toEqual({
    cause: { text: '脆弱性', by: '通販 次郎', factsVersion: 2 },
    contact: { text: '窓口', by: '佐藤', factsVersion: 1 },
  });
  expect(read('items: { cause: { text: a, by: b } }')).toEqual({ cause: { text: 'a', by: 'b', factsVersion: null } });
});

it.each([
  ['an item that there is not', 'by: a\nitems:\n  cuase: x\n', /^3 Unknown key "cuase"/],
  ['nobody who told it', 'items:\n  cause: x\n', /^2 Say who told it/],
  ['an empty text', 'by: a\nitems:\n  cause: "  "\n', /^3 /],
  ['a text that is none', 'by: a\nitems:\n  cause: [1]\n', /^3 /],
  ['a text that is far too long', `by: a\nitems:\n  cause: "${'x'.repeat(20_001)}"\n`, /^3 /],
  ['a version that cannot be', 'by: a\nfactsVersion: 0\nitems: {}\n', /^2 /],
  ['an unknown key', 'by: a\nwho: b\nitems: {}\n', /^2 .*"who"/],
  ['a name of two lines', 'by: "a\\nb"\nitems: {}\n', /^1 Line breaks/],
  ['no items', 'by: a\n', /^1 "items" is missing/],
  ['half a character', 'by: a\nitems: { cause: "\\ud800" }\n', /^2 .*cannot be stored/],
])('refuses %s', (_what, text, problem) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
});

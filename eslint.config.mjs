// What a reader may rely on in every file. Which room may import which is held by .dependency-cruiser.cjs.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ROOMS = ['domain', 'workflows', 'activities', 'store', 'worker', 'client', 'config', 'embedded', 'bench'];
const inRooms = (...rooms) => rooms.map((room) => `${room}/**/*.{ts,tsx}`);

const MOST_LINES = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
};

const RAW_HTML = {
  selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"], Property[key.name="dangerouslySetInnerHTML"]',
  message: 'Text from outside reaches a page as text: let the renderer escape it.',
};
const ONLY_SOME_TESTS = {
  selector:
    'MemberExpression[object.name=/^(describe|it|test)$/][property.name="only"], CallExpression[callee.name=/^(fdescribe|fit)$/]',
  message: 'This would leave out all the other tests.',
};
const AMBIENT = [
  {
    selector:
      'CallExpression[callee.object.name="Date"][callee.property.name="now"], NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Rules are told the time.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Rules give the same answer to the same question.',
  },
];

const typed = {
  files: ['**/*.{ts,tsx}'],
  extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
  languageOptions: {
    parserOptions: { projectService: { allowDefaultProject: ['drizzle.config.ts'] }, tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    // Text from outside is stripped of control characters, which takes expressions that name them.
    'no-control-regex': 'off',
    '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    // An activity or port is asynchronous by contract, whether or not this implementation waits for something.
    '@typescript-eslint/require-await': 'off',
    'no-restricted-syntax': ['error', RAW_HTML],
  },
};

const pureRooms = {
  files: inRooms('domain', 'workflows'),
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [{ name: 'zod', message: 'It multiplies the memory of each cached workflow; schemas belong to the edges.' }],
        patterns: [{ group: ['node:*', 'zod/*'], message: 'The workflow sandbox has no such thing.' }],
      },
    ],
  },
};

const plainNode = {
  files: ['**/*.cjs'],
  extends: [js.configs.recommended],
  languageOptions: {
    sourceType: 'commonjs',
    globals: { __dirname: 'readonly', console: 'readonly', fetch: 'readonly', process: 'readonly' },
  },
  rules: MOST_LINES,
};

export default defineConfig(
  { ignores: ['dist/', '.desk/', '.cache/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  typed,
  { files: inRooms(...ROOMS), rules: MOST_LINES },
  // These speak through the logger, so that what is written is redacted and structured.
  { files: inRooms('domain', 'workflows', 'activities', 'store', 'worker'), rules: { 'no-console': 'error' } },
  pureRooms,
  { files: inRooms('domain'), rules: { 'no-restricted-syntax': ['error', RAW_HTML, ...AMBIENT] } },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', RAW_HTML, ONLY_SOME_TESTS],
      // jest's matchers (`expect.stringContaining`) are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  plainNode,
);

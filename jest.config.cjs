// Node below 24.9 cannot require ESM inside jest's sandbox: packages that ship only ESM are compiled like our own code.
const { esmOnly } = require('./jest.esm-only.cjs');

const compile = (parser) => [
  '@swc/jest',
  {
    jsc: { parser, target: 'es2022', transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
    // import() stays what it is: PostgreSQL's packages find their programs by import.meta, which has no CommonJS form.
    module: { type: 'commonjs', ignoreDynamic: true },
  },
];

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: {
    '^.+\\.tsx?$': compile({ syntax: 'typescript', tsx: true }),
    '^.+\\.m?js$': compile({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  collectCoverageFrom: ['domain/**/*.ts', 'workflows/**/*.ts'],
  testTimeout: 60_000,
};

// Mutation testing of the rules on obligations: `npm run mutation`. Every change to a rule that no test notices is listed.
// The properties stay out: they would notice more, and take hours at it.
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.cjs',
    config: { roots: ['<rootDir>/test/domain/obligations'], testPathIgnorePatterns: ['properties'] },
    enableFindRelatedTests: false,
  },
  mutate: ['domain/obligations/*.ts', '!domain/obligations/names.ts'],
  ignorePatterns: ['dist', '.desk', '.cache', 'bench', 'embedded'],
  plugins: ['@stryker-mutator/jest-runner'],
  coverageAnalysis: 'perTest',
  // What is computed once at load needs every test anew for each of its mutants.
  ignoreStatic: true,
  concurrency: 2,
  // On a busy machine slow is not endless: only a mutant that never ends counts as noticed by its time.
  timeoutMS: 30_000,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  tempDirName: '.stryker',
  allowEmpty: false,
};

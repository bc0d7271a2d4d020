import { fileURLToPath } from 'node:url';

/** Where everything goes that a run writes. */
const folder = '.mutation';

/** Read by `npm run mutate`, which runs in the root of the checkout. */
// biome-ignore lint/style/noDefaultExport: Stryker takes nothing else.
export default {
  mutate: [
    'packages/domain/src/**/*.ts',
    // A list of countries and nothing else; tests/domain/countries.test.ts compares its codes with those of Unicode.
    '!packages/domain/src/catalogue/country-table.ts',
  ],
  // What the tests of the domain need; the whole house would be copied otherwise.
  ignorePatterns: [
    '/**',
    '!/packages/domain/src/**',
    '!/tests/domain/**',
    '!/tests/support/a-film.ts',
    '!/tests/mutation/*.ts',
  ],
  testRunner: 'vitest',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A test that is merely late on a busy machine has noticed nothing.
  timeoutMS: 15_000,
  timeoutFactor: 3,
  incremental: true,
  incrementalFile: `${folder}/incremental.json`,
  tempDirName: `${folder}/tmp`,
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: true, reportScoreTable: true },
  htmlReporter: { fileName: `${folder}/report.html` },
  jsonReporter: { fileName: `${folder}/report.json` },
  thresholds: { high: 100, low: 95, break: 95 },
};

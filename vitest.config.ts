import { defineConfig } from 'vitest/config';

/** What needs more than Node (a browser, an outside service, the network) or long, such as a series of kills. */
const demanding = 'tests/**/*.all.test.ts';
/** What needs nothing around it: no server is started for these alone. */
const selfContained = [
  'tests/domain/**/*.test.ts',
  'tests/application/**/*.test.ts',
  'tests/architecture/**/*.test.ts',
];

/**
 * `npm test` runs everything but the demanding suites; `npm run test:all` (vitest's mode `all`) runs everything.
 * A test file chooses by its name: `*.test.ts`, or `*.all.test.ts` if it is demanding.
 */
export default defineConfig(({ mode }) => ({
  test: {
    // Most suites wait for a disk, a clock or another process: two share a small machine well. Among the demanding ones
    // some measure time, beside which nothing else may run.
    maxWorkers: mode === 'all' ? 1 : 2,
    // Modules are loaded once a worker and not once a file, which halves the work: no test leaves anything behind in them.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A test skips only for a named missing program; one left on its own by mistake would hide all others.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'self-contained', include: selfContained, exclude: [demanding] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...selfContained, ...(mode === 'all' ? [] : [demanding])],
          globalSetup: 'tests/support/postgres-setup.ts',
        },
      },
    ],
  },
}));

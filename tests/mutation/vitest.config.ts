import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '../..');

/** The tests of the domain, as `npm run mutate` runs them on a copy of the checkout. */
export default defineConfig({
  root,
  // The packages of the workspace are links to the checkout itself, where nothing is mutated.
  resolve: {
    alias: [{ find: /^@online-cinema\/domain\/(.+)$/, replacement: join(root, 'packages/domain/src/$1/index.ts') }],
  },
  test: {
    include: ['tests/domain/**/*.test.ts'],
    // Properties take long beside other work; only Stryker says when a change has hung.
    testTimeout: 120_000,
    setupFiles: ['tests/mutation/same-examples.ts'],
  },
});

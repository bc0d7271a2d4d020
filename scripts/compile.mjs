// node scripts/compile.mjs PACKAGE: writes packages/PACKAGE/dist, which is what other apps are given of a package: plain
// JavaScript, its types, and source maps that bring the TypeScript along. Nothing of this house runs it.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const folder = `packages/${process.argv[2]}`;
// What was compiled of a file that is gone would be handed on for ever.
rmSync(`${folder}/dist`, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/typescript/bin/tsc',
    ...['--project', folder, '--rootDir', `${folder}/src`, '--outDir', `${folder}/dist`],
    // Whoever compiles incrementally takes what was removed for still there.
    ...['--noEmit', 'false', '--incremental', 'false'],
    ...['--declaration', '--sourceMap', '--inlineSources'],
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);

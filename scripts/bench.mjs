// node scripts/bench.mjs [NAME] [ARGUMENT…]: installs what is missing, then runs one of the benchmarks of tests/benchmarks,
// or all of them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './installation.mjs';
import { runCommand } from './run.mjs';

const given = process.argv.slice(2);
const [name = '', ...args] = given[0]?.startsWith('--') === false ? given : ['all', ...given];
const entry = `tests/benchmarks/${name}.ts`;
if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, entry))) {
  console.error('Say which: npm run bench -- NAME, the name of a file in tests/benchmarks without its ending.');
  process.exit(1);
}

ensureInstalled();
runCommand(['--disable-warning=ExperimentalWarning', entry, ...args]);

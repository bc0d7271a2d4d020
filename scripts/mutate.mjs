// npm run mutate -- [ARGUMENT OF STRYKER…]: installs what is missing, then changes the domain in many small ways, and
// tells which of the changes no test of the domain notices.
import { ensureInstalled, ensureInstalledIn } from './installation.mjs';
import { runCommand } from './run.mjs';

const folder = 'tests/mutation';

ensureInstalled();
ensureInstalledIn(folder);
runCommand([
  `${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`,
  'run',
  `${folder}/stryker.config.mjs`,
  ...process.argv.slice(2),
]);

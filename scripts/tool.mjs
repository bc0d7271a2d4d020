// node scripts/tool.mjs TOOL [ARGUMENT…]: installs what is missing, then runs one of the project's development tools.
import { ensureInstalled } from './installation.mjs';
import { runCommand } from './run.mjs';

const entries = new Map([
  ['biome', 'node_modules/@biomejs/biome/bin/biome'],
  ['compile', 'scripts/compile.mjs'],
  ['typecheck', 'scripts/typecheck.mjs'],
  ['vitest', 'node_modules/vitest/vitest.mjs'],
]);
const [tool = '', ...args] = process.argv.slice(2);
const entry = entries.get(tool);
if (entry === undefined) throw new Error(`No such tool: ${tool}`);

ensureInstalled();
runCommand([entry, ...args]);

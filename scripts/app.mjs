// node scripts/app.mjs [--watch] http|worker|cli [ARGUMENT…]: installs what is missing, then runs the app.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './installation.mjs';
import { runCommand, runServer } from './run.mjs';

const [first = '', ...others] = process.argv.slice(2);
const watching = first === '--watch';
const [app = '', ...args] = watching ? others : [first, ...others];

// Left alone, V8 lets garbage pile up to hundreds of MB. Less than 8 here made lists of films a seventh slower.
const memory = ['--max-semi-space-size=8', '--initial-old-space-size=48', '--heap-growing-percent=30'];
const flags = ['--disable-warning=ExperimentalWarning', ...memory];
// Node's own --env-file-if-exists says on every start that there is none.
if (existsSync(join(root, '.env'))) flags.push('--env-file=.env');
if (watching) flags.push('--watch', '--watch-preserve-output', '--import=./scripts/watched.mjs');
const command = [...flags, `apps/${app}/src/main.ts`, ...args];

ensureInstalled();
if (app === 'cli') runCommand(command);
else runServer(command);

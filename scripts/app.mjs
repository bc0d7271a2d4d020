// node scripts/app.mjs [--watch] http|worker|cli [ARGUMENT…]: installs what is missing, then runs the app.
import { ensureInstalled } from './installation.mjs';
import { runCommand, runServer } from './run.mjs';

const [first = '', ...others] = process.argv.slice(2);
const watching = first === '--watch';
const [app = '', ...args] = watching ? others : [first, ...others];

const flags = ['--env-file-if-exists=.env', '--disable-warning=ExperimentalWarning'];
if (watching) flags.push('--watch', '--watch-preserve-output', '--import=./scripts/watched.mjs');
const command = [...flags, `apps/${app}/src/main.ts`, ...args];

ensureInstalled();
if (app === 'cli') runCommand(command);
else runServer(command);

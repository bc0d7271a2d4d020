// node scripts/services.mjs [OPTION…]: installs what is missing, then runs what server mode stands on; --help tells more.
import { ensureInstalled } from './installation.mjs';
import { runServer } from './run.mjs';

ensureInstalled();
runServer(['--disable-warning=ExperimentalWarning', 'tests/support/services/main.ts', ...process.argv.slice(2)]);

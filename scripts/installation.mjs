// Plain JavaScript without dependencies: this runs on whatever Node (20 or newer) the machine has, before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node the project brings along. */
export const ownNode = join(root, 'node_modules/node/bin/node');

/** What npm tells its children about the network; the rest of it would reconfigure the installer. */
const networkSettings =
  /^npm_config_(registry|@.*|\/\/.*|(https?_)?proxy|no_?proxy|ca|cafile|strict_ssl|cache|userconfig|globalconfig)$/i;

/** Installs what the lock file names where it is not all there, or ends the process with one line of advice. */
export function ensureInstalled() {
  if (isComplete()) return;
  console.error('Installing what Online Cinema needs, this once: a minute on a fast line, and 1 GB of disk.');
  // Without its own record of what is installed, the installer looks at everything again and repairs it.
  rmSync(join(root, 'node_modules/.pnpm/lock.yaml'), { force: true });
  rmSync(join(root, 'node_modules/.modules.yaml'), { force: true });
  install(root);
  if (!isComplete()) giveUp(`The installation ended, but ${ownNode} does not run on this machine.`);
  console.error('Installed.\n');
}

/**
 * The same for a folder with a lock file of its own, from the root of the checkout: what only one command needs, and
 * nobody who starts the cinema should wait for.
 *
 * @param {string} folder
 */
export function ensureInstalledIn(folder) {
  const path = join(root, folder);
  if (isInstalled(path)) return;
  console.error(`Installing what ${folder} needs, this once.`);
  install(path);
  console.error('Installed.\n');
}

/** @param {string} folder */
function install(folder) {
  const { status, signal } = spawnSync(
    'npx',
    ['--yes', 'pnpm@12', 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
    {
      cwd: folder,
      env: installerEnvironment(),
      // Standard output belongs to the program that follows; nothing may wait for an answer.
      stdio: ['ignore', 2, 2],
    },
  );
  if (signal !== null) process.exit(1);
  if (status !== 0)
    giveUp('The installation failed. It needs the npm registry once: see that it can be reached, and try again.');
}

/** Whether everything in the lock file is installed, and Node runs. */
function isComplete() {
  return (
    isInstalled(root) && existsSync(ownNode) && spawnSync(ownNode, ['--version'], { stdio: 'ignore' }).status === 0
  );
}

/**
 * Whether everything in the lock file of a folder is installed: the installer copies the lock file last of all.
 *
 * @param {string} folder
 */
function isInstalled(folder) {
  const installedLock = join(folder, 'node_modules/.pnpm/lock.yaml');
  return existsSync(installedLock) && readFileSync(installedLock).equals(readFileSync(join(folder, 'pnpm-lock.yaml')));
}

/**
 * The environment of the installer: without what `npm start` adds for its script (a setting of the outer npm is not
 * meant for the inner installer), without the project's own Node, which is about to be replaced, and without NODE_ENV,
 * which could leave things out.
 */
function installerEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => name !== 'NODE_ENV' && name !== 'NODE_OPTIONS' && (!/^npm_/i.test(name) || networkSettings.test(name)),
  );
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')))
    .join(delimiter);
  return {
    ...Object.fromEntries(kept),
    PATH: path,
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '1',
  };
}

/**
 * @param {string} advice
 * @returns {never}
 */
function giveUp(advice) {
  console.error(advice);
  process.exit(1);
}

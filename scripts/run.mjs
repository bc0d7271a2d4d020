import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ownNode, root } from './installation.mjs';

/** npm hands a signal on to us that the terminal has sent to us already; copies arrive within this time. */
const sameSignalWithinMs = 1_000;
const parentWatchMs = 250;
/** Known from the start and not from main.ts on: what strips types, which takes 16 MB, is then not needed at all. */
const compiled = process.env['NODE_COMPILE_CACHE'] || join(tmpdir(), 'node-compile-cache');

/**
 * Runs a server with the project's own Node until it ends, and ends with its exit code.
 *
 * The server gets a process group of its own, so that Ctrl-C in a terminal reaches it through us alone, once. The IPC
 * channel is its lifeline (see `lifeline.mjs`): when we are gone, even by `kill -9`, it stops. When npm above us is gone,
 * nobody could stop the server any more, so we do.
 *
 * @param {readonly string[]} args what follows `node`
 */
export function runServer(args) {
  const child = spawn(ownNode, ['--import=./scripts/lifeline.mjs', ...args], {
    cwd: root,
    env: { ...environment(), NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let lastSignalAt = 0;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    if (Date.now() - lastSignalAt < sameSignalWithinMs) return;
    lastSignalAt = Date.now();
    child.kill(signal);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (process.env['npm_execpath']) whenParentIsGone(() => stop('SIGTERM'));
  endLike(child);
}

/**
 * Runs a command that may talk with the terminal and ends by itself; we end with its exit code.
 *
 * It shares our process group, so Ctrl-C in a terminal reaches it without us.
 *
 * @param {readonly string[]} args what follows `node`
 */
export function runCommand(args) {
  const child = spawn(ownNode, args, { cwd: root, env: environment(), stdio: 'inherit' });
  process.on('SIGINT', (signal) => {
    if (!process.stdin.isTTY) child.kill(signal);
  });
  process.on('SIGTERM', (signal) => child.kill(signal));
  endLike(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function endLike(child) {
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** @param {() => void} act */
function whenParentIsGone(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, parentWatchMs);
}

/** With the project's own Node first on the path, for whatever the program starts itself. */
function environment() {
  return {
    ...process.env,
    PATH: [dirname(ownNode), process.env['PATH'] ?? ''].join(delimiter),
    ONLINE_CINEMA_LAUNCHER: String(process.pid),
  };
}

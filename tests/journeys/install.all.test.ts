import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { eventually } from '../support/running-cinema.ts';

const root = join(import.meta.dirname, '../..');
/** What a newcomer has: Node with npm, and a shell. No compiler, no Python, not even git. */
const bareMachine = ['node', 'npm', 'npx', 'sh', 'env'];
/** A port on which nobody listens stands for a network that is not there. */
const unreachable = 'http://127.0.0.1:9';
const offline = {
  npm_config_registry: unreachable,
  HTTP_PROXY: unreachable,
  HTTPS_PROXY: unreachable,
  http_proxy: unreachable,
  https_proxy: unreachable,
};
const installing = 240_000;

let folder: string;
let port: number;
let npm: ChildProcess | undefined;
let output = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'online-cinema-newcomer-'));
  port = await freePort();
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'home'));
  for (const program of bareMachine) symlinkSync(find(program), join(folder, 'bin', program));
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, join(folder, 'clone')]);
});

afterEach(() => stop('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('in a fresh clone, on a machine with Node, npm and nothing else', () => {
  it('npm start installs what is missing and serves', { timeout: installing + 30_000 }, async () => {
    start({});
    await isLive(installing);
    expect(output).not.toContain('Unsupported engine');
    expect(await stop('SIGTERM')).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  });

  it('a second npm start needs no network and installs nothing', { timeout: 60_000 }, async () => {
    start(offline);
    await isLive(30_000);
    expect(output).not.toMatch(/install/i);
    expect(await stop('SIGTERM')).toBe(0);
  });

  it('npm start says what to do where nothing is installed and the network is not there', {
    timeout: 90_000,
  }, async () => {
    for (const installed of ['clone/node_modules', 'home']) rmSync(join(folder, installed), { recursive: true });
    mkdirSync(join(folder, 'home'));
    start(offline);
    const [code] = await once(npm ?? expect.fail('npm was not started'), 'close');
    expect(code).toBe(1);
    expect(output).toContain('The installation failed. It needs the npm registry once');
  });
});

function start(environment: Record<string, string>): void {
  output = '';
  const network = Object.entries(process.env).filter(([name]) => /proxy|_ca_|cert|^npm_config_registry$/i.test(name));
  npm = spawn(join(folder, 'bin/npm'), ['start'], {
    cwd: join(folder, 'clone'),
    env: {
      ...Object.fromEntries(network),
      PATH: join(folder, 'bin'),
      HOME: join(folder, 'home'),
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [npm.stdout, npm.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
}

/** Waits until the API answers; fails at once when the start has failed. */
async function isLive(patience: number): Promise<void> {
  const live = await eventually(async () => {
    if (npm?.exitCode !== null) return false;
    return (await fetch(`http://127.0.0.1:${port}/health/live`)).status === 200;
  }, patience);
  expect(live, output).toBe(true);
}

async function stop(signal: NodeJS.Signals): Promise<number | null> {
  if (npm === undefined || npm.exitCode !== null || npm.signalCode !== null) return npm?.exitCode ?? null;
  const ended = once(npm, 'close');
  npm.kill(signal);
  await ended;
  return npm.exitCode;
}

/** Where the machine has a program, apart from what this checkout has installed. */
function find(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((each) => !each.startsWith(root));
  const found = folders.map((each) => join(each, program)).find((path) => existsSync(path) && isExecutable(path));
  if (found === undefined) throw new Error(`${program} is not on the path`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

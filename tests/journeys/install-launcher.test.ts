import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/running-cinema.ts';

const root = join(import.meta.dirname, '../..');
/** What `scripts/app.mjs` does, with a server of the test's. */
const launch = `import('${root}/scripts/run.mjs').then(({ runServer }) => runServer(process.argv.slice(1)))`;
const server = ['tests/support/launched-server.ts'];
/** It listens to nothing, as any server in its first moments. */
const startingServer = ['-e', "setInterval(() => undefined, 1000); console.log('pid ' + process.pid)"];

let launcher: ChildProcess;
let output: string;
/** When nobody holds the other end of the output any more: the launcher and the server are gone. */
let ended: Promise<unknown[]>;

/** Between the test and the launcher stands a shell, as npm stands there for a user. */
async function start(launched: readonly string[]): Promise<void> {
  output = '';
  const command = '"$0" -e "$@" & echo launcher $!; wait $!';
  launcher = spawn('sh', ['-c', command, process.execPath, launch, '--', ...launched], {
    env: { ...process.env, npm_execpath: 'npm-cli.js' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  ended = once(launcher, 'close');
  launcher.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await eventually(async () => expect(output).toMatch(/pid \d+/));
}

afterEach(() => {
  for (const pid of [pidOf('launcher'), pidOf('pid'), Number(launcher.pid)]) kill(pid);
});

describe('the launcher', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'hands %s on once, and ends with the exit code of the server',
    async (signal) => {
      await start(server);
      // The terminal and npm both send it.
      process.kill(pidOf('launcher'), signal);
      process.kill(pidOf('launcher'), signal);
      const [code] = await ended;
      expect(code).toBe(7);
      expect(stops()).toEqual([`stop 1: ${signal}`]);
    },
  );

  it('leaves no server behind when it is killed', async () => {
    await start(server);
    process.kill(pidOf('launcher'), 'SIGKILL');
    await ended;
    expect(stops()).toEqual(['stop 1: disconnect']);
  });

  it('leaves no server behind that was still starting when it was killed', async () => {
    await start(startingServer);
    process.kill(pidOf('launcher'), 'SIGKILL');
    await ended;
  });

  it('stops the server when what started it is killed', async () => {
    await start(server);
    launcher.kill('SIGKILL');
    await ended;
    expect(stops()).toEqual(['stop 1: SIGTERM']);
  });
});

function pidOf(name: string): number {
  return Number(new RegExp(`${name} (\\d+)`).exec(output)?.[1]);
}

function stops(): string[] {
  return output.split('\n').filter((line) => line.startsWith('stop'));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already, as it should.
  }
}

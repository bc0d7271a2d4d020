import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { eventually } from '../support/running-cinema.ts';

const root = resolve(import.meta.dirname, '../..');

let dataDir: string;
let processes: ChildProcess[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
  processes = [];
});
afterEach(() => {
  for (const one of processes) one.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts the HTTP app without demo films, with a lifeline as the launcher gives it. */
function launch(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'apps/http/src/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, DEMO_CATALOGUE: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  processes.push(child);
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data) => {
    said.out += data;
  });
  child.stderr?.on('data', (data) => {
    said.err += data;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }));
  return { child, said, ended };
}

async function launched() {
  const port = await freePort();
  const running = launch({ PORT: String(port) });
  await eventually(async () => expect(running.said.out).toContain('is open'));
  return { ...running, port };
}

describe('a start that cannot be', () => {
  test('says that the database cannot be reached', async () => {
    const { code, err } = await launch({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing` })
      .ended;
    expect([code, err.split('\n')]).toEqual([1, [expect.stringMatching(/^The database cannot be reached: /), '']]);
  });

  test('says that the data cannot be written', async () => {
    const file = join(dataDir, 'a file');
    writeFileSync(file, '');
    const { code, err } = await launch({ DATA_DIR: join(file, 'folder') }).ended;
    const place = join(file, 'folder');
    expect([code, err]).toEqual([1, `DATA_DIR (${place}) cannot be written: a part of its path is a file.\n`]);
  });
});

describe('a start beside another on the same data', () => {
  test('says at once that it waits for it, and goes on when it has ended', async () => {
    const other = await launched();
    const port = await freePort();
    const waiting = launch({ PORT: String(port) });
    await eventually(async () => expect(waiting.said.out).toContain('the data is in use by another process'));
    other.child.kill('SIGTERM');
    await eventually(async () => expect(waiting.said.out).toContain(`is open: http://127.0.0.1:${port}`));
  });
});

describe('a start', () => {
  test('says where everything is once it is there, and answers', async () => {
    const { said, port } = await launched();
    const url = `http://127.0.0.1:${port}`;
    for (const place of [url, `${url}/api/v1`, `${url}/docs`, `${url}/dev/mailbox`])
      expect(said.out).toContain(`${place}\n`);
    const answer = await fetch(`${url}/health/ready`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ok' }]);
    expect(said.err).toBe('');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended in good order by %s, and says so', async (signal) => {
    const { child, ended } = await launched();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('"msg":"stopping: what is') });
  });

  test('is ended in good order when whoever started it is gone', async () => {
    const { child } = await launched();
    // Once disconnected, Node tells of the end by this event alone.
    const exited = once(child, 'exit');
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  test('is ended in good order while a client keeps its connection open', async () => {
    const { child, ended, port } = await launched();
    const keptAlive = await fetch(`http://127.0.0.1:${port}/health/live`);
    expect(keptAlive.headers.get('connection')).toBe('keep-alive');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

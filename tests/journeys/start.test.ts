import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readableByOthers } from '../support/file-modes.ts';
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

async function launched(environment: Readonly<Record<string, string>> = {}) {
  const port = await freePort();
  const running = launch({ PORT: String(port), ...environment });
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

/** What is said to whoever collects logs, but for the password that is shown once, to a person. */
const entriesIn = (out: string) =>
  out
    .replace(/^The first admin is .*\nIt is shown this once.*\n/m, '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a start', () => {
  test('says where everything is once it is there, and answers', async () => {
    const { said, port } = await launched();
    const url = `http://127.0.0.1:${port}`;
    expect(entriesIn(said.out).at(-1)).toMatchObject({
      ...{ msg: `Online Cinema is open: ${url}`, api: `${url}/api/v1`, docs: `${url}/docs` },
      mailbox: `${url}/dev/mailbox`,
    });
    const answer = await fetch(`${url}/health/ready`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ok' }]);
    expect(said.err).toBe('');
  });

  test('lets nobody else read what it has made', async () => {
    await launched();
    expect(readableByOthers(dataDir)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended in good order by %s, and says so', async (signal) => {
    const { child, ended } = await launched();
    child.kill(signal);
    const { code, err, out } = await ended;
    expect([code, err]).toEqual([0, '']);
    expect(entriesIn(out).slice(-2)).toMatchObject([
      { reason: signal, msg: expect.stringMatching(/^stopping: what is under way ends first/) },
      { msg: 'stopped' },
    ]);
  });

  test('is ended in good order by a signal of which copies come, as of one to all processes of a service', async () => {
    const { child, said, ended, port } = await launched();
    // A request that is not whole yet is under way.
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /health/live HTTP/1.1\r\n');
    child.kill('SIGTERM');
    await eventually(async () => expect(said.out).toContain('stopping'));
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    const answer = text(socket);
    socket.write('host: localhost\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await ended).code).toBe(0);
  });

  test('writes lines of JSON alone where no person reads them, each with its app and its process', async () => {
    const { child, ended } = await launched({ DEMO_CATALOGUE: 'on' });
    child.kill('SIGTERM');
    const { out } = await ended;
    const entries = entriesIn(out);
    expect(entries.map(({ msg }) => msg)).toContain('Imported 3,200 demo films');
    expect(entries.filter(({ app, pid }) => app !== 'http' || pid !== child.pid)).toEqual([]);
  });

  test('goes on though nobody reads what it says', async () => {
    const port = await freePort();
    const { child, ended } = launch({ PORT: String(port), LOG_LEVEL: 'trace', DEMO_CATALOGUE: 'on' });
    child.stdout?.destroy();
    const url = `http://127.0.0.1:${port}/health/ready`;
    await eventually(async () => expect((await fetch(url)).status).toBe(200));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
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

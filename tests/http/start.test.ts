import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ProcessLock } from '@online-cinema/adapters/process-lock';
import { keptSecrets } from '@online-cinema/http/config/secrets';
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
  test('says one line for each value that is wrong, and nothing else', async () => {
    const { code, out, err } = await launch({ PORT: 'eighty', CURRENCY: 'JPY' }).ended;
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      'PORT is "eighty"; it takes a whole number from 1 to 65535.\n' +
        'CURRENCY is "JPY"; it takes the ISO 4217 code of a currency with two decimals.\n',
    );
  });

  test('says that the port is in use', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, out, err } = await launch({ PORT: port }).ended;
    squatter.close();
    expect(code).toBe(1);
    expect(err).toBe(`127.0.0.1:${port} is in use: stop what listens there, or set PORT to another number.\n`);
    expect(out).not.toContain('is open');
  });

  test('says that another process holds the data', { timeout: 20_000 }, async () => {
    const lock = ProcessLock.take(join(dataDir, 'lock.sqlite'));
    const { code, err } = await launch({}).ended;
    lock?.release();
    expect(code).toBe(1);
    expect(err).toBe(`${dataDir} is in use by another process: stop that one, or set DATA_DIR to another folder.\n`);
  });

  test('says that the database cannot be reached', async () => {
    const { code, err } = await launch({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing` })
      .ended;
    expect([code, err.split('\n')]).toEqual([1, [expect.stringMatching(/^The database cannot be reached: /), '']]);
  });

  test('says that the data cannot be written', async () => {
    const file = join(dataDir, 'a file');
    writeFileSync(file, '');
    const { code, err } = await launch({ DATA_DIR: join(file, 'folder') }).ended;
    expect([code, err.split('\n')]).toEqual([1, [expect.stringContaining('ENOTDIR'), '']]);
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

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended in good order by %s', async (signal) => {
    const { child, ended } = await launched();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, err: '' });
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

describe('secrets', () => {
  test('are made once, each another, and for their owner’s eyes alone', async () => {
    const [one, other] = await Promise.all([keptSecrets(dataDir), keptSecrets(dataDir)]);
    expect(one).toEqual(other);
    expect(await keptSecrets(dataDir)).toEqual(one);
    expect(new Set(Object.values(one)).size).toBe(3);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test.each(['', '{}', 'null', '{"accessKey": "short"}', 'nonsense'])(
    'that were spoilt, %j, stop the start',
    async (text) => {
      writeFileSync(join(dataDir, 'secrets.json'), text);
      await expect(keptSecrets(dataDir)).rejects.toThrow('does not hold the secrets it should');
    },
  );
});

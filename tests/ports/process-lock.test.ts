import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProcessLock } from '@online-cinema/adapters/process-lock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Takes the lock, says so, and holds it for ever. */
const HOLD = `
  import { ProcessLock } from '@online-cinema/adapters/process-lock';
  globalThis.lock = ProcessLock.take(process.argv[1]);
  console.log('held');
  setInterval(() => {}, 1_000);
`;

describe('a process lock', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'online-cinema-')), 'data', 'lock.sqlite');
  });
  afterEach(() => rm(dirname(dirname(file)), { recursive: true }));

  it('is had by one at a time', () => {
    const lock = ProcessLock.take(file);
    expect(lock).toBeDefined();
    expect(ProcessLock.take(file)).toBeUndefined();

    lock?.release();
    const next = ProcessLock.take(file);
    expect(next).toBeDefined();
    next?.release();
  });

  it('is waited for while another lets go', async () => {
    const lock = ProcessLock.take(file);
    const waiting = ProcessLock.takeWithin(5_000, file);

    lock?.release();

    const taken = await waiting;
    expect(taken).toBeDefined();
    taken?.release();
  });

  it('is not waited for longer than asked', async () => {
    const lock = ProcessLock.take(file);

    expect(await ProcessLock.takeWithin(60, file)).toBeUndefined();
    lock?.release();
  });

  it('is free as soon as whoever held it was killed', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', HOLD, file], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(ProcessLock.take(file)).toBeUndefined();

    holder.kill('SIGKILL');
    await once(holder, 'exit');

    const lock = ProcessLock.take(file);
    expect(lock).toBeDefined();
    lock?.release();
  });
});

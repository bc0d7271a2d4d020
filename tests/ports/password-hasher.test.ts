import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import { TooBusyToHash } from '@online-cinema/application/ports';
import { describe, expect, it } from 'vitest';

const cheap = { memoryKiB: 64, passes: 1, lanes: 1 };
const password = 'Str0ng!pass';

describe('a password hasher', () => {
  it('verifies the password that was hashed, and no other', async () => {
    const hasher = new Argon2PasswordHasher({ cost: cheap });
    const hash = await hasher.hash(password);
    expect(await hasher.verify(hash, password)).toBe(true);
    for (const other of ['', 'str0ng!pass', `${password} `, `${password}\0`]) {
      expect(await hasher.verify(hash, other)).toBe(false);
    }
  });

  it('takes passwords of any characters, to their full length', async () => {
    const hasher = new Argon2PasswordHasher({ cost: cheap });
    const long = `${'п'.repeat(127)}1`;
    const hash = await hasher.hash(long);
    expect(await hasher.verify(hash, long)).toBe(true);
    expect(await hasher.verify(hash, `${'п'.repeat(127)}2`)).toBe(false);
  });

  it('hashes with argon2id at 19 MiB, 2 passes and 1 lane unless told otherwise', async () => {
    const [, algorithm, version, parameters] = (await new Argon2PasswordHasher().hash(password)).split('$');
    expect([algorithm, version]).toEqual(['argon2id', 'v=19']);
    expect(parameters?.split(',').toSorted()).toEqual(['m=19456', 'p=1', 't=2']);
  });

  it('salts: the same password never hashes the same', async () => {
    const hasher = new Argon2PasswordHasher({ cost: cheap });
    expect(await hasher.hash(password)).not.toBe(await hasher.hash(password));
  });

  it('says no against no hash at all, after as much work as against one', async () => {
    const hasher = new Argon2PasswordHasher();
    const hash = await hasher.hash(password);
    const withHash = await leastWork(() => hasher.verify(hash, 'Wr0ng!pass'));
    const without = await leastWork(async () => {
      expect(await hasher.verify(undefined, password)).toBe(false);
    });
    expect(without).toBeGreaterThan(withHash * 0.7);
    expect(without).toBeLessThan(withHash * 1.5);
  });

  it('lets fifty wait and turns away the next', async () => {
    const hasher = new Argon2PasswordHasher({ cost: cheap, atOnce: 1 });
    const taken = Array.from({ length: 51 }, () => hasher.hash(password));
    await expect(hasher.hash(password)).rejects.toThrow(TooBusyToHash);
    await expect(hasher.verify(undefined, password)).rejects.toThrow(TooBusyToHash);
    expect(await Promise.all(taken)).toHaveLength(51);
    expect(await hasher.verify(await hasher.hash(password), password)).toBe(true);
  });

  it('goes on after a hash that is none', async () => {
    const hasher = new Argon2PasswordHasher({ cost: cheap, atOnce: 1 });
    await expect(hasher.verify('no hash', password)).rejects.toThrow();
    expect(await hasher.verify(await hasher.hash(password), password)).toBe(true);
  });

  it('knows hashes that another library wrote, whose parameters stand in another order', async () => {
    const hash = '$argon2id$v=19$m=19456,p=1,t=2$sA9VyIOXOc1QSFvJU2tUSw$HzRAOGwlLPOsSGEAj/2wiGHQ4zBf9ogUi7VHtp2qdig';
    expect(await new Argon2PasswordHasher().verify(hash, password)).toBe(true);
    expect(await new Argon2PasswordHasher().verify(hash, 'Wr0ng!pass')).toBe(false);
  });

  it('keeps the process until the hashing is done, and not longer', async () => {
    const script = `
      import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
      const hasher = new Argon2PasswordHasher();
      console.log(await hasher.verify(await hasher.hash('${password}'), '${password}'));`;
    const node = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      timeout: 20_000,
    });
    expect((await node).stdout).toBe('true\n');
  });

  it('leaves the event loop free meanwhile', async () => {
    const hasher = new Argon2PasswordHasher();
    await hasher.hash(password);
    let turns = 0;
    let isDone = false;
    const hashing = Promise.all([hasher.hash(password), hasher.hash(password)]).then(() => {
      isDone = true;
    });
    while (!isDone) {
      turns += 1;
      await new Promise(setImmediate);
    }
    await hashing;
    expect(turns).toBeGreaterThan(100);
  });
});

/** Microseconds of processor time, of all threads: other processes do not count. */
async function leastWork(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push(user + system);
  }
  return Math.min(...times);
}

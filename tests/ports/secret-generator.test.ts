import { SequentialSecrets } from '@online-cinema/adapters/in-memory';
import { SystemSecretGenerator } from '@online-cinema/adapters/system';
import type { SecretGenerator } from '@online-cinema/application/ports';
import { passwordFaults } from '@online-cinema/domain/accounts';
import { describe, expect, it } from 'vitest';

const generators: readonly [string, () => SecretGenerator][] = [
  ['of the system', () => new SystemSecretGenerator({ key: 'k'.repeat(32) })],
  ['that counts', () => new SequentialSecrets()],
];

describe.each(generators)('the secret generator %s', (_, aGenerator) => {
  it('makes version 4 uuids, none twice', () => {
    const generator = aGenerator();
    const uuids = Array.from({ length: 100 }, () => generator.uuid());
    expect(new Set(uuids).size).toBe(100);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('makes passwords that satisfy the rules, none twice', () => {
    const generator = aGenerator();
    const passwords = Array.from({ length: 200 }, () => generator.password());
    expect(passwords.flatMap((password) => passwordFaults(password))).toEqual([]);
    expect(new Set(passwords).size).toBe(200);
  });

  it('derives the same secret from the same job, and another for another job or purpose', () => {
    const generator = aGenerator();
    const secret = generator.derive('activation', '12');
    expect(generator.derive('activation', '12')).toBe(secret);
    expect(generator.derive('activation', '13')).not.toBe(secret);
    expect(generator.derive('password-reset', '12')).not.toBe(secret);
    expect(encodeURIComponent(secret)).toBe(secret);
  });

  it('hashes with SHA-256, in hex', () => {
    expect(aGenerator().hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('the secret generator of the system', () => {
  it('derives what only the holder of the key can', () => {
    const secret = new SystemSecretGenerator({ key: 'one' }).derive('activation', '12');
    expect(new SystemSecretGenerator({ key: 'one' }).derive('activation', '12')).toBe(secret);
    expect(new SystemSecretGenerator({ key: 'two' }).derive('activation', '12')).not.toBe(secret);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecrets } from '@online-cinema/http/config/secrets';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

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

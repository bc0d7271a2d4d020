import { existsSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

const root = join(import.meta.dirname, '../..');
/** As text: what it imports is installed by `npm run mutate` alone. */
const lines = readFileSync(join(root, 'tests/mutation/stryker.config.mjs'), 'utf8').split('\n');
const copied = lines.flatMap((line) => /^ +'!\/(.+)',$/.exec(line)?.[1] ?? []);
const spared = lines.flatMap((line, index) => {
  const [, path] = /^ +'!([^/].+)',$/.exec(line) ?? [];
  return path ? [{ path, reason: lines[index - 1] ?? '' }] : [];
});

describe('npm run mutate', () => {
  it('copies every file that the tests of the domain need', () => {
    expect(copied.length).toBeGreaterThan(2);
    const isCopied = (path: string) => copied.some((pattern) => matchesGlob(path, pattern));
    const tests = readSourceFiles('tests/{domain,support,mutation}/**/*.ts').filter(({ path }) => isCopied(path));
    const needed = tests.flatMap(({ imports }) =>
      imports.flatMap((imported) => (imported.kind === 'file' ? [imported.path] : [])),
    );
    expect(needed.filter((path) => !isCopied(path))).toEqual([]);
    expect(tests.map(({ path }) => path)).toContain('tests/domain/ordering.test.ts');
  });

  it('spares no part of the domain without a reason', () => {
    expect(lines).toContain("    'packages/domain/src/**/*.ts',");
    expect(spared).not.toEqual([]);
    for (const { path, reason } of spared) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(reason, path).toMatch(/^ +\/\/ \w.+\.$/);
    }
  });
});

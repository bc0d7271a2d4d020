import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../benchmarks/figures/page.ts';
import { BENCHMARKS, isMet, TARGETS } from '../benchmarks/figures/targets.ts';
import { ROOT } from '../support/dockerfile.ts';

const page = readFileSync(join(ROOT, 'docs/benchmarks.md'), 'utf8');

describe('docs/benchmarks.md', () => {
  it.each(BENCHMARKS)('says what was wanted of %s, what was measured, and how to measure it again', (benchmark) => {
    expect(existsSync(join(ROOT, `tests/benchmarks/${benchmark}.ts`))).toBe(true);
    expect(page).toContain(`npm run bench -- ${benchmark}\n`);
  });

  it.each(TARGETS)('has a row for: $what', ({ what }) => {
    expect(page).toContain(`| ${what} |`);
  });

  it('gives a reason wherever it falls short', () => {
    const figures = TARGETS.map((target) => ({ id: target.id, measured: target.bound === 'least' ? 0 : 1e9 }));
    const missed = pageOf({ figures, printed: new Map(), machine: 'any' });
    for (const { why } of TARGETS) if (why !== undefined) expect(missed).toContain(why);
    expect(missed).not.toContain('| yes |');
  });

  it('calls a promise kept at its very bound', () => {
    for (const target of TARGETS) expect(isMet(target, target.wanted)).toBe(true);
  });
});

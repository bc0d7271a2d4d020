import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';
import { readSourceFiles } from './source-files.ts';

const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const source = readSourceFiles('{packages,apps}/*/src/**/*.ts');

/** The part that a path or the name of a package lies in: `http`, `adapters`, … */
function partOf(path: string): string | undefined {
  return /^(?:packages|apps)\/([a-z]+)\//.exec(path)?.[1];
}

describe('docs/architecture.md', () => {
  it('draws just the arrows that the imports make', () => {
    const drawn = [...page.matchAll(/^ {2}(\w+)(?:\[[^\]]*\])? --> (\w+)/gm)].map(([, from, to]) => `${from} → ${to}`);
    const real = new Set(
      source.flatMap(({ path, imports }) =>
        imports.flatMap((imported) => {
          const [from, to] = [partOf(path), imported.kind === 'file' ? partOf(imported.path) : undefined];
          return to === undefined || from === to ? [] : [`${from} → ${to}`];
        }),
      ),
    );
    expect(drawn.toSorted()).toEqual([...real].toSorted());
  });

  const table = page.slice(page.indexOf('## Ports'), page.indexOf('## A request'));
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const named = (cells: string) => [...cells.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

  it('names in its table only ports that there are', () => {
    const ports = globSync('packages/application/src/ports/*.ts', { cwd: ROOT }).map((path) =>
      readFileSync(join(ROOT, path), 'utf8'),
    );
    const missing = rows
      .flatMap((row) => named(row.split('|')[1] ?? ''))
      .filter((port) => !ports.some((text) => text.includes(`export interface ${port} `)));
    expect(missing).toEqual([]);
  });

  it('names in its table every port that a class implements, repositories apart', () => {
    const ports = globSync('packages/application/src/ports/*.ts', { cwd: ROOT, exclude: ['**/*-repositories.ts'] })
      .flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^export interface (\w+)/gm)])
      .map(([, port = '']) => port);
    const implemented = source.flatMap(({ path }) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^export class .* implements (\w+)/gm)].map(
        ([, port = '']) => port,
      ),
    );
    const needed = [...new Set(implemented)].filter((port) => ports.includes(port) && !port.endsWith('Repository'));
    const inTable = rows.flatMap((row) => named(row.split('|')[1] ?? ''));
    expect(needed).toContain('Mailer');
    expect(needed.filter((port) => !inTable.includes(port))).toEqual([]);
  });

  it('names every adapter in its table, and nothing that is none', () => {
    const adapters = globSync('packages/adapters/src/*', { cwd: ROOT }).map((path) => path.split('/').at(-1));
    const shared = ['durable-files', 'error-codes', 'jobs', 'stripe-dialect', 'redis', 'process-lock'];
    const inTable = rows.flatMap((row) => named(row.split('|').slice(2).join('|')));
    const known = inTable.filter((name) => !name.startsWith('/'));
    expect(known.filter((name) => !adapters.includes(name))).toEqual([]);
    expect(adapters.filter((name) => name !== undefined && !known.includes(name)).toSorted()).toEqual(
      shared.toSorted(),
    );
  });
});

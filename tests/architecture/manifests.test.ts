import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Imported, type Manifest, packageFolder, readManifests, readSourceFiles } from './source-files.ts';

/** What is declared though no file imports it, and why. */
const usedOtherwise = new Map([
  ['@biomejs/biome', 'run by `npm run check`'],
  ['@types/node', 'named by tsconfig.json'],
  ['node', "the project's own Node, on the path of every script"],
  ['typescript', 'run by `npm run check`'],
]);

const manifests = readManifests();
const files = readSourceFiles('{packages,apps}/*/src/**/*.ts', 'tests/**/*.ts', '*.ts', 'scripts/**/*.mjs');
const importedBy = new Map(
  manifests.map(({ folder, name }) => {
    const own = files.filter(({ path }) => packageFolder(path) === folder);
    const names = own.flatMap(({ imports }) => imports.flatMap(packageName));
    return [folder, new Set(names.filter((imported) => imported !== name))];
  }),
);

describe('the manifests', () => {
  it.each(manifests)('declare every package that the code of $name imports', (manifest) => {
    const declared = [...manifest.dependencies, ...manifest.devDependencies];
    const undeclared = importsOf(manifest).filter(
      (name) => !declared.includes(name) && !declared.includes(typesOf(name)),
    );
    expect(undeclared).toEqual([]);
  });

  it.each(manifests)('declare nothing that the code of $name does not import', (manifest) => {
    const imported = importsOf(manifest);
    const needed = new Set([...imported, ...imported.map(typesOf), ...usedOtherwise.keys()]);
    expect([...manifest.dependencies, ...manifest.devDependencies].filter((name) => !needed.has(name))).toEqual([]);
  });

  it("hold every package to the project's own Node, not to the one that installs them", () => {
    const [, lock = ''] = /\n {6}node:\n.*\n {8}version: (\S+)/.exec(text('pnpm-lock.yaml')) ?? [];
    expect(lock).toMatch(/^24\./);
    expect(text('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${lock}\n`);
  });

  it('keep the packages of MikroORM at one version', () => {
    const lock = text('pnpm-lock.yaml');
    const versions = [...lock.matchAll(/'@mikro-orm\/[\w-]+@(\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    expect(versions.length).toBeGreaterThan(0);
    expect(new Set(versions).size).toBe(1);
  });
});

/** Of a file in the root. */
function text(name: string): string {
  return readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
}

function importsOf({ folder }: Manifest): string[] {
  return [...(importedBy.get(folder) ?? [])].sort();
}

/** The package that an import names, one of the workspace included. */
function packageName(imported: Imported): string[] {
  if (imported.kind === 'package') return [imported.name];
  if (imported.kind === 'node') return [];
  return manifests
    .filter(({ folder }) => folder !== '' && folder === packageFolder(imported.path))
    .map(({ name }) => name);
}

/** `@types/pg` for `pg`. */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@(.+)\//, '$1__')}`;
}

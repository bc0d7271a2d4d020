import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

const contexts = ['accounts', 'catalogue', 'community', 'ordering', 'payments'];
const longestFile = 250;

/** Where the folders are named after contexts, and what else may stand beside them there. */
const layers = [
  { layer: 'packages/domain/src', besides: ['shared'] },
  { layer: 'packages/application/src', besides: ['maintenance', 'ports'] },
  { layer: 'packages/adapters/src/mikro-orm', besides: ['jobs', 'migrations', 'postgresql', 'sqlite'] },
  {
    layer: 'apps/http/src',
    besides: ['config', 'dev', 'documentation', 'pages', 'plugins', 'sandbox', 'shared', 'validation'],
  },
];

describe('the layout', () => {
  it.each(layers)('names the folders of $layer after the contexts', ({ layer, besides }) => {
    const folders = foldersIn(layer);
    expect(folders.filter((folder) => !contexts.includes(folder) && !besides.includes(folder))).toEqual([]);
    expect(folders.filter((folder) => contexts.includes(folder))).not.toEqual([]);
  });

  it('gives every folder of a package that others import an index', () => {
    const layersWithIndexes = ['packages/domain/src', 'packages/application/src', 'packages/adapters/src'];
    const folders = layersWithIndexes.flatMap((layer) => foldersIn(layer).map((folder) => `${layer}/${folder}/`));
    const paths = readSourceFiles('packages/*/src/**/*.ts').map(({ path }) => path);
    const inUse = folders.filter((folder) => paths.some((path) => path.startsWith(folder)));
    expect(inUse.filter((folder) => !paths.includes(`${folder}index.ts`))).toEqual([]);
  });

  it(`has no file of more than ${longestFile} lines, migrations apart`, () => {
    const files = readSourceFiles('{packages,apps}/*/src/**/*.ts');
    const long = files.filter(({ path, lines }) => lines > longestFile && !path.includes('/migrations/'));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });
});

function foldersIn(layer: string): string[] {
  return globSync(`${layer}/*/`, { cwd: join(import.meta.dirname, '../..') }).map((path) =>
    path.slice(layer.length + 1),
  );
}

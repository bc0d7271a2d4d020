import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinema-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** The checkout's own check, of a workspace where `apps/shop` uses `packages/films`. */
function check(): { status: number | null; stdout: string; stderr: string } {
  const settings = { allowImportingTsExtensions: true, module: 'nodenext', noEmit: true, strict: true, types: [] };
  for (const project of ['apps/shop', 'packages/films']) {
    aFile(`${project}/tsconfig.json`, JSON.stringify({ compilerOptions: settings, include: ['*.ts'] }));
  }
  const script = join(ROOT, 'scripts/typecheck.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('the type check tells each error once, however many packages meet it, and all of it', () => {
  aFile('packages/films/film.ts', "export const film: { year: { of: number } } = { year: { of: '1972' } };\n");
  aFile('packages/films/title.ts', 'export const title: () => { a: number } = () => ({ a: 1 });\n');
  aFile(
    'apps/shop/shop.ts',
    "import { film } from '../../packages/films/film.ts';\nimport { title } from '../../packages/films/title.ts';\nexport const year: string = film.year.of;\nexport const wrong: () => { a: string } = title;\n",
  );
  const { status, stdout, stderr } = check();
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout.match(/^\S+\.ts\(\d+/gm)?.toSorted()).toEqual([
    'apps/shop/shop.ts(3',
    'apps/shop/shop.ts(4',
    'packages/films/film.ts(1',
  ]);
  expect(stdout).toContain("\n  Type '{ a: number; }'");
});

it('the type check is content with what is right, and says nothing', () => {
  aFile('packages/films/film.ts', 'export const film = { year: { of: 1972 } };\n');
  aFile('apps/shop/shop.ts', "export { film } from '../../packages/films/film.ts';\n");
  expect(check()).toEqual({ status: 0, stdout: '', stderr: '' });
});

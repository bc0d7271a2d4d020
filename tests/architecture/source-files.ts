import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/** What a file names in an import, an export or a resolve: a file of ours, a package, or a part of Node. */
export type Imported =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string };

export interface SourceFile {
  /** From the root of the checkout. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Imported[];
  /** Those of `imports` that come by `export … from`. */
  readonly reexports: readonly Imported[];
}

export interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

const root = join(import.meta.dirname, '../..');
/** Our formatter leaves every import on lines that begin so, or writes it as a call. */
const importStatement = /^(import|export)\s(?:[\w\s{},*$]*\sfrom\s)?'([^']+)'/gm;
const importCall = /\b(?:import|import\.meta\.resolve|require|require\.resolve)\(\s*'([^'$]+)'/g;
const comment = /^\s*(?:\/\/|\/?\*).*$/gm;

/** Every manifest of the workspace, the root's first. */
export function readManifests(): Manifest[] {
  return ['', ...globSync(['{packages,apps}/*', 'tests'], { cwd: root })]
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return {
        folder,
        name: manifest.name,
        dependencies: Object.keys(manifest.dependencies ?? {}),
        devDependencies: Object.keys(manifest.devDependencies ?? {}),
      };
    });
}

/** Every source file under the patterns, with what it imports. */
export function readSourceFiles(...patterns: string[]): SourceFile[] {
  return globSync(patterns, { cwd: root, exclude: (path) => path.includes('node_modules') }).map((path) =>
    parse(path, readFileSync(join(root, path), 'utf8')),
  );
}

/** @param path from the root of the checkout */
export function parse(path: string, text: string): SourceFile {
  const code = text.replaceAll(comment, '');
  const statements = [...code.matchAll(importStatement)].map(([, word, specifier]) => ({ word, specifier }));
  const calls = [...code.matchAll(importCall)].map(([, specifier]) => ({ word: 'call', specifier }));
  const found = [...statements, ...calls].map(({ word, specifier = '' }) => ({
    word,
    imported: resolve(path, specifier),
  }));
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: found.map(({ imported }) => imported),
    reexports: found.filter(({ word }) => word === 'export').map(({ imported }) => imported),
  };
}

function resolve(from: string, specifier: string): Imported {
  if (specifier.startsWith('.')) return { kind: 'file', path: normalize(join(dirname(from), specifier)) };
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return { kind: 'node', name: specifier };
  const [scope, name, ...rest] = specifier.split('/');
  if (scope !== '@online-cinema') {
    return { kind: 'package', name: specifier.startsWith('@') ? `${scope}/${name}` : String(scope) };
  }
  // As the exports of the manifests say: packages have an index a folder, apps have single files.
  const app = existsSync(join(root, 'apps', String(name)));
  const path = app ? `apps/${name}/src/${rest.join('/')}.ts` : `packages/${name}/src/${rest.join('/')}/index.ts`;
  return { kind: 'file', path };
}

/** The workspace's package that a file belongs to, by its folder. */
export function packageFolder(path: string): string {
  const [top = '', name = ''] = path.split('/');
  if (top === 'packages' || top === 'apps') return `${top}/${name}`;
  return top === 'tests' ? 'tests' : '';
}

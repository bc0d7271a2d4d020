import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const declaration = /^export (?:abstract |async )*(?:class|function\*?|const|let|interface|type) ([A-Za-z_$][\w$]*)/gm;
const passedOn = /^export (?:type )?\{[^}]*\} from '[^']+';/gm;
const everything = /^export \* from '\.\/([^']+)';/gm;

/** The code of a file, by its path. */
type Code = ReadonlyMap<string, string>;

function read(...patterns: string[]): Code {
  const paths = globSync(patterns, { cwd: root, exclude: (path) => path.includes('node_modules') });
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8').replaceAll(comment, '')]));
}

/** With their comments, in which they name types. */
function plainJavaScript(): Code {
  return new Map(
    globSync('packages/*/src/**/*.mjs', { cwd: root }).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

/** What other apps can take: all that the domain's and the application's index files name. */
function isPublic(path: string, name: string, code: Code): boolean {
  if (!/^packages\/(domain|application)\//.test(path)) return false;
  const index = code.get(`${dirname(path)}/index.ts`) ?? '';
  const passedOnWhole = [...index.matchAll(everything)].map(([, file]) => `${dirname(path)}/${file}`);
  return passedOnWhole.includes(path) || wordsOf(index).has(name);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g));
}

/** Every "file: name" that is exported and named by no other file; that an adapter's index passes it on is no use of it. */
function unused(delivered: Code, others: Code): string[] {
  const all = new Map([...delivered, ...others]);
  const words = [...all].map(([path, text]) => {
    const isIndexOfAdapter = /^packages\/adapters\/src\/[^/]+\/index\.ts$/.test(path);
    return { path, names: wordsOf(isIndexOfAdapter ? text.replaceAll(passedOn, '') : text) };
  });
  return [...delivered].flatMap(([path, text]) =>
    [...text.matchAll(declaration)]
      .map(([, name = '']) => name)
      .filter((name) => !isPublic(path, name, delivered))
      .filter((name) => !words.some((other) => other.path !== path && other.names.has(name)))
      .map((name) => `${path}: ${name}`),
  );
}

describe('what a file exports', () => {
  it('is taken by another, or public by the index of the domain or the application', () => {
    const delivered = read('packages/*/src/**/*.ts', 'apps/*/src/**/*.ts');
    const others = new Map([...read('tests/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts'), ...plainJavaScript()]);
    expect(unused(delivered, others)).toEqual([]);
  });

  it('is found out when nobody takes it', () => {
    const index = "export { Sum } from './sum.ts';";
    const sum = 'export class Sum {}\nexport const unit = 1;';
    expect(
      unused(
        new Map([
          ['packages/domain/src/a/sum.ts', sum],
          ['packages/domain/src/a/index.ts', index],
        ]),
        new Map(),
      ),
    ).toEqual(['packages/domain/src/a/sum.ts: unit']);
    expect(
      unused(
        new Map([
          ['packages/adapters/src/a/sum.ts', sum],
          ['packages/adapters/src/a/index.ts', index],
        ]),
        new Map([['tests/a.ts', 'unit + 1']]),
      ),
    ).toEqual(['packages/adapters/src/a/sum.ts: Sum']);
  });
});

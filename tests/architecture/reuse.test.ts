import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';
import { fencedBlocks, promisedOutput } from '../support/documented-code.ts';

const PAGE = 'docs/reusing-the-domain.md';
const packages = ['domain', 'application'].map((name) => {
  const folder = join('packages', name);
  const contexts = globSync('src/*/', { cwd: join(ROOT, folder) }).map((path) => path.slice('src/'.length));
  return { name, folder, contexts, manifest: manifestIn(folder) };
});
const examples = [PAGE, ...packages.map(({ folder }) => `${folder}/README.md`)].flatMap((page) =>
  fencedBlocks(page)
    .filter(({ language }) => ['js', 'ts'].includes(language))
    .map((block) => ({ ...block, page })),
);

describe.each(packages)('what other apps are given as $name', ({ name, folder, contexts, manifest }) => {
  it('has a path for each context, and by the same path the sources are run here', () => {
    const { './*': here } = manifest.exports;
    const { './*': there } = manifest.publishConfig.exports;
    expect(contexts.length).toBeGreaterThan(5);
    expect(contexts.filter((context) => !existsSync(join(ROOT, folder, here.replace('*', context))))).toEqual([]);
    expect(there.default).toBe(here.replace('./src/', './dist/').replace('.ts', '.js'));
    expect(there.types).toBe(there.default.replace('.js', '.d.ts'));
    expect(manifest.files).toEqual(['dist']);
  });

  it('needs nothing, or the domain', () => {
    expect(manifest.dependencies).toEqual(name === 'domain' ? undefined : { '@online-cinema/domain': 'workspace:*' });
    expect(manifest.sideEffects).toBe(false);
  });

  it('can be published, under the version of the house and for the Node that the house takes', () => {
    const house = manifestIn('');
    const { version, license, engines } = manifest;
    expect({ version, license, engines }).toEqual({
      version: house.version,
      license: house.license,
      engines: house.engines,
    });
    expect(manifest.private).toBeUndefined();
  });

  it('asks neither the clock nor chance', () => {
    const files = globSync('src/**/*.ts', { cwd: join(ROOT, folder) });
    expect(files.length).toBeGreaterThan(20);
    const text = (file: string) => readFileSync(join(ROOT, folder, file), 'utf8');
    expect(files.filter((file) => /\bDate\.now\b|\bDate\(\)|\bMath\.random\b/.test(text(file)))).toEqual([]);
  });

  it('is told of, context by context', () => {
    const told = readFileSync(join(ROOT, PAGE), 'utf8');
    const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
    const unknown = contexts.filter((context) => {
      const path = new RegExp(`(@online-cinema/${name}|…)/${context}\``);
      return !path.test(told) || !path.test(readme);
    });
    expect(unknown).toEqual([]);
  });
});

describe('the page about reuse', () => {
  it('shows the map of the example', () => {
    const [map = expect.fail('There is no map')] = fencedBlocks(PAGE).filter(({ language }) => language === 'html');
    expect(readFileSync(join(ROOT, 'examples/browser/index.html'), 'utf8')).toContain(map.code);
  });

  it.each(examples)('is right about what its example prints: $heading', (example) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-'], {
      cwd: join(ROOT, 'tests'),
      input: example.code,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe(promisedOutput(example));
  });
});

function manifestIn(folder: string) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

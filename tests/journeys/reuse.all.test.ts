import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';
import { type Fenced, fencedBlocks, promisedOutput } from '../support/documented-code.ts';
import { machineEnvironment } from '../support/machine-environment.ts';

const PAGE = 'docs/reusing-the-domain.md';
const packages = ['domain', 'application'];
const examples = [PAGE, ...packages.map((name) => `packages/${name}/README.md`)]
  .flatMap(fencedBlocks)
  .filter(({ language }) => ['js', 'ts'].includes(language))
  .map((block, index) => ({ ...block, name: `example-${index}` }));
/** A port on which nobody listens stands for a registry that is not there. */
const offline = { npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:9' };
const strict = { strict: true, lib: ['es2022', 'dom'], target: 'es2022', types: [], allowJs: true, checkJs: true };

/** An app of somebody else's, with the packages as its only dependencies. */
let shop: string;
let compiled: string;

beforeAll(() => {
  shop = mkdtempSync(join(tmpdir(), 'online-cinema-shop-'));
  writeFileSync(join(shop, 'package.json'), '{ "type": "module" }');
  for (const { name, language, code } of examples) writeFileSync(join(shop, `${name}.${language}`), code);
  shell(commandsUnder('Pack').replace('../shop', shop), { cwd: ROOT });
  shell(commandsUnder('In Node'), { cwd: shop, environment: offline });
  compiled = compile({ module: 'nodenext', moduleResolution: 'nodenext', outDir: 'compiled' });
}, 120_000);
afterAll(() => rmSync(shop, { recursive: true, force: true }));

describe('in another app, on the Node of the machine', () => {
  it.each(packages)('%s is what the compiler makes of every source file, and nothing else', (name) => {
    const sources = globSync('**/*.ts', { cwd: join(ROOT, 'packages', name, 'src') }).map((path) => path.slice(0, -3));
    const made = sources.flatMap((path) => [`dist/${path}.js`, `dist/${path}.js.map`, `dist/${path}.d.ts`]);
    expect(sources.length).toBeGreaterThan(20);
    expect(filesOf(name).toSorted()).toEqual(['LICENSE', 'README.md', 'package.json', ...made].toSorted());
  });

  it.each(packages)('%s brings its TypeScript along, for whoever debugs', (name) => {
    const maps = filesOf(name).filter((path) => path.endsWith('.js.map'));
    const wrong = maps.filter((path) => {
      const { sourcesContent } = JSON.parse(read(name, path));
      const source = path.replace('dist/', 'src/').replace('.js.map', '.ts');
      return sourcesContent[0] !== readFileSync(join(ROOT, 'packages', name, source), 'utf8');
    });
    expect(wrong).toEqual([]);
    expect(maps.filter((path) => !read(name, path.slice(0, -4)).includes('//# sourceMappingURL='))).toEqual([]);
  });

  it('needs nothing but itself', () => {
    const [domain, application] = packages.map((name) => JSON.parse(read(name, 'package.json')));
    expect(domain.dependencies).toBeUndefined();
    expect(application.dependencies).toEqual({ '@online-cinema/domain': domain.version });
    expect([domain.scripts, application.scripts]).toEqual([{}, {}]);
  });

  it('loads without a change to anything of its surroundings', () => {
    const paths = packages.flatMap((name) =>
      globSync('src/*/', { cwd: join(ROOT, 'packages', name) }).map(
        (path) => `@online-cinema/${name}/${path.slice('src/'.length)}`,
      ),
    );
    const script = `
      const known = Reflect.ownKeys(globalThis);
      const loaded = await Promise.all(${JSON.stringify(paths)}.map((path) => import(path)));
      const added = Reflect.ownKeys(globalThis).filter((name) => !known.includes(name));
      console.log(JSON.stringify([process.execPath, added, loaded.filter((each) => Object.keys(each).length === 0)]));`;
    // Nothing that JavaScript itself has can be changed then.
    const { stdout, stderr } = node(['--frozen-intrinsics', '--disable-warning=ExperimentalWarning'], script);
    expect(stderr).not.toMatch(/\bat /);
    const [executable, ...changes] = JSON.parse(stdout);
    expect(executable).not.toContain(ROOT);
    expect(changes).toEqual([[], []]);
  });

  it('is typed, for moduleResolution nodenext', () => {
    expect(compiled).toBe('');
  });

  it('is typed, for moduleResolution bundler', () => {
    expect(compile({ module: 'esnext', moduleResolution: 'bundler', noEmit: true })).toBe('');
  });

  it.each(examples)('does what is documented: $heading', (example: Fenced & { name: string }) => {
    const { stdout, stderr } = node([`compiled/${example.name}.js`]);
    expect(stderr).toBe('');
    expect(stdout).toBe(promisedOutput(example));
  });

  it('names the line of the TypeScript where something is thrown', () => {
    const source = readFileSync(join(ROOT, 'packages/domain/src/ordering/order.ts'), 'utf8');
    const line = source.split('\n').findIndex((text) => text.includes('throw new PaidOrderNeedsRefund()')) + 1;
    const { stderr } = node(
      ['--enable-source-maps'],
      "import { Order } from '@online-cinema/domain/ordering'; Order.restore({ status: 'paid' }).cancel();",
    );
    expect(line).toBeGreaterThan(0);
    expect(stderr).toContain(`/src/ordering/order.ts:${line}:`);
  });
});

function commandsUnder(title: string): string {
  const found = fencedBlocks(PAGE).find(({ heading, language }) => heading === title && language === 'sh');
  return found?.code ?? expect.fail(`No commands under ${title}`);
}

function shell(commands: string, { cwd, environment = {} }: { cwd: string; environment?: object }): void {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', commands], {
    cwd,
    env: { ...machineEnvironment(), ...environment },
    encoding: 'utf8',
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
}

/** Runs the machine's own Node in the shop, with a program on its standard input if there is no file. */
function node(args: readonly string[], program = '') {
  const input = program === '' ? [] : ['--input-type=module', '-'];
  return spawnSync('node', [...args, ...input], {
    cwd: shop,
    env: machineEnvironment(),
    input: program,
    encoding: 'utf8',
  });
}

/** What our compiler has to say of the examples. */
function compile(options: object): string {
  const files = examples.map(({ name, language }) => `${name}.${language}`);
  writeFileSync(join(shop, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options }, files }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '--project', shop], { encoding: 'utf8' });
  return stdout + stderr;
}

function filesOf(name: string): readonly string[] {
  const folder = join(shop, 'node_modules/@online-cinema', name);
  return globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function read(name: string, path: string): string {
  return readFileSync(join(shop, 'node_modules/@online-cinema', name, path), 'utf8');
}

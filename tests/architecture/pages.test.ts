import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';
import { fencedBlocks } from '../support/documented-code.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'], { cwd: ROOT });
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Commands of the pages that a file runs as they stand, or with addresses and folders of its own. */
const RUN: readonly { readonly commands: RegExp; readonly by: string }[] = [
  { commands: /^npm (test|run check)\b/, by: '.ci/run' },
  { commands: /^npm start\b/, by: 'tests/journeys/install.all.test.ts' },
  { commands: /^npm run --silent services\b/, by: 'tests/journeys/services.all.test.ts' },
  { commands: /^npm run cinema -- (migrate|create-admin)\b/, by: 'tests/journeys/server-mode.all.test.ts' },
  { commands: /^[A-Z_0-9]+=\S+ .*npm start|^npm run worker\b/, by: 'tests/journeys/server-mode.all.test.ts' },
  { commands: /^sh deploy\/new-env\.sh/, by: 'tests/journeys/compose-files.all.test.ts' },
  { commands: /^(cp -a|rm -rf) /, by: 'tests/journeys/backup.test.ts' },
];
/** Pages whose commands a test reads there and runs, one after the other. */
const READ_AND_RUN: Readonly<Record<string, string>> = {
  'docs/api.md': 'tests/journeys/api-guide.all.test.ts',
  'docs/reusing-the-domain.md': 'tests/journeys/reuse.all.test.ts',
};
/** What no test can run. */
const NOT_RUN: readonly { readonly commands: RegExp; readonly because: string }[] = [
  { commands: /^docker compose /, because: 'it needs an engine; tests check the files that it reads' },
  { commands: /^'mc alias /, because: 'it is the end of such a line' },
  { commands: /^(git pull|\$EDITOR \.env)/, because: 'it is the reader’s own' },
  { commands: /^(jq|grep) /, because: 'it reads a log that only the operator has' },
  {
    commands: /^(pg_dump|pg_restore|dropdb|createdb) /,
    because: 'the tests have PostgreSQL’s server without its clients',
  },
  { commands: /^npm run bench/, because: 'it takes half an hour, and prints rather than fails' },
  { commands: /^npm run format/, because: 'it would write here; it is the lint of `npm run check`, with --write' },
  { commands: /^npm run mutate\b/, because: 'it takes longer than all tests together' },
  { commands: /^[A-Z_0-9]+=\S*(\s+#.*)?$/, because: 'it is no command, but a line of .env' },
];

const commands = pages.flatMap((page) =>
  fencedBlocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n').filter((line) => line.trim() !== ''))
    .map((line) => ({ page, line: line.trim() })),
);

describe('every page of the docs', () => {
  it('has commands that a test runs, or that are known to be run by none', () => {
    const unknown = commands.filter(({ page, line }) => {
      if (page in READ_AND_RUN) return false;
      if (page === 'README.md' && /^(curl|TOKEN=|for FILM)/.test(line)) return false;
      return [...RUN, ...NOT_RUN].filter((entry) => entry.commands.test(line)).length !== 1;
    });
    expect(unknown).toEqual([]);
  });

  it.each([...RUN, ...NOT_RUN])('has commands like $commands', ({ commands: like }) => {
    expect(commands.some(({ line }) => like.test(line))).toBe(true);
  });

  it('is read by the test that runs its commands', () => {
    for (const [page, test] of Object.entries(READ_AND_RUN)) expect(textOf(test)).toContain(page);
    expect(textOf('tests/journeys/readme.all.test.ts')).toContain('README.md');
    for (const { by } of RUN) expect(existsSync(join(ROOT, by)), by).toBe(true);
  });

  it('names only scripts that are there, and all of them are named', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = new Set(
      pages.flatMap((page) =>
        [...textOf(page).matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name = '']) => name),
      ),
    );
    for (const name of ['start', 'test']) named.add(name);
    expect([...named].filter((name) => !(name in { ...scripts })).sort()).toEqual([]);
    const internal = ['typecheck', 'lint'];
    expect(Object.keys(scripts).filter((name) => !named.has(name) && !internal.includes(name))).toEqual([]);
  });

  it.each(pages)('%s leads only to what is there', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('is found from the README, by one link after the other', () => {
    const found = new Set(['README.md']);
    for (const page of found) {
      for (const [, target = ''] of textOf(page).matchAll(/\]\((?!https?:)([^)\s#]+)/g)) {
        const path = join(dirname(page), target).replace(/\/$/, '');
        for (const other of pages) if (other === path || dirname(other) === path) found.add(other);
      }
    }
    // Those of the packages come along with them.
    expect(pages.filter((page) => !found.has(page) && !page.startsWith('packages/'))).toEqual([]);
  });
});

/** The anchors of a page's headings, as hosts of repositories make them. */
function anchorsOf(page: string): readonly string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

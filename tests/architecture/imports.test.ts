import { describe, expect, it } from 'vitest';
import { barrelsOfBarrels, breaks, findCycle, importRules } from './rules.ts';
import { parse, readSourceFiles } from './source-files.ts';

const delivered = readSourceFiles('{packages,apps}/*/src/**/*.ts');

describe('the delivered code', () => {
  it.each(importRules.map((rule) => [rule.name, rule] as const))('keeps the rule: %s', (_name, rule) => {
    expect(breaks(rule, delivered)).toEqual([]);
  });

  it('imports only files that are there', () => {
    const paths = new Set(delivered.map(({ path }) => path));
    const missing = delivered.flatMap(({ path, imports }) =>
      imports.flatMap((imported) =>
        imported.kind === 'file' && imported.path.endsWith('.ts') && !paths.has(imported.path)
          ? [`${path} → ${imported.path}`]
          : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has no cycle between files', () => {
    expect(findCycle(delivered)).toEqual([]);
  });

  it('has no index of indexes', () => {
    expect(barrelsOfBarrels(delivered)).toEqual([]);
  });

  it('sets up reflect-metadata before anything else in every composition.ts', () => {
    const compositions = delivered.filter(({ path }) => path.endsWith('/src/composition.ts'));
    expect(compositions.length).toBeGreaterThan(0);
    for (const { path, imports } of compositions) {
      expect(imports[0], path).toEqual({ kind: 'package', name: 'reflect-metadata' });
    }
  });
});

describe('the rules', () => {
  it.each([
    ['packages/domain/src/ordering/order.ts', 'node:crypto'],
    ['packages/domain/src/ordering/order.ts', '@online-cinema/application/ports'],
    ['packages/application/src/ordering/place-order.ts', 'fastify'],
    ['packages/application/src/ordering/place-order.ts', 'node:crypto'],
    ['packages/application/src/ordering/place-order.ts', '@online-cinema/adapters/smtp'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', '@online-cinema/application/accounts'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', '../mailbox/mailbox.ts'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', '@online-cinema/http/server'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', 'tsyringe'],
    ['apps/http/src/server.ts', '@online-cinema/adapters/smtp'],
    ['apps/http/src/server.ts', 'tsyringe'],
    ['apps/http/src/composition.ts', '@online-cinema/worker/composition'],
    ['apps/http/src/server.ts', '../../../tests/support/a-cinema.ts'],
    ['apps/http/src/server.ts', 'fs'],
  ])('forbid %s to import %s', (path, specifier) => {
    const file = parse(path, `import type {\n  A,\n  B as C,\n} from '${specifier}';\n`);
    expect(importRules.flatMap((rule) => breaks(rule, [file]))).not.toEqual([]);
  });

  it.each([
    ['packages/domain/src/ordering/order.ts', '../shared/money.ts'],
    ['packages/application/src/ordering/place-order.ts', '@online-cinema/domain/ordering'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', '@online-cinema/application/ports'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', 'nodemailer'],
    ['packages/adapters/src/smtp/smtp-mailer.ts', 'node:url'],
    ['apps/http/src/composition.ts', '@online-cinema/adapters/smtp'],
    ['apps/http/src/composition.ts', 'tsyringe'],
    ['apps/http/src/ordering/routes.ts', '@online-cinema/application/ordering'],
  ])('let %s import %s', (path, specifier) => {
    const file = parse(path, `import { A } from '${specifier}';\n`);
    expect(importRules.flatMap((rule) => breaks(rule, [file]))).toEqual([]);
  });

  it('see every way to import, and no comment', () => {
    const text = [
      "import 'one';",
      "import * as b from 'two';",
      "import c, { type D } from 'three';",
      "export * from 'four';",
      "export type {\n  E,\n} from 'five';",
      'const f = await import("six");',
      'const g = import.meta.resolve("seven");',
      "// import 'eight';",
      "/** @example\n * import { h } from 'nine';\n */",
      "const text = `give g from 'ten'`;",
      "import data from 'eleven/data.json' with { type: 'json' };",
    ]
      .join('\n')
      // Written with other quotes above, lest this file be taken to import them.
      .replaceAll('"', "'");
    const names = parse('apps/http/src/a.ts', text).imports.map(
      (imported) => imported.kind === 'package' && imported.name,
    );
    expect(new Set(names)).toEqual(new Set(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eleven']));
  });

  it('find a cycle of three files, and an index of indexes', () => {
    const files = [
      parse('packages/domain/src/a.ts', "import { b } from './b.ts';"),
      parse('packages/domain/src/b.ts', "import type { C } from './c.ts';"),
      parse('packages/domain/src/c.ts', "export { a } from './a.ts';"),
      parse('packages/domain/src/index.ts', "export * from './shared/index.ts';"),
    ];
    expect(findCycle(files)).toHaveLength(4);
    expect(findCycle(files.slice(1))).toEqual([]);
    expect(barrelsOfBarrels(files)).toHaveLength(1);
  });
});

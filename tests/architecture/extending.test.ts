import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const sections = new Map(
  read('docs/extending.md')
    .split(/^## /m)
    .map((section) => [section.split('\n', 1)[0] ?? '', section]),
);
/** Whatever is delivered. */
const delivered = globSync(['{packages,apps}/*/src/**/*.{ts,eta}', '.env.example', 'docker-compose*.yml', 'deploy/*'], {
  cwd: ROOT,
});
const pathLike = /`((?:packages|apps|tests|deploy)\/[\w./-]+|\.env\.example|docker-compose[\w-]*\.yml)`/g;

describe.each([
  ['Add a field to a movie', /metaScore|meta_score/],
  ['Add a payment service', /'stripe'|STRIPE_|adapters\/stripe|StripePayments/],
  ['Add a job', /mail-receipt/],
])('the page on extending, in “%s”', (title, sample) => {
  const section = sections.get(title) ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, path = '']) => path);

  it('names only what is there', () => {
    const named = [...section.matchAll(pathLike)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(rows.length);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('lists every file that names the sample, and no other', () => {
    const naming = delivered.filter((path) => sample.test(read(path)));
    const places = naming.map((path) => rows.find((row) => row.endsWith('/') && path.startsWith(row)) ?? path);
    expect([...new Set(places)].toSorted()).toEqual(rows.toSorted());
  });
});

it('the page on extending quotes lines that are there', () => {
  for (const [line, path] of [
    [
      "metaScore: numberFaults('metaScore', facts.metaScore, { from: 0, to: 100 }),",
      'packages/domain/src/catalogue/movie-faults.ts',
    ],
    ['metaScore: stated.meta_score,', 'apps/http/src/catalogue/movie-body.ts'],
    ["needs: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],", 'apps/http/src/config/payments.ts'],
    ["jobs.enqueue('mail-receipt', { paymentId", 'packages/application/src/payments/settle-session.ts'],
  ] as const) {
    expect(read('docs/extending.md')).toContain(line);
    expect(read(path)).toContain(line);
  }
});

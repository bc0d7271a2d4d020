import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCinema } from '../support/running-cinema.ts';

const README = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const missing = ['bash', 'curl'].find((program) => spawnSync(program, ['--version']).status !== 0);

/** The lines of the fenced block that begins with `opening`. */
function linesOf(opening: string): readonly string[] {
  const blocks = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  return (blocks.find((block) => block.startsWith(opening)) ?? '').trim().split('\n');
}

describe.skipIf(missing !== undefined)(`the lines of the README${missing ? ` (needs ${missing})` : ''}`, () => {
  let cinema: RunningCinema;
  beforeAll(async () => {
    cinema = await RunningCinema.start();
  });
  afterAll(() => cinema.remove());

  it('buy two films, as it says', { timeout: 60_000 }, () => {
    const lines = linesOf('curl').map((line) => line.replaceAll('http://127.0.0.1:8000', cinema.url));
    expect(lines).toHaveLength(5);
    const answers = execFileSync('bash', ['-ec', lines.join('\n')], { encoding: 'utf8' });
    expect(answers).toContain('{"id":2,"email":"ann@example.com"}');
    expect(answers).toContain('Your account is active');
    expect(answers).toContain('The Shawshank Redemption');
    expect(answers).toContain('"status":"pending","total_amount":"21.98"');
    expect(answers).toContain('{"message":"Payment was successful! Thank you!"}');
    const library = answers.slice(answers.indexOf('{"purchases"'));
    expect(
      JSON.parse(library)
        .purchases.map(({ movie }: { movie: { id: number } }) => movie.id)
        .sort(),
    ).toEqual([838, 842]);
  });
});

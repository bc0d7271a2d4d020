import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passwordIn } from '../support/cinema-on.ts';
import { patternOf, walk } from '../support/documented-journey.ts';
import { RunningCinema } from '../support/running-cinema.ts';

const missing = ['bash', 'curl'].find((program) => spawnSync(program, ['--version']).status !== 0);

describe.skipIf(missing !== undefined)(`the API by journey${missing ? ` (needs ${missing})` : ''}`, () => {
  let cinema: RunningCinema;
  beforeAll(async () => {
    cinema = await RunningCinema.start();
  });
  afterAll(() => cinema.remove());

  it('answers every command of docs/api.md as the page says', { timeout: 120_000 }, () => {
    const atItsPort = (commands: string) => commands.replaceAll('http://127.0.0.1:8000', cinema.url);
    const steps = walk('docs/api.md', atItsPort, { ADMIN_PASSWORD: passwordIn(cinema.output) });
    const answered = steps.filter(({ promised }) => promised !== undefined);
    expect(answered.length).toBeGreaterThan(12);
    const wrong = answered.filter(({ promised = '', printed }) => !patternOf(promised).test(printed));
    expect(wrong).toEqual([]);
  });
});

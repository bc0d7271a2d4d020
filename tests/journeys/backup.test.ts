import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Customer } from '../support/customer.ts';
import { ROOT } from '../support/dockerfile.ts';
import { RunningCinema } from '../support/running-cinema.ts';

/** The blocks of commands under a word in bold. */
function commandsUnder(word: string): string {
  const [, rest = ''] = readFileSync(join(ROOT, 'docs/running.md'), 'utf8').split(`**${word}.**`);
  return /```sh\n([\s\S]*?)```/.exec(rest)?.[1] ?? '';
}

let folder: string;
let cinema: RunningCinema;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'online-cinema-backup-'));
  const environment = { DATA_DIR: join(folder, '.data'), DEMO_CATALOGUE: 'off' };
  cinema = await RunningCinema.start({ environment });
}, 60_000);
afterAll(async () => {
  await cinema.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** As an operator does who has stopped the process. */
async function carryOut(commands: string): Promise<void> {
  expect(commands).not.toBe('');
  expect(await cinema.stop()).toBe(0);
  execFileSync('sh', ['-ec', commands], { cwd: folder });
  await cinema.start();
}

it('a backup, restored by the commands of the documentation, has everybody and everything, logged in', {
  timeout: 120_000,
}, async () => {
  const ann = await Customer.arrive(cinema.url, 'ann@example.com');
  await carryOut(commandsUnder('Backup'));
  expect(existsSync(join(folder, 'cinema-backup/cinema.sqlite'))).toBe(true);

  const late = await Customer.arrive(cinema.url, 'late@example.com');
  await carryOut(commandsUnder('Restore'));
  expect((await ann.get('/accounts/me/')).email).toBe('ann@example.com');
  expect((await ann.mails()).map(({ subject }) => subject)).toContain('Account Activation');
  expect((await late.ask('GET', '/accounts/me/')).status).toBe(401);
});

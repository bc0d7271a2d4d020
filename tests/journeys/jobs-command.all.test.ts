import { randomUUID } from 'node:crypto';
import { openDatabase } from '@online-cinema/adapters/mikro-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runBeside } from '../support/command.ts';
import { Customer } from '../support/customer.ts';
import { aPlaceFor, DATABASES, type Place } from '../support/database.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

const ERROR = 'Error: connect ECONNREFUSED\n\u001b[2J 127.0.0.1:25';

/** As the runner of the table leaves a job that it gave up. */
async function giveUp(url: string, email: string): Promise<string> {
  const database = await openDatabase(url);
  const key = randomUUID();
  const [name, data] = ['mail-password-reset-done', JSON.stringify({ email })];
  const times = { run_at: new Date('2026-03-04T05:06:07Z'), enqueued_at: new Date('2026-03-01T05:06:07Z') };
  const row = { key, name, data, status: 'dead', attempts: 80, last_error: ERROR, ...times } as const;
  await database.writer.transaction().execute((transaction) => transaction.insertInto('jobs').values(row).execute());
  await database.close();
  return key;
}

const listed = (id: string, email: string) =>
  [
    '1 given up:',
    `  ${id}  mail-password-reset-done  email=${email}  since 2026-03-01T05:06:07Z, 80 tries`,
    '      Error: connect ECONNREFUSED [2J 127.0.0.1:25',
    '`npm run cinema -- jobs --retry ID` has one of them tried again, `--retry all` all of them.',
    '',
  ].join('\n');

describe.each(DATABASES)('`jobs` on %s', { timeout: 60_000 }, (name) => {
  let place: Place;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    place = await aPlaceFor(name);
    environment = { DATABASE_URL: place.url };
    expect(run('cli', ['migrate'], environment).code).toBe(0);
  }, 60_000);
  afterAll(() => place.stop());

  const jobs = (...args: string[]) => run('cli', ['jobs', ...args], environment);

  it('has nothing to tell at first', () => {
    expect(jobs()).toEqual({ code: 0, stdout: 'There is nothing to do, and nothing was given up.\n', stderr: '' });
    expect(jobs('--retry', 'all')).toEqual({ code: 0, stdout: 'No job was given up.\n', stderr: '' });
    const id = randomUUID();
    expect(jobs('--retry', id)).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `No job ${id} was given up: \`jobs\` lists those that were.\n`,
    });
  });

  it('lists what was given up, without keys to the terminal, and puts it back', async () => {
    const id = await giveUp(place.url, 'ann@example.com');
    // On PostgreSQL what lies in the table is pg-boss's from here on.
    run('cli', ['migrate'], environment);

    expect(jobs()).toEqual({ code: 0, stdout: listed(id, 'ann@example.com'), stderr: '' });
    expect(jobs('--retry', id)).toEqual({ code: 0, stdout: '1 job is tried again.\n', stderr: '' });
    const { stdout } = jobs();
    expect(stdout).toMatch(
      /^1 waiting:\n {2}[0-9a-f-]{36} {2}mail-password-reset-done {2}email=ann@example\.com {2}since /,
    );
    expect(stdout).toContain(id);
  });
});

describe('`jobs --retry`, while the system runs,', { timeout: 60_000 }, () => {
  let cinema: RunningCinema;
  beforeAll(async () => {
    cinema = await RunningCinema.start({ environment: { DEMO_CATALOGUE: 'off' } });
  }, 60_000);
  afterAll(() => cinema.remove());

  it('has a mail sent after all', async () => {
    const ann = await Customer.arrive(cinema.url, 'ann@example.com');
    const id = await giveUp(`sqlite:${cinema.dataDir}/cinema.sqlite`, ann.email);

    const retried = await runBeside('cli', ['jobs', '--retry', 'all'], { DATA_DIR: cinema.dataDir });

    expect(retried).toEqual({ code: 0, stdout: '1 job is tried again.\n', stderr: '' });
    await eventually(async () => {
      const answer = await fetch(`${cinema.url}/dev/mailbox.json`);
      const { mails } = JSON.parse(await answer.text());
      expect(mails[0]).toMatchObject({ id, to: ann.email, subject: 'Your Password Has Been Successfully Reset' });
    });
  });
});

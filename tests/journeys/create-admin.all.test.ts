import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runBeside } from '../support/command.ts';
import { type Answer, Customer, PASSWORD } from '../support/customer.ts';
import { type PostgresDatabase, startPostgres } from '../support/postgres.ts';
import { RunningCinema } from '../support/running-cinema.ts';
import { hasTerminals, Terminal } from '../support/terminal.ts';

const OTHER_PASSWORD = 'An0ther!pass';
const MADE_UP = /with the password (\S{20})\nIt is shown this once/;
const unlimited = { RATE_LIMIT_PER_ADDRESS: '0', RATE_LIMIT_PER_ACCOUNT: '0', DEMO_CATALOGUE: 'off' };

describe('`create-admin`, while the system runs,', { timeout: 60_000 }, () => {
  let cinema: RunningCinema;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    cinema = await RunningCinema.start({ environment: unlimited });
    environment = { DATA_DIR: cinema.dataDir };
  });
  afterAll(() => cinema.remove());

  const createAdmin = (args: readonly string[], input = ''): Promise<Ended> =>
    runBeside('cli', ['create-admin', ...args], environment, input);
  const logIn = (email: string, password: string): Promise<Answer> =>
    new Customer(cinema.url, email).ask('POST', '/accounts/login/', { email, password });
  /** As whom the system knows the bearer of the token. */
  const account = (customer: Customer): Promise<unknown> => customer.get('/accounts/me/');

  it('makes an admin with a password that is shown once, and good to log in with', async () => {
    const { code, stdout, stderr } = await createAdmin(['Boss@Cinema.example']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('boss@cinema.example is an admin now');
    const [, password = ''] = MADE_UP.exec(stdout) ?? [];
    const boss = new Customer(cinema.url, 'boss@cinema.example');
    boss.accessToken = (await logIn(boss.email, password)).body.access_token;
    expect(await account(boss)).toMatchObject({ group: 'admin', is_active: true });
  });

  it('makes an admin with the first line of standard input as the password', async () => {
    const given = await createAdmin(['given@cinema.example', '--password-stdin'], `${OTHER_PASSWORD}\r\nnot this\n`);

    expect(given).toEqual({
      code: 0,
      stdout: 'given@cinema.example is an admin now, with the password given.\n',
      stderr: '',
    });
    expect((await logIn('given@cinema.example', OTHER_PASSWORD)).status).toBe(201);
  });

  it('raises a user at once, wherever they are signed in, and leaves their password as it is', async () => {
    const ann = await Customer.arrive(cinema.url, 'ann@example.com');
    expect(await account(ann)).toMatchObject({ group: 'user' });

    const { code, stdout } = await createAdmin(['ann@example.com'], 'not asked for\n');

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'ann@example.com is an admin now, with the password as it was.\n',
    });
    expect(await account(ann)).toMatchObject({ group: 'admin' });
    expect((await logIn('ann@example.com', PASSWORD)).status).toBe(201);
  });

  it('raises someone who never followed the link in their mail', async () => {
    await new Customer(cinema.url, 'carl@example.com').register();

    expect((await createAdmin(['carl@example.com'])).code).toBe(0);
    expect((await logIn('carl@example.com', PASSWORD)).status).toBe(201);
  });

  it('gives a user who is raised the password that is given, and ends their sessions', async () => {
    const dora = await Customer.arrive(cinema.url, 'dora@example.com');

    const { stdout } = await createAdmin(['dora@example.com', '--password-stdin'], OTHER_PASSWORD);

    expect(stdout).toContain('with the password given; their sessions have ended');
    expect((await dora.ask('GET', '/accounts/me/')).body).toEqual({ detail: 'Token has been revoked.' });
    expect((await logIn('dora@example.com', PASSWORD)).status).toBe(401);
    expect((await logIn('dora@example.com', OTHER_PASSWORD)).status).toBe(201);
  });

  it('finds its turn among many who write', async () => {
    const newcomers = Array.from({ length: 20 }, (_, index) => new Customer(cinema.url, `many${index}@example.com`));
    const [commands, registrations] = await Promise.all([
      Promise.all([createAdmin(['first@cinema.example']), createAdmin(['second@cinema.example'])]),
      Promise.all(newcomers.map((newcomer) => newcomer.register())),
    ]);

    expect(commands.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    expect(registrations.map(({ status }) => status)).toEqual(newcomers.map(() => 201));
  });

  it.each([
    ['nobody', 'An email address must have an @-sign.'],
    ['boss@cinema', 'The part after the @-sign is not valid. It should have a period.'],
  ])('says what is wrong with the address %j, and does not look at the password', async (email, reason) => {
    expect(await createAdmin([email, '--password-stdin'], 'weak')).toEqual({
      code: 1,
      stdout: '',
      stderr: `value is not a valid email address: ${reason}\n`,
    });
  });

  it.each(['weak', '\nStr0ng!pass', '', 'x'.repeat(1_000_000)])(
    'says what is wrong with a password, a line each, and makes nobody',
    async (input) => {
      const nobody = new Customer(cinema.url, `weak${input.length}@cinema.example`);
      const { code, stdout, stderr } = await createAdmin([nobody.email, '--password-stdin'], input);

      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^(Password must contain at (least|most) .+\.\n)+$/);
      expect((await nobody.register()).status).toBe(201);
    },
  );

  describe.skipIf(!hasTerminals)('at a terminal (which takes the program `script` of util-linux)', () => {
    const first = 'Password (empty: ';
    const second = 'The same again: ';
    const open = (email: string, ...options: readonly string[]) =>
      new Terminal(['create-admin', email, ...options], environment);

    it.each([[[]], [['--password-stdin']]])('asks for the password twice, and shows it never, %j', async (options) => {
      const email = `typed${options.length}@cinema.example`;
      const terminal = open(email, ...options);
      await terminal.shows(first);
      terminal.type(`${OTHER_PASSWORD}x\x7f\r`);
      await terminal.shows(second);
      terminal.type(`${OTHER_PASSWORD}\r`);

      expect(await terminal.end()).toBe(0);
      expect(terminal.shown).toContain(`${email} is an admin now, with the password given.`);
      expect(terminal.shown).not.toContain(OTHER_PASSWORD.slice(0, 3));
      expect((await logIn(email, OTHER_PASSWORD)).status).toBe(201);
    });

    it('takes both at once, as they are pasted', async () => {
      const terminal = open('pasted@cinema.example');
      await terminal.shows(first);
      terminal.type(`${OTHER_PASSWORD}\r${OTHER_PASSWORD}\r`);

      expect(await terminal.end()).toBe(0);
      expect((await logIn('pasted@cinema.example', OTHER_PASSWORD)).status).toBe(201);
    });

    it('makes a password up where none is typed', async () => {
      const terminal = open('lazy@cinema.example');
      await terminal.shows(first);
      terminal.type('\r');

      expect(await terminal.end()).toBe(0);
      const [, password = ''] = MADE_UP.exec(terminal.shown.replaceAll('\r', '')) ?? [];
      expect((await logIn('lazy@cinema.example', password)).status).toBe(201);
    });

    it('takes no two that differ', async () => {
      const terminal = open('differ@cinema.example');
      await terminal.shows(first);
      terminal.type(`${OTHER_PASSWORD}\r${PASSWORD}\r`);

      expect(await terminal.end()).toBe(1);
      expect(terminal.shown).toContain('The two passwords differ.');
      expect((await logIn('differ@cinema.example', OTHER_PASSWORD)).status).toBe(401);
    });

    it.each([
      ['Ctrl-C', 'Str0\x03'],
      ['Ctrl-C instead of the second word', `${OTHER_PASSWORD}\r\x03`],
      ['Ctrl-D', '\x04'],
    ])('ends quietly on %s', async (_, keys) => {
      const terminal = open('quiet@cinema.example');
      await terminal.shows(first);
      terminal.type(keys);

      expect(await terminal.end()).toBe(130);
      expect(terminal.shown).toMatch(/^(Password \(empty: .*\): \r\n)(The same again: \r\n)?$/);
      expect((await logIn('quiet@cinema.example', OTHER_PASSWORD)).status).toBe(401);
    });

    it('asks for nothing where the address is wrong', async () => {
      const terminal = open('nobody');

      expect(await terminal.end()).toBe(1);
      expect(terminal.shown).not.toContain(first);
    });
  });
});

describe('`create-admin` before the system has run', { timeout: 60_000 }, () => {
  let dataDir: string;
  let postgres: PostgresDatabase;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(['SQLite', 'PostgreSQL'])('says what to do first on %s, and then works', async (name) => {
    const environment = { DATA_DIR: dataDir, ...(name === 'PostgreSQL' && { DATABASE_URL: postgres.url }) };
    const createAdmin = () => runBeside('cli', ['create-admin', 'boss@cinema.example'], environment);

    expect(await createAdmin()).toEqual({
      code: 1,
      stdout: '',
      stderr:
        name === 'PostgreSQL'
          ? 'The database is not up to date: run `npm run cinema -- migrate` first.\n'
          : expect.stringMatching(/^There is no database at .*, .*; `npm run cinema -- migrate` makes one\.\n$/),
    });
    expect((await runBeside('cli', ['migrate'], environment)).code).toBe(0);
    expect(await createAdmin()).toMatchObject({ code: 0, stdout: expect.stringMatching(MADE_UP) });
    expect(await createAdmin()).toMatchObject({ code: 0, stdout: expect.stringContaining('as it was') });
  });
});

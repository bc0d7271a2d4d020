import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../support/command.ts';
import { readableByOthers } from '../support/file-modes.ts';
import { freePort } from '../support/free-port.ts';
import { execute, startPostgres } from '../support/postgres.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('the operator’s command line', () => {
  it('migrates forward, once, and back', { timeout: 60_000 }, () => {
    const migrate = (...args: string[]) => run('cli', ['migrate', ...args], { DATA_DIR: dataDir });
    expect(migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining('Took 0001') });
    expect(migrate()).toMatchObject({ code: 0, stdout: 'Nothing to do: the schema is as it should be.\n' });
    expect(migrate('--down')).toMatchObject({ code: 0, stdout: expect.stringContaining('Took back 0001') });
    expect(migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining('Took 0001') });
  });

  it('migrates pg-boss as well, with what waits in the table of jobs, and back', { timeout: 60_000 }, async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const migrate = (...args: string[]) => run('cli', ['migrate', ...args], { DATABASE_URL: postgres.url });
    expect(migrate()).toMatchObject({ code: 0, stdout: expect.stringMatching(/Took 0001.*Took pg-boss-\d+/s) });
    await execute(
      postgres.url,
      `insert into jobs (key, name, data, status, run_at, attempts, enqueued_at)
       values ('${randomUUID()}', 'mail-receipt', '{"paymentId":7}', 'waiting', now(), 0, now())`,
    );
    expect(migrate()).toMatchObject({ code: 0, stdout: 'Took jobs-to-pg-boss (1)\n' });
    expect((await execute(postgres.url, 'select data from pgboss.job')).rows).toEqual([{ data: { paymentId: 7 } }]);
    expect(migrate()).toMatchObject({ code: 0, stdout: 'Nothing to do: the schema is as it should be.\n' });
    expect(migrate('--down')).toMatchObject({ code: 0, stdout: expect.stringMatching(/Took back pg-boss-\d+/) });
    expect((await execute(postgres.url, "select to_regnamespace('pgboss') as schema")).rows).toEqual([
      { schema: null },
    ]);
  });

  it.each([
    [[], 'Which command?'],
    [['fly'], 'There is no command "fly".'],
    [['migrate', '--sideways'], "Unknown option '--sideways'."],
    [['migrate', 'twice'], '"twice" is too much: this takes options alone.'],
    [['create-admin'], 'EMAIL is missing.'],
    [
      ['create-admin', 'one@cinema.example', 'two@cinema.example'],
      '"two@cinema.example" is too much: there is one EMAIL.',
    ],
    [['create-admin', 'one@cinema.example', '--password=Str0ng!pass'], "Unknown option '--password'."],
  ])('says what it does not understand of %j, and shows how it is used', (args, reason) => {
    const { stderr, ...rest } = run('cli', args, { DATA_DIR: dataDir });
    expect(rest).toEqual({ code: 2, stdout: '' });
    const [first, ...usage] = stderr.split('\n\n');
    expect(first).toBe(reason);
    expect(usage.join('\n\n')).toMatch(/^Usage: .*\n {2}migrate --down .*\n {2}create-admin EMAIL /s);
  });

  it.each([
    [['create-admin', 'one@cinema.example'], 'npm_config_password_stdin', '--password-stdin'],
    [['migrate'], 'npm_config_down', '--down'],
  ])('does nothing for %j where npm kept an option for itself', (args, variable, option) => {
    expect(run('cli', args, { DATA_DIR: dataDir, [variable]: 'true' })).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining(`npm took ${option} for itself: put -- before the command`),
    });
  });

  it('lets nobody else read what it makes', { timeout: 60_000 }, () => {
    const fresh = join(dataDir, 'fresh');
    expect(run('cli', ['migrate'], { DATA_DIR: fresh }).code).toBe(0);
    expect(readableByOthers(fresh)).toEqual([]);
  });

  it.each([[['help']], [['--help']], [['create-admin', '-h']]])('helps where it is asked to: %j', (args) => {
    expect(run('cli', args, {})).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage'), stderr: '' });
  });
});

describe.each(['http', 'worker', 'cli'] as const)('the app %s, where it cannot start,', (app) => {
  it('says in one line that the database cannot be reached', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const nowhere = `postgres://nobody:secret@127.0.0.1:${port}/nothing`;
    expect(run(app, ['migrate'], { DATA_DIR: dataDir, DATABASE_URL: nowhere })).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `The database cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}\n`,
    });
  });

  it('says in one line that the database does not let it in', { timeout: 60_000 }, async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const elsewhere = new URL(postgres.url);
    elsewhere.pathname = '/nothing';
    expect(run(app, ['migrate'], { DATA_DIR: dataDir, DATABASE_URL: elsewhere.href })).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'The database does not let us in: database "nothing" does not exist\n',
    });
  });
});

describe('a start that cannot be', () => {
  it.each([
    [{ PORT: 'eighty' }, 'PORT is "eighty"; it takes a whole number from 1 to 65535.\n'],
    [{ RUN_JOBS: 'maybe' }, 'RUN_JOBS is "maybe"; it takes on or off.\n'],
    [{ CURRENCY: 'JPY' }, 'CURRENCY is "JPY"; it takes the ISO 4217 code of a currency with two decimals.\n'],
  ])('for %j is explained in one line', (environment, line) => {
    expect(run('http', [], { DATA_DIR: dataDir, ...environment })).toEqual({ code: 1, stdout: '', stderr: line });
  });

  it('in production names everything that is missing, a line each', () => {
    const { code, stderr } = run('http', [], { DATA_DIR: dataDir, NODE_ENV: 'production' });
    expect(code).toBe(1);
    for (const name of ['PUBLIC_URL', 'SMTP_URL', 'SECRET_KEY_ACCESS', 'SECRET_KEY_REFRESH', 'STRIPE_SECRET_KEY']) {
      expect(stderr).toMatch(new RegExp(`^${name} is missing`, 'm'));
    }
  });

  it('since another program has the port says so before it does anything else', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      const fresh = join(dataDir, 'port');
      const { code, stdout, stderr } = run('http', [], { DATA_DIR: fresh, PORT: String(port) });
      expect(code).toBe(1);
      expect(stderr).toBe(
        `127.0.0.1:${port} is in use: stop what listens there, or set PORT to another number, as in \`PORT=${port + 1} npm start\`.\n`,
      );
      expect(stdout).toBe('');
    } finally {
      other.close();
    }
  });

  it('of a worker says so likewise, and lets nobody else read what it has made', { timeout: 60_000 }, async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const fresh = join(dataDir, 'worker');
    const port = await freePort();
    const environment = { DATA_DIR: fresh, DATABASE_URL: postgres.url, PORT: String(port) };
    expect(run('cli', ['migrate'], environment).code).toBe(0);
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');

    expect(run('worker', [], environment)).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `127.0.0.1:${port} is in use: stop what listens there, or set PORT to another number, as in \`PORT=${port + 1} npm run worker\`.\n`,
    });
    expect(readableByOthers(fresh)).toEqual([]);
  });

  it('of a worker on SQLite tells what to do instead', () => {
    const { code, stderr } = run('worker', [], { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(stderr).toContain('`npm start`');
  });
});

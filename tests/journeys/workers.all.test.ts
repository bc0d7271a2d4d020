import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { Customer } from '../support/customer.ts';
import { MailServer } from '../support/mail-server.ts';
import { execute, type PostgresDatabase, startPostgres } from '../support/postgres.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let postgres: PostgresDatabase;
let dataDir: string;
let hanging: MailServer;
let healthy: MailServer;
let web: RunningCinema;
const workers: RunningCinema[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
  hanging = await MailServer.start();
  hanging.hang();
  healthy = await MailServer.start();
  expect(run('cli', ['migrate'], environment(healthy)).code).toBe(0);
  web = await RunningCinema.start({ environment: environment(healthy) });
}, 60_000);

afterAll(async () => {
  await Promise.all([web, ...workers].map((one) => one?.kill()));
  await Promise.all([hanging.stop(), healthy.stop()]);
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function environment(mails: MailServer): Readonly<Record<string, string>> {
  return { DATABASE_URL: postgres.url, DATA_DIR: dataDir, SMTP_URL: mails.url };
}

async function aWorker(mails: MailServer): Promise<RunningCinema> {
  const worker = await RunningCinema.start({
    app: 'worker',
    environment: { ...environment(mails), PUBLIC_URL: web.url },
  });
  workers.push(worker);
  return worker;
}

/** Somebody waits for the link by which they begin, and a worker tries in vain to send it. */
async function aMailUnderWay(email: string): Promise<void> {
  await new Customer(web.url, email, async () => healthy.mails).register();
  const begun = "select id from pgboss.job where name = 'mail-activation-link' and state = 'active'";
  await eventually(async () => expect((await execute(postgres.url, begun)).rows).toHaveLength(1));
}

const mailsTo = (email: string) => healthy.mails.filter(({ to }) => to === email);

describe('workers on PostgreSQL', () => {
  it('take up at once what one of them was at that was killed', { timeout: 120_000 }, async () => {
    const killed = await aWorker(hanging);
    await aMailUnderWay('ann@example.com');
    await killed.kill();
    const worker = await aWorker(healthy);

    await eventually(async () => expect(mailsTo('ann@example.com')).toHaveLength(1), 90_000);

    expect(await worker.stop()).toBe(0);
  });

  it('give back what they cannot end when they are asked to stop', { timeout: 120_000 }, async () => {
    const stopped = await aWorker(hanging);
    await aMailUnderWay('bob@example.com');

    expect(await stopped.stop()).toBe(1);

    const said = stopped.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [cutOff] = said.filter(({ msg }) => msg === 'a job was cut off, and will be tried again');
    expect(cutOff).toMatchObject({ level: 'warn', job: { name: 'mail-activation-link', id: expect.any(String) } });
    expect(
      said.slice(said.findIndex(({ msg }) => msg.startsWith('stopping'))).map(({ level, msg }) => [level, msg]),
    ).toEqual([
      ['info', expect.stringMatching(/^stopping/)],
      ['warn', cutOff.msg],
      ['info', 'stopped'],
    ]);

    const { rows } = await execute(
      postgres.url,
      "select state from pgboss.job where data->>'email' = 'bob@example.com'",
    );
    expect(rows).toEqual([{ state: 'retry' }]);
    await aWorker(healthy);
    await eventually(async () => expect(mailsTo('bob@example.com')).toHaveLength(1), 90_000);
  });

  it('tell how many jobs there are', { timeout: 60_000 }, async () => {
    const worker = await aWorker(healthy);
    const text = await (await fetch(`${worker.url}/metrics`)).text();
    expect(text).toMatch(/^jobs\{job="mail-activation-link",state="waiting"\} 0$/m);
    expect(text).toMatch(/^jobs\{job="schedule\/sweep-orphans",state="dead"\} 0$/m);
  });
});

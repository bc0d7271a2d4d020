import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { Customer } from '../support/customer.ts';
import { MailServer } from '../support/mail-server.ts';
import { type PostgresDatabase, startPostgres } from '../support/postgres.ts';
import { samplesIn } from '../support/prometheus.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let postgres: PostgresDatabase;
let mailServer: MailServer;
let dataDir: string;
let environment: Readonly<Record<string, string>>;
let web: RunningCinema;
let worker: RunningCinema;

beforeAll(async () => {
  postgres = await startPostgres();
  mailServer = await MailServer.start();
  dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
  environment = { DATABASE_URL: postgres.url, DATA_DIR: dataDir, DEMO_CATALOGUE: 'on', SMTP_URL: mailServer.url };
}, 60_000);

afterAll(async () => {
  await Promise.all([web?.kill(), worker?.kill()]);
  await mailServer.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('on PostgreSQL, with HTTP and jobs in processes of their own', () => {
  it('nothing starts before the operator has migrated', { timeout: 60_000 }, () => {
    for (const app of ['http', 'worker'] as const) {
      const { code, stderr } = run(app, [], environment);
      expect(code).toBe(1);
      expect(stderr).toBe('The database is not up to date: run `npm run cinema -- migrate` first.\n');
    }
    expect(run('cli', ['migrate'], environment).code).toBe(0);
  });

  it('a customer buys a film, and the worker writes the mails', { timeout: 60_000 }, async () => {
    web = await RunningCinema.start({ environment });
    worker = await RunningCinema.start({ app: 'worker', environment: { ...environment, PUBLIC_URL: web.url } });
    const customer = await Customer.arrive(web.url, 'ann@example.com', async () => mailServer.mails);
    const { movies } = await customer.get('/theater/movies/?for_sale=true&sort=-votes&per_page=1');
    await customer.post('/cart/items/', { movie_id: movies[0].id });
    const order = await customer.post('/orders/');
    const { checkout_url } = await customer.post(`/orders/${order.id}/checkout/`);
    await customer.choose(checkout_url, 'pay');
    await eventually(async () => expect((await customer.get(`/orders/${order.id}/`)).status).toBe('paid'));
    await customer.mail('Payment Received');
  });

  it('both tell the operator what they do', { timeout: 60_000 }, async () => {
    const samplesOf = async (process: RunningCinema) => samplesIn(await (await fetch(`${process.url}/metrics`)).text());
    const seen = await samplesOf(web);
    const orders = 'http_request_duration_seconds_count{method="POST",route="/api/v1/orders/",status="201"}';
    expect(seen.get(orders)).toBe(1);
    expect(seen.get('database_connections{state="limit"}')).toBe(10);
    expect(seen.get('database_connections{state="waiting"}')).toBe(0);
    expect(seen.get('password_hashings{state="waiting"}')).toBe(0);

    // A job is over a moment after its mail has come.
    await eventually(async () => {
      const done = await samplesOf(worker);
      expect(done.get('job_duration_seconds_count{job="mail-receipt",outcome="completed"}')).toBe(1);
      expect(done.get('jobs{job="mail-receipt",state="running"}')).toBe(0);
      expect(done.get('jobs{job="mail-receipt",state="dead"}')).toBe(0);
    });
    const strangers = await fetch(`${worker.url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(strangers.status).toBe(401);
  });

  it('both stop when they are asked to', { timeout: 60_000 }, async () => {
    expect(await web.stop()).toBe(0);
    expect(await worker.stop()).toBe(0);
  });
});

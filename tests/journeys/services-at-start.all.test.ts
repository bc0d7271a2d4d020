import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { MailServer } from '../support/mail-server.ts';
import { type PostgresDatabase, startPostgres } from '../support/postgres.ts';
import { type App, eventually, RunningCinema } from '../support/running-cinema.ts';
import { StripeService } from '../support/services/stripe-service.ts';

let postgres: PostgresDatabase;
let mails: MailServer;
let stripe: StripeService;
beforeAll(async () => {
  postgres = await startPostgres();
  mails = await MailServer.start();
  stripe = await StripeService.start();
  mails.demand({ user: 'cinema', password: 'right' });
  expect(run('cli', ['migrate'], { DATABASE_URL: postgres.url }).code).toBe(0);
}, 60_000);
afterAll(async () => {
  await stripe.stop();
  await mails.stop();
  await postgres.stop();
});

/** What a start says of each service, once it has said so of `count`. */
async function saidBy(app: App, environment: Readonly<Record<string, string>>, count: number) {
  const cinema = await RunningCinema.start({ app, environment: { DATABASE_URL: postgres.url, ...environment } });
  onTestFinished(() => cinema.remove());
  return eventually(async () => {
    const entries = cinema.output.split('\n').filter((line) => line.includes('"service":'));
    expect(entries).toHaveLength(count);
    return Object.fromEntries(
      entries.map((line) => {
        const { service, msg, reason } = JSON.parse(line);
        return [service, [msg, reason]];
      }),
    );
  });
}

const wrong = (reason: string) => ['a service does not do as it should', expect.stringContaining(reason)];
const right = ['a service answers', undefined];

describe.each(['http', 'worker'] as const)('the app %s, started', (app) => {
  it('says of each service that it does not answer or does not let us in, and serves', {
    timeout: 90_000,
  }, async () => {
    const port = await freePort();
    const s3 = { S3_BUCKET: 'cinema', S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' };
    const said = await saidBy(
      app,
      {
        ...{ ...s3, S3_ENDPOINT: `http://127.0.0.1:${port}`, SMTP_URL: mails.url.replace('//', '//cinema:wrong@') },
        ...{
          STRIPE_API_BASE: stripe.url,
          STRIPE_SECRET_KEY: 'sk_test_other',
          STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
        },
      },
      3,
    );
    expect(said).toEqual({
      'the bucket': wrong(`ECONNREFUSED 127.0.0.1:${port}`),
      'the mail server': wrong('wrong password'),
      'the payment service': wrong('Invalid API Key'),
    });
  });

  it('says of each service that it answers', { timeout: 90_000 }, async () => {
    const { url, secretKey, webhookSecret } = stripe;
    const said = await saidBy(
      app,
      {
        ...{ SMTP_URL: mails.url.replace('//', '//cinema:right@') },
        ...{ STRIPE_API_BASE: url, STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret },
      },
      2,
    );
    expect(said).toEqual({ 'the mail server': right, 'the payment service': right });
  });
});

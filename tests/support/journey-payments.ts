import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { StripeStandIn } from './stripe-stand-in/index.ts';

/** What journeys need of the payment service behind a running system. */
export interface JourneyPayments {
  /** What the system is told about it. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many milliseconds the time of both is ahead of the machine's. */
  readonly clock: { ahead: number };
  /** The system runs, and wants to be told what happens. */
  begin(cinema: { webhookUrl: string; dataDir: string }): void;
  /** What is held for customers, in minor units: paid and not given back. */
  held(): number;
  /** A customer pays while the system is off, and whatever is to be told of that gets lost. */
  payUnheard(checkoutUrl: string): Promise<void>;
  /** Nothing that is asked gets an answer, until the end; undefined for a service that cannot be down alone. */
  readonly outage: { begin(): void; end(): void } | undefined;
  stop(): Promise<void>;
}

export function sandboxPayments(): JourneyPayments {
  const clock = { ahead: 0 };
  let file = '';
  return {
    environment: {},
    clock,
    begin: ({ dataDir }) => {
      file = join(dataDir, 'sandbox.sqlite');
    },
    held: () => {
      const books = new DatabaseSync(file, { readOnly: true });
      const row = books
        .prepare(`
          select coalesce((select sum(amount) from sessions where status = 'complete'), 0)
            - coalesce((select sum(amount) from given_back), 0) as held`)
        .get();
      books.close();
      return Number(row?.['held']);
    },
    payUnheard: async (url) => {
      const now = () => new Date(Date.now() + clock.ahead);
      const settings = { publicUrl: 'http://nowhere.example', webhookSecret: 'whsec', alarms: new RecordedAlarms() };
      const sandbox = new SandboxPayments({ ...settings, file, clock: { now } });
      sandbox.checkout.pay(sessionAt(url));
      await sandbox.stop();
      const books = new DatabaseSync(file);
      books.exec('update events set delivered_at = next_attempt_at where delivered_at is null');
      books.close();
    },
    outage: undefined,
    stop: async () => {},
  };
}

export async function stripePayments(): Promise<JourneyPayments> {
  const clock = { ahead: 0 };
  const standIn = await StripeStandIn.start({ clock: { now: () => new Date(Date.now() + clock.ahead) } });
  const { account, webhooks, troubles, secretKey, webhookSecret, url } = standIn;
  let webhookUrl = '';
  return {
    environment: { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: url },
    clock,
    begin: (cinema) => {
      webhookUrl = cinema.webhookUrl;
      webhooks.sendTo(webhookUrl);
    },
    held: () =>
      account.sessions
        .filter(({ isPaid }) => isPaid)
        .flatMap(({ amount, intent: { refunds } }) => [
          amount,
          ...refunds.filter(({ status }) => status === 'succeeded').map((refund) => -refund.amount),
        ])
        .reduce((sum, minor) => sum + minor, 0),
    payUnheard: async (checkoutUrl) => {
      webhooks.hold();
      account.pay(sessionAt(checkoutUrl));
      webhooks.lose();
      webhooks.sendTo(webhookUrl);
    },
    outage: {
      begin: () => troubles.begin({ kind: 'answer', status: 500 }),
      end: () => troubles.end(),
    },
    stop: () => standIn.stop(),
  };
}

/** The session behind the address of a pay page. */
function sessionAt(checkoutUrl: string): string {
  return new URL(checkoutUrl).pathname.split('/').at(-1) ?? '';
}

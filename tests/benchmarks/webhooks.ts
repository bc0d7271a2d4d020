// npm run bench -- webhooks [COPIES]: how soon many copies of one webhook that arrive at once are answered, and that
// they end in one payment, on SQLite and on PostgreSQL. Fails nothing.
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Customer } from '../support/customer.ts';
import { MailServer } from '../support/mail-server.ts';
import { RunningCinema } from '../support/running-cinema.ts';
import { StripeStandIn } from '../support/stripe-stand-in/index.ts';
import { Catalogues, type Kind } from './catalogue/catalogues.ts';
import { record } from './figures/figures.ts';

const COPIES = Number(process.argv[2] ?? 100);
/** Purchases that are measured; the first one, which nobody counts, warms everything up. */
const PURCHASES = 5;
let films = 0;

const catalogues = new Catalogues(undefined);
const mailServer = await MailServer.start();
try {
  say(`${availableParallelism()} cores, shared with the database and the sender; ${COPIES} copies at once`);
  for (const kind of ['sqlite', 'postgresql'] as const) await measure(kind);
} finally {
  await mailServer.stop();
  await catalogues.close();
}

async function measure(kind: Kind): Promise<void> {
  const { url } = await catalogues.open(kind, 1_000);
  const stripe = await StripeStandIn.start();
  const cinema = await RunningCinema.start({
    environment: {
      DATABASE_URL: url,
      DEMO_CATALOGUE: 'off',
      RUN_JOBS: 'on',
      LOG_LEVEL: 'warn',
      SMTP_URL: mailServer.url,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
    },
  });
  try {
    const customer = await Customer.arrive(cinema.url, `ann@${kind}.example`, async () => mailServer.mails);
    await buy(customer, stripe);
    const times: number[] = [];
    for (let count = 0; count < PURCHASES; count += 1) times.push(await buy(customer, stripe));
    const { total_items: payments } = await customer.get('/payments/');
    record({ id: `webhooks-${kind}`, measured: Math.max(...times) });
    const shown = times.map((time) => time.toFixed(0)).join(', ');
    say(`${kind.padEnd(10)} all answered after ${shown} ms; ${payments} payments of ${PURCHASES + 1} purchases`);
  } finally {
    // Not at once: a mail may be under way.
    await cinema.stop();
    await cinema.remove();
    await stripe.stop();
  }
}

/** Milliseconds from the first copy of the webhook that is sent to the last that is answered. */
async function buy(customer: Customer, stripe: StripeStandIn): Promise<number> {
  films += 1;
  const { movies } = await customer.get(`/theater/movies/?for_sale=true&price_from=1&per_page=1&page=${films}`);
  await customer.post('/cart/items/', { movie_id: movies[0].id });
  const { id } = await customer.post('/orders/');
  const { checkout_url } = await customer.post(`/orders/${id}/checkout/`);
  await customer.choose(checkout_url, 'pay');
  const start = performance.now();
  const statuses = await stripe.webhooks.deliver(`${customer.url}/api/v1/payments/webhook/`, {
    copies: COPIES,
    concurrently: true,
  });
  const time = performance.now() - start;
  const failures = statuses.filter((status) => status !== 200);
  if (failures.length > 0) say(`${failures.length} of ${statuses.length} were answered ${[...new Set(failures)]}`);
  return time;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { execute } from '../postgres.ts';
import { command } from '../stripe-stand-in/index.ts';
import type { ServerMode } from './server-mode.ts';
import type { Shopper } from './shopper.ts';

/**
 * What does not account for itself, in words: between Stripe's books and ours, within ours, between ours and the mails, and
 * of the jobs. Empty where every order, payment, purchase and mail does.
 */
export async function discrepancies(cinema: ServerMode, shoppers: readonly Shopper[]): Promise<readonly string[]> {
  const books = await booksOf(cinema.services.db.url);
  const sessions = await paidAtStripe(cinema.services.stripe.url);
  const told: string[] = [];
  for (const { order, intent, amount } of sessions) {
    const payments = books.payments.filter(({ orderId }) => orderId === order);
    const [payment] = payments;
    const isRight = payment?.status === 'successful' && payment.external === intent && payment.amount === amount;
    if (payments.length !== 1 || !isRight) told.push(`order ${order} paid as ${intent}: ${JSON.stringify(payments)}`);
  }
  if (books.payments.length !== sessions.length) {
    told.push(`${books.payments.length} payments for ${sessions.length} paid sessions`);
  }
  told.push(...books.odd);
  for (const shopper of shoppers) told.push(...(await mailsAmiss(shopper)));
  return told;
}

async function paidAtStripe(url: string) {
  const { sessions } = shown(await command(url, { do: 'show' }));
  return sessions
    .filter(({ isPaid }) => isPaid)
    .map(({ metadata, intent, amount }) => ({ order: Number(metadata.order_id), intent: intent.id, amount }));
}

interface Shown {
  readonly sessions: readonly {
    readonly isPaid: boolean;
    readonly amount: number;
    readonly metadata: { readonly order_id: string };
    readonly intent: { readonly id: string };
  }[];
}

function shown(answer: unknown): Shown {
  return Object(answer);
}

/** Each finds rows that should not be. */
const ODD: Readonly<Record<string, string>> = {
  'orders that wait': "select id from orders where status = 'pending'",
  'orders paid without a payment of their total': `select id from orders where status = 'paid' and not exists (
     select 1 from payments
     where order_id = orders.id and payments.status = 'successful' and amount = total_amount)`,
  'payments of orders that are not paid': `select payments.id from payments join orders on orders.id = order_id
     where payments.status = 'successful' and orders.status <> 'paid'`,
  'payments without all items of the order': `select payments.id from payments
     where (select count(*) from payment_items where payment_id = payments.id)
        <> (select count(*) from order_items where order_items.order_id = payments.order_id)`,
  'films paid and not in the library': `select order_items.id from order_items join orders on orders.id = order_id
     where status = 'paid' and not exists (
       select 1 from purchases where purchases.user_id = orders.user_id and purchases.movie_id = order_items.movie_id)`,
  'films in a library that nobody paid': `select purchases.id from purchases where not exists (
     select 1 from order_items join orders on orders.id = order_id
     where status = 'paid' and orders.user_id = purchases.user_id and order_items.movie_id = purchases.movie_id)`,
  'films still in a cart': 'select id from cart_items',
  'jobs that were given up': "select id, name, output from pgboss.job where name = 'dead-letters' or state = 'failed'",
};

async function booksOf(url: string) {
  const { rows } = await execute(url, 'select order_id, status, amount, external_payment_id from payments');
  const found = await Promise.all(
    Object.entries(ODD).map(async ([what, question]) => ({ what, rows: (await execute(url, question)).rows })),
  );
  return {
    payments: rows.map((row) => ({
      orderId: Number(row.order_id),
      status: String(row.status),
      amount: Number(row.amount),
      external: String(row.external_payment_id),
    })),
    odd: found
      .filter(({ rows: odd }) => odd.length > 0)
      .map(({ what, rows: odd }) => `${what}: ${JSON.stringify(odd)}`),
  };
}

/** Of every kind as many as there should be, a copy of one being none. */
async function mailsAmiss({ customer, films }: Shopper): Promise<readonly string[]> {
  const subjects = (await customer.mails()).map(({ subject }) => subject).sort();
  const receipts = Array<string>(films).fill('Payment Received');
  const expected = ['Account Activated Successfully', 'Account Activation', ...receipts];
  return subjects.join() === expected.join() ? [] : [`mails of ${customer.email}: ${subjects}, not ${expected}`];
}

import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, Customer } from '../support/customer.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

const ROUNDS = 20;
/** A journey takes about this many milliseconds; the kill falls anywhere within. */
const JOURNEY = 500;
const PATIENCE = 60_000;

let cinema: RunningCinema;
beforeAll(async () => {
  cinema = await RunningCinema.start({ environment: { LOG_LEVEL: 'warn' } });
});
afterAll(() => cinema.remove());

/** Asks until somebody answers, as a person with a bad connection does. */
function persistently<T>(ask: () => Promise<T>): Promise<T> {
  return eventually(ask, PATIENCE);
}

/** Asks until there is an answer of the contract; what an earlier, lost answer did may be told as a refusal. */
function step(customer: Customer, method: string, path: string, body?: unknown): Promise<Answer> {
  return persistently(async () => {
    const answer = await customer.ask(method, path, body);
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer;
  });
}

async function buy(customer: Customer, movieId: number): Promise<void> {
  const added = await step(customer, 'POST', '/cart/items/', { movie_id: movieId });
  expect([201, 409]).toContain(added.status);
  const placed = await step(customer, 'POST', '/orders/');
  expect([201, 400]).toContain(placed.status);

  const { orders } = (await step(customer, 'GET', '/orders/')).body;
  expect(orders).toHaveLength(1);
  const checkout = await step(customer, 'POST', `/orders/${orders[0].id}/checkout/`);
  expect(checkout.status).toBe(200);
  await persistently(() => customer.choose(checkout.body.checkout_url, 'pay'));
  await persistently(async () => expect((await customer.get('/orders/')).orders[0].status).toBe('paid'));
}

it(`killed ${ROUNDS} times at any moment of a purchase, the books balance`, { timeout: 300_000 }, async () => {
  const { movies } = await new Customer(cinema.url, 'nobody@example.com').get('/theater/movies/?for_sale=true');
  const movie = movies[0];
  const customers: Customer[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const customer = await Customer.arrive(cinema.url, `round${round}@example.com`);
    customers.push(customer);
    const moment = Math.floor(Math.random() * JOURNEY);
    const killing = setTimeout(moment).then(async () => {
      await cinema.kill();
      await cinema.start();
    });
    await Promise.all([buy(customer, movie.id), killing]).catch((error: unknown) => {
      throw new Error(`Round ${round}, killed after ${moment} ms`, { cause: error });
    });
  }

  for (const customer of customers) {
    const { payments } = await customer.get('/payments/');
    expect(payments).toMatchObject([{ status: 'successful', amount: movie.price }]);
    const { purchases } = await customer.get('/purchases/');
    expect(purchases).toMatchObject([{ movie: { id: movie.id } }]);
    expect((await customer.get('/cart/')).items).toEqual([]);
    await customer.mail('Payment Received');
    const subjects = (await customer.mails()).map(({ subject }) => subject).sort();
    expect(subjects).toEqual(['Account Activated Successfully', 'Account Activation', 'Payment Received']);
  }
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { Customer } from '../support/customer.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let cinema: RunningCinema;
beforeEach(async () => {
  cinema = await RunningCinema.prepare();
});
afterEach(() => cinema.remove());

async function anOpenCheckout(customer: Customer) {
  const { movies } = await customer.get('/theater/movies/?for_sale=true&per_page=1');
  await customer.post('/cart/items/', { movie_id: movies[0].id });
  const order = await customer.post('/orders/');
  const { checkout_url } = await customer.post(`/orders/${order.id}/checkout/`);
  return { order, checkout_url, movie: movies[0] };
}

describe('killed at any moment, the system starts again and', () => {
  it('takes a half-done import up where it was left', { timeout: 60_000 }, async () => {
    await cinema.launch();
    await eventually(async () => expect(cinema.output).toMatch(/film/i));
    await cinema.kill();
    await cinema.start();
    const customer = new Customer(cinema.url, 'ann@example.com');
    expect((await customer.get('/theater/movies/')).total_items).toBe(3200);
  });

  it('still sends the mail that was due', { timeout: 60_000 }, async () => {
    await cinema.start();
    const customer = new Customer(cinema.url, 'ann@example.com');
    expect((await customer.register()).status).toBe(201);
    await cinema.kill();
    await cinema.start();
    await customer.activate();
    await customer.logIn();
    expect((await customer.mails()).filter(({ subject }) => subject === 'Account Activation')).toHaveLength(1);
  });

  it('settles what was paid while it was dying, once', { timeout: 60_000 }, async () => {
    await cinema.start();
    const customer = await Customer.arrive(cinema.url, 'ann@example.com');
    const { order, checkout_url, movie } = await anOpenCheckout(customer);
    await customer.choose(checkout_url, 'pay');
    await cinema.kill();

    await cinema.start();
    await eventually(async () => expect((await customer.get(`/orders/${order.id}/`)).status).toBe('paid'));
    expect((await customer.get('/payments/')).payments).toHaveLength(1);
    expect((await customer.get('/purchases/')).purchases).toMatchObject([{ movie: { id: movie.id } }]);
    await customer.mail('Payment Received');
    expect((await customer.mails()).filter(({ subject }) => subject === 'Payment Received')).toHaveLength(1);
  });

  it('keeps an open checkout open', { timeout: 60_000 }, async () => {
    await cinema.start();
    const customer = await Customer.arrive(cinema.url, 'ann@example.com');
    const { order, checkout_url } = await anOpenCheckout(customer);
    await cinema.kill();
    await cinema.start();
    expect((await customer.post(`/orders/${order.id}/checkout/`)).checkout_url).toBe(checkout_url);
    expect((await customer.choose(checkout_url, 'pay')).status).toBe(303);
    await eventually(async () => expect((await customer.get(`/orders/${order.id}/`)).status).toBe('paid'));
  });
});

describe('a running system', () => {
  it('stops when it is asked to, and says so by its exit code', { timeout: 60_000 }, async () => {
    await cinema.start();
    expect(await cinema.stop()).toBe(0);
  });

  it('shows the first admin’s password at the first start alone', { timeout: 60_000 }, async () => {
    await cinema.start();
    const shownBefore = cinema.output.split('admin@cinema.example').length;
    expect(shownBefore).toBeGreaterThan(1);
    await cinema.stop();
    await cinema.start();
    expect(cinema.output.split('admin@cinema.example').length).toBe(shownBefore);
  });

  it('is not started in another currency while orders wait in the old one', { timeout: 60_000 }, async () => {
    await cinema.start();
    await anOpenCheckout(await Customer.arrive(cinema.url, 'ann@example.com'));
    await cinema.stop();
    expect(run('http', [], { DATA_DIR: cinema.dataDir, CURRENCY: 'EUR' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'CURRENCY is "EUR"; it takes "USD" until no order that was placed in USD is pending any more.\n',
    });
  });

  it('does not let a second one at its data', { timeout: 60_000 }, async () => {
    await cinema.start();
    const second = await RunningCinema.prepare({ environment: { DATA_DIR: cinema.dataDir } });
    try {
      await expect(second.start()).rejects.toThrow(cinema.dataDir);
    } finally {
      await second.kill();
    }
    expect((await fetch(`${cinema.url}/health/live`)).status).toBe(200);
  });
});

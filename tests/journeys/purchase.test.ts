import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Customer, PASSWORD } from '../support/customer.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let cinema: RunningCinema;
beforeAll(async () => {
  cinema = await RunningCinema.start();
}, 60_000);
afterAll(() => cinema.remove());

/** Ids of two films that are for sale. */
async function twoFilms(customer: Customer): Promise<readonly [number, number]> {
  const { movies } = await customer.get('/theater/movies/?for_sale=true&sort=-votes&per_page=2');
  return [movies[0].id, movies[1].id];
}

describe('from a fresh start to a film in the library', () => {
  const ann = () => new Customer(cinema.url, 'ann@example.com');

  it('shows where everything is, and the first admin’s password once', async () => {
    expect(cinema.output).toContain(cinema.url);
    expect(cinema.output).toContain('/docs');
    expect(cinema.output).toContain('/dev/mailbox');
    expect(cinema.output).toContain('admin@cinema.example');
  });

  it('has the 3,200 films of the demo catalogue', async () => {
    const page = await ann().get('/theater/movies/?per_page=1');
    expect(page.total_items).toBe(3200);
  });

  it('pages to the last film and back by its own links', async () => {
    const customer = ann();
    const query = '/theater/movies/?genre=Western&per_page=20';
    const seen = new Set<number>();
    let path: string | null = query;
    let total = 0;
    while (path) {
      const page: Awaited<ReturnType<Customer['get']>> = await customer.get(path);
      for (const { id, genres } of page.movies) {
        seen.add(id);
        expect(genres).toContainEqual(expect.objectContaining({ name: 'Western' }));
      }
      total = page.total_items;
      path = page.next_page;
    }
    expect(seen.size).toBe(total);
    expect(total).toBeGreaterThan(20);
  });

  it('goes from registration by way of the pay page to the library', async () => {
    const customer = await Customer.arrive(cinema.url, 'ann@example.com');
    await customer.mail('Account Activated Successfully');

    const [one, other] = await twoFilms(customer);
    await customer.post('/cart/items/', { movie_id: one });
    const cart = await customer.post('/cart/items/', { movie_id: other });
    const order = await customer.post('/orders/');
    expect(order).toMatchObject({ status: 'pending', total_amount: cart.total, excluded: [] });

    const { checkout_url } = await customer.post(`/orders/${order.id}/checkout/`);
    const page = await fetch(checkout_url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(cart.total);

    const declined = await customer.choose(checkout_url, 'decline');
    expect(declined.status).toBe(303);
    expect((await customer.get(`/orders/${order.id}/`)).status).toBe('pending');

    const paid = await customer.choose(checkout_url, 'pay');
    expect(paid.status).toBe(303);
    expect(paid.headers.get('location')).toContain('/payments/success/?session_id=');

    await eventually(async () => expect((await customer.get(`/orders/${order.id}/`)).status).toBe('paid'));
    const { payments } = await customer.get('/payments/');
    expect(payments).toMatchObject([{ order_id: order.id, amount: cart.total, status: 'successful' }]);
    const { purchases } = await customer.get('/purchases/');
    expect(purchases.map(({ movie }: { movie: { id: number } }) => movie.id).sort()).toEqual([one, other].sort());
    expect((await customer.mail('Payment Received')).html).toContain(cart.total);

    const again = await customer.ask('POST', '/cart/items/', { movie_id: one });
    expect(again).toMatchObject({ status: 400, body: { detail: 'Movie already purchased.' } });
  });

  it('cancels at the pay page, and the order can still be paid', async () => {
    const customer = await Customer.arrive(cinema.url, 'cem@example.com');
    const [one] = await twoFilms(customer);
    await customer.post('/cart/items/', { movie_id: one });
    const order = await customer.post('/orders/');
    const { checkout_url } = await customer.post(`/orders/${order.id}/checkout/`);
    const cancelled = await customer.choose(checkout_url, 'cancel');
    expect(cancelled.headers.get('location')).toContain('/payments/cancel/');
    await customer.choose(checkout_url, 'pay');
    await eventually(async () => expect((await customer.get(`/orders/${order.id}/`)).status).toBe('paid'));
  });

  it('refreshes, logs out and finds both tokens dead', async () => {
    const customer = await Customer.arrive(cinema.url, 'bob@example.com');
    const refresh_token = customer.refreshToken;
    const { access_token } = await customer.post('/accounts/refresh/', { refresh_token });
    customer.accessToken = access_token;
    await customer.post('/accounts/logout/', { refresh_token });

    const dead = await customer.ask('GET', '/accounts/me/');
    expect(dead).toMatchObject({ status: 401, body: { detail: 'Token has been revoked.' } });
    customer.accessToken = undefined;
    const refused = await customer.ask('POST', '/accounts/refresh/', { refresh_token });
    expect(refused).toMatchObject({ status: 401, body: { detail: 'Refresh token not found.' } });
  });

  it('logs nothing that anyone could log in or act with', async () => {
    const customer = await Customer.arrive(cinema.url, 'eve@example.com');
    const { text } = await customer.mail('Account Activation');
    const token = new URL(await customer.linkIn('Account Activation')).searchParams.get('token') ?? 'none';
    for (const secret of [PASSWORD, customer.accessToken, customer.refreshToken, token, text]) {
      expect(cinema.output).not.toContain(secret);
    }
    expect(cinema.output).toContain('/api/v1/accounts/login/');
  });
});

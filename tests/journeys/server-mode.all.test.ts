import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type Answer, Customer, type MailReader, PASSWORD } from '../support/customer.ts';
import { eventually } from '../support/running-cinema.ts';
import { missingForServerMode, ServerMode } from '../support/server-mode/server-mode.ts';
import { mailsIn } from '../support/services/maildev.ts';

/** A system that runs already, as docker-compose-tests.yml tells it; else one of our own is started. */
const { JOURNEY_CINEMA_URL: givenUrl, JOURNEY_MAILDEV_URL: givenMails = '' } = process.env;
const missing = givenUrl === undefined ? missingForServerMode : [];
const needs = missing.length > 0 ? ` (needs ${missing.join(', ')})` : '';

let own: ServerMode | undefined;
let url: string;
let mails: MailReader;

/** One name a run, so that a system that runs already may be asked again. */
const run = Date.now().toString(36);
const someone = (name: string) => Customer.arrive(url, `${name}-${run}@example.com`, mails);

const photo = async (width: number) =>
  new Blob([new Uint8Array(await aPicture({ width, height: 200 }).jpeg().toBuffer())], { type: 'image/jpeg' });

async function sendForm(
  { accessToken }: Customer,
  method: string,
  path: string,
  fields: Record<string, string | Blob>,
): Promise<Pick<Answer, 'status' | 'body'>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body });
  return { status: response.status, body: await response.json() };
}

let films = 0;

/** An order of a film that nobody has ordered, and the page where it is to be paid. */
async function aCheckout(customer: Customer) {
  films += 1;
  const { movies } = await customer.get(`/theater/movies/?for_sale=true&sort=-votes&per_page=1&page=${films}`);
  await customer.post('/cart/items/', { movie_id: movies[0].id });
  const { id } = await customer.post('/orders/');
  const { checkout_url: page } = await customer.post(`/orders/${id}/checkout/`);
  return { order: id, page, movie: movies[0] };
}

const becomes = (customer: Customer, order: number, status: string) =>
  eventually(async () => expect((await customer.get(`/orders/${order}/`)).status).toBe(status));

describe.skipIf(missing.length > 0)(`two web processes behind the proxy, workers, and all services${needs}`, () => {
  beforeAll(async () => {
    if (givenUrl === undefined) own = await ServerMode.start();
    url = own?.url ?? givenUrl ?? '';
    mails = own?.mails ?? mailsIn(givenMails);
  }, 240_000);
  afterAll(() => own?.stop(), 60_000);

  it('someone registers on one, is activated by the mail of a worker, and is known on all', {
    timeout: 60_000,
  }, async () => {
    const ann = await someone('ann');
    // The proxy goes round: each is asked several times.
    for (let time = 0; time < 6; time += 1) expect((await ann.get('/accounts/me/')).email).toBe(ann.email);
    await ann.mail('Account Activated Successfully');
    await ann.post('/accounts/logout/', { refresh_token: ann.refreshToken });
    for (let time = 0; time < 6; time += 1) {
      const { status, body } = await ann.ask('GET', '/accounts/me/');
      expect({ status, body }).toEqual({ status: 401, body: { detail: 'Token has been revoked.' } });
    }
  });

  it('a customer buys a film at Stripe, has it once, and is mailed once', { timeout: 60_000 }, async () => {
    const bob = await someone('bob');
    const { order, page, movie } = await aCheckout(bob);
    expect((await bob.choose(page, 'decline')).headers.get('location')).toBe(page);
    const paid = await bob.choose(page, 'pay');
    expect((await fetch(paid.headers.get('location') ?? '')).status).toBe(200);
    await becomes(bob, order, 'paid');
    expect((await bob.get('/payments/')).payments).toMatchObject([{ order_id: order, status: 'successful' }]);
    expect((await bob.get('/purchases/')).purchases).toMatchObject([{ movie: { id: movie.id } }]);
    await bob.mail('Payment Received');

    expect(await bob.post(`/orders/${order}/refund/`)).toEqual({ message: 'Order successfully refunded.' });
    await becomes(bob, order, 'cancelled');
    expect((await bob.get('/purchases/')).purchases).toEqual([]);
    await bob.mail('Order Refunded');
    const subjects = (await bob.mails()).map(({ subject }) => subject).sort();
    const accounts = ['Account Activated Successfully', 'Account Activation'];
    expect(subjects).toEqual([...accounts, 'Order Refunded', 'Payment Received']);
  });

  it('one order comes of one request, though copies of it reach both at once', { timeout: 60_000 }, async () => {
    const cora = await someone('cora');
    const { movies } = await cora.get('/theater/movies/?for_sale=true&per_page=1');
    await cora.post('/cart/items/', { movie_id: movies[0].id });
    const headers = { 'idempotency-key': `order-of-cora-${run}` };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => cora.ask('POST', '/orders/', undefined, headers)),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await cora.get('/orders/')).total_items).toBe(1);
  });

  it('a picture is kept in the bucket, shown by all, and goes with whoever leaves', { timeout: 60_000 }, async () => {
    const dora = await someone('dora');
    const path = `/profiles/users/${(await dora.get('/accounts/me/')).id}/profile/`;
    const profile = {
      first_name: 'Dora',
      last_name: 'Lee',
      gender: 'woman',
      date_of_birth: '1990-02-03',
      info: 'Noir.',
    };
    const first = await sendForm(dora, 'POST', path, { ...profile, avatar: await photo(300) });
    expect(first.status).toBe(201);
    const second = await sendForm(dora, 'PATCH', path, { avatar: await photo(100) });
    const shown = () => fetch(second.body.avatar);
    for (let time = 0; time < 4; time += 1) {
      const { status, headers } = await shown();
      expect([status, headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
    await eventually(async () => expect((await fetch(first.body.avatar)).status).toBe(404));

    expect((await dora.ask('DELETE', '/accounts/me/', { password: PASSWORD })).status).toBe(204);
    await eventually(async () => expect((await shown()).status).toBe(404));
  });

  it('whoever forgot a password follows a link, and every session is at an end everywhere', {
    timeout: 60_000,
  }, async () => {
    const eve = await someone('eve');
    await eve.post('/accounts/password-reset/request/', { email: eve.email });
    const { searchParams } = new URL(await eve.linkIn('Password Reset Request'));
    const password = 'An0ther!pass';
    await eve.post('/accounts/reset-password/complete/', { ...Object.fromEntries(searchParams), password });
    for (let time = 0; time < 4; time += 1) expect((await eve.ask('GET', '/accounts/me/')).status).toBe(401);
    await eve.mail('Your Password Has Been Successfully Reset');
  });

  it('nobody outside looks inside', async () => {
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    expect((await fetch(`${url}/docs`)).status).toBe(401);
    expect((await fetch(`${url}/dev/mailbox.json`)).status).toBe(404);
  });

  it.skipIf(givenUrl !== undefined)('the operator makes an admin while it runs', { timeout: 60_000 }, async () => {
    const { code, stdout } = own?.operate('create-admin', `boss-${run}@example.com`) ?? expect.fail('not started');
    expect(code).toBe(0);
    const [, password] = /with the password (\S+)/.exec(stdout) ?? [];
    const boss = new Customer(url, `boss-${run}@example.com`, mails);
    const login = await boss.post('/accounts/login/', { email: boss.email, password });
    boss.accessToken = login.access_token;
    expect((await boss.get(`/admin/users/?email=${boss.email}`)).users).toMatchObject([{ group: 'admin' }]);
  });

  it.skipIf(givenUrl !== undefined)(
    'both had their share, said nothing secret, and end when told to',
    {
      timeout: 60_000,
    },
    async () => {
      const { webs, workers, output, door } = own ?? expect.fail('not started');
      for (const web of webs) expect(web.output).toContain('/api/v1/accounts/me');
      for (const server of ['web1', 'web2']) expect(door.output).toContain(`web/${server} `);
      for (const secret of [PASSWORD, 'known-to-everybody']) expect(output).not.toContain(secret);
      expect(output).not.toMatch(/"level":"(error|fatal)"/);
      expect(await Promise.all([...webs, ...workers].map((process) => process.stop()))).toEqual([0, 0, 0, 0]);
      const refused = await fetch(`${url}/api/v1/theater/movies/`);
      expect([refused.status, await refused.json()]).toEqual([
        503,
        { detail: 'The service is temporarily unavailable. Please try again later.' },
      ]);
      expect(refused.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

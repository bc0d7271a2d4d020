import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import { shoppingAt } from './support/shopping.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
  return () => api.close();
});
beforeEach(() => {
  api.log.lines.length = 0;
});

/** The lines that requests leave, without what all of them have. The document is looked at by the tests' own customers. */
const lines = () =>
  api.log.entries
    .filter(({ msg, route }) => msg === 'request' && route !== '/openapi.json')
    .map(({ level, time, request_id, ms, msg, ...others }) => others);
const lastLine = () => lines().at(-1);

test('whoever registers, activates, logs in or sets a new password is named by their id, never by their address', async () => {
  const somebody = api.anyone();
  const email = 'new@example.com';
  const link = (index: number) => /token=([\w-]+)/.exec(api.mailer.sent[index]?.text ?? '')?.[1];
  const { body } = await somebody.post('/accounts/register/', { email, password: PASSWORD });
  const user = body.id;
  expect(lastLine()).toMatchObject({ route: '/api/v1/accounts/register/', status: 201, user });
  await api.carryOutJobs();
  await somebody.post('/accounts/activate/', { email, token: link(0) });
  expect(lastLine()).toMatchObject({ route: '/api/v1/accounts/activate/', status: 200, user });
  await somebody.post('/accounts/login/', { email, password: PASSWORD });
  expect(lastLine()).toMatchObject({ route: '/api/v1/accounts/login/', status: 201, user });
  await somebody.post('/accounts/login/', { email, password: 'Wr0ng!pass' });
  expect(lastLine()).not.toHaveProperty('user');
  await somebody.post('/accounts/password-reset/request/', { email });
  await api.carryOutJobs();
  await somebody.post('/accounts/reset-password/complete/', { email, token: link(2), password: 'An0ther!pass' });
  expect(lastLine()).toMatchObject({ route: '/api/v1/accounts/reset-password/complete/', status: 200, user });
  expect(api.log.lines.join()).not.toContain('new@example');
});

test('an order is named from its placing to its webhook, with the gateway’s ids of its payment and the event', async () => {
  const { anOrder, pay } = shoppingAt(api);
  const customer = await api.aUser();
  const user = await customer.ownId();
  const order = await anOrder(customer, 999);
  expect(lastLine()).toEqual({ method: 'POST', route: '/api/v1/orders/', status: 201, user, order: order.id });
  const session = await pay(customer, order.id);
  expect(lines().at(-2)).toMatchObject({ route: '/api/v1/orders/:id/checkout/', user, params: { id: order.id } });
  expect(lastLine()).toEqual({
    ...{ method: 'POST', route: '/api/v1/payments/webhook/', status: 200, order: order.id },
    ...{ event: expect.stringMatching(/^evt_/), type: 'checkout.session.completed' },
    externalPaymentId: session.replace('cs_test_', 'pi_'),
  });
});

import { type Mailer, MailRefused } from '@online-cinema/application/ports';
import { createLogger } from '@online-cinema/http/logger';
import { Metrics } from '@online-cinema/http/metrics';
import { workToDo } from '@online-cinema/http/work-to-do';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { samplesIn } from '../support/prometheus.ts';
import { LogLines } from './support/a-server.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import { shoppingAt } from './support/shopping.ts';

let api: AnApi;
let log: LogLines;

/** What carries out the jobs, and tells of it in `log`. */
function handlersOn(mailer: Mailer = api.ports.mailer) {
  const [logger, metrics] = [createLogger('info', log), new Metrics('0.0.0')];
  return workToDo({ ...api.ports, mailer }, { rateLimits: { perAddress: 0, perAccount: 0 } }, { logger, metrics })
    .handlers;
}

beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());
beforeEach(() => {
  log = new LogLines();
});

const sent = () => log.entries.filter(({ msg }) => msg === 'mail sent').map(({ level, msg, job }) => [level, msg, job]);
const enqueuedAt = new Date('2026-01-15T12:00:00Z');

test('the log tells of every mail that went by its job, and of which payment it was, but not to whom', async () => {
  const handlers = handlersOn();
  const user = await api.aUser();
  const waiting = await api.anAccount({ isActive: false });
  const { id } = await shoppingAt(api).aPaidOrder(user);
  const [payment] = (await user.get('/payments/')).body.payments;
  await handlers['mail-activation-link']({ id: '1', data: { email: waiting }, enqueuedAt });
  await handlers['mail-account-activated']({ id: '2', data: { email: user.email }, enqueuedAt });
  await handlers['mail-password-reset-link']({ id: '3', data: { email: user.email }, enqueuedAt });
  await handlers['mail-password-reset-done']({ id: '4', data: { email: user.email }, enqueuedAt });
  await handlers['mail-receipt']({ id: '5', data: { paymentId: payment.id }, enqueuedAt });
  await user.post(`/orders/${id}/refund/`);
  await handlers['mail-order-refunded']({ id: '6', data: { paymentId: payment.id }, enqueuedAt });
  expect(sent()).toEqual([
    ['info', 'mail sent', { name: 'mail-activation-link', id: '1' }],
    ['info', 'mail sent', { name: 'mail-account-activated', id: '2' }],
    ['info', 'mail sent', { name: 'mail-password-reset-link', id: '3' }],
    ['info', 'mail sent', { name: 'mail-password-reset-done', id: '4' }],
    ['info', 'mail sent', { name: 'mail-receipt', id: '5', paymentId: payment.id }],
    ['info', 'mail sent', { name: 'mail-order-refunded', id: '6', paymentId: payment.id }],
  ]);
  expect(api.mailer.sent.map((mail) => mail.id)).toEqual(['1', '2', '3', '4', '5', '6']);
  for (const address of [user.email, waiting]) expect(log.lines.join()).not.toContain(address);
});

test('the log tells of no mail that did not go', async () => {
  const handlers = handlersOn();
  const user = await api.aUser();
  await handlers['mail-activation-link']({ id: '7', data: { email: user.email }, enqueuedAt });
  await handlers['mail-password-reset-link']({ id: '8', data: { email: 'nobody@example.com' }, enqueuedAt });
  const down = handlersOn({ send: () => Promise.reject(new Error('The mail server is down')) });
  const failing = down['mail-account-activated']({ id: '9', data: { email: user.email }, enqueuedAt });
  await expect(failing).rejects.toThrow('The mail server is down');
  expect(sent()).toEqual([]);
});

test('a mail that is not written is told of by whose it would have been, and why', async () => {
  const limits = { rateLimits: { perAddress: 0, perAccount: 5 } };
  const { handlers } = workToDo(api.ports, limits, {
    logger: createLogger('info', log),
    metrics: new Metrics('0.0.0'),
  });
  const user = await api.aUser();
  const reset = (id: string, email: string, moment: number) =>
    handlers['mail-password-reset-link']({ id, data: { email }, enqueuedAt: new Date(enqueuedAt.getTime() + moment) });
  const waiting = await api.anAccount({ isActive: false });
  for (const id of ['1', '2', '3', '4', '5', '6']) await reset(id, user.email, Number(id));
  await reset('7', user.email, 4);
  await reset('8', waiting, 0);
  await reset('9', 'nobody@example.com', 0);
  await handlers['mail-activation-link']({ id: '10', data: { email: user.email }, enqueuedAt });
  const [name, own] = ['mail-password-reset-link', await user.ownId()];
  const lines = log.entries.filter(({ msg }) => msg === 'a mail was not written');
  expect(lines.map(({ level, job, user: whose, reason }) => [level, job, whose, reason])).toEqual([
    ['info', { name, id: '6' }, own, 'the address had its 5 mails of this kind within an hour'],
    ['info', { name, id: '7' }, own, 'a newer link was asked for'],
    ['info', { name, id: '8' }, expect.any(Number), 'the account is not active'],
    ['info', { name, id: '9' }, undefined, 'nobody has the address'],
    ['info', { name: 'mail-activation-link', id: '10' }, own, 'the account is active, or was shut out'],
  ]);
  expect(sent()).toHaveLength(5);
  expect(log.lines.join()).not.toContain('@');
});

test('a mail that did not go yet is told of by whose it was, wherever that is known', async () => {
  const [logger, metrics] = [createLogger('info', log), new Metrics('0.0.0')];
  const mailer = { send: () => Promise.reject(new Error('The mail server is down')) };
  const limits = { rateLimits: { perAddress: 0, perAccount: 0 } };
  const { handlers, onFailure } = workToDo({ ...api.ports, mailer }, limits, { logger, metrics });
  const user = await api.aUser();
  for (const [id, email] of [
    ['12', user.email],
    ['13', 'nobody@example.com'],
  ] as const) {
    const failing = handlers['mail-account-activated']({ id, data: { email }, enqueuedAt });
    const job = { name: 'mail-account-activated', id, attempts: 1, isLast: false };
    await failing.catch((error: unknown) => onFailure({ ...job, error }));
  }
  const [known, unknown] = log.entries;
  expect(known).toMatchObject({ msg: 'a job failed', job: { id: '12' }, user: expect.any(Number) });
  expect(unknown).toMatchObject({ msg: 'a job failed', job: { id: '13' } });
  expect(unknown).not.toHaveProperty('user');
});

test('a mail that is refused for good is told of once, by whose it was and not by the address, and not tried again', async () => {
  const metrics = new Metrics('0.0.0');
  const mailer = { send: () => Promise.reject(new MailRefused('550 5.1.1 <…> user unknown')) };
  const limits = { rateLimits: { perAddress: 0, perAccount: 0 } };
  const logger = createLogger('info', log);
  const { handlers } = workToDo({ ...api.ports, mailer }, limits, { logger, metrics });
  const user = await api.aUser();
  const waiting = await api.anAccount({ isActive: false });
  await handlers['mail-activation-link']({ id: '10', data: { email: waiting }, enqueuedAt });
  await handlers['mail-account-activated']({ id: '11', data: { email: user.email }, enqueuedAt });
  expect(log.entries).toEqual([
    expect.objectContaining({ level: 'warn', job: { name: 'mail-activation-link', id: '10' } }),
    expect.objectContaining({
      ...{ level: 'warn', msg: 'a mail was refused for good', reason: '550 5.1.1 <…> user unknown' },
      ...{ job: { name: 'mail-account-activated', id: '11' }, user: await user.ownId() },
    }),
  ]);
  expect(log.lines.join()).not.toContain('@');
  const seen = samplesIn(await metrics.text());
  expect(seen.get('mails_refused_total{job="mail-account-activated"}')).toBe(1);
});

test('the log names whose a mail was by their id', async () => {
  const user = await api.aUser();
  await handlersOn()['mail-account-activated']({ id: '12', data: { email: user.email }, enqueuedAt });
  expect(log.entries).toMatchObject([{ msg: 'mail sent', user: await user.ownId() }]);
});

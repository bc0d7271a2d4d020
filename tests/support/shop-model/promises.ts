import type { BookedOrder, BookedPayment, Books } from './books.ts';
import type { World } from './world.ts';

/** What the books say at rest and must not. */
export function promisesBrokenIn(books: Books, world: World): readonly string[] {
  return [
    ...books.orders.flatMap((order) => brokenOfOrder(order, books)),
    ...books.payments.flatMap((payment) => brokenOfPayment(payment, books, world)),
    ...brokenAtGateway(books, world),
    ...brokenOfLibraries(books),
    ...books.refunds
      .filter(({ status }) => status === 'requested')
      .map(({ paymentId }) => `A refund of payment ${paymentId} has no end`),
  ];
}

/** What the books say at any moment and must not. */
export function alwaysBrokenIn({ users, orders, sessions, cartItems, payments }: Books): readonly string[] {
  const pending = orders.filter(({ status }) => status === 'pending');
  return [
    ...users.flatMap((user) =>
      when(pending.filter(({ userId }) => userId === user).length > 1, `User ${user} has several pending orders`),
    ),
    ...orders.flatMap(({ id }) => [
      ...when(
        sessions.filter((one) => one.orderId === id && isPayable(one.status)).length > 1,
        `Order ${id} is payable twice`,
      ),
      ...when(
        payments.filter((one) => one.orderId === id && one.status === 'successful').length > 1,
        `Order ${id} is paid twice`,
      ),
    ]),
    ...orders
      .filter(({ id, status }) => status === 'cancelled' && !payments.some(({ orderId }) => orderId === id))
      .filter(({ id }) => sessions.some((one) => one.orderId === id && isPayable(one.status)))
      .map(({ id }) => `Order ${id} was cancelled while it could be paid`),
    ...cartItems
      .filter(({ userId, movieId }) =>
        pending.some((order) => order.userId === userId && order.items.some((item) => item.movieId === movieId)),
      )
      .map(({ userId, movieId }) => `User ${userId} has ${movieId} in the cart and in a pending order`),
  ];
}

/** At rest nothing pends; who paid paid once; nobody can pay for what pends no more. */
function brokenOfOrder(order: BookedOrder, books: Books): readonly string[] {
  const payments = books.payments.filter(({ orderId }) => orderId === order.id);
  const paidBy = payments.filter(({ status }) => status === 'successful').length;
  const everPaidBy = payments.filter(({ status }) => status !== 'cancelled').length;
  const payable = books.sessions.filter(({ orderId, status }) => orderId === order.id && isPayable(status)).length;
  return [
    ...when(order.status === 'pending', `Order ${order.id} pends for ever`),
    ...when(
      order.total !== sum(order.items.map(({ price }) => price)),
      `Order ${order.id} costs not what its films do`,
    ),
    ...when(everPaidBy > 1, `Order ${order.id} was paid ${everPaidBy} times`),
    ...when(
      order.status === 'paid' && paidBy !== (order.total === 0 ? 0 : 1),
      `Order ${order.id} of ${order.total} is paid by ${paidBy} payments`,
    ),
    ...when(order.status !== 'paid' && paidBy > 0, `Order ${order.id} is ${order.status} and paid for`),
    ...when(payable > 0, `Order ${order.id} is ${order.status} and can be paid in ${payable} sessions`),
  ];
}

function isPayable(status: Books['sessions'][number]['status']): boolean {
  return status === 'opening' || status === 'open';
}

/** Money is where the books say; each mail was enqueued once, and none for what did not happen. */
function brokenOfPayment(payment: BookedPayment, books: Books, { money, byHand }: World): readonly string[] {
  const { id, status, externalPaymentId, amount } = payment;
  const name = `Payment ${id} (${externalPaymentId}, ${status})`;
  const there = money.find((one) => one.id === externalPaymentId);
  const order = books.orders.find((one) => one.id === payment.orderId);
  const held = status === 'successful' ? amount - (byHand.get(externalPaymentId) ?? 0) : 0;
  const jobs = (job: string) => books.jobs.filter((one) => one.name === job && one.paymentId === id).length;
  const expected = {
    'mail-receipt': status === 'cancelled' ? 0 : 1,
    'mail-order-refunded': status === 'refunded' ? 1 : 0,
    'give-back-payment': status === 'cancelled' ? 1 : 0,
  };
  return [
    ...when(there?.paid !== amount, `${name} is of ${amount}, the gateway’s of ${there?.paid}`),
    ...when(status === 'successful' && held <= 0, `${name} went back by hand as a whole`),
    ...when(there?.held !== held, `${name} should hold ${held}, the gateway holds ${there?.held}`),
    ...when(payment.isGivenBack !== (status !== 'successful'), `${name} is said to be given back or not`),
    ...when(status === 'refunded' && order?.status !== 'cancelled', `${name} is of an order that is ${order?.status}`),
    ...when(
      sum(payment.items.map(({ price }) => price)) !== (status === 'cancelled' ? 0 : amount),
      `${name} is not the sum of its items`,
    ),
    ...Object.entries(expected).flatMap(([job, count]) =>
      when(jobs(job) !== count, `${name} has ${jobs(job)} times ${job}, not ${count}`),
    ),
  ];
}

/** No money lies at the gateway of which we do not know. */
function brokenAtGateway({ payments }: Books, { money }: World): readonly string[] {
  return money
    .filter(({ id, held }) => held > 0 && !payments.some(({ externalPaymentId }) => externalPaymentId === id))
    .map(({ id, held }) => `The gateway holds ${held} of ${id}, which is in no book`);
}

/** Everybody owns the films of their paid orders, each once, and that is what is counted; no cart holds them. */
function brokenOfLibraries({ users, orders, purchases, cartItems, counted }: Books): readonly string[] {
  const name = ({ userId, movieId }: { userId: number | null; movieId: number | null }) => `${userId} owns ${movieId}`;
  const owned = purchases.map(name).sort();
  const bought = orders
    .filter(({ status, userId }) => status === 'paid' && userId !== null && users.includes(userId))
    .flatMap(({ userId, items }) => items.map(({ movieId }) => name({ userId, movieId })))
    .sort();
  const strangers = orders.filter(({ userId }) => userId !== null && !users.includes(userId)).length;
  const miscounted = (counted ?? []).filter(
    ({ movieId, purchases: count }) => count !== purchases.filter((one) => one.movieId === movieId).length,
  );
  const idle = cartItems.filter((item) => owned.includes(name(item)));
  return [
    ...when(owned.join() !== bought.join(), `Owned: ${owned.join(', ')}; bought: ${bought.join(', ')}`),
    ...when(strangers > 0, `${strangers} orders are of users who are gone`),
    ...miscounted.map(({ movieId, purchases: count }) => `Film ${movieId} is said to be bought ${count} times`),
    ...idle.map((item) => `${name(item)}, which is in the cart`),
  ];
}

function when(isBroken: boolean, what: string): readonly string[] {
  return isBroken ? [what] : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

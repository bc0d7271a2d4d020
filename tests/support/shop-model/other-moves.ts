import { Money } from '@online-cinema/domain/shared';
import type { MoveOf } from './moves.ts';
import type { Shop } from './shop-use-cases.ts';
import { nth, type World } from './world.ts';

const SUMS = { less: Money.of(51, 'USD'), more: Money.of(99_900, 'USD'), 'in euros': Money.of(999, 'EUR') } as const;

/** What customers do at the pay page, and what comes of it there. */
export function pay({ session, sum }: MoveOf<'pay'>, world: World): void {
  const id = payable(world, session);
  if (id !== undefined) world.outside.gateway.pay(id, sum === 'as asked' ? undefined : SUMS[sum]);
}

export function promise({ session }: { session: number }, world: World): void {
  const id = payable(world, session);
  if (id !== undefined) world.outside.gateway.promise(id);
}

export function decline({ session }: { session: number }, world: World): void {
  const id = payable(world, session);
  if (id !== undefined) world.outside.gateway.decline(id);
}

export function endPromise({ session, as }: MoveOf<'end promise'>, world: World): void {
  const { promised } = world;
  if (promised.length > 0) world.outside.gateway.endPromise(nth(promised, session), as);
}

export async function returnFromPayPage({ session }: { session: number }, world: World, shop: Shop): Promise<void> {
  const id = payable(world, session);
  if (id !== undefined) await shop.confirmCheckout.execute({ externalId: id });
}

/** Any webhook that was ever sent arrives, again or late. */
export async function webhook({ which, copies }: MoveOf<'webhook'>, world: World, shop: Shop): Promise<void> {
  const { webhooks } = world.outside.gateway;
  if (webhooks.length === 0) return;
  const one = nth(webhooks, -1 - which);
  await Promise.all(Array.from({ length: copies }, () => shop.handleWebhook.execute(one)));
}

export function trouble({ is }: MoveOf<'gateway'>, { outside: { gateway } }: World): void {
  if (is === 'down') gateway.goDown();
  if (is === 'up') gateway.comeBack();
  if (is === 'losing answers') gateway.loseAnswers();
  if (is === 'refusing refunds') gateway.refuseRefunds();
  if (is === 'accepting refunds') gateway.acceptRefunds();
  if (is === 'holding refunds') gateway.holdRefunds();
  if (is === 'done with refunds') gateway.endRefunds('succeeded');
  if (is === 'unable to refund') gateway.endRefunds('failed');
}

/** Somebody at the gateway gives money back, all that is left or a part. */
export function refundByHand({ payment, minor }: MoveOf<'refund by hand'>, world: World): void {
  const refundable = world.money.filter(({ left }) => left > 0);
  if (refundable.length === 0) return;
  const { id, left } = nth(refundable, payment);
  const part = Math.min(minor ?? left, left);
  world.byHand.set(id, (world.byHand.get(id) ?? 0) + part);
  world.outside.gateway.refundByHand(id, Money.of(part, 'USD'));
}

export async function maintain({ job }: MoveOf<'maintain'>, shop: Shop): Promise<void> {
  if (job === 'cancel overdue orders') await shop.cancelOverdueOrders.execute();
  if (job === 'finish refunds') await shop.finishRefunds.execute();
  if (job === 'reconcile') await shop.reconcilePayments.execute();
  if (job === 'forget names') await shop.forgetIdempotencyKeys.execute();
}

/** A job that waits is carried out, maybe by two at once, and waits no more once it is done. */
export async function carryOut({ job, copies }: MoveOf<'carry out'>, world: World, shop: Shop): Promise<void> {
  const waiting = await world.waitingJobs();
  if (waiting.length === 0) return;
  const { key: id, name, paymentId, enqueuedAt } = nth(waiting, job);
  if (name === 'give-back-payment') {
    const delivery = { id, data: { paymentId }, enqueuedAt };
    await Promise.all(Array.from({ length: copies }, () => shop.giveBackPayment.execute(delivery)));
  }
  world.doneJobs.add(id);
}

/** One of the sessions whose address customers were told; those first in which somebody can still pay. */
function payable(world: World, which: number): string | undefined {
  const told = world.sessions.filter(({ externalId }) => world.told.has(externalId));
  const open = told.filter(({ status }) => status === 'open');
  const candidates = open.length > 0 && which < 3 ? open : told;
  return candidates.length > 0 ? nth(candidates, -1 - which).externalId : undefined;
}

import { DomainError, minutes } from '@online-cinema/domain/shared';
import type { Scheduler } from 'fast-check';
import type { Store } from '../database.ts';
import { Client } from './customer-moves.ts';
import { FragileProcess, Killed } from './fragile-process.ts';
import { type Act, MAINTENANCE, type Move } from './moves.ts';
import * as others from './other-moves.ts';
import { alwaysBrokenIn, promisesBrokenIn } from './promises.ts';
import { type Shop, shopOn } from './shop-use-cases.ts';
import { World } from './world.ts';

/** How everything comes to rest. */
export interface Ending {
  /** Of refunds alone: whoever gives money back by hand is heard of in no other way. */
  readonly webhooks: 'all arrive' | 'only those of refunds arrive';
  readonly promises: 'kept' | 'broken';
  readonly refunds: 'succeeded' | 'failed';
}

/** Rounds of everything that happens by itself, after which nothing should change any more. */
const MOST_ROUNDS = 12;

/**
 * Lets all of this happen in a shop on a store, and then brings everything to rest; gives what is wrong in the books.
 */
export async function playOn(
  store: Store,
  { moments, scheduler, ending }: { moments: readonly (readonly Act[])[]; scheduler: Scheduler; ending: Ending },
): Promise<readonly string[]> {
  const world = await World.on(store);
  const pause = async (where: string): Promise<void> => scheduler.schedule(Promise.resolve(), where);
  for (const acts of moments) {
    await scheduler.waitFor(Promise.all(acts.map((act) => perform(act, world, pause))));
    world.complaints.push(...alwaysBrokenIn(await world.books()));
  }
  await bringToRest(world, ending);
  return [...world.complaints, ...promisesBrokenIn(await world.books(), world)];
}

async function perform({ move, kill }: Act, world: World, pause: (where: string) => Promise<void>): Promise<void> {
  await pause(move.do);
  const process = new FragileProcess(pause, kill);
  const shop = shopOn(process.reach(world.outside));
  await make(move, world, shop).catch((error: unknown) => {
    if (error instanceof Killed || error instanceof DomainError) return;
    world.complaints.push(`“${move.do}” ended in ${error instanceof Error ? error.stack : error}`);
  });
}

async function make(move: Move, world: World, shop: Shop): Promise<void> {
  const client = new Client(world, shop);
  switch (move.do) {
    case 'add to cart':
      return client.addToCart(move);
    case 'place order':
      return client.placeOrder(move);
    case 'check out':
      return client.checkOut(move);
    case 'cancel':
      return client.cancel(move);
    case 'refund':
      return client.refund(move);
    case 'refund as admin':
      return client.refundAsAdmin(move);
    case 'ask again':
      return client.askAgain(move);
    case 'buy':
      return client.buy(move);
    case 'leave for good':
      return client.leaveForGood(move);
    case 'pay':
      return others.pay(move, world);
    case 'promise':
      return others.promise(move, world);
    case 'decline':
      return others.decline(move, world);
    case 'return':
      return others.returnFromPayPage(move, world, shop);
    case 'end promise':
      return others.endPromise(move, world);
    case 'webhook':
      return others.webhook(move, world, shop);
    case 'gateway':
      return others.trouble(move, world);
    case 'refund by hand':
      return others.refundByHand(move, world);
    case 'reprice':
      return world.reprice(world.films[move.film % world.films.length] ?? 0, move.minor);
    case 'maintain':
      return others.maintain(move, shop);
    case 'carry out':
      return others.carryOut(move, world, shop);
    case 'time passes':
      return world.outside.clock.advance(move.by);
  }
}

async function bringToRest(world: World, ending: Ending): Promise<void> {
  const { gateway, clock } = world.outside;
  gateway.comeBack();
  gateway.loseAnswers(0);
  gateway.acceptRefunds();
  gateway.endRefunds(ending.refunds);
  for (const id of world.promised) gateway.endPromise(id, ending.promises);

  let before = '';
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const failures = await everythingByItself(world, ending);
    clock.advance(minutes(31));
    const after = JSON.stringify(await world.books());
    if (after === before && failures.length === 0) return;
    before = after;
    if (round === MOST_ROUNDS) world.complaints.push(`There is no rest: ${failures.join(', ') || 'the books change'}`);
  }
}

/** What is sent arrives, what is due by the clock is done, what waits is carried out; gives what failed of it. */
async function everythingByItself(world: World, ending: Ending): Promise<readonly string[]> {
  const shop = shopOn(new FragileProcess(async () => {}, undefined).reach(world.outside));
  const failures: string[] = [];
  const attempt = (what: string, work: Promise<unknown>) =>
    work.catch((error: unknown) => failures.push(`${what}: ${error}`));
  for (const webhook of world.outside.gateway.webhooks) {
    const isDelivered = ending.webhooks === 'all arrive' || webhook.rawBody.includes('charge.refunded');
    if (isDelivered) await attempt('webhook', shop.handleWebhook.execute(webhook));
  }
  for (const job of MAINTENANCE) await attempt(job, others.maintain({ do: 'maintain', job }, shop));
  for (const [job] of (await world.waitingJobs()).entries()) {
    await attempt('job', others.carryOut({ do: 'carry out', job: 0, copies: 1 }, world, shop));
    if (failures.length > job) break;
  }
  return failures;
}

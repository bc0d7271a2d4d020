import { RequestInProgress } from '@online-cinema/domain/ordering';
import { type Actor, DomainError } from '@online-cinema/domain/shared';
import { Killed } from './fragile-process.ts';
import type { MoveOf } from './moves.ts';
import { type Answer, type CustomerRequest, doNamed, type NamedRequest, PASSING } from './named-requests.ts';
import type { Shop } from './shop-use-cases.ts';
import { nth, type World } from './world.ts';

/** A customer with a client, who asks one shop. */
export class Client {
  readonly #world: World;
  readonly #shop: Shop;

  constructor(world: World, shop: Shop) {
    this.#world = world;
    this.#shop = shop;
  }

  async addToCart({ by, film }: MoveOf<'add to cart'>): Promise<void> {
    const actor = await this.#signedIn(by);
    if (actor) await this.#shop.addToCart.execute({ actor, movie: { id: nth(this.#world.films, film) } });
  }

  async placeOrder({ by, named }: MoveOf<'place order'>): Promise<void> {
    const actor = await this.#signedIn(by);
    if (actor) await this.#ask(placing(actor), named);
  }

  async checkOut({ by, accepting, named }: MoveOf<'check out'>): Promise<void> {
    const actor = await this.#signedIn(by);
    const order = actor && (await this.#order(actor, 0));
    if (actor && order !== undefined) await this.#ask(checkingOut(actor, order, accepting), named);
  }

  async cancel({ by, intoCart, named }: MoveOf<'cancel'>): Promise<void> {
    const actor = await this.#signedIn(by);
    const order = actor && (await this.#order(actor, 0));
    if (actor && order !== undefined) await this.#ask(cancelling(actor, order, intoCart), named);
  }

  async refund({ by, order: which, named }: MoveOf<'refund'>): Promise<void> {
    const actor = await this.#signedIn(by);
    const order = actor && (await this.#order(actor, which));
    if (actor && order !== undefined) await this.#ask(refunding(actor, order), named);
  }

  async refundAsAdmin({ order: which }: MoveOf<'refund as admin'>): Promise<void> {
    const { orders } = await this.#world.books();
    if (orders.length > 0) await this.#ask(refunding(this.#world.admin, nth(orders, -1 - which).id), false);
  }

  /** A request is sent once more, as after a lost answer. */
  async askAgain({ request }: MoveOf<'ask again'>): Promise<void> {
    const { named } = this.#world;
    if (named.length === 0) return;
    const copied = nth(named, -1 - request);
    if (!(await this.#isThere(copied.actor))) return;
    const isDone = await this.#world.isDone(copied);
    try {
      const answer = await doNamed(this.#shop, copied);
      if (isDone && !answer) await this.#complainOf(copied);
      await this.#hear(answer, copied.key);
    } catch (error) {
      const isPassing = error instanceof DomainError && PASSING.includes(error.kind);
      if (isDone && !isPassing && !(error instanceof RequestInProgress) && !(error instanceof Killed)) {
        await this.#complainOf(copied);
      }
      throw error;
    }
  }

  async #complainOf(done: NamedRequest): Promise<void> {
    // A refund that was asked for may still be refused by the gateway.
    if (done.what.startsWith('refund') || !(await this.#world.isDone(done))) return;
    this.#world.complaints.push(`A copy of ${done.key} (${done.what}), which was done, was refused`);
  }

  /** From the cart to the pay page, and maybe beyond. */
  async buy({ by, films, upTo }: MoveOf<'buy'>): Promise<void> {
    const actor = await this.#signedIn(by);
    if (!actor) return;
    for (const film of films) {
      await this.#shop.addToCart.execute({ actor, movie: { id: nth(this.#world.films, film) } });
    }
    const { order } = await this.#ask(placing(actor), false);
    const { url } = await this.#ask(checkingOut(actor, order, false), false);
    const session = sessionAt(url);
    if (session === undefined || upTo === 'the pay page') return;
    this.#world.outside.gateway.pay(session);
    if (upTo === 'the settlement') await this.#shop.confirmCheckout.execute({ externalId: session });
  }

  async leaveForGood({ by }: MoveOf<'leave for good'>): Promise<void> {
    const actor = await this.#signedIn(by);
    if (actor) await this.#shop.eraseAccount.execute({ actor, password: 'Str0ng!pass' });
  }

  async #signedIn(by: number): Promise<Actor | undefined> {
    const actor = nth(this.#world.customers, by);
    return (await this.#isThere(actor)) ? actor : undefined;
  }

  async #isThere({ userId }: Actor): Promise<boolean> {
    return (await this.#world.books()).users.includes(userId);
  }

  /** The latest, or one before. */
  async #order({ userId }: Actor, which: number): Promise<number | undefined> {
    const orders = (await this.#world.books()).orders.filter((order) => order.userId === userId);
    return orders.length > 0 ? nth(orders, -1 - which).id : undefined;
  }

  async #ask(request: CustomerRequest, named: false): Promise<Answer>;
  async #ask(request: CustomerRequest, named: boolean): Promise<Answer | undefined>;
  async #ask(request: CustomerRequest, named: boolean): Promise<Answer | undefined> {
    const key = `request ${this.#world.named.length + 1}`;
    if (named) this.#world.named.push({ ...request, key });
    const answer = named ? await doNamed(this.#shop, { ...request, key }) : await request.work(this.#shop, undefined);
    await this.#hear(answer, named ? key : undefined);
    return answer;
  }

  /** Whatever the shop says must be so, and the same to every copy of a request. */
  async #hear(answer: Answer | undefined, key: string | undefined): Promise<void> {
    if (!answer) return;
    const { told, answers, complaints } = this.#world;
    const session = sessionAt(answer.url);
    if (session !== undefined) told.add(session);
    const { orders, sessions } = await this.#world.books();
    const order = orders.find(({ id }) => id === answer.order);
    const isKnown = sessions.some(({ orderId, externalId }) => orderId === answer.order && externalId === session);
    if (session !== undefined && !isKnown)
      complaints.push(`Order ${answer.order} is to be paid at ${session}, which nobody knows`);
    if (!order) complaints.push(`Order ${answer.order} was answered and is not there`);
    if (answer.is === 'cancelled' && order?.status !== 'cancelled') {
      complaints.push(`Order ${answer.order} was said to be cancelled and is ${order?.status}`);
    }
    if (key === undefined) return;
    const first = answers.get(key) ?? answer;
    answers.set(key, first);
    if (first.order !== answer.order)
      complaints.push(`Copies of ${key} were about orders ${first.order}, ${answer.order}`);
  }
}

const placing = (actor: Actor): CustomerRequest => ({
  actor,
  what: 'place order',
  work: async (shop, requestKey) => {
    const { order } = await shop.placeOrder.execute({ actor, requestKey });
    return { order: order.id, is: 'pending' };
  },
});

const checkingOut = (actor: Actor, orderId: number, acceptChanges: boolean): CustomerRequest => ({
  actor,
  what: `check out ${orderId} ${acceptChanges}`,
  work: async (shop, requestKey) => {
    const { url } = await shop.openCheckout.execute({ actor, orderId, acceptChanges, requestKey });
    return { order: orderId, is: 'pending', url };
  },
});

const cancelling = (actor: Actor, orderId: number, returnToCart: boolean): CustomerRequest => ({
  actor,
  what: `cancel ${orderId} ${returnToCart}`,
  work: async (shop, requestKey) => {
    await shop.cancelOrder.execute({ actor, orderId, returnToCart, requestKey });
    return { order: orderId, is: 'cancelled' };
  },
});

const refunding = (actor: Actor, orderId: number): CustomerRequest => ({
  actor,
  what: `refund ${orderId}`,
  work: async (shop, requestKey) => {
    await shop.refundOrder.execute({ actor, orderId, requestKey });
    return { order: orderId, is: 'cancelled' };
  },
});

/** The session behind an address of the pay page. */
function sessionAt(url: string | undefined): string | undefined {
  return url?.startsWith('https://pay.example/') ? url.slice('https://pay.example/'.length) : undefined;
}

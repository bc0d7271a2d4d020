import { type Order, OrderNotFound } from '@online-cinema/domain/ordering';
import {
  CheckoutSession,
  PaymentServiceUnavailable,
  PricesChanged,
  TotalTooSmall,
} from '@online-cinema/domain/payments';
import type { Actor } from '@online-cinema/domain/shared';
import { grantPurchases } from '../ordering/grant-purchases.ts';
import { noteOutcome, outcomeOf, type Repeatable } from '../ordering/outcome.ts';
import { Patience } from '../ordering/patience.ts';
import type { Clock, PaymentGateway, SiteLinks, SoldFilm, UnitOfWork } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

export interface OpenCheckoutCommand extends Repeatable {
  readonly actor: Actor;
  readonly orderId: number;
  /** Whether the user takes prices that changed since the order was placed. */
  readonly acceptChanges: boolean;
}

/** Where the customer pays, and until when. */
export interface Checkout {
  readonly url: string;
  readonly expiresAt: Date;
}

type Step =
  | { readonly next: 'done'; readonly checkout: Checkout }
  | { readonly next: 'wait' }
  | { readonly next: 'ask-about-last'; readonly externalId: string }
  | { readonly next: 'open'; readonly attempt: CheckoutSession; readonly films: readonly SoldFilm[] };

/** A user goes to pay for an order: one session at the gateway, however often it is asked for. */
export class OpenCheckout {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;
  readonly #links: SiteLinks;
  readonly #clock: Clock;

  constructor(needs: {
    unitOfWork: UnitOfWork;
    gateway: PaymentGateway;
    settleSession: SettleSession;
    links: SiteLinks;
    clock: Clock;
  }) {
    this.#unitOfWork = needs.unitOfWork;
    this.#gateway = needs.gateway;
    this.#settleSession = needs.settleSession;
    this.#links = needs.links;
    this.#clock = needs.clock;
  }

  /** @throws OrderNotFound, OrderNotPending, PricesChanged, TotalTooSmall, PaymentServiceUnavailable */
  async execute(command: OpenCheckoutCommand): Promise<Checkout> {
    const patience = new Patience(this.#clock);
    let hasAsked = false;
    for (;;) {
      const step = await this.#prepare(command);
      if (step.next === 'done') return step.checkout;
      if (step.next === 'open') return this.#open(step.attempt, step.films);
      if (step.next === 'ask-about-last') {
        if (hasAsked) throw new PaymentServiceUnavailable();
        hasAsked = true;
        await this.#askAbout(step.externalId, command.orderId);
      } else {
        if (patience.isOver) throw new PaymentServiceUnavailable();
        await patience.pause();
      }
    }
  }

  /** What to do next; if that is to open a session, its row is committed before the gateway is asked. */
  async #prepare(command: OpenCheckoutCommand): Promise<Step> {
    const { actor, orderId, acceptChanges } = command;
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction): Promise<Step> => {
      const { orders, checkoutSessions } = transaction;
      const found = await orders.findForCheckout(orderId);
      if (!found) throw new OrderNotFound();
      const { order, offers } = found;
      order.assertBelongsTo(actor);
      const paidNothing: Step = { next: 'done', checkout: { url: this.#links.paymentSuccess, expiresAt: now } };
      if (await outcomeOf(command, transaction)) return paidNothing;
      order.assertPending();

      const changes = order.priceChanges(offers);
      const begin = (previous: number) => CheckoutSession.begin({ orderId, previous, amount: order.total, now });
      // Mostly there was no attempt before, and nothing has changed.
      const first = changes.length === 0 ? await checkoutSessions.addFirst(begin(0)) : undefined;
      if (first) return { next: 'open', attempt: first, films: filmsOf(order) };

      const last = await checkoutSessions.findLatest(orderId);
      if (last?.status === 'opening' && !last.isStuck(now)) return { next: 'wait' };
      if (last?.status === 'open') return stepFor(last, now);
      if (last?.status === 'opening') {
        last.abandoned();
        await checkoutSessions.save(last);
      }

      if (changes.length > 0) {
        if (!acceptChanges) throw new PricesChanged(changes);
        order.accept(changes);
        if (order.total.isZero) order.settle();
        await orders.save(order);
      }
      if (order.status === 'paid') {
        await grantPurchases(transaction, order, now);
        await noteOutcome(command, { orderId, excluded: [] }, transaction);
        return paidNothing;
      }
      const attempt = await checkoutSessions.add(begin(last?.state.attempt ?? 0));
      return { next: 'open', attempt, films: filmsOf(order) };
    });
  }

  async #open(attempt: CheckoutSession, films: readonly SoldFilm[]): Promise<Checkout> {
    const { orderId, amount, expiresAt } = attempt.state;
    const session = await this.#gateway
      .openSession({
        orderId,
        amount,
        expiresAt,
        idempotencyKey: attempt.idempotencyKey,
        successUrl: this.#links.paymentSuccess,
        cancelUrl: this.#links.paymentCancel,
        films,
      })
      .catch(async (error: unknown) => {
        if (error instanceof TotalTooSmall) await this.#giveUp(attempt);
        throw error;
      });

    attempt.opened(session);
    const isWanted = await this.#unitOfWork.run(({ checkoutSessions }) => checkoutSessions.saveOpened(attempt));
    if (isWanted) return { url: session.url, expiresAt };

    // Cancelled, or given up for a later attempt, while the gateway was thinking: nobody shall pay here.
    await this.#gateway.expireSession(session.externalId);
    await this.#assertStillPending(orderId);
    throw new PaymentServiceUnavailable();
  }

  /** @throws OrderNotPending */
  async #assertStillPending(orderId: number): Promise<void> {
    const order = await this.#unitOfWork.run(({ orders }) => orders.findForUpdate(orderId));
    order?.assertPending();
  }

  async #giveUp(attempt: CheckoutSession): Promise<void> {
    await this.#unitOfWork.run(async ({ orders, checkoutSessions }) => {
      await orders.findForUpdate(attempt.state.orderId);
      const stored = await checkoutSessions.find(attempt.state.id);
      if (stored?.status !== 'opening') return;
      stored.abandoned();
      await checkoutSessions.save(stored);
    });
  }

  /** What was paid at the last session is settled, what ended unpaid is written down. */
  async #askAbout(externalId: string, orderId: number): Promise<void> {
    const session = await this.#gateway.findSession(externalId);
    if (session?.status === 'open')
      await this.#settleSession.execute({ session: await this.#gateway.expireSession(externalId) });
    else
      await this.#settleSession.execute({
        session: session ?? { externalId, orderId, status: 'expired', money: null },
      });
  }
}

/** In the names of that moment: always the same words for the same order. */
function filmsOf({ state }: Order): readonly SoldFilm[] {
  return state.items.map(({ movie, priceAtOrder }) => ({ name: movie.name, price: priceAtOrder }));
}

function stepFor(open: CheckoutSession, now: Date): Step {
  const { url, externalId, expiresAt } = open.state;
  if (url === null || externalId === null) throw new Error(`Session ${open.state.id} is open without an address`);
  return open.isPayable(now) ? { next: 'done', checkout: { url, expiresAt } } : { next: 'ask-about-last', externalId };
}

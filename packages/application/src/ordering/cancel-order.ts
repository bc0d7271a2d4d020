import { type Order, OrderNotFound } from '@online-cinema/domain/ordering';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import type { Actor } from '@online-cinema/domain/shared';
import type { SettleSession } from '../payments/settle-session.ts';
import type { Clock, PaymentGateway, Transaction, UnitOfWork } from '../ports/index.ts';
import { noteOutcome, outcomeOf, type Repeatable } from './outcome.ts';

export interface CancelOrderCommand extends Repeatable {
  readonly actor: Actor;
  readonly orderId: number;
  /** Whether what can still be bought goes back into the cart. */
  readonly returnToCart: boolean;
}

/** A user no longer wants what they ordered and have not paid. */
export class CancelOrder {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, settleSession: SettleSession, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#settleSession = settleSession;
    this.#clock = clock;
  }

  /** @throws OrderNotFound, PaidOrderNeedsRefund, OrderAlreadyCancelled, UserNotFoundOrInactive, PaymentServiceUnavailable */
  async execute(command: CancelOrderCommand): Promise<void> {
    let ended: string | undefined;
    for (;;) {
      const open = await this.#cancelUnlessPayable(command, ended);
      if (open === undefined) return;
      ended = await this.#endAtGateway(open);
    }
  }

  /** Cancels, or says which session must be ended at the gateway first. */
  async #cancelUnlessPayable(command: CancelOrderCommand, ended: string | undefined): Promise<string | undefined> {
    const { actor, orderId, returnToCart } = command;
    return this.#unitOfWork.run(async (transaction) => {
      const { carts, orders, checkoutSessions } = transaction;
      const cart = returnToCart ? await carts.findForUpdate(actor.userId) : undefined;
      const order = await orders.findForUpdate(orderId);
      if (!order) throw new OrderNotFound();
      order.assertBelongsTo(actor);
      if (await outcomeOf(command, transaction)) return undefined;
      // Once we ended the session ourselves, its expiry may have been told and have cancelled the order already.
      const wasCancelledByExpiry = ended !== undefined && order.status === 'cancelled';
      if (!wasCancelledByExpiry) {
        order.assertMayBeCancelled();
        const attempt = await checkoutSessions.findLatest(orderId);
        if (attempt?.status === 'open' && attempt.state.externalId !== ended) {
          return attempt.state.externalId ?? undefined;
        }
        if (attempt?.isCurrent) {
          if (attempt.status === 'open') attempt.expired();
          else attempt.abandoned();
          await checkoutSessions.save(attempt);
        }
        order.cancel();
        await orders.save(order);
      }
      if (cart) {
        cart.takeBack(await this.#stillWanted(transaction, order, actor), this.#clock.now());
        await carts.save(cart);
      }
      await noteOutcome(command, { orderId, excluded: [] }, transaction);
      return undefined;
    });
  }

  /** Not what is theirs meanwhile, nor what another order holds that they placed since the gateway ended this one. */
  async #stillWanted({ offers, orders, purchases }: Transaction, order: Order, actor: Actor) {
    const pendingId = await orders.findPendingId(actor.userId);
    const pending = pendingId === undefined ? undefined : await orders.findForUpdate(pendingId);
    const purchased = await purchases.among(actor.userId, order.movieIds);
    const theirs = [...purchased, ...(pending?.movieIds ?? [])];
    return offers.findAll(order.movieIds.filter((id) => !theirs.includes(id)));
  }

  /** The session's id once it is expired; a session found complete is settled instead. */
  async #endAtGateway(externalId: string): Promise<string> {
    const session = await this.#gateway.expireSession(externalId);
    if (session.status === 'complete') {
      if (!session.money) throw new PaymentServiceUnavailable();
      await this.#settleSession.execute({ session });
    }
    return externalId;
  }
}

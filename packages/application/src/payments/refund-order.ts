import { OrderNotFound } from '@online-cinema/domain/ordering';
import { NoPaymentToRefund, type Payment, PaymentServiceUnavailable, Refund } from '@online-cinema/domain/payments';
import type { Actor } from '@online-cinema/domain/shared';
import { noteOutcome, outcomeOf, type Repeatable } from '../ordering/outcome.ts';
import { Patience } from '../ordering/patience.ts';
import type { Clock, UnitOfWork } from '../ports/index.ts';
import type { RefundPayment } from './refund-payment.ts';

export interface RefundOrderCommand extends Repeatable {
  readonly actor: Actor;
  readonly orderId: number;
}

type Step =
  | { readonly next: 'done' }
  | { readonly next: 'wait' }
  | { readonly next: 'request' | 'resume'; readonly refund: Refund; readonly payment: Payment };

/** A customer wants their money back, or an admin gives it: all of it, once. */
export class RefundOrder {
  readonly #unitOfWork: UnitOfWork;
  readonly #refundPayment: RefundPayment;
  readonly #clock: Clock;
  readonly #refundDays: number;

  /** `refundDays`: how long after paying a customer may refund. */
  constructor(needs: { unitOfWork: UnitOfWork; refundPayment: RefundPayment; clock: Clock; refundDays: number }) {
    this.#unitOfWork = needs.unitOfWork;
    this.#refundPayment = needs.refundPayment;
    this.#clock = needs.clock;
    this.#refundDays = needs.refundDays;
  }

  /**
   * @throws OrderNotFound, OrderNotPaid, CancelledOrderNotRefundable, NoPaymentToRefund, RefundPeriodOver,
   * PaymentServiceUnavailable, after which the worker goes on
   */
  async execute(command: RefundOrderCommand): Promise<void> {
    const patience = new Patience(this.#clock);
    for (let hasWaited = false; ; hasWaited = true) {
      const step = await this.#prepare(command, hasWaited);
      if (step.next === 'done') return;
      if (step.next !== 'wait' && (await this.#refundPayment[step.next](step.refund, step.payment))) return;
      if (patience.isOver) throw new PaymentServiceUnavailable();
      await patience.pause();
    }
  }

  /** What to do next; if that is to ask the gateway, the request is committed before. */
  async #prepare(command: RefundOrderCommand, hasWaited: boolean): Promise<Step> {
    const { actor, orderId } = command;
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction): Promise<Step> => {
      const { orders, payments, refunds } = transaction;
      const order = await orders.findForUpdate(orderId);
      if (!order) throw new OrderNotFound();
      order.assertMayBeRefundedBy(actor);
      // Whoever waited for a refund that was under way, or asked for it before, has got what they asked for.
      const isAsked = hasWaited || (await outcomeOf(command, transaction)) !== undefined;
      if (isAsked && order.status === 'cancelled') return { next: 'done' };
      order.assertPaid();
      const payment = await payments.findSuccessfulForUpdate(orderId);
      if (!payment) throw new NoPaymentToRefund();

      const last = await refunds.findLatest(payment.id);
      if (last?.isInterrupted(now)) return { next: 'resume', refund: last, payment };
      if (last?.isRequested) return { next: 'wait' };
      payment.assertMayBeRefunded({ actor, refundDays: this.#refundDays, now });
      const previous = last?.state.attempt ?? 0;
      const refund = await refunds.add(Refund.request({ paymentId: payment.id, previous, now }));
      await noteOutcome(command, { orderId, excluded: [] }, transaction);
      return { next: 'request', refund, payment };
    });
  }
}

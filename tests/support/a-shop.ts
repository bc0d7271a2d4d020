import { AddToCart, CancelOrder, PlaceOrder, type PlaceOrderCommand } from '@online-cinema/application/ordering';
import {
  FinishRefunds,
  GiveBackPayment,
  HandleWebhook,
  MailAboutPayment,
  OpenCheckout,
  RecordRefund,
  RefundOrder,
  RefundPayment,
  SettleSession,
} from '@online-cinema/application/payments';
import type { PaymentQueries } from '@online-cinema/application/ports';
import type { Order } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import { ACinema } from './a-cinema.ts';
import { nobodyAsks } from './jobs.ts';

/** The shop of a cinema in memory: everything from the cart to the money that goes back. */
export class AShop {
  readonly cinema = new ACinema();
  readonly #unitOfWork = this.cinema.unitOfWork;
  readonly #gateway = this.cinema.gateway;
  readonly #clock = this.cinema.clock;
  readonly settleSession = new SettleSession(this.#unitOfWork, this.#clock, this.cinema.alarms);
  readonly recordRefund = new RecordRefund(this.#unitOfWork, this.#clock, this.cinema.alarms);
  readonly #refundPayment = new RefundPayment(this.#unitOfWork, this.#gateway, this.recordRefund, this.#clock);
  readonly openCheckout = new OpenCheckout({
    unitOfWork: this.#unitOfWork,
    gateway: this.#gateway,
    settleSession: this.settleSession,
    links: this.cinema.links,
    clock: this.#clock,
  });
  readonly placeOrder = new PlaceOrder(this.#unitOfWork, this.#clock);
  readonly cancelOrder = new CancelOrder(this.#unitOfWork, this.#gateway, this.settleSession, this.#clock);
  readonly refundOrder = new RefundOrder({
    unitOfWork: this.#unitOfWork,
    refundPayment: this.#refundPayment,
    clock: this.#clock,
    refundDays: 14,
  });
  readonly finishRefunds = new FinishRefunds(this.#unitOfWork, this.#refundPayment, this.#clock, this.cinema.alarms);
  readonly handleWebhook = new HandleWebhook({
    unitOfWork: this.#unitOfWork,
    gateway: this.#gateway,
    settleSession: this.settleSession,
    recordRefund: this.recordRefund,
    clock: this.#clock,
  });

  async fillCart(actor: Actor, ...movieIds: readonly number[]): Promise<void> {
    const addToCart = new AddToCart(this.#unitOfWork, this.#clock);
    for (const id of movieIds) await addToCart.execute({ actor, movie: { id } });
  }

  async order(command: PlaceOrderCommand, ...movieIds: readonly number[]): Promise<Order> {
    await this.fillCart(command.actor, ...movieIds);
    return (await this.placeOrder.execute(command)).order;
  }

  /** An order that is paid, and whose receipt waits to be mailed. */
  async paidOrder(actor: Actor, ...movieIds: readonly number[]): Promise<Order> {
    const order = await this.order({ actor }, ...movieIds);
    await this.openCheckout.execute({ actor, orderId: order.id, acceptChanges: false });
    const externalId = this.cinema.tables.checkoutSessions.all().at(-1)?.externalId ?? '';
    await this.settleSession.execute({ session: await this.cinema.pay(externalId) });
    return order;
  }

  /** Every webhook that the gateway ever sent arrives, in their order. */
  async webhooksArrive(): Promise<void> {
    for (const webhook of this.#gateway.webhooks) await this.handleWebhook.execute(webhook);
  }

  /** What is stored of an order, its payment and the attempts at refunding it. */
  standing(orderId: number) {
    const { orders, payments, refunds } = this.cinema.tables;
    const payment = payments.find((row) => row.orderId === orderId);
    return {
      order: orders.get(orderId)?.status,
      payment: payment?.status,
      refunds: refunds
        .all()
        .filter(({ paymentId }) => paymentId === payment?.id)
        .map(({ attempt, status }) => `${attempt} ${status}`),
    };
  }

  /** Names of the jobs that wait. */
  get jobs(): readonly string[] {
    return this.cinema.tables.jobs.all().map(({ name }) => name);
  }

  carryOutJobs(): Promise<void> {
    const { letters, mailer, links, tables } = this.cinema;
    const receipt: PaymentQueries['receipt'] = async (id) => {
      const payment = tables.payments.get(id);
      if (!payment) throw new Error(`There is no payment ${id}`);
      const email = tables.users.get(payment.userId ?? 0)?.email ?? null;
      return { email, payment: { ...payment, items: [] } };
    };
    const needs = { paymentQueries: { ...unaskedPaymentQueries, receipt }, letters, mailer, links };
    const giveBack = new GiveBackPayment(this.#unitOfWork, this.#gateway, this.recordRefund);
    return this.#unitOfWork.carryOutJobs({
      ...nobodyAsks,
      'mail-receipt': (job) => new MailAboutPayment('payment-received', needs).execute(job),
      'mail-order-refunded': (job) => new MailAboutPayment('order-refunded', needs).execute(job),
      'give-back-payment': (job) => giveBack.execute(job),
    });
  }
}

/** Queries that nobody is expected to ask. */
const unaskedPaymentQueries: PaymentQueries = {
  payments: unexpected,
  payment: unexpected,
  allPayments: unexpected,
  sales: unexpected,
  receipt: unexpected,
};

function unexpected(): never {
  throw new Error('Nobody was expected to ask this');
}

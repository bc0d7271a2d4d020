import { CancelledOrderNotRefundable, OrderNotFound, OrderNotPaid } from '@online-cinema/domain/ordering';
import { NoPaymentToRefund, PaymentServiceUnavailable, RefundPeriodOver } from '@online-cinema/domain/payments';
import { type Actor, days, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AShop } from '../support/a-shop.ts';

let shop: AShop;
let ann: Actor;
let heat: number;

beforeEach(async () => {
  shop = new AShop();
  ann = await shop.cinema.aUser();
  heat = await shop.cinema.aFilm('Heat', 999);
});

const REFUNDED = { order: 'cancelled', payment: 'refunded', refunds: ['1 succeeded'] };
const refund = (orderId: number, actor = ann) => shop.refundOrder.execute({ actor, orderId });
const purchases = () => shop.cinema.tables.purchases.all().length;

describe('a refund', () => {
  it('gives the money back once, withdraws the films and tells the customer', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    await shop.carryOutJobs();
    await refund(id);

    expect(shop.standing(id)).toEqual(REFUNDED);
    expect(shop.cinema.gateway.refunds).toHaveLength(1);
    expect(purchases()).toBe(0);
    expect(shop.jobs).toEqual(['mail-order-refunded']);
    await shop.carryOutJobs();
    expect(shop.cinema.mailer.sent.map(({ subject }) => subject)).toEqual(['payment-received', 'order-refunded']);
  });

  it('is dated by itself in its letter, as the payment is in the receipt', async () => {
    const write = vi.spyOn(shop.cinema.letters, 'write');
    const paidAt = shop.cinema.clock.now();
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.clock.advance(days(3));
    await refund(id);
    await shop.carryOutJobs();
    expect(write.mock.calls).toMatchObject([
      [{ kind: 'payment-received', movedAt: paidAt }],
      [{ kind: 'order-refunded', movedAt: shop.cinema.clock.now() }],
    ]);
  });

  it('takes effect once, however often the gateway tells of it', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    await refund(id);
    await shop.webhooksArrive();
    await shop.webhooksArrive();

    expect(shop.standing(id)).toEqual(REFUNDED);
    expect(shop.jobs.filter((name) => name === 'mail-order-refunded')).toHaveLength(1);
  });

  it('lets the films be bought again', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    await refund(id);
    const again = await shop.paidOrder(ann, heat);
    expect(shop.standing(again.id).order).toBe('paid');
    expect(purchases()).toBe(1);
  });

  it('is refused with the words that fit the order', async () => {
    const bob = await shop.cinema.aUser('bob@cinema.example');
    const pending = await shop.order({ actor: ann }, heat);
    await expect(refund(99)).rejects.toThrow(OrderNotFound);
    await expect(refund(pending.id, bob)).rejects.toThrow(OrderNotFound);
    await expect(refund(pending.id)).rejects.toThrow(OrderNotPaid);
    await shop.cancelOrder.execute({ actor: ann, orderId: pending.id, returnToCart: false });
    await expect(refund(pending.id)).rejects.toThrow(CancelledOrderNotRefundable);

    const gift = await shop.cinema.aFilm('A gift', 0);
    const free = await shop.order({ actor: ann }, gift);
    await expect(refund(free.id)).rejects.toThrow(NoPaymentToRefund);
  });

  it('is the customer’s for fourteen days, and an admin’s for ever', async () => {
    const moderator = await shop.cinema.aUser('mo@cinema.example', { group: 'moderator' });
    const admin = await shop.cinema.aUser('ada@cinema.example', { group: 'admin' });
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.clock.advance(days(14));
    await expect(refund(id)).rejects.toThrow(RefundPeriodOver);
    await expect(refund(id, moderator)).rejects.toThrow(OrderNotFound);
    await refund(id, admin);
    expect(shop.standing(id)).toEqual(REFUNDED);
  });

  it('is possible until the last moment of the fourteen days', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.clock.advance(days(14) - 1);
    await refund(id);
    expect(shop.standing(id)).toEqual(REFUNDED);
  });
});

describe('a refund that is interrupted', () => {
  it('leaves the order paid while the gateway is down, and is finished by the worker', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    expect(shop.standing(id)).toEqual({ order: 'paid', payment: 'successful', refunds: ['1 requested'] });
    expect(purchases()).toBe(1);

    shop.cinema.gateway.comeBack();
    expect(await shop.finishRefunds.execute()).toBe(0);
    shop.cinema.clock.advance(seconds(30));
    expect(await shop.finishRefunds.execute()).toBe(1);
    expect(shop.standing(id)).toEqual({ ...REFUNDED, refunds: ['1 failed', '2 succeeded'] });
    expect(shop.cinema.gateway.refunds).toHaveLength(1);
    expect(await shop.finishRefunds.execute()).toBe(0);
  });

  it('is not done again if the gateway had done it and only its answer was lost', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.loseAnswers();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.clock.advance(minutes(1));
    await shop.finishRefunds.execute();
    expect(shop.standing(id)).toEqual(REFUNDED);
    expect(shop.cinema.gateway.refunds).toHaveLength(1);
  });

  it('is settled by the webhook, if that is quicker than the worker', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.loseAnswers();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    await shop.webhooksArrive();
    expect(shop.standing(id)).toEqual(REFUNDED);
    shop.cinema.clock.advance(minutes(1));
    expect(await shop.finishRefunds.execute()).toBe(0);
  });

  it('goes on when the customer asks again, after half a minute', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.gateway.comeBack();
    shop.cinema.clock.advance(seconds(31));
    await refund(id);
    expect(shop.standing(id).order).toBe('cancelled');
    expect(shop.cinema.gateway.refunds).toHaveLength(1);
  });

  it('is not called done by one who goes on with it while another finds that the gateway refuses', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.gateway.comeBack();
    shop.cinema.gateway.refuseRefunds();
    shop.cinema.clock.advance(seconds(31));
    const answers = await Promise.allSettled([refund(id), refund(id)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(shop.standing(id).order).toBe('paid');
  });

  it('keeps a second caller waiting for ten seconds, and no longer', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    const asked = shop.cinema.clock.now().getTime();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    expect(shop.cinema.clock.now().getTime() - asked).toBe(seconds(10));
  });

  it('waits for a refund that is under way at the gateway', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.holdRefunds();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.clock.advance(minutes(1));
    await expect(shop.finishRefunds.execute()).rejects.toThrow(PaymentServiceUnavailable);
    expect(shop.standing(id)).toEqual({ order: 'paid', payment: 'successful', refunds: ['1 requested'] });

    shop.cinema.gateway.endRefunds('succeeded');
    await shop.finishRefunds.execute();
    expect(shop.standing(id)).toEqual(REFUNDED);
  });

  it('is asked for anew when the gateway’s own attempt failed', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.holdRefunds();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.gateway.endRefunds('failed');
    shop.cinema.clock.advance(minutes(1));
    await shop.finishRefunds.execute();
    expect(shop.standing(id)).toEqual({ ...REFUNDED, refunds: ['1 failed', '2 succeeded'] });
  });

  it('ends without the person if they are erased meanwhile', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    await shop.carryOutJobs();
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    await shop.cinema.unitOfWork.run(({ users }) => users.delete(ann.userId));
    shop.cinema.gateway.comeBack();
    shop.cinema.clock.advance(minutes(1));
    await shop.finishRefunds.execute();
    expect(shop.standing(id)).toMatchObject({ order: 'cancelled', payment: 'refunded' });
    await shop.carryOutJobs();
    expect(shop.cinema.mailer.sent.map(({ subject }) => subject)).toEqual(['payment-received']);
  });
});

describe('a refund that the gateway refuses', () => {
  it('changes nothing and may be asked for again', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.refuseRefunds();
    await expect(refund(id)).rejects.toThrow(NoPaymentToRefund);
    expect(shop.standing(id)).toEqual({ order: 'paid', payment: 'successful', refunds: ['1 failed'] });
    expect(purchases()).toBe(1);

    shop.cinema.gateway.acceptRefunds();
    await refund(id);
    expect(shop.standing(id)).toEqual({ ...REFUNDED, refunds: ['1 failed', '2 succeeded'] });
  });

  it('is heard of by the operator, where the worker met it', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.goDown();
    await expect(refund(id)).rejects.toThrow(PaymentServiceUnavailable);
    shop.cinema.gateway.comeBack();
    shop.cinema.gateway.refuseRefunds();
    shop.cinema.clock.advance(minutes(1));
    await shop.finishRefunds.execute();
    expect(shop.standing(id)).toEqual({
      order: 'paid',
      payment: 'successful',
      refunds: ['1 failed', '2 failed'],
    });
    expect(shop.cinema.alarms.raised).toEqual([
      {
        what: 'the gateway refuses to give a payment back, and the order stays paid',
        details: { order: id, payment: 1, externalPaymentId: 'pi_1' },
      },
    ]);
  });
});

describe('money given back by hand at the gateway', () => {
  it('is a refund like any other, if it is all of it', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.refundByHand('pi_1');
    await shop.webhooksArrive();
    expect(shop.standing(id)).toEqual({ order: 'cancelled', payment: 'refunded', refunds: [] });
    expect(purchases()).toBe(0);
    await expect(refund(id)).rejects.toThrow(CancelledOrderNotRefundable);
  });

  it('is one also where it is told before the payment itself', async () => {
    const { id } = await shop.order({ actor: ann }, heat);
    await shop.openCheckout.execute({ actor: ann, orderId: id, acceptChanges: false });
    shop.cinema.gateway.pay('cs_test_1');
    shop.cinema.gateway.refundByHand('pi_1');
    const [paid, givenBack] = shop.cinema.gateway.webhooks;
    if (!paid || !givenBack) throw new Error('The gateway has not told enough');
    await shop.handleWebhook.execute(givenBack);
    await shop.handleWebhook.execute(paid);
    expect(shop.standing(id)).toEqual({ order: 'cancelled', payment: 'refunded', refunds: [] });
    expect(purchases()).toBe(0);
    expect(shop.jobs).toEqual(['mail-receipt', 'mail-order-refunded']);
  });

  it('is found out when the customer asks for it before the webhook comes', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.refundByHand('pi_1');
    await refund(id);
    expect(shop.standing(id)).toEqual(REFUNDED);
  });

  it('raises an alarm and changes nothing, if it is a part', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.refundByHand('pi_1', Money.of(100, 'USD'));
    await shop.webhooksArrive();
    expect(shop.standing(id)).toEqual({ order: 'paid', payment: 'successful', refunds: [] });
    expect(shop.cinema.alarms.raised).toEqual([
      {
        what: 'a part of a payment was given back at the gateway, and the order stays paid',
        details: { order: id, payment: 1, externalPaymentId: 'pi_1' },
      },
    ]);
    await shop.webhooksArrive();
    expect(shop.cinema.alarms.raised).toHaveLength(1);
  });

  it('is completed by a refund, if it was a part', async () => {
    const { id } = await shop.paidOrder(ann, heat);
    shop.cinema.gateway.refundByHand('pi_1', Money.of(100, 'USD'));
    await refund(id);
    expect(shop.standing(id)).toEqual(REFUNDED);
  });
});

import {
  AddToCart,
  CancelOrder,
  CancelOverdueOrders,
  ClearCart,
  PlaceOrder,
  RemoveFromCart,
} from '@online-cinema/application/ordering';
import { OpenCheckout, SettleSession } from '@online-cinema/application/payments';
import type { UnitOfWork } from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import {
  CartIsEmpty,
  MovieAlreadyInCart,
  MovieAlreadyPurchased,
  MovieInPendingOrder,
  MovieNotForSale,
  MovieNotInCart,
  OrderAlreadyCancelled,
  OrderNotFound,
  PaidOrderNeedsRefund,
  UnpaidOrderExists,
} from '@online-cinema/domain/ordering';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { type Actor, Money, minutes } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';

let cinema: ACinema;
let ann: Actor;
let heat: number;
let alien: number;

beforeEach(async () => {
  cinema = new ACinema();
  ann = await cinema.aUser();
  heat = await cinema.aFilm('Heat', 999);
  alien = await cinema.aFilm('Alien', 500);
});

const settle = () => new SettleSession(cinema.unitOfWork, cinema.clock, cinema.alarms);
const put = (...movies: number[]) =>
  Promise.all(
    movies.map((id) => new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: ann, movie: { id } })),
  );
const place = () => new PlaceOrder(cinema.unitOfWork, cinema.clock).execute({ actor: ann });
const checkOut = (orderId: number) => {
  const { unitOfWork, gateway, links, clock } = cinema;
  return new OpenCheckout({ unitOfWork, gateway, settleSession: settle(), links, clock }).execute({
    actor: ann,
    orderId,
    acceptChanges: false,
  });
};
const cancel = (orderId: number, returnToCart = false, actor = ann) =>
  new CancelOrder(cinema.unitOfWork, cinema.gateway, settle(), cinema.clock).execute({ actor, orderId, returnToCart });
const sweep = () => new CancelOverdueOrders(cinema.unitOfWork, cinema.clock).execute();
const cart = () => cinema.tables.carts.all()[0]?.items.map(({ movieId }) => movieId);
const status = (orderId: number) => cinema.tables.orders.get(orderId)?.status;

describe('a cart', () => {
  it('takes films by id or uuid and gives them back', async () => {
    await put(heat);
    const uuid = cinema.tables.movies.get(alien)?.uuid ?? '';
    await new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: ann, movie: { uuid } });
    expect(cart()).toEqual([heat, alien]);
    await new RemoveFromCart(cinema.unitOfWork).execute({ actor: ann, movie: { uuid } });
    expect(cart()).toEqual([heat]);
    await new ClearCart(cinema.unitOfWork).execute({ actor: ann });
    expect(cart()).toEqual([]);
  });

  it('refuses what cannot be bought, and stays as it is', async () => {
    const secret = await cinema.aFilm('Not for sale', null);
    await put(heat);
    await expect(put(heat)).rejects.toThrow(MovieAlreadyInCart);
    await expect(put(secret)).rejects.toThrow(MovieNotForSale);
    await expect(put(999)).rejects.toThrow(MovieNotFound);
    const remove = new RemoveFromCart(cinema.unitOfWork);
    await expect(remove.execute({ actor: ann, movie: { id: alien } })).rejects.toThrow(MovieNotInCart);
    await expect(remove.execute({ actor: ann, movie: { id: 999 } })).rejects.toThrow(MovieNotInCart);
    expect(cart()).toEqual([heat]);
  });

  it('refuses what is in a pending order, and what is theirs already', async () => {
    await put(heat);
    const { order } = await place();
    await expect(put(heat)).rejects.toThrow(MovieInPendingOrder);
    await checkOut(order.id);
    await settle().execute({ session: await cinema.pay('cs_test_1') });
    await expect(put(heat)).rejects.toThrow(MovieAlreadyPurchased);
  });
});

describe('placing an order', () => {
  it('empties the cart and keeps the prices of the moment', async () => {
    await put(heat, alien);
    const { order, excluded } = await place();
    cinema.reprice(heat, 1);
    expect(excluded).toEqual([]);
    expect(cart()).toEqual([]);
    expect(cinema.tables.orders.get(order.id)?.items.map(({ priceAtOrder }) => priceAtOrder.minor)).toEqual([999, 500]);
  });

  it('is refused for an empty cart and beside a pending order', async () => {
    await expect(place()).rejects.toThrow(CartIsEmpty);
    await put(heat);
    await place();
    await put(alien);
    await expect(place()).rejects.toThrow(UnpaidOrderExists);
    expect(cart()).toEqual([alien]);
  });

  it('leaves out what was withdrawn meanwhile', async () => {
    await put(heat, alien);
    cinema.reprice(heat, null);
    const { order, excluded } = await place();
    expect(order.movieIds).toEqual([alien]);
    expect(excluded).toMatchObject([{ movie: { id: heat, name: 'Heat' }, reason: 'not for sale' }]);
  });

  it('of what costs nothing puts it into the library at once', async () => {
    const gift = await cinema.aFilm('A gift', 0);
    await put(gift);
    const { order } = await place();
    expect(order.status).toBe('paid');
    expect(cinema.tables.purchases.all()).toMatchObject([{ userId: ann.userId, movieId: gift }]);
    expect(cinema.tables.payments.all()).toEqual([]);
    expect(cinema.tables.jobs.all()).toEqual([]);
  });
});

describe('cancelling an order', () => {
  it('puts back what can still be bought, if asked to', async () => {
    await put(heat, alien);
    const { order } = await place();
    cinema.reprice(alien, null);
    await cancel(order.id, true);
    expect(status(order.id)).toBe('cancelled');
    expect(cart()).toEqual([heat]);
    await expect(cancel(order.id)).rejects.toThrow(OrderAlreadyCancelled);
  });

  it('of another is not found', async () => {
    await put(heat);
    const { order } = await place();
    const bob = await cinema.aUser('bob@cinema.example');
    await expect(cancel(order.id, false, bob)).rejects.toThrow(OrderNotFound);
    await expect(cancel(99)).rejects.toThrow(OrderNotFound);
    expect(status(order.id)).toBe('pending');
  });

  it('first ends the open session, so that nobody can pay for it any more', async () => {
    await put(heat);
    const { order } = await place();
    await checkOut(order.id);
    await cancel(order.id);
    expect(await cinema.session('cs_test_1')).toMatchObject({ status: 'expired' });
    expect(cinema.tables.checkoutSessions.all()).toMatchObject([{ status: 'expired' }]);
    expect(status(order.id)).toBe('cancelled');
  });

  it('of one that was just paid settles it instead', async () => {
    await put(heat);
    const { order } = await place();
    await checkOut(order.id);
    await cinema.pay('cs_test_1');
    await expect(cancel(order.id)).rejects.toThrow(PaidOrderNeedsRefund);
    expect(status(order.id)).toBe('paid');
    expect(cinema.tables.purchases.all()).toHaveLength(1);
  });

  it('leaves the order pending while the gateway does not answer', async () => {
    await put(heat);
    const { order } = await place();
    await checkOut(order.id);
    cinema.gateway.goDown();
    await expect(cancel(order.id)).rejects.toThrow(PaymentServiceUnavailable);
    expect(status(order.id)).toBe('pending');
  });

  it('still returns the films when the news of the ended session comes first', async () => {
    await put(heat);
    const { order } = await place();
    await checkOut(order.id);
    const { gateway } = cinema;
    const expire = gateway.expireSession.bind(gateway);
    gateway.expireSession = async (externalId) => {
      const session = await expire(externalId);
      await settle().execute({ session, event: { id: 'evt_1', type: 'checkout.session.expired' } });
      return session;
    };
    await cancel(order.id, true);
    expect(status(order.id)).toBe('cancelled');
    expect(cart()).toEqual([heat]);
  });

  it('puts nothing back into the cart that another order holds meanwhile', async () => {
    await put(heat, alien);
    const { order } = await place();
    await checkOut(order.id);
    const { gateway } = cinema;
    const expire = gateway.expireSession.bind(gateway);
    gateway.expireSession = async (externalId) => {
      const session = await expire(externalId);
      await settle().execute({ session, event: { id: 'evt_1', type: 'checkout.session.expired' } });
      await put(heat);
      await place();
      return session;
    };
    await cancel(order.id, true);
    expect(status(order.id)).toBe('cancelled');
    expect(cart()).toEqual([alien]);
  });
});

describe('the clock', () => {
  it('cancels an order whose checkout nobody opened for half an hour', async () => {
    await put(heat);
    const { order } = await place();
    cinema.clock.advance(minutes(30) - 1);
    expect(await sweep()).toBe(0);
    cinema.clock.advance(1);
    expect(await sweep()).toBe(1);
    expect(status(order.id)).toBe('cancelled');
    expect(await sweep()).toBe(0);
  });

  it('never cancels an order with an open session', async () => {
    await put(heat);
    const { order } = await place();
    await checkOut(order.id);
    cinema.clock.advance(minutes(300));
    expect(await sweep()).toBe(0);
    expect(status(order.id)).toBe('pending');
  });

  it('is not held up by an order that cannot be cancelled, and says so at the end', async () => {
    await put(heat);
    const { order: poisoned } = await place();
    const bob = await cinema.aUser('bob@cinema.example');
    await new AddToCart(cinema.unitOfWork, cinema.clock).execute({ actor: bob, movie: { id: alien } });
    const { order: later } = await new PlaceOrder(cinema.unitOfWork, cinema.clock).execute({ actor: bob });
    cinema.clock.advance(minutes(30));
    const unitOfWork: UnitOfWork = {
      run: (work) =>
        cinema.unitOfWork.run((transaction) => {
          const findForUpdate = async (id: number) => {
            if (id === poisoned.id) throw new Error('This row is poison');
            return transaction.orders.findForUpdate(id);
          };
          return work({ ...transaction, orders: { ...transaction.orders, findForUpdate } });
        }),
    };
    await expect(new CancelOverdueOrders(unitOfWork, cinema.clock).execute()).rejects.toThrow('This row is poison');
    expect(status(poisoned.id)).toBe('pending');
    expect(status(later.id)).toBe('cancelled');
  });

  it('cancels an order whose session never came to be', async () => {
    await put(heat);
    const { order } = await place();
    cinema.gateway.goDown();
    await expect(checkOut(order.id)).rejects.toThrow(PaymentServiceUnavailable);
    cinema.clock.advance(minutes(31));
    expect(await sweep()).toBe(1);
    expect(status(order.id)).toBe('cancelled');
    expect(cinema.tables.checkoutSessions.all()).toMatchObject([{ status: 'abandoned' }]);
  });
});

it('money is never lost on the way from the cart to the order', async () => {
  await put(heat, alien);
  const { order } = await place();
  expect(order.total.equals(Money.of(1499, 'USD'))).toBe(true);
});

import {
  Cart,
  CartIsEmpty,
  MovieAlreadyInCart,
  MovieAlreadyPurchased,
  MovieInPendingOrder,
  MovieNotForSale,
  MovieNotInCart,
  NothingToOrder,
  type Offer,
  Order,
  OrderAlreadyCancelled,
  OrderNotFound,
  OrderNotPending,
  type OrderStatus,
  PaidOrderNeedsRefund,
  placeOrder,
} from '@online-cinema/domain/ordering';
import { Actor, later, Money, minutes } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');
const free = { purchased: false, inPendingOrder: false };

function anOffer(id: number, minor: number | null = 999): Offer {
  return {
    movie: { id, uuid: `uuid-${id}`, name: `Film ${id}` },
    price: minor === null ? null : Money.of(minor, 'USD'),
  };
}

function aCart(...movieIds: number[]): Cart {
  return Cart.restore({ id: 1, userId: 7, items: movieIds.map((movieId) => ({ movieId, addedAt: now })) });
}

function anOrder(status: OrderStatus = 'pending', prices: readonly number[] = [999, 500]): Order {
  return Order.restore({
    id: 1,
    userId: 7,
    status,
    createdAt: now,
    items: prices.map((minor, index) => ({
      id: index + 1,
      movie: anOffer(index + 1).movie,
      priceAtOrder: Money.of(minor, 'USD'),
    })),
  });
}

describe('a cart', () => {
  it('holds a movie once, and lets go of it', () => {
    const cart = aCart();
    cart.add(anOffer(1), free, now);
    expect(() => cart.add(anOffer(1), free, now)).toThrow(MovieAlreadyInCart);
    cart.remove(1);
    expect(cart.isEmpty).toBe(true);
    expect(() => cart.remove(1)).toThrow(MovieNotInCart);
  });

  it('takes only what is for sale and not already theirs or about to be', () => {
    const cart = aCart();
    expect(() => cart.add(anOffer(1, null), free, now)).toThrow(MovieNotForSale);
    expect(() => cart.add(anOffer(1), { ...free, purchased: true }, now)).toThrow(MovieAlreadyPurchased);
    expect(() => cart.add(anOffer(1), { ...free, inPendingOrder: true }, now)).toThrow(MovieInPendingOrder);
    expect(cart.isEmpty).toBe(true);
  });

  it('takes back what is still for sale, once', () => {
    const cart = aCart(1);
    cart.takeBack([anOffer(1), anOffer(2), anOffer(3, null)], now);
    expect(cart.movieIds).toEqual([1, 2]);
  });
});

describe('placing an order', () => {
  it('agrees to today’s prices', () => {
    const { order, excluded } = placeOrder({
      userId: 7,
      offers: [anOffer(1, 999), anOffer(2, 500)],
      purchasedMovieIds: [],
      now,
    });
    expect(order.status).toBe('pending');
    expect(order.items.map(({ priceAtOrder }) => priceAtOrder.toDecimal())).toEqual(['9.99', '5.00']);
    expect(excluded).toEqual([]);
  });

  it('leaves out what was bought or withdrawn meanwhile, and says why', () => {
    const { order, excluded } = placeOrder({
      userId: 7,
      offers: [anOffer(1), anOffer(2, null), anOffer(3)],
      purchasedMovieIds: [1],
      now,
    });
    expect(order.items.map(({ movie }) => movie.id)).toEqual([3]);
    expect(excluded.map(({ movie, reason }) => [movie.id, reason])).toEqual([
      [1, 'purchased'],
      [2, 'not for sale'],
    ]);
  });

  it('is refused when nothing remains', () => {
    const place = (offers: readonly Offer[], purchasedMovieIds: readonly number[]) => () =>
      placeOrder({ userId: 7, offers, purchasedMovieIds, now });
    expect(place([], [])).toThrow(CartIsEmpty);
    expect(place([anOffer(1)], [1])).toThrow('Some movies already purchased');
    expect(place([anOffer(1), anOffer(2, null)], [1])).toThrow('None of the movies in the cart can be ordered.');
    expect(place([anOffer(1)], [1])).toThrow(NothingToOrder);
  });

  it('settles at once what costs nothing', () => {
    const { order } = placeOrder({ userId: 7, offers: [anOffer(1, 0)], purchasedMovieIds: [], now });
    expect(order.status).toBe('paid');
  });

  it('puts every movie of the cart either into the order or among the excluded', () => {
    const offers = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 20 }), minor: fc.option(fc.nat(5000)) }), {
      selector: ({ id }) => id,
      minLength: 1,
    });
    fc.assert(
      fc.property(offers, fc.array(fc.integer({ min: 1, max: 20 })), (records, purchasedMovieIds) => {
        const cart = records.map(({ id, minor }) => anOffer(id, minor));
        const named = (): number[] => {
          try {
            const { order, excluded } = placeOrder({ userId: 7, offers: cart, purchasedMovieIds, now });
            return [...order.items, ...excluded].map(({ movie }) => movie.id);
          } catch (error) {
            if (error instanceof NothingToOrder) return error.excluded.map(({ movie }) => movie.id);
            throw error;
          }
        };
        expect(named().sort()).toEqual(records.map(({ id }) => id).sort());
      }),
    );
  });
});

describe('an order', () => {
  it('costs what its movies cost when it was placed', () => {
    expect(anOrder().total.toDecimal()).toBe('14.99');
  });

  it('of another is not found', () => {
    expect(() => anOrder().assertBelongsTo(Actor.user(7, 'user'))).not.toThrow();
    expect(() => anOrder().assertBelongsTo(Actor.user(8, 'admin'))).toThrow(OrderNotFound);
  });

  it('is settled once and cancelled once, and never both', () => {
    expect(() => anOrder('paid').settle()).toThrow(OrderNotPending);
    expect(() => anOrder('cancelled').settle()).toThrow(OrderNotPending);
    expect(() => anOrder('paid').cancel()).toThrow(PaidOrderNeedsRefund);
    expect(() => anOrder('cancelled').cancel()).toThrow(OrderAlreadyCancelled);
  });

  it('never leaves a state that it has reached, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('settle' as const, 'cancel' as const)), (attempts) => {
        const order = anOrder();
        const reached = new Set<OrderStatus>();
        for (const attempt of attempts) {
          try {
            order[attempt]();
          } catch {
            // Refused, as it should be; what counts is where the order stands.
          }
          reached.add(order.status);
        }
        reached.delete('pending');
        expect(reached.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('sees which prices changed, and takes them', () => {
    const order = anOrder('pending', [999, 500]);
    const changes = order.priceChanges([anOffer(1, 1099), anOffer(2, 500)]);
    expect(changes.map(({ movie, price }) => [movie.id, price.toDecimal()])).toEqual([[1, '10.99']]);
    order.accept(changes);
    expect(order.total.toDecimal()).toBe('15.99');
  });

  it('keeps the agreed price of a movie that was withdrawn or is gone', () => {
    const order = anOrder('pending', [999, 500]);
    expect(order.priceChanges([anOffer(1, null)])).toEqual([]);
  });

  it('waits half an hour for its checkout', () => {
    const order = anOrder();
    expect(order.isOverdue(later(now, minutes(30) - 1))).toBe(false);
    expect(order.isOverdue(later(now, minutes(30)))).toBe(true);
    expect(anOrder('paid').isOverdue(later(now, minutes(31)))).toBe(false);
    expect(Order.overdueBefore(later(now, minutes(30)))).toEqual(now);
  });
});

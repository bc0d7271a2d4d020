import {
  CancelledOrderNotRefundable,
  Cart,
  CartIsEmpty,
  IdempotencyKey,
  IdempotencyKeyReused,
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
  OrderNotPaid,
  OrderNotPending,
  type OrderStatus,
  PaidOrderNeedsRefund,
  placeOrder,
} from '@online-cinema/domain/ordering';
import { Actor, hours, later, Money, minutes, seconds } from '@online-cinema/domain/shared';
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
    expect(cart.isEmpty).toBe(false);
    cart.remove(1);
    expect(cart.isEmpty).toBe(true);
    expect(() => cart.remove(1)).toThrow(MovieNotInCart);
  });

  it('keeps the order in which movies were added, and when, whatever is taken out', () => {
    const cart = aCart();
    for (const id of [3, 1, 2]) cart.add(anOffer(id), free, later(now, id));
    cart.remove(1);
    expect(cart.state).toEqual({
      id: 1,
      userId: 7,
      items: [
        { movieId: 3, addedAt: later(now, 3) },
        { movieId: 2, addedAt: later(now, 2) },
      ],
    });
  });

  it('is the same cart once it is cleared, with nothing in it', () => {
    const cart = aCart(1, 2);
    cart.clear();
    expect(cart.state).toEqual({ id: 1, userId: 7, items: [] });
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

  it('is paid once it is settled, and cancelled once it is cancelled, with the same movies', () => {
    const [settled, cancelled] = [anOrder(), anOrder()];
    settled.settle();
    cancelled.cancel();
    expect(settled.state).toEqual(anOrder('paid').state);
    expect(cancelled.state).toEqual(anOrder('cancelled').state);
  });

  it('is cancelled by a refund if it is paid, and by no other way then', () => {
    const order = anOrder('paid');
    order.refunded();
    expect(order.state).toEqual(anOrder('cancelled').state);
    expect(() => anOrder('pending').refunded()).toThrow(OrderNotPaid);
    expect(() => anOrder('cancelled').refunded()).toThrow(CancelledOrderNotRefundable);
    expect(() => anOrder('paid').assertPaid()).not.toThrow();
  });

  it('is refunded at the word of its owner or an admin, and is not there for anybody else', () => {
    for (const actor of [Actor.user(7, 'user'), Actor.user(8, 'admin')]) {
      expect(() => anOrder('paid').assertMayBeRefundedBy(actor)).not.toThrow();
    }
    for (const actor of [Actor.user(8, 'user'), Actor.user(8, 'moderator'), Actor.anyone]) {
      expect(() => anOrder('paid').assertMayBeRefundedBy(actor)).toThrow(OrderNotFound);
    }
  });

  it('knows which of its movies still are in the catalogue', () => {
    const { items, ...order } = anOrder().state;
    const gone = items.map((item, index) => (index === 0 ? { ...item, movie: { ...item.movie, id: null } } : item));
    expect(Order.restore({ ...order, items: gone }).movieIds).toEqual([2]);
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

  it('takes no new prices once it is settled', () => {
    const changes = anOrder().priceChanges([anOffer(1, 1099)]);
    expect(changes).toHaveLength(1);
    expect(() => anOrder('paid').accept(changes)).toThrow(OrderNotPending);
    expect(() => anOrder('cancelled').accept(changes)).toThrow(OrderNotPending);
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

describe('the name of a request', () => {
  const answer = { status: 201, body: '{"id":1}' };
  const aKey = () =>
    IdempotencyKey.restore({
      id: 3,
      ...IdempotencyKey.claim({ userId: 7, key: 'my-order', request: 'POST /orders', now }),
    });

  it('is claimed by the first request, which is at work from then on', () => {
    expect(aKey().state).toEqual({
      id: 3,
      userId: 7,
      key: 'my-order',
      request: 'POST /orders',
      createdAt: now,
      claimedAt: now,
      answer: null,
    });
    expect(aKey().id).toBe(3);
    expect(aKey().answerTo('POST /orders')).toBeNull();
  });

  it('gives copies of the request its answer, and is good for no other request', () => {
    const key = aKey();
    key.answered(answer);
    expect(key.answerTo('POST /orders')).toEqual(answer);
    expect(() => key.answerTo('POST /other')).toThrow(IdempotencyKeyReused);
    expect(key.state).toEqual({ ...aKey().state, answer });
  });

  it('is in progress for half a minute, until it is answered or let go', () => {
    expect(aKey().isInProgress(later(now, seconds(30) - 1))).toBe(true);
    expect(aKey().isInProgress(later(now, seconds(30)))).toBe(false);

    const [answered, released] = [aKey(), aKey()];
    answered.answered(answer);
    released.released();
    expect(answered.isInProgress(now)).toBe(false);
    expect(released.isInProgress(now)).toBe(false);
    expect(released.state).toEqual({ ...aKey().state, claimedAt: null });
  });

  it('belongs to the copy that took over, and no more to the request before it', () => {
    const key = aKey();
    const retry = later(now, seconds(40));
    expect(key.isHeldSince(new Date(now))).toBe(true);

    key.takeOver(retry);
    expect(key.state).toEqual({ ...aKey().state, claimedAt: retry });
    expect(key.isInProgress(later(retry, seconds(29)))).toBe(true);
    expect(key.isHeldSince(retry)).toBe(true);
    expect(key.isHeldSince(now)).toBe(false);
  });

  it('belongs to nobody once it is answered or let go', () => {
    const [answered, released] = [aKey(), aKey()];
    answered.answered(answer);
    released.released();
    expect(answered.isHeldSince(now)).toBe(false);
    expect(released.isHeldSince(now)).toBe(false);
  });

  it('is forgotten after a day', () => {
    expect(aKey().isForgotten(later(now, hours(24) - 1))).toBe(false);
    expect(aKey().isForgotten(later(now, hours(24)))).toBe(true);
    expect(IdempotencyKey.forgottenBefore(later(now, hours(24)))).toEqual(now);
  });
});

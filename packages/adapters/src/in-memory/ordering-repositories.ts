import type { CartRepository, OrderRepository, PurchaseRepository } from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Cart, Order, type OrderState, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import { offerRepository } from './catalogue-repositories.ts';
import type { Tables } from './tables.ts';

export function cartRepository(tables: Tables): CartRepository {
  const { carts, orders, users } = tables;
  const offers = offerRepository(tables);
  const purchases = purchaseRepository(tables);

  return {
    async findForUpdate(userId) {
      const present = carts.find((cart) => cart.userId === userId);
      if (present) return Cart.restore(present);
      if (!users.get(userId)) throw new UserNotFoundOrInactive();
      const made = { id: carts.nextId(), userId, items: [] };
      carts.put(made.id, made);
      return Cart.restore(made);
    },
    async findForAdding(userId, movie) {
      const cart = await this.findForUpdate(userId);
      const offer = await offers.find(movie);
      if (!offer) return undefined;
      const { id } = offer.movie;
      const inPendingOrder = orders
        .all()
        .some((order) => isPendingOf(userId, order) && order.items.some((item) => item.movie.id === id));
      const purchased = (await purchases.among(userId, [id])).length > 0;
      return { cart, offer, holdings: { inPendingOrder, purchased } };
    },
    async take(userId) {
      const cart = await this.findForUpdate(userId);
      carts.put(cart.state.id, { ...cart.state, items: [] });
      return cart;
    },
    async save({ state }) {
      carts.put(state.id, state);
    },
  };
}

export function orderRepository(tables: Tables): OrderRepository {
  const { orders, orderItems, checkoutSessions } = tables;
  const offers = offerRepository(tables);
  const pendingOf = (userId: number | null) => orders.all().filter((order) => isPendingOf(userId, order));

  return {
    async add(draft) {
      if (draft.status === 'pending' && pendingOf(draft.userId).length > 0) throw new UnpaidOrderExists();
      const items = draft.items.map((item) => ({ ...item, id: orderItems.nextId() }));
      const state = { ...draft, id: orders.nextId(), items };
      orders.put(state.id, state);
      return Order.restore(state);
    },
    async save({ id, state }) {
      orders.put(id, state);
    },
    async findForUpdate(id) {
      const state = orders.get(id);
      return state && Order.restore(state);
    },
    async findForCheckout(id) {
      const order = await this.findForUpdate(id);
      return order && { order, offers: await offers.findAll(order.movieIds) };
    },
    async findPendingId(userId) {
      return pendingOf(userId)[0]?.id;
    },
    async findOverdueIds({ placedBefore, openingBefore, limit }) {
      const isBeingPaid = (orderId: number) =>
        checkoutSessions
          .all()
          .some(
            (session) =>
              session.orderId === orderId &&
              (session.status === 'open' || (session.status === 'opening' && session.createdAt > openingBefore)),
          );
      return orders
        .all()
        .filter(({ id, status, createdAt }) => status === 'pending' && createdAt <= placedBefore && !isBeingPaid(id))
        .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || one.id - other.id)
        .slice(0, limit)
        .map(({ id }) => id);
    },
  };
}

export function purchaseRepository({ purchases }: Tables): PurchaseRepository {
  const find = (userId: number, movieId: number) =>
    purchases.find((purchase) => purchase.userId === userId && purchase.movieId === movieId);

  return {
    async grant(granted) {
      for (const purchase of granted) {
        if (!find(purchase.userId, purchase.movieId)) purchases.put(purchases.nextId(), purchase);
      }
    },
    async withdraw(userId, movieIds) {
      for (const [id, purchase] of purchases.entries()) {
        if (purchase.userId === userId && movieIds.includes(purchase.movieId)) purchases.delete(id);
      }
    },
    async among(userId, movieIds) {
      return movieIds.filter((movieId) => find(userId, movieId));
    },
  };
}

function isPendingOf(userId: number | null, order: OrderState): boolean {
  return order.status === 'pending' && order.userId === userId;
}

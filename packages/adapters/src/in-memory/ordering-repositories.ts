import type { CartRepository, OrderRepository, PurchaseRepository } from '@online-cinema/application/ports';
import { Cart, Order, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import type { Tables } from './tables.ts';

export function cartRepository({ carts }: Tables): CartRepository {
  return {
    async findForUpdate(userId) {
      const present = carts.find((cart) => cart.userId === userId);
      if (present) return Cart.restore(present);
      const made = { id: carts.nextId(), userId, items: [] };
      carts.put(made.id, made);
      return Cart.restore(made);
    },
    async save({ state }) {
      carts.put(state.id, state);
    },
  };
}

export function orderRepository({ orders, orderItems, checkoutSessions }: Tables): OrderRepository {
  const pendingOf = (userId: number | null) =>
    orders.all().filter((order) => order.status === 'pending' && order.userId === userId);

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
    async findPendingId(userId) {
      return pendingOf(userId)[0]?.id;
    },
    async isInPendingOrder(userId, movieId) {
      return pendingOf(userId).some(({ items }) => items.some(({ movie }) => movie.id === movieId));
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
    async has(userId, movieId) {
      return find(userId, movieId) !== undefined;
    },
    async among(userId, movieIds) {
      return movieIds.filter((movieId) => find(userId, movieId));
    },
  };
}

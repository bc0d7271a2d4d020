import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderRepository } from '@online-cinema/application/ports';
import { type Offer, Order, type OrderDraft, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import { type Currency, Money } from '@online-cinema/domain/shared';
import { offerOf } from '../catalogue/movie-access.ts';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { FRESH } from '../row-access.ts';
import { fromOrder, fromOrderItem } from './mapper.ts';
import { asStored, changedItems, ORDER_LOCKS, orderFrom, ordersWithItems } from './order-rows.ts';
import { OrderItemRow, OrderRow } from './rows.ts';

export class MikroOrmOrderRepository implements OrderRepository {
  readonly #em: SqlEntityManager;
  readonly #settings: { readonly kind: Database['kind']; readonly currency: Currency };

  constructor(em: SqlEntityManager, settings: { kind: Database['kind']; currency: Currency }) {
    this.#em = em;
    this.#settings = settings;
  }

  async add(draft: OrderDraft): Promise<Order> {
    const id = await this.#insert(draft);
    const stored = await this.#em
      .getKysely<Schema>()
      .insertInto('order_items')
      .values(draft.items.map((item) => fromOrderItem(id, item)))
      .returning(['id', 'movie_uuid'])
      .execute();
    const ids = new Map(stored.map((row) => [row.movie_uuid, row.id]));
    const items = draft.items.map((item) => ({ ...item, id: ids.get(item.movie.uuid) ?? 0 }));
    return asStored(Order.restore({ ...draft, id, items }));
  }

  async save(order: Order): Promise<void> {
    const { id, state } = order;
    await this.#em.nativeUpdate(OrderRow, { id }, fromOrder(state, order.total));
    for (const item of changedItems(order)) {
      await this.#em.nativeUpdate(OrderItemRow, { id: item.id }, { priceAtOrder: item.priceAtOrder.minor });
    }
    asStored(order);
  }

  async findForUpdate(id: number): Promise<Order | undefined> {
    if (!isRowId(id)) return undefined;
    const rows = await ordersWithItems(this.#em.getKysely<Schema>())
      .where('orders.id', '=', id)
      .modifyEnd(ORDER_LOCKS[this.#settings.kind])
      .execute();
    return orderFrom(rows);
  }

  async findForCheckout(id: number): Promise<{ order: Order; offers: readonly Offer[] } | undefined> {
    if (!isRowId(id)) return undefined;
    const rows = await ordersWithItems(this.#em.getKysely<Schema>())
      .leftJoin('movies', 'movies.id', 'order_items.movie_id')
      .select(['movies.uuid', 'movies.name', 'movies.price'])
      .where('orders.id', '=', id)
      .modifyEnd(ORDER_LOCKS[this.#settings.kind])
      .execute();
    const order = orderFrom(rows);
    const offers = rows.flatMap(({ movie_id: movieId, uuid, name, price }) =>
      movieId === null || uuid === null || name === null
        ? []
        : [offerOf({ id: movieId, uuid, name, price }, this.#settings.currency)],
    );
    return order && { order, offers };
  }

  async findPendingId(userId: number): Promise<number | undefined> {
    return (await this.#em.findOne(OrderRow, { userId, status: 'pending' }, FRESH))?.id;
  }

  async findOverdueIds(overdue: {
    placedBefore: Date;
    openingBefore: Date;
    limit: number;
  }): Promise<readonly number[]> {
    const { placedBefore, openingBefore, limit } = overdue;
    const orders = await this.#em
      .getKysely<Schema>()
      .selectFrom('orders')
      .select('id')
      .where('status', '=', 'pending')
      .where('created_at', '<=', placedBefore)
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('checkout_sessions')
              .select('checkout_sessions.id')
              .whereRef('order_id', '=', 'orders.id')
              .where(({ and, eb, or }) =>
                or([
                  eb('checkout_sessions.status', '=', 'open'),
                  and([
                    eb('checkout_sessions.status', '=', 'opening'),
                    eb('checkout_sessions.created_at', '>', openingBefore),
                  ]),
                ]),
              ),
          ),
        ),
      )
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return orders.map(({ id }) => id);
  }

  async #insert(draft: OrderDraft): Promise<number> {
    try {
      const total = Money.sum(draft.items.map((item) => item.priceAtOrder));
      return await this.#em.insert(OrderRow, fromOrder(draft, total));
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new UnpaidOrderExists() : error;
    }
  }
}

import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderRepository } from '@online-cinema/application/ports';
import { type Order, type OrderDraft, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import { Money } from '@online-cinema/domain/shared';
import { isRowId } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { FRESH, LOCKED } from '../row-access.ts';
import { fromOrder, fromOrderItem, toOrder } from './mapper.ts';
import { OrderItemRow, OrderRow } from './rows.ts';

export class MikroOrmOrderRepository implements OrderRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: OrderDraft): Promise<Order> {
    const id = await this.#insert(draft);
    await this.#em.insertMany(
      OrderItemRow,
      draft.items.map((item) => fromOrderItem(id, item)),
    );
    return this.#restore(await this.#em.findOneOrFail(OrderRow, { id }, FRESH));
  }

  async save(order: Order): Promise<void> {
    const { id, state } = order;
    await this.#em.nativeUpdate(OrderRow, { id }, fromOrder(state, order.total));
    for (const item of state.items) {
      // Only the price can have changed, and mostly it has not.
      const priceAtOrder = item.priceAtOrder.minor;
      await this.#em.nativeUpdate(OrderItemRow, { id: item.id, priceAtOrder: { $ne: priceAtOrder } }, { priceAtOrder });
    }
  }

  async findForUpdate(id: number): Promise<Order | undefined> {
    const row = isRowId(id) ? await this.#em.findOne(OrderRow, { id }, LOCKED) : null;
    return row ? this.#restore(row) : undefined;
  }

  async findPendingId(userId: number): Promise<number | undefined> {
    return (await this.#em.findOne(OrderRow, { userId, status: 'pending' }, FRESH))?.id;
  }

  async isInPendingOrder(userId: number, movieId: number): Promise<boolean> {
    const item = await this.#em
      .getKysely<Schema>()
      .selectFrom('order_items')
      .innerJoin('orders', 'orders.id', 'order_items.order_id')
      .select('order_items.id')
      .where('orders.user_id', '=', userId)
      .where('orders.status', '=', 'pending')
      .where('order_items.movie_id', '=', movieId)
      .executeTakeFirst();
    return item !== undefined;
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

  async #restore(row: Parameters<typeof toOrder>[0]): Promise<Order> {
    return toOrder(row, await this.#em.find(OrderItemRow, { orderId: row.id }, { ...FRESH, orderBy: { id: 'asc' } }));
  }
}

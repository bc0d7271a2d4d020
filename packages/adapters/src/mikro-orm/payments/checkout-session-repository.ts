import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckoutSessionRepository } from '@online-cinema/application/ports';
import type { Order } from '@online-cinema/domain/ordering';
import { CheckoutSession, type CheckoutSessionDraft } from '@online-cinema/domain/payments';
import { sql } from 'kysely';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { orderFrom, ordersWithItems } from '../ordering/order-rows.ts';
import { FRESH } from '../row-access.ts';
import { checkoutSessionFrom, fromCheckoutSession, toCheckoutSession } from './mapper.ts';
import { CheckoutSessionRow } from './rows.ts';

/** No locks of its own: whoever changes a session holds the lock of its order. */
export class MikroOrmCheckoutSessionRepository implements CheckoutSessionRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async add(draft: CheckoutSessionDraft): Promise<CheckoutSession> {
    const id = await this.#em.insert(CheckoutSessionRow, fromCheckoutSession(draft));
    return CheckoutSession.restore({ ...draft, id });
  }

  async addFirst(draft: CheckoutSessionDraft): Promise<CheckoutSession | undefined> {
    const { orderId, attempt, amount, status, externalId, url, createdAt, expiresAt } = draft;
    // Looked for first: whoever waits looks often, and an insertion that ends in a conflict takes a number all the same.
    const { rows } = await sql<{ id: number }>`
      insert into checkout_sessions
        (order_id, attempt, amount, currency, status, external_id, url, created_at, expires_at)
      select ${orderId}, ${attempt}, ${amount.minor}, ${amount.currency}, ${status}, ${externalId}, ${url},
        ${createdAt}, ${expiresAt}
      where not exists (select 1 from checkout_sessions where order_id = ${orderId})
      on conflict do nothing
      returning id`.execute(this.#em.getKysely<Schema>());
    const [added] = rows;
    return added && CheckoutSession.restore({ ...draft, id: added.id });
  }

  async save({ state }: CheckoutSession): Promise<void> {
    await this.#em.nativeUpdate(CheckoutSessionRow, { id: state.id }, fromCheckoutSession(state));
  }

  async saveOpened({ state }: CheckoutSession): Promise<boolean> {
    const { id, orderId, status, externalId, url } = state;
    const saved = await this.#em
      .getKysely<Schema>()
      .updateTable('checkout_sessions')
      .from((orders) =>
        orders
          .selectFrom('orders')
          .select('orders.id as held_id')
          .where('orders.id', '=', orderId)
          .where('orders.status', '=', 'pending')
          .$if(this.#kind === 'postgresql', (rows) => rows.forUpdate())
          .as('held'),
      )
      .set({ status, external_id: externalId, url })
      .whereRef('checkout_sessions.order_id', '=', 'held.held_id')
      .where('checkout_sessions.id', '=', id)
      .where('checkout_sessions.status', '=', 'opening')
      .executeTakeFirst();
    return saved.numUpdatedRows > 0n;
  }

  async find(id: number): Promise<CheckoutSession | undefined> {
    const row = isRowId(id) ? await this.#em.findOne(CheckoutSessionRow, { id }, FRESH) : null;
    return row ? toCheckoutSession(row) : undefined;
  }

  async findByExternalId(externalId: string): Promise<CheckoutSession | undefined> {
    const row = await this.#em.findOne(CheckoutSessionRow, { externalId }, FRESH);
    return row ? toCheckoutSession(row) : undefined;
  }

  async findWithOrder(of: {
    orderId: number;
    externalId: string;
  }): Promise<{ attempt: CheckoutSession; order: Order } | undefined> {
    if (!isRowId(of.orderId)) return undefined;
    const rows = await ordersWithItems(this.#em.getKysely<Schema>())
      .innerJoin('checkout_sessions', 'checkout_sessions.order_id', 'orders.id')
      .select(['checkout_sessions.id', 'attempt', 'amount', 'checkout_sessions.currency', 'checkout_sessions.status'])
      .select(['external_id', 'url', 'checkout_sessions.created_at', 'expires_at'])
      .where('orders.id', '=', of.orderId)
      .where('external_id', '=', of.externalId)
      .modifyEnd(this.#kind === 'postgresql' ? sql`for update of orders, order_items, checkout_sessions` : sql``)
      .execute();
    const [first] = rows;
    const order = orderFrom(rows);
    return first && order && { attempt: checkoutSessionFrom(first), order };
  }

  async findLatest(orderId: number): Promise<CheckoutSession | undefined> {
    if (!isRowId(orderId)) return undefined;
    const row = await this.#em.findOne(CheckoutSessionRow, { orderId }, { ...FRESH, orderBy: { attempt: 'desc' } });
    return row ? toCheckoutSession(row) : undefined;
  }

  async findUnfinished(
    endedBefore: Date,
    limit: number,
  ): Promise<readonly { readonly externalId: string; readonly orderId: number }[]> {
    const rows = await this.#em
      .getKysely<Schema>()
      .selectFrom('checkout_sessions')
      .select(['external_id', 'order_id'])
      .where('status', '=', 'open')
      .where('expires_at', '<=', endedBefore)
      .orderBy('expires_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.flatMap(({ external_id: externalId, order_id: orderId }) =>
      externalId === null ? [] : [{ externalId, orderId }],
    );
  }
}

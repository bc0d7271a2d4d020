import type { CustomerOrderView } from '@online-cinema/application/ports';
import type { Kysely } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';

type OrderPayments = Pick<CustomerOrderView, 'payments' | 'checkouts'>;

/** What came of paying each of the orders, by its id: two statements, however many orders there are. */
export async function readOrderPayments(
  reader: Kysely<Schema>,
  orders: readonly { readonly id: number }[],
): Promise<(orderId: number) => OrderPayments> {
  if (orders.length === 0) return () => ({ payments: [], checkouts: [] });
  const ids = orders.map(({ id }) => id);
  const payments = await reader
    .selectFrom('payments')
    .select(['order_id', 'id', 'status'])
    .where('order_id', 'in', ids)
    .orderBy('id')
    .execute();
  const checkouts = await reader
    .selectFrom('checkout_sessions')
    .select(['order_id', 'status', 'created_at', 'external_id'])
    .where('order_id', 'in', ids)
    .orderBy('attempt')
    .execute();
  const paymentsOf = Map.groupBy(payments, ({ order_id }) => order_id);
  const checkoutsOf = Map.groupBy(checkouts, ({ order_id }) => order_id);
  return (orderId) => ({
    payments: (paymentsOf.get(orderId) ?? []).map(({ id, status }) => ({ id, status })),
    checkouts: (checkoutsOf.get(orderId) ?? []).map(({ status, created_at, external_id }) => ({
      status,
      openedAt: time(created_at),
      externalId: external_id,
    })),
  });
}

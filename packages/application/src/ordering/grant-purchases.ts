import type { Order } from '@online-cinema/domain/ordering';
import type { Transaction } from '../ports/index.ts';

/** The owner of a paid order may watch what is in it; of someone erased meanwhile nothing is kept. */
export async function grantPurchases({ purchases }: Transaction, order: Order, purchasedAt: Date): Promise<void> {
  const { userId } = order.state;
  if (userId === null) return;
  await purchases.grant(order.movieIds.map((movieId) => ({ userId, movieId, purchasedAt })));
}

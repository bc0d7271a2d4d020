import type { InferEntity } from '@mikro-orm/core';
import { IdempotencyKey, type IdempotencyKeyDraft, type OrderDraft } from '@online-cinema/domain/ordering';
import type { Money } from '@online-cinema/domain/shared';
import type { IdempotencyKeyRow } from './rows.ts';

export function fromOrder({ userId, status, createdAt }: Omit<OrderDraft, 'items'>, total: Money) {
  return { userId, status, totalAmount: total.minor, currency: total.currency, createdAt };
}

export function fromOrderItem(orderId: number, { movie, priceAtOrder }: OrderDraft['items'][number]) {
  return {
    order_id: orderId,
    movie_id: movie.id,
    movie_uuid: movie.uuid,
    movie_name: movie.name,
    price_at_order: priceAtOrder.minor,
  };
}

export function toIdempotencyKey(row: InferEntity<typeof IdempotencyKeyRow>): IdempotencyKey {
  const { id, userId, key, request, createdAt, claimedAt = null, answerStatus, answerBody } = row;
  const answer = answerStatus == null || answerBody == null ? null : { status: answerStatus, body: answerBody };
  return IdempotencyKey.restore({ id, userId, key, request, createdAt, claimedAt, answer });
}

export function fromIdempotencyKey({ userId, key, request, createdAt, claimedAt, answer }: IdempotencyKeyDraft) {
  const answered = { answerStatus: answer?.status ?? null, answerBody: answer?.body ?? null };
  return { userId, key, request, createdAt, claimedAt, ...answered };
}

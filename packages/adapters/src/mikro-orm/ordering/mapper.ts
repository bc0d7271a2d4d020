import type { InferEntity } from '@mikro-orm/core';
import {
  IdempotencyKey,
  type IdempotencyKeyDraft,
  Order,
  type OrderDraft,
  type OrderItemState,
} from '@online-cinema/domain/ordering';
import { type Currency, Money } from '@online-cinema/domain/shared';
import type { IdempotencyKeyRow, OrderItemRow, OrderRow } from './rows.ts';

export function toOrder(row: InferEntity<typeof OrderRow>, items: readonly InferEntity<typeof OrderItemRow>[]): Order {
  const { id, userId = null, status, currency, createdAt } = row;
  return Order.restore({ id, userId, status, items: items.map((item) => toOrderItem(item, currency)), createdAt });
}

function toOrderItem(row: InferEntity<typeof OrderItemRow>, currency: Currency): OrderItemState {
  const { id, movieId = null, movieUuid, movieName, priceAtOrder } = row;
  const movie = { id: movieId, uuid: movieUuid, name: movieName };
  return { id, movie, priceAtOrder: Money.of(priceAtOrder, currency) };
}

export function fromOrder({ userId, status, createdAt }: Omit<OrderDraft, 'items'>, total: Money) {
  return { userId, status, totalAmount: total.minor, currency: total.currency, createdAt };
}

export function fromOrderItem(orderId: number, { movie, priceAtOrder }: OrderDraft['items'][number]) {
  return {
    orderId,
    movieId: movie.id,
    movieUuid: movie.uuid,
    movieName: movie.name,
    priceAtOrder: priceAtOrder.minor,
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

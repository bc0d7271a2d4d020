import { index, type Migration, reference } from './migration.ts';

/** Money given back, and requests that are done once however often they are sent. */
export const refundsAndIdempotencyKeys: Migration = {
  name: '0008-refunds-and-idempotency-keys',

  up: ({ id, integer, time, string, unique }) => [
    `create table refunds (
      id ${id},
      payment_id ${integer} not null,
      attempt ${integer} not null,
      status text check (status in ('requested', 'succeeded', 'failed')) not null,
      external_id ${string(255)} null,
      requested_at ${time} not null,
      ${reference('refunds', 'payment_id', 'payments')}
    )`,
    unique('refunds', 'payment_id', 'attempt'),
    index('refunds', 'status', 'requested_at'),
    `create unique index refunds_one_requested_a_payment_unique on refunds (payment_id) where status = 'requested'`,
    // Sales are counted by the day on which money moved.
    index('payments', 'refunded_at'),

    `create table idempotency_keys (
      id ${id},
      user_id ${integer} not null,
      "key" ${string(255)} not null,
      request text not null,
      created_at ${time} not null,
      claimed_at ${time} null,
      answer_status ${integer} null,
      answer_body text null,
      outcome text null,
      ${reference('idempotency_keys', 'user_id', 'users', 'cascade')}
    )`,
    unique('idempotency_keys', 'user_id', 'key'),
    index('idempotency_keys', 'created_at'),
  ],

  down: () => ['drop table idempotency_keys', 'drop index payments_refunded_at_index', 'drop table refunds'],
};

import type { InferKyselyDB } from '@mikro-orm/sql';
import {
  ActivationTokenRow,
  PasswordResetTokenRow,
  ProfileRow,
  SessionRow,
  UserGroupRow,
  UserRow,
} from './accounts/rows.ts';
import { catalogueEntities } from './catalogue/rows.ts';
import { communityEntities } from './community/rows.ts';
import { JobRow, ScheduleTimeRow } from './jobs/rows.ts';
import { CartItemRow, CartRow, IdempotencyKeyRow, OrderItemRow, OrderRow, PurchaseRow } from './ordering/rows.ts';
import { CheckoutSessionRow, PaymentItemRow, PaymentRow, RefundRow, WebhookEventRow } from './payments/rows.ts';

/** Every table, in one list for both databases. */
export const entities = [
  UserGroupRow,
  UserRow,
  ActivationTokenRow,
  PasswordResetTokenRow,
  ProfileRow,
  SessionRow,
  ...catalogueEntities,
  ...communityEntities,
  CartRow,
  CartItemRow,
  OrderRow,
  OrderItemRow,
  PurchaseRow,
  CheckoutSessionRow,
  PaymentRow,
  PaymentItemRow,
  RefundRow,
  WebhookEventRow,
  IdempotencyKeyRow,
  JobRow,
  ScheduleTimeRow,
] as const;

/** The tables as Kysely sees them. Times and booleans come in the database's own form: read them by `columns.ts`. */
export type Schema = InferKyselyDB<(typeof entities)[number]>;

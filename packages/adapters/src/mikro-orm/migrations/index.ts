import { accounts } from './0001-accounts.ts';
import { catalogue } from './0002-catalogue.ts';
import { ordersAndPayments } from './0003-orders-and-payments.ts';
import { vocabulary } from './0004-vocabulary.ts';
import { countries } from './0005-countries.ts';
import { community } from './0006-community.ts';
import { catalogueIndexes } from './0007-catalogue-indexes.ts';
import { refundsAndIdempotencyKeys } from './0008-refunds-and-idempotency-keys.ts';
import { scheduleTimes } from './0009-schedule-times.ts';
import type { Migration } from './migration.ts';

/** The schema's history, from the beginning. Later steps come after it; what stands here never changes. */
export const migrations: readonly Migration[] = [
  accounts,
  catalogue,
  ordersAndPayments,
  vocabulary,
  countries,
  community,
  catalogueIndexes,
  refundsAndIdempotencyKeys,
  scheduleTimes,
];

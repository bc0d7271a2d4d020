import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Transaction } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { MikroOrmLinkTokenRepository } from './accounts/link-token-repository.ts';
import { MikroOrmProfileRepository } from './accounts/profile-repository.ts';
import { ActivationTokenRow, PasswordResetTokenRow } from './accounts/rows.ts';
import { MikroOrmSessionRepository } from './accounts/session-repository.ts';
import { MikroOrmUserRepository } from './accounts/user-repository.ts';
import { CatalogueTurn } from './catalogue/catalogue-turn.ts';
import { MikroOrmFacetRepository } from './catalogue/facet-repository.ts';
import { MikroOrmMovieRepository } from './catalogue/movie-repository.ts';
import { MikroOrmOfferRepository } from './catalogue/offer-repository.ts';
import { MikroOrmPopularityRepository } from './catalogue/popularity-repository.ts';
import { MikroOrmCommentRepository } from './community/comment-repository.ts';
import { MikroOrmFavoriteRepository } from './community/favorite-repository.ts';
import { RATING_MARKS, REACTION_MARKS } from './community/movie-counts.ts';
import { MikroOrmMovieMarks } from './community/movie-marks.ts';
import { MikroOrmNotificationRepository } from './community/notification-repository.ts';
import type { Database } from './database.ts';
import type { JobQueueFactory, TransactionalJobQueue } from './jobs/transactional-job-queue.ts';
import { MikroOrmCartRepository } from './ordering/cart-repository.ts';
import { MikroOrmIdempotencyKeyRepository } from './ordering/idempotency-key-repository.ts';
import { MikroOrmOrderRepository } from './ordering/order-repository.ts';
import { MikroOrmPurchaseRepository } from './ordering/purchase-repository.ts';
import { MikroOrmCheckoutSessionRepository } from './payments/checkout-session-repository.ts';
import { MikroOrmPaymentRepository } from './payments/payment-repository.ts';
import { MikroOrmRefundRepository } from './payments/refund-repository.ts';
import { MikroOrmWebhookEventRepository } from './payments/webhook-event-repository.ts';

export interface TransactionSettings {
  /** The shop's, in which the catalogue's prices are. */
  readonly currency: Currency;
  readonly jobs: JobQueueFactory;
}

/** The repositories and the job queue of one transaction. */
export function transactionOn(
  em: SqlEntityManager,
  kind: Database['kind'],
  { currency, jobs }: TransactionSettings,
): Transaction & { readonly jobs: TransactionalJobQueue } {
  const catalogueTurn = new CatalogueTurn(em);
  return {
    users: new MikroOrmUserRepository(em, kind),
    activationTokens: new MikroOrmLinkTokenRepository(em, ActivationTokenRow),
    passwordResetTokens: new MikroOrmLinkTokenRepository(em, PasswordResetTokenRow),
    profiles: new MikroOrmProfileRepository(em),
    sessions: new MikroOrmSessionRepository(em),
    movies: new MikroOrmMovieRepository(em, { kind, currency }, catalogueTurn),
    facets: new MikroOrmFacetRepository(em, kind, catalogueTurn),
    popularities: new MikroOrmPopularityRepository(em, kind),
    reactions: new MikroOrmMovieMarks(em, kind, REACTION_MARKS),
    ratings: new MikroOrmMovieMarks(em, kind, RATING_MARKS),
    favorites: new MikroOrmFavoriteRepository(em, kind),
    comments: new MikroOrmCommentRepository(em, kind),
    notifications: new MikroOrmNotificationRepository(em),
    offers: new MikroOrmOfferRepository(em, { kind, currency }),
    carts: new MikroOrmCartRepository(em, { kind, currency }),
    orders: new MikroOrmOrderRepository(em, { kind, currency }),
    purchases: new MikroOrmPurchaseRepository(em, kind),
    checkoutSessions: new MikroOrmCheckoutSessionRepository(em, kind),
    payments: new MikroOrmPaymentRepository(em),
    refunds: new MikroOrmRefundRepository(em),
    webhookEvents: new MikroOrmWebhookEventRepository(em),
    idempotencyKeys: new MikroOrmIdempotencyKeyRepository(em),
    jobs: jobs(em),
  };
}

import type {
  LinkTokenRepository,
  ProfileRepository,
  SessionRepository,
  UserRepository,
} from './account-repositories.ts';
import type { FacetRepository, MovieRepository, PopularityRepository } from './catalogue-repositories.ts';
import type {
  CommentRepository,
  FavoriteRepository,
  NotificationRepository,
  RatingRepository,
  ReactionRepository,
} from './community-repositories.ts';
import type { IdempotencyKeyRepository } from './idempotency.ts';
import type { JobQueue } from './job-queue.ts';
import type { CartRepository, OfferRepository, OrderRepository, PurchaseRepository } from './ordering-repositories.ts';
import type {
  CheckoutSessionRepository,
  PaymentRepository,
  RefundRepository,
  WebhookEventRepository,
} from './payment-repositories.ts';

/** Everything that takes part in one transaction. */
export interface Transaction {
  readonly users: UserRepository;
  readonly activationTokens: LinkTokenRepository;
  readonly passwordResetTokens: LinkTokenRepository;
  readonly profiles: ProfileRepository;
  readonly sessions: SessionRepository;
  readonly movies: MovieRepository;
  readonly facets: FacetRepository;
  readonly popularities: PopularityRepository;
  readonly reactions: ReactionRepository;
  readonly ratings: RatingRepository;
  readonly favorites: FavoriteRepository;
  readonly comments: CommentRepository;
  readonly notifications: NotificationRepository;
  readonly offers: OfferRepository;
  readonly carts: CartRepository;
  readonly orders: OrderRepository;
  readonly purchases: PurchaseRepository;
  readonly checkoutSessions: CheckoutSessionRepository;
  readonly payments: PaymentRepository;
  readonly refunds: RefundRepository;
  readonly webhookEvents: WebhookEventRepository;
  readonly idempotencyKeys: IdempotencyKeyRepository;
  readonly jobs: JobQueue;
}

/** All or nothing. */
export interface UnitOfWork {
  /**
   * Carries `work` out in one transaction (read committed) and commits when it resolves; a throw rolls everything
   * back and comes out as it is. May call `work` up to three times (deadlock, serialization, busy), so nothing in it
   * may mind repetition. Inside, call only what is handed over. Rows are locked in the order user, cart, order,
   * payment.
   * @throws DatabaseUnavailable when the database cannot be reached
   */
  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

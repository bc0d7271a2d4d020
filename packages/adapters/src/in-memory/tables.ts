import type { ImportRecord, JobName, Jobs, Outcome } from '@online-cinema/application/ports';
import type { LinkTokenState, ProfileState, SessionState, UserState } from '@online-cinema/domain/accounts';
import type { FacetState, MovieState } from '@online-cinema/domain/catalogue';
import type { CommentState, NotificationDraft, Reaction } from '@online-cinema/domain/community';
import type { CartState, IdempotencyKeyState, OrderState, Purchase } from '@online-cinema/domain/ordering';
import type { CheckoutSessionState, PaymentState, RefundState } from '@online-cinema/domain/payments';

/** A job as it waits to be carried out. */
export interface StoredJob<Name extends JobName = JobName> {
  readonly id: string;
  readonly name: Name;
  readonly data: Jobs[Name];
  readonly enqueuedAt: Date;
}

/** What a user set on a movie. */
export interface Mark<Value> {
  readonly id: number;
  readonly userId: number;
  readonly movieId: number;
  readonly value: Value;
  readonly createdAt: Date;
}

interface StoredCommentLike {
  readonly id: number;
  readonly commentId: number;
  readonly userId: number;
  readonly createdAt: Date;
}

interface StoredNotification extends NotificationDraft {
  readonly id: number;
  readonly readAt: Date | null;
}

/** Rows by id, which are given from 1 up and never twice. */
export class Table<Row> {
  readonly #rows: Map<number, Row>;
  #lastId: number;

  constructor(rows: Iterable<readonly [number, Row]> = [], lastId = 0) {
    this.#rows = new Map(rows);
    this.#lastId = lastId;
  }

  copy(): Table<Row> {
    return new Table(this.#rows, this.#lastId);
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  put(id: number, row: Row): void {
    this.#rows.set(id, row);
  }

  delete(id: number): boolean {
    return this.#rows.delete(id);
  }

  all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  entries(): readonly (readonly [number, Row])[] {
    return [...this.#rows];
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    return this.all().find(matches);
  }
}

/** Everything there is. Rows are immutable, so a copy of the tables is a copy of the world. */
export class Tables {
  readonly users: Table<UserState>;
  /** By the user's id. */
  readonly activationTokens: Table<LinkTokenState>;
  /** By the user's id. */
  readonly passwordResetTokens: Table<LinkTokenState>;
  readonly profiles: Table<ProfileState>;
  readonly sessions: Table<SessionState>;
  readonly movies: Table<MovieState>;
  readonly facets: Table<FacetState>;
  /** By the movie's id; those of others are 0. */
  readonly popularities: Map<number, number>;
  /** By the name of the source. */
  readonly movieImports: Map<string, ImportRecord>;
  readonly reactions: Table<Mark<Reaction>>;
  readonly ratings: Table<Mark<number>>;
  readonly favorites: Table<Mark<null>>;
  readonly comments: Table<CommentState>;
  readonly commentLikes: Table<StoredCommentLike>;
  readonly notifications: Table<StoredNotification>;
  readonly carts: Table<CartState>;
  readonly orders: Table<OrderState>;
  readonly orderItems: Table<never>;
  readonly purchases: Table<Purchase>;
  readonly checkoutSessions: Table<CheckoutSessionState>;
  readonly payments: Table<PaymentState>;
  readonly refunds: Table<RefundState>;
  /** When each was received, by its id. */
  readonly webhookEvents: Map<string, Date>;
  readonly idempotencyKeys: Table<IdempotencyKeyState>;
  /** By the id of the key of the request. */
  readonly outcomes: Map<number, Outcome>;
  readonly jobs: Table<StoredJob>;

  constructor(from?: Tables) {
    this.users = from?.users.copy() ?? new Table();
    this.activationTokens = from?.activationTokens.copy() ?? new Table();
    this.passwordResetTokens = from?.passwordResetTokens.copy() ?? new Table();
    this.profiles = from?.profiles.copy() ?? new Table();
    this.sessions = from?.sessions.copy() ?? new Table();
    this.movies = from?.movies.copy() ?? new Table();
    this.facets = from?.facets.copy() ?? new Table();
    this.popularities = new Map(from?.popularities);
    this.movieImports = new Map(from?.movieImports);
    this.reactions = from?.reactions.copy() ?? new Table();
    this.ratings = from?.ratings.copy() ?? new Table();
    this.favorites = from?.favorites.copy() ?? new Table();
    this.comments = from?.comments.copy() ?? new Table();
    this.commentLikes = from?.commentLikes.copy() ?? new Table();
    this.notifications = from?.notifications.copy() ?? new Table();
    this.carts = from?.carts.copy() ?? new Table();
    this.orders = from?.orders.copy() ?? new Table();
    this.orderItems = from?.orderItems.copy() ?? new Table();
    this.purchases = from?.purchases.copy() ?? new Table();
    this.checkoutSessions = from?.checkoutSessions.copy() ?? new Table();
    this.payments = from?.payments.copy() ?? new Table();
    this.refunds = from?.refunds.copy() ?? new Table();
    this.webhookEvents = new Map(from?.webhookEvents);
    this.idempotencyKeys = from?.idempotencyKeys.copy() ?? new Table();
    this.outcomes = new Map(from?.outcomes);
    this.jobs = from?.jobs.copy() ?? new Table();
  }
}

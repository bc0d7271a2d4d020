import type { Actor } from '@online-cinema/domain/shared';
import type {
  AccountQueries,
  AccountView,
  CartView,
  Clock,
  OrderingQueries,
  OrderView,
  Page,
  PageRequest,
  PaymentQueries,
  PaymentView,
  ProfileView,
  PurchaseView,
  SessionView,
} from '../ports/index.ts';

const AT_ONCE = 100;

/** Everything that is stored about a user, but secrets. */
export interface AccountExport {
  readonly account: AccountView;
  readonly profile: ProfileView | null;
  readonly sessions: readonly SessionView[];
  readonly cart: CartView;
  readonly orders: readonly OrderView[];
  readonly payments: readonly PaymentView[];
  readonly purchases: readonly PurchaseView[];
}

/** A user takes along what we know of them. */
export class ExportAccount {
  readonly #accounts: AccountQueries;
  readonly #ordering: OrderingQueries;
  readonly #payments: PaymentQueries;
  readonly #clock: Clock;

  constructor(accounts: AccountQueries, ordering: OrderingQueries, payments: PaymentQueries, clock: Clock) {
    this.#accounts = accounts;
    this.#ordering = ordering;
    this.#payments = payments;
    this.#clock = clock;
  }

  /** @throws UserNotFoundOrInactive */
  async execute({ actor }: { actor: Actor }): Promise<AccountExport> {
    return {
      account: await this.#accounts.account(actor),
      profile: await this.#accounts.profile(actor.userId),
      sessions: await this.#accounts.sessions(actor, this.#clock.now()),
      cart: await this.#ordering.cart(actor),
      orders: await everyPage((page) => this.#ordering.orders(actor, page)),
      payments: await everyPage((page) => this.#payments.payments(actor, page)),
      purchases: await everyPage((page) => this.#ordering.purchases(actor, page)),
    };
  }
}

async function everyPage<T>(ask: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    const { items, totalItems } = await ask({ page, perPage: AT_ONCE });
    all.push(...items);
    if (items.length < AT_ONCE || all.length >= totalItems) return all;
  }
}

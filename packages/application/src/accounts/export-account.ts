import type { Actor } from '@online-cinema/domain/shared';
import type {
  AccountQueries,
  AccountView,
  CartView,
  Clock,
  CommunityQueries,
  ContributionsView,
  NotificationView,
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
  readonly community: ContributionsView;
  readonly notifications: readonly NotificationView[];
}

interface ExportNeeds {
  readonly accountQueries: AccountQueries;
  readonly orderingQueries: OrderingQueries;
  readonly paymentQueries: PaymentQueries;
  readonly communityQueries: CommunityQueries;
  readonly clock: Clock;
}

/** A user takes along what we know of them. */
export class ExportAccount {
  readonly #needs: ExportNeeds;

  constructor(needs: ExportNeeds) {
    this.#needs = needs;
  }

  /** @throws UserNotFoundOrInactive */
  async execute({ actor }: { actor: Actor }): Promise<AccountExport> {
    const { accountQueries, orderingQueries, paymentQueries, communityQueries, clock } = this.#needs;
    return {
      account: await accountQueries.account(actor),
      profile: await accountQueries.profile(actor.userId),
      sessions: await accountQueries.sessions(actor, clock.now()),
      cart: await orderingQueries.cart(actor),
      orders: await everyPage((page) => orderingQueries.orders(actor, page)),
      payments: await everyPage((page) => paymentQueries.payments(actor, page)),
      purchases: await everyPage((page) => orderingQueries.purchases(actor, page)),
      community: await communityQueries.contributions(actor),
      notifications: await everyPage((page) => communityQueries.notifications(actor, {}, page)),
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

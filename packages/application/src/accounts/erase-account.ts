import { PasswordIncorrect, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { OrderAlreadyCancelled, PaidOrderNeedsRefund } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { CancelOrder } from '../ordering/cancel-order.ts';
import type { AccountQueries, PasswordHasher, UnitOfWork } from '../ports/index.ts';

/** A user leaves for good, and what is stored about them goes; the books keep what was bought, by nobody. */
export class EraseAccount {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #hasher: PasswordHasher;
  readonly #cancelOrder: CancelOrder;

  constructor(unitOfWork: UnitOfWork, accounts: AccountQueries, hasher: PasswordHasher, cancelOrder: CancelOrder) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#hasher = hasher;
    this.#cancelOrder = cancelOrder;
  }

  /** @throws UserNotFoundOrInactive, PasswordIncorrect, LastAdminStays, PaymentServiceUnavailable, TooBusyToHash */
  async execute({ actor, password }: { actor: Actor; password: string }): Promise<void> {
    const account = await this.#accounts.credentialsOf(actor.userId);
    if (!account) throw new UserNotFoundOrInactive();
    if (!(await this.#hasher.verify(account.hashedPassword, password))) throw new PasswordIncorrect();

    for (;;) {
      const pendingOrder = await this.#eraseUnlessOrderPends(actor);
      if (pendingOrder === undefined) return;
      await this.#cancelUnlessOver(actor, pendingOrder);
    }
  }

  /** What was paid or cancelled just before pends no more, which is all that is asked. */
  async #cancelUnlessOver(actor: Actor, orderId: number): Promise<void> {
    try {
      await this.#cancelOrder.execute({ actor, orderId, returnToCart: false });
    } catch (error) {
      if (!(error instanceof PaidOrderNeedsRefund) && !(error instanceof OrderAlreadyCancelled)) throw error;
    }
  }

  /** Erases, or says which order must be cancelled first. */
  async #eraseUnlessOrderPends(actor: Actor): Promise<number | undefined> {
    return this.#unitOfWork.run(async ({ users, carts, orders, profiles, jobs }) => {
      const activeAdmins = await users.countActiveAdminsForUpdate();
      const user = await users.findForUpdate(actor.userId);
      if (!user) return undefined;
      user.assertMayGo(activeAdmins);
      // Whoever places an order holds the cart: none can come between the look and the end.
      await carts.findForUpdate(user.id);
      const pending = await orders.findPendingId(user.id);
      if (pending !== undefined) return pending;

      const avatar = (await profiles.findForUpdate(user.id))?.state.avatar;
      await jobs.withdrawMails(user.email);
      await users.delete(user.id);
      if (avatar) await jobs.enqueue('delete-object', { key: avatar });
      return undefined;
    });
  }
}

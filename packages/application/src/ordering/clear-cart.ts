import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

/** A user empties their cart. */
export class ClearCart {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws UserNotFoundOrInactive */
  async execute({ actor }: { actor: Actor }): Promise<void> {
    await this.#unitOfWork.run(async ({ carts }) => {
      const cart = await carts.findForUpdate(actor.userId);
      cart.clear();
      await carts.save(cart);
    });
  }
}

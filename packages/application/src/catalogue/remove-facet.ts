import { type FacetKind, FacetNotFound } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

/** A moderator takes a genre, an actor or the like out of the catalogue; the movies stay, without it. */
export class RemoveFacet {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws ModeratorRequired, FacetNotFound */
  async execute({ actor, kind, id }: { actor: Actor; kind: FacetKind; id: number }): Promise<void> {
    actor.assertMayModerate();
    await this.#unitOfWork.run(async ({ facets }) => {
      if (!(await facets.findForUpdate(kind, id))) throw new FacetNotFound(kind);
      await facets.delete(kind, id);
    });
  }
}

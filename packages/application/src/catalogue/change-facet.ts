import { type FacetDetails, type FacetKind, FacetNotFound } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

export interface ChangeFacetCommand {
  readonly actor: Actor;
  readonly kind: FacetKind;
  readonly id: number;
  /** What is left out stays as it is. */
  readonly details: FacetDetails;
}

/** A moderator gives a genre, an actor or the like another name, in all of its movies. */
export class ChangeFacet {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws ModeratorRequired, FacetNotFound, InvalidInput, FacetAlreadyExists */
  async execute({ actor, kind, id, details }: ChangeFacetCommand): Promise<void> {
    actor.assertMayModerate();
    await this.#unitOfWork.run(async ({ facets }) => {
      const facet = await facets.findForUpdate(kind, id);
      if (!facet) throw new FacetNotFound(kind);
      facet.change(details);
      await facets.save(facet);
    });
  }
}

import { Facet, type FacetDetails, type FacetKind, type FacetState } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

export interface AddFacetCommand {
  readonly actor: Actor;
  readonly kind: FacetKind;
  readonly details: FacetDetails;
}

/** A moderator names a genre, an actor or the like before any movie does. */
export class AddFacet {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws ModeratorRequired, InvalidInput, FacetAlreadyExists */
  async execute({ actor, kind, details }: AddFacetCommand): Promise<FacetState> {
    actor.assertMayModerate();
    const draft = Facet.describe(kind, details);
    const facet = await this.#unitOfWork.run(({ facets }) => facets.add(draft));
    return facet.state;
  }
}

import type { FacetRepository } from '@online-cinema/application/ports';
import {
  Facet,
  FacetAlreadyExists,
  type FacetDraft,
  type FacetKind,
  isSameFacet,
} from '@online-cinema/domain/catalogue';
import { renamed } from './named-facets.ts';
import type { Tables } from './tables.ts';

export function facetRepository({ facets, movies }: Tables): FacetRepository {
  const find = (kind: FacetKind, id: number) => facets.find((facet) => facet.id === id && facet.kind === kind);

  function assertNoOtherIs(facet: FacetDraft, id?: number): void {
    const existing = facets.find((other) => other.id !== id && isSameFacet(other, facet));
    if (existing) throw new FacetAlreadyExists(facet, existing);
  }

  function renameInMovies(before: FacetDraft, after: FacetDraft | undefined): void {
    for (const movie of movies.all()) {
      const rename = (named: FacetDraft) => (isSameFacet(named, before) ? after : named);
      movies.put(movie.id, renamed(movie, before.kind, rename));
    }
  }

  return {
    async add(draft) {
      assertNoOtherIs(draft);
      const state = { ...draft, id: facets.nextId() };
      facets.put(state.id, state);
      return Facet.restore(state);
    },
    async save({ state }) {
      assertNoOtherIs(state, state.id);
      const before = find(state.kind, state.id);
      if (!before) return;
      facets.put(state.id, state);
      renameInMovies(before, state);
    },
    async findForUpdate(kind, id) {
      const state = find(kind, id);
      return state && Facet.restore(state);
    },
    async delete(kind, id) {
      const facet = find(kind, id);
      if (!facet) return;
      facets.delete(id);
      renameInMovies(facet, undefined);
    },
  };
}

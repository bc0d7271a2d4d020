import {
  FACET_KINDS,
  type FacetDraft,
  type FacetKind,
  type FacetState,
  type MovieFacts,
} from '@online-cinema/domain/catalogue';
import { canonical } from '@online-cinema/domain/shared';
import type { Table } from './tables.ts';

/** The movie with what it names as it is called in the catalogue; what was unknown is created. */
export function withKnownNames<M extends MovieFacts>(movie: M, facets: Table<FacetState>): M {
  return FACET_KINDS.reduce((named, kind) => renamed(named, kind, (facet) => findOrCreate(facets, facet)), movie);
}

/** The movie with everything of one kind that it names called anew; what becomes nothing is named no more. */
export function renamed<M extends MovieFacts>(
  movie: M,
  kind: FacetKind,
  rename: (facet: FacetDraft) => FacetDraft | undefined,
): M {
  const one = (name: string) => rename({ kind, name, code: null })?.name;
  const all = (names: readonly string[]) => names.flatMap((name) => one(name) ?? []);
  switch (kind) {
    case 'genre':
      return { ...movie, genres: all(movie.genres) };
    case 'director':
      return { ...movie, directors: all(movie.directors) };
    case 'language':
      return { ...movie, languages: all(movie.languages) };
    case 'actor':
      return {
        ...movie,
        cast: movie.cast.flatMap((member) => all([member.name]).map((name) => ({ ...member, name }))),
      };
    case 'certification':
      return { ...movie, certification: movie.certification === null ? null : (one(movie.certification) ?? null) };
    case 'country':
      return { ...movie, country: countryOf(movie.country && rename({ kind, ...movie.country })) };
  }
}

function countryOf(facet: FacetDraft | null | undefined) {
  return facet && facet.code !== null ? { code: facet.code, name: facet.name } : null;
}

/** Countries go by their code. */
function findOrCreate(facets: Table<FacetState>, facet: FacetDraft): FacetState {
  const known = facets.find(({ kind, name, code }) =>
    kind !== facet.kind ? false : code === null ? canonical(name) === canonical(facet.name) : code === facet.code,
  );
  if (known) return known;
  const created = { ...facet, id: facets.nextId() };
  facets.put(created.id, created);
  return created;
}

import type { MovieDraft } from '@online-cinema/domain/catalogue';
import { canonical, searchable } from '@online-cinema/domain/shared';
import type { MovieNames } from './movie-names.ts';

/** The row of `movies` that stores a draft. */
export function movieRow(draft: MovieDraft, names: MovieNames) {
  const { uuid, name, date, year, time, score, imdb, votes, overview, description, status } = draft;
  return {
    ...{ uuid, name, date, year, time, score, imdb, votes, overview, description, status },
    canonical_name: canonical(name),
    sort_name: searchable(name),
    meta_score: draft.metaScore,
    budget: draft.budget,
    revenue: draft.revenue,
    gross: draft.gross,
    price: draft.price?.minor ?? null,
    country_id: draft.country && names.country(draft.country.code),
    certification_id: draft.certification === null ? null : names.certification(draft.certification),
    created_at: draft.createdAt,
    updated_at: draft.updatedAt,
  };
}

/** The rows of everything that some movies are linked with. */
export type LinkRows = ReturnType<typeof linkRows>;

export function linkRows(movies: readonly { id: number; draft: MovieDraft }[], names: MovieNames) {
  return {
    genres: movies.flatMap(({ id, draft }) =>
      draft.genres.map((name, position) => ({ movie_id: id, genre_id: names.genre(name), position })),
    ),
    directors: movies.flatMap(({ id, draft }) =>
      draft.directors.map((name, position) => ({ movie_id: id, director_id: names.director(name), position })),
    ),
    languages: movies.flatMap(({ id, draft }) =>
      draft.languages.map((name, position) => ({ movie_id: id, language_id: names.language(name), position })),
    ),
    cast: movies.flatMap(({ id, draft }) =>
      draft.cast.map(({ name, character, isStar }, position) => ({
        movie_id: id,
        actor_id: names.actor(name),
        position,
        character,
        is_star: isStar,
      })),
    ),
  };
}

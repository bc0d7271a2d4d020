import type { MovieDraft, MovieState } from '@online-cinema/domain/catalogue';
import { type Currency, canonical, searchable } from '@online-cinema/domain/shared';
import type { Selectable } from 'kysely';
import { priceOf, time as timeOf } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { type NamedJson, namedFrom } from './json-sql.ts';
import type { MovieNames } from './movie-names.ts';

/** The columns of a movie, with the names of all that is linked with it. */
type StoredMovieRow = Selectable<Schema['movies']> & {
  readonly genres: NamedJson;
  readonly directors: NamedJson;
  readonly languages: NamedJson;
  readonly country_code: string | null;
  readonly country_name: string | null;
  readonly certification: string | null;
};

interface CastColumns {
  readonly name: string;
  readonly character: string | null;
  readonly is_star: boolean | number;
}

/** What the rows of a movie and its cast, in billing order, say. */
export function toMovie(row: StoredMovieRow, cast: readonly CastColumns[], currency: Currency): MovieState {
  const { id, uuid, name, date, year, time, score, imdb, votes, overview, description, status } = row;
  const { budget, revenue, gross, country_code: code, country_name: country, certification } = row;
  return {
    ...{ id, uuid, name, date, year, time, score, imdb, votes, overview, description, status },
    ...{ budget, revenue, gross, certification },
    metaScore: row.meta_score,
    price: priceOf(row.price, currency),
    genres: namesIn(row.genres),
    directors: namesIn(row.directors),
    languages: namesIn(row.languages),
    cast: cast.map(({ name, character, is_star }) => ({ name, character, isStar: Boolean(is_star) })),
    country: code === null || country === null ? null : { code, name: country },
    createdAt: timeOf(row.created_at),
    updatedAt: timeOf(row.updated_at),
  };
}

function namesIn(json: NamedJson): readonly string[] {
  return namedFrom(json).map(({ name }) => name);
}

/** The row of `movies` that stores a draft. */
export function movieRow(draft: MovieDraft, names: MovieNames): Omit<Selectable<Schema['movies']>, 'id'> {
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

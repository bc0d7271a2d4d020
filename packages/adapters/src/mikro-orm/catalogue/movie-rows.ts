import type { MovieListItem, MovieView } from '@online-cinema/application/ports';
import type { Reaction } from '@online-cinema/domain/community';
import type { Actor, Currency } from '@online-cinema/domain/shared';
import type { Selectable } from 'kysely';
import { priceOf, time } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { type NamedJson, namedFrom } from './json-sql.ts';

type Column = keyof Schema['movies'];

/** The columns of `movies` that a list shows. */
export const LIST_COLUMNS = [
  'id',
  'uuid',
  'name',
  'date',
  'year',
  'score',
  'imdb',
  'votes',
  'overview',
  'price',
  'certification_id',
] as const satisfies readonly Column[];

/** Those that the page of one movie shows besides. */
export const PAGE_COLUMNS = [
  'time',
  'meta_score',
  'description',
  'status',
  'budget',
  'revenue',
  'gross',
  'country_id',
  'created_at',
  'updated_at',
] as const satisfies readonly Column[];

type Movie = Selectable<Schema['movies']>;

/** What a list needs of a movie, as the statement names it. */
export interface ListRow extends Pick<Movie, (typeof LIST_COLUMNS)[number]> {
  readonly certification_name: string | null;
  readonly rating_average: number | null;
  readonly genres: NamedJson;
}

/** What the page of one movie needs besides. */
export interface ViewRow extends ListRow, Pick<Movie, (typeof PAGE_COLUMNS)[number]> {
  readonly country_code: string | null;
  readonly country_name: string | null;
  readonly rating_count: number | null;
  readonly likes: number | null;
  readonly dislikes: number | null;
  readonly actors: NamedJson;
  readonly stars: NamedJson;
  readonly directors: NamedJson;
  readonly languages: NamedJson;
  readonly my_reaction: Reaction | null;
  readonly my_rating: number | null;
  readonly is_favorite: boolean | number;
  readonly in_cart: boolean | number;
  readonly purchased: boolean | number;
}

export function toListItem(row: ListRow, currency: Currency): MovieListItem {
  const { id, uuid, name, date, year, score, imdb, votes, overview, price } = row;
  return {
    ...{ id, uuid, name, date, year, score, imdb, votes, overview },
    price: priceOf(price, currency),
    genres: namedFrom(row.genres),
    certification: namedOrNull(row.certification_id, row.certification_name),
    rating: twoDecimals(row.rating_average),
  };
}

export function toView(row: ViewRow, currency: Currency, actor: Actor): MovieView {
  const country = namedOrNull(row.country_id, row.country_name);
  return {
    ...toListItem(row, currency),
    time: row.time,
    metaScore: row.meta_score,
    description: row.description,
    status: row.status,
    budget: row.budget,
    revenue: row.revenue,
    gross: row.gross,
    actors: namedFrom(row.actors),
    stars: namedFrom(row.stars),
    directors: namedFrom(row.directors),
    languages: namedFrom(row.languages),
    country: country && { ...country, code: row.country_code ?? '' },
    rating: { average: twoDecimals(row.rating_average), count: row.rating_count ?? 0 },
    likes: row.likes ?? 0,
    dislikes: row.dislikes ?? 0,
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
    mine: actor.isSignedIn
      ? {
          reaction: row.my_reaction,
          rating: row.my_rating,
          favorite: Boolean(row.is_favorite),
          inCart: Boolean(row.in_cart),
          purchased: Boolean(row.purchased),
        }
      : null,
  };
}

function namedOrNull(id: number | null, name: string | null): { id: number; name: string } | null {
  return id === null || name === null ? null : { id, name };
}

function twoDecimals(average: number | null): number | null {
  return average === null ? null : Math.round(average * 100) / 100;
}

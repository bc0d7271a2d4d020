import type { MovieListItem, MovieView } from '@online-cinema/application/ports';
import { MOVIE_STATUSES, type MovieStatus } from '@online-cinema/domain/catalogue';
import type { Reaction } from '@online-cinema/domain/community';
import { type Actor, type Currency, Money } from '@online-cinema/domain/shared';
import { time } from '../columns.ts';
import { type NamedJson, namedFrom } from './json-sql.ts';

/** What a list needs of a movie, as the statement names it. */
export interface ListRow {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly date: string | null;
  readonly year: number;
  readonly score: number | null;
  readonly imdb: number | null;
  readonly votes: number | null;
  readonly overview: string | null;
  readonly price: number | null;
  readonly certification_id: number | null;
  readonly certification_name: string | null;
  readonly rating_average: number | null;
  readonly genres: NamedJson;
}

/** What the page of one movie needs besides. */
export interface ViewRow extends ListRow {
  readonly time: number | null;
  readonly meta_score: number | null;
  readonly description: string | null;
  readonly status: string;
  readonly budget: number | null;
  readonly revenue: number | null;
  readonly gross: number | null;
  readonly country_id: number | null;
  readonly country_code: string | null;
  readonly country_name: string | null;
  readonly rating_count: number | null;
  readonly likes: number | null;
  readonly dislikes: number | null;
  readonly created_at: Date;
  readonly updated_at: Date;
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
    price: price === null ? null : Money.of(price, currency),
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
    status: statusOf(row.status),
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

function statusOf(text: string): MovieStatus {
  const status = MOVIE_STATUSES.find((known) => known === text);
  if (status === undefined) throw new RangeError(`"${text}" is no status of a movie`);
  return status;
}

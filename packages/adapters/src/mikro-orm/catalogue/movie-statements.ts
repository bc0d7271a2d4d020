import type { MovieFilter, MovieReference, MovieSort, PageRequest } from '@online-cinema/application/ports';
import { type Corrections, searchFor } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { BoundedMap } from '../bounded-map.ts';
import type { Database } from '../database.ts';
import { offsetOf } from '../paging.ts';
import { Statement } from '../statement.ts';
import { type Landmark, Landmarks } from './landmarks.ts';
import { listColumns, viewColumns } from './movie-columns.ts';
import { conditionsOf } from './movie-filter.ts';
import { orderOf } from './movie-order.ts';
import type { ListRow, ViewRow } from './movie-rows.ts';
import { RANK, rankedMovies } from './ranked-movies.ts';
import { WORD_INDEXES } from './word-index.ts';

/** Lists of which the statements are kept. */
const LISTS = 500;
/** Longer questions are not worth their memory. */
const LONGEST_QUESTION = 1_000;

/** A row of a page beside the catalogue's version; where the page is empty, the version stands alone. */
export type Versioned<Row> = { readonly version: number } & (Row | { readonly [Column in keyof Row]: null });

/** What is asked for: a page of those that the filter leaves, its search with the words that the misspelt ones stand for. */
export interface MovieQuestion {
  readonly filter: MovieFilter;
  readonly sort: readonly MovieSort[];
  readonly page: PageRequest;
  readonly corrections: Corrections;
  /** Whether the same statement is to count the whole list. */
  readonly counted: boolean;
}

/** A row beside how long the list is, where it was to be counted. */
type PageRow = Versioned<ListRow> & { readonly total: number | string | null };

/** A page of a list, and what counts the whole of it. */
export interface MoviePage {
  readonly rows: readonly PageRow[];
  readonly count: RawBuilder<unknown>;
}

/** Likewise, with whether the list of all begins at a landmark. */
type ListQuestion = MovieQuestion & { readonly fromLandmark: boolean };

/** A list of movies in SQL. */
interface Listing {
  readonly page: Statement<PageRow, 'offset' | 'landmark'>;
  /** How long it is. */
  readonly count: RawBuilder<unknown>;
}

/** What is asked about movies, in statements that are put together once. */
export class MovieStatements {
  readonly #database: Database;
  readonly #listings = new BoundedMap<string, Listing>(LISTS);
  readonly #landmarks = new Landmarks();
  readonly #views = new Map<string, Statement<ViewRow, 'movie' | 'user'>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** A page of a list, and what counts the whole of it. */
  async page(question: MovieQuestion): Promise<MoviePage> {
    return isEverything(question) ? this.#pageOfAll(question) : this.#pageFrom(undefined, question);
  }

  async #pageOfAll(question: MovieQuestion): Promise<MoviePage> {
    const offset = offsetOf(question.page);
    const landmark = offset === 0 ? undefined : this.#landmarks.before(offset);
    const found = await this.#pageFrom(landmark, question);
    const [first] = found.rows;
    if (landmark && first?.version !== landmark.version) return this.#pageFrom(undefined, question);
    if (offset > 0 && first && first.id !== null) {
      this.#landmarks.set({ version: first.version, offset, id: first.id });
    }
    return found;
  }

  async #pageFrom(landmark: Landmark | undefined, question: MovieQuestion): Promise<MoviePage> {
    const listing = this.#listing({ ...question, fromLandmark: landmark !== undefined });
    const offset = offsetOf(question.page) - (landmark?.offset ?? 0);
    const statement = listing.page.with({ offset, landmark: landmark?.id });
    const rows = dependsOnItsValues(question.filter)
      ? await this.#database.read(async (reader) => (await reader.executeQuery(statement)).rows)
      : await this.#database.ask(statement);
    return { rows, count: listing.count };
  }

  /** The row of a movie as an actor sees it. */
  view(movie: MovieReference, actor: Actor): CompiledQuery<ViewRow> {
    const by = 'id' in movie ? 'id' : 'uuid';
    const shape = `${by} ${actor.isSignedIn}`;
    const statement = this.#views.get(shape) ?? this.#viewBy(by, actor);
    this.#views.set(shape, statement);
    return statement.with({
      movie: 'id' in movie ? movie.id : movie.uuid.toLowerCase(),
      user: actor.isSignedIn ? actor.userId : null,
    });
  }

  #viewBy(by: 'id' | 'uuid', actor: Actor): Statement<ViewRow, 'movie' | 'user'> {
    return new Statement(
      this.#database.writer,
      (hole) => sql`
        select ${viewColumns(this.#database.kind, actor.isSignedIn ? hole('user') : undefined)}
        from movies
        left join movie_stats on movie_stats.movie_id = movies.id
        left join certifications on certifications.id = movies.certification_id
        left join countries on countries.id = movies.country_id
        where ${sql.ref(`movies.${by}`)} = ${hole('movie')}`,
    );
  }

  #listing(question: ListQuestion): Listing {
    const { filter, sort, page, corrections, counted, fromLandmark } = question;
    const key = JSON.stringify([filter, sort, page.perPage, page.page === 1, [...corrections], counted, fromLandmark]);
    const known = this.#listings.get(key);
    if (known) return known;
    const listing = this.#newListing(question);
    if (key.length <= LONGEST_QUESTION) this.#listings.set(key, listing);
    return listing;
  }

  #newListing({ filter, sort, page, corrections, counted, fromLandmark }: ListQuestion): Listing {
    const { kind, writer } = this.#database;
    const search = filter.search?.trim() ? searchFor(filter.search, corrections) : undefined;
    const conditions = conditionsOf(filter, search, WORD_INDEXES[kind]);
    const count = sql`select count(*) from movies where ${conditions}`;
    const perPage = page.perPage;
    const pageOf = new Statement<PageRow, 'offset' | 'landmark'>(writer, (hole) => {
      const offset = page.page === 1 ? undefined : hole('offset');
      const { ids, order } =
        search && search.words.length > 0 && sort.length === 0
          ? {
              ids: rankedMovies({
                kind,
                search,
                filters: conditionsOf(filter, undefined, WORD_INDEXES[kind]),
                perPage,
                offset,
              }),
              order: RANK,
            }
          : sortedMovies({
              conditions: fromLandmark ? sql`movies.id <= ${hole('landmark')}` : conditions,
              sort,
              perPage,
              offset,
            });
      return sql`
        select catalogue_version.version, ${counted ? sql`(${count})` : sql`null`} as total, ${listColumns(kind)}
        from catalogue_version
        left join (${ids}) as page on 1 = 1
        left join movies on movies.id = page.id
        left join movie_stats on movie_stats.movie_id = movies.id
        left join certifications on certifications.id = movies.certification_id
        order by ${order}`;
    });
    return { page: pageOf, count };
  }
}

/** Whether the list is that of all movies, newest first. */
function isEverything({ filter, sort }: MovieQuestion): boolean {
  return sort.length === 0 && Object.values(filter).every((value) => value === undefined);
}

/** A page of movies in the order asked for. */
function sortedMovies({
  conditions,
  sort,
  perPage,
  offset,
}: {
  conditions: RawBuilder<unknown>;
  sort: readonly MovieSort[];
  perPage: number;
  offset: RawBuilder<unknown> | undefined;
}): { ids: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  const order = orderOf(sort);
  const stats = order.needsStats ? sql`join movie_stats on movie_stats.movie_id = movies.id` : sql``;
  const ids = sql`
    select movies.id from movies ${stats} where ${conditions}
    order by ${order.terms} limit ${sql.lit(perPage)} ${offset ? passingOver(offset) : sql``}`;
  return { ids, order: order.terms };
}

/**
 * The size of a page stands in the statement, so that PostgreSQL plans for a few rows. How many come before it is hidden
 * in a subselect: one plan is right for all pages, and PostgreSQL, which would make a new one where it knows better,
 * finds no reason to.
 */
function passingOver(offset: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`offset (select cast(${offset} as bigint))`;
}

/**
 * Whether what is found may be a handful of films or half of the catalogue, so that PostgreSQL is to see the values when
 * it plans. Of names it cannot know more than what they find on average.
 */
function dependsOnItsValues({ search, yearFrom, yearTo, imdbAtLeast, priceFrom, priceTo }: MovieFilter): boolean {
  return [search, yearFrom, yearTo, imdbAtLeast, priceFrom, priceTo].some((value) => value !== undefined);
}

import { isDeepStrictEqual } from 'node:util';
import type {
  CatalogueQueries,
  FacetList,
  FacetView,
  MovieFilter,
  MovieListItem,
  MovieReference,
  MovieSort,
  MovieView,
  Page,
  PageRequest,
} from '@online-cinema/application/ports';
import { FacetNotFound, MovieNotFound } from '@online-cinema/domain/catalogue';
import type { Actor, Currency } from '@online-cinema/domain/shared';
import { type RawBuilder, sql } from 'kysely';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import { totalOf } from '../paging.ts';
import { FACET_SOURCES } from './facet-sql.ts';
import { part } from './movie-columns.ts';
import { countryConditionOf, nameConditionOf } from './movie-filter.ts';
import { toListItem, toView } from './movie-rows.ts';
import { type MoviePage, type MovieQuestion, MovieStatements, type Versioned } from './movie-statements.ts';
import { RememberedTotals } from './remembered-totals.ts';
import { Spelling } from './spelling.ts';

interface FacetColumns {
  readonly id: number;
  readonly name: string;
  readonly code: string | null;
  readonly movies: number | string;
}

/** A page of what a search stands for by these corrections. */
type Corrected = MoviePage & Pick<MovieQuestion, 'corrections'>;

/** The catalogue in SQL that both databases understand: one statement a page, one more for a total not yet known. */
export class MikroOrmCatalogueQueries implements CatalogueQueries {
  readonly #database: Database;
  readonly #currency: Currency;
  readonly #movieStatements: MovieStatements;
  readonly #spelling: Spelling;
  readonly #totals = new RememberedTotals();

  /** `currency` is that of the prices. */
  constructor(database: Database, currency: Currency) {
    this.#database = database;
    this.#currency = currency;
    this.#movieStatements = new MovieStatements(database);
    this.#spelling = new Spelling(database);
  }

  async movies(filter: MovieFilter, sort: readonly MovieSort[], page: PageRequest): Promise<Page<MovieListItem>> {
    const spelt = this.#spelling.remembered(filter.search);
    const asked = { filter, sort, page, corrections: spelt?.corrections ?? new Map(), counted: false };
    const found = { ...(await this.#movieStatements.page(asked)), corrections: asked.corrections };
    const { rows, count, corrections } = await this.#orCorrected(asked, found, spelt?.version);
    const items = rows.filter(isPresent).map((row) => toListItem(row, this.#currency));
    // Favourites come and go without a new version of the catalogue: their number is not remembered.
    const question =
      filter.favoritesOf === undefined ? `movies ${JSON.stringify([filter, ...corrections])}` : undefined;
    const total = this.#counted(question, rows) ?? totalOf(page, items.length);
    if (total !== undefined) return { items, totalItems: total };
    return { items, totalItems: await (question ? this.#total(question, rows, count) : this.#count(count)) };
  }

  /**
   * The page that was found with corrections that held for a version, or if they do not hold any more, the page of what
   * the search stands for now. Where a film is found as typed, every word begins one of the catalogue's; where none is,
   * the vocabulary is asked.
   */
  async #orCorrected(asked: MovieQuestion, found: Corrected, version: number | undefined): Promise<Corrected> {
    const { search } = asked.filter;
    const [first] = found.rows;
    if (search === undefined || first === undefined || first.version === version) return found;
    if (asked.corrections.size === 0 && isPresent(first)) return found;

    const corrections = await this.#spelling.correct(search);
    if (isDeepStrictEqual(corrections, asked.corrections)) return found;
    // Counted by the same statement: a page costs three at most.
    return { ...(await this.#movieStatements.page({ ...asked, corrections, counted: true })), corrections };
  }

  /** How long the list is, where the statement of the page has counted it. */
  #counted(question: string | undefined, [first]: MoviePage['rows']): number | undefined {
    if (first === undefined || first.total === null) return undefined;
    const total = Number(first.total);
    if (question) this.#totals.remember(question, { version: first.version, total });
    return total;
  }

  async movie(movie: MovieReference, actor: Actor): Promise<MovieView> {
    if ('id' in movie && !isRowId(movie.id)) throw new MovieNotFound();
    const [row] = await this.#database.ask(this.#movieStatements.view(movie, actor));
    if (!row) throw new MovieNotFound();
    return toView(row, this.#currency, actor);
  }

  async facets(list: FacetList, search: string | undefined, page: PageRequest): Promise<Page<FacetView>> {
    const { table, listed } = FACET_SOURCES[list];
    const conditionOf = list === 'countries' ? countryConditionOf : nameConditionOf;
    const condition = sql`${listed} and ${conditionOf(search ?? '')}`;
    const rows = await this.#rows<Versioned<FacetColumns>>(sql`
      select catalogue_version.version, page.id, page.name, page.code, (${countOf(list)}) as movies
      from catalogue_version
      left join (
        select id, name, sort_name, ${codeIn(list)} as code
        from ${sql.table(table)} where ${condition} order by sort_name, id ${part(page)}
      ) as page on 1 = 1
      order by page.sort_name, page.id`);

    const items = rows.filter(isPresent).map(toFacetView);
    const question = `${list} ${JSON.stringify(search)}`;
    const totalItems =
      totalOf(page, items.length) ??
      (await this.#total(question, rows, sql`select count(*) from ${sql.table(table)} where ${condition}`));
    return { items, totalItems };
  }

  async facet(list: FacetList, id: number): Promise<FacetView> {
    const { table, kind } = FACET_SOURCES[list];
    if (!isRowId(id)) throw new FacetNotFound(kind);
    const [row] = await this.#rows<FacetColumns>(sql`
      select page.id, page.name, ${codeIn(list)} as code, (${countOf(list)}) as movies
      from ${sql.table(table)} as page where page.id = ${id}`);
    if (!row) throw new FacetNotFound(kind);
    return toFacetView(row);
  }

  /** The answer given before to the same question for the version of `page`, or else a new one. */
  async #total(question: string, page: readonly { version: number }[], counting: RawBuilder<unknown>): Promise<number> {
    const remembered = this.#totals.find(question, page[0]?.version);
    if (remembered !== undefined) return remembered;

    const [counted] = await this.#rows<{ version: number; total: number | string }>(
      sql`select version, (${counting}) as total from catalogue_version`,
    );
    if (!counted) throw new Error('The catalogue has no version');
    const total = Number(counted.total);
    this.#totals.remember(question, { version: counted.version, total });
    return total;
  }

  async #count(counting: RawBuilder<unknown>): Promise<number> {
    const [counted] = await this.#rows<{ total: number | string }>(sql`select (${counting}) as total`);
    return Number(counted?.total ?? 0);
  }

  async #rows<Row>(query: RawBuilder<unknown>): Promise<Row[]> {
    return this.#database.read(async (reader) => (await query.$castTo<Row>().execute(reader)).rows);
  }
}

function isPresent<Row extends { readonly id: number | null }>(row: Row): row is Extract<Row, { readonly id: number }> {
  return row.id !== null;
}

/** How many movies the facet `page` has. */
function countOf(list: FacetList): RawBuilder<unknown> {
  if (list === 'genres') return sql`select movies from genre_stats where genre_id = page.id`;
  return sql`select count(*) from (${FACET_SOURCES[list].moviesOf(sql`page.id`)}) as its_movies`;
}

function codeIn(list: FacetList): RawBuilder<unknown> {
  return list === 'countries' ? sql`code` : sql`null`;
}

function toFacetView({ id, name, code, movies }: FacetColumns): FacetView {
  return { id, name, code, totalMovies: Number(movies ?? 0) };
}

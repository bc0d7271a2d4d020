import { setImmediate } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { BatchOutcome, ImportRecord, MovieReference, MovieRepository } from '@online-cinema/application/ports';
import {
  type Movie,
  MovieAlreadyExists,
  type MovieDraft,
  type MovieFacts,
  type MovieHolders,
  movieIdentity,
} from '@online-cinema/domain/catalogue';
import { type Currency, canonical } from '@online-cinema/domain/shared';
import { type Kysely, sql } from 'kysely';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import type { CatalogueTurn } from './catalogue-turn.ts';
import { chunksOf } from './chunks.ts';
import { linkRows, movieRow } from './mapper.ts';
import { isMovie, MOVIE_LOCKS } from './movie-access.ts';
import { link, relink, unlinkGenres } from './movie-links.ts';
import { findOrCreateNames, type MovieNames } from './movie-names.ts';
import { indexMovies, reindexMovies, storedWords, unindexMovies, wordsIn, wordsOf } from './movie-words.ts';
import { insertOf } from './rows-as-json.ts';
import { holdersOf, storedMovie } from './stored-movie.ts';
import { isListed } from './text-list.ts';

interface StoredMovie {
  readonly id: number;
  readonly draft: MovieDraft;
  readonly words: ReturnType<typeof wordsOf>;
}

/** The catalogue's films; batches are written by a fixed number of statements. */
export class MikroOrmMovieRepository implements MovieRepository {
  readonly #em: SqlEntityManager;
  readonly #settings: { readonly kind: Database['kind']; readonly currency: Currency };
  readonly #turn: CatalogueTurn;

  /** `currency` is that of the prices. */
  constructor(em: SqlEntityManager, settings: { kind: Database['kind']; currency: Currency }, turn: CatalogueTurn) {
    this.#em = em;
    this.#settings = settings;
    this.#turn = turn;
  }

  async add(draft: MovieDraft): Promise<Movie> {
    await this.#turn.take();
    await this.#assertNoOtherIs(draft);
    await this.#insert([draft]);
    const movie = await storedMovie(this.#db, draft, this.#settings);
    if (!movie) throw new MovieAlreadyExists(draft);
    return movie;
  }

  async save({ id, state }: Movie): Promise<void> {
    await this.#turn.take();
    await this.#assertNoOtherIs(state);
    const db = this.#db;
    const before = await storedWords(db, [id]);
    const names = await findOrCreateNames(db, this.#settings.kind, [state]);
    await db.updateTable('movies').set(movieRow(state, names)).where('id', '=', id).execute();
    await relink(db, this.#settings.kind, { movieId: id, links: linkRows([{ id, draft: state }], names) });
    await reindexMovies(db, this.#settings.kind, { before, after: [wordsOf(id, state)] });
  }

  async findForUpdate(movie: MovieReference): Promise<Movie | undefined> {
    await this.#turn.take();
    return storedMovie(this.#db, movie, this.#settings);
  }

  async holdersOf(id: number): Promise<MovieHolders> {
    return holdersOf(this.#db, id);
  }

  async delete(id: number): Promise<void> {
    await this.#turn.take();
    const words = await storedWords(this.#db, [id]);
    await unlinkGenres(this.#db, id);
    // The database takes along whatever else belongs to the movie; items of orders keep its uuid and its name.
    await this.#db.deleteFrom('movies').where('id', '=', id).execute();
    await unindexMovies(this.#db, this.#settings.kind, words);
  }

  async findId(movie: MovieReference): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('movies')
      .select('id')
      .where(isMovie(movie))
      .modifyEnd(MOVIE_LOCKS[this.#settings.kind].keeping)
      .executeTakeFirst();
    return row?.id;
  }

  async addAll(drafts: readonly MovieDraft[]): Promise<BatchOutcome> {
    const unknown = await this.unknown(drafts);
    if (unknown.length === 0) return { added: 0, existing: drafts.length };
    // Whoever had the turn before may have added some of them: the database leaves those out.
    await this.#turn.take();
    let added = 0;
    for (const some of chunksOf(unknown)) added += await this.#insert(some);
    return { added, existing: drafts.length - added };
  }

  async unknown(drafts: readonly MovieDraft[]): Promise<readonly MovieDraft[]> {
    const unknown = new Map<string, MovieDraft>();
    for (const draft of drafts) {
      const identity = movieIdentity(draft);
      if (!unknown.has(identity)) unknown.set(identity, draft);
    }
    for (const film of await this.#namesakesOf(drafts)) unknown.delete(movieIdentity(film));
    return [...unknown.values()];
  }

  async any(): Promise<boolean> {
    const movie = await this.#db.selectFrom('movies').select('id').limit(1).executeTakeFirst();
    return movie !== undefined;
  }

  async findImport(source: string): Promise<ImportRecord | undefined> {
    const row = await this.#db
      .selectFrom('movie_imports')
      .select(['source', 'started_at', 'finished_at'])
      .where('source', '=', source)
      .executeTakeFirst();
    return row && { source: row.source, startedAt: time(row.started_at), finishedAt: time(row.finished_at) };
  }

  async saveImport({ source, startedAt, finishedAt }: ImportRecord): Promise<void> {
    const row = { started_at: startedAt, finished_at: finishedAt };
    await this.#db
      .insertInto('movie_imports')
      .values({ source, ...row })
      .onConflict((conflict) => conflict.column('source').doUpdateSet(row))
      .execute();
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }

  /** The films that are called as some of those are. */
  async #namesakesOf(films: readonly Pick<MovieFacts, 'name'>[]) {
    const names = [...new Set(films.map(({ name }) => canonical(name)))];
    return this.#db
      .selectFrom('movies')
      .select(['uuid', 'name', 'date', 'year', 'time'])
      .where(isListed(this.#settings.kind, 'canonical_name', names))
      .execute();
  }

  /** @throws MovieAlreadyExists */
  async #assertNoOtherIs(movie: MovieDraft): Promise<void> {
    const identity = movieIdentity(movie);
    const namesakes = await this.#namesakesOf([movie]);
    if (namesakes.some((other) => other.uuid !== movie.uuid && movieIdentity(other) === identity)) {
      throw new MovieAlreadyExists(movie);
    }
  }

  /** How many were new. */
  async #insert(drafts: readonly MovieDraft[]): Promise<number> {
    const { kind } = this.#settings;
    const names = await findOrCreateNames(this.#db, kind, drafts);
    const rows = drafts.map((draft) => movieRow(draft, names));
    const inserting = sql<{ id: number; uuid: string }>`
      ${insertOf(kind, 'movies', rows)} on conflict do nothing returning id, uuid`.execute(this.#db);
    const [inserted, words] = await Promise.all([inserting, meanwhile(() => drafts.map(wordsIn))]);

    const ids = new Map(inserted.rows.map(({ id, uuid }) => [uuid, id]));
    const stored = drafts.flatMap((draft, position) => {
      const id = ids.get(draft.uuid);
      const its = words[position];
      return id === undefined || its === undefined ? [] : [{ id, draft, words: { movieId: id, ...its } }];
    });
    if (stored.length > 0) await this.#addWhatBelongsTo(stored, names);
    return stored.length;
  }

  async #addWhatBelongsTo(movies: readonly StoredMovie[], names: MovieNames): Promise<void> {
    const { kind } = this.#settings;
    const stats = movies.map(({ id }) => ({ movie_id: id }));
    await insertOf(kind, 'movie_stats', stats).execute(this.#db);
    await indexMovies(
      this.#db,
      kind,
      movies.map(({ words }) => words),
    );
    await link(this.#db, kind, linkRows(movies, names));
  }
}

/** Does what takes this process some time once what was asked of the database before is on its way. */
async function meanwhile<T>(work: () => T): Promise<T> {
  await setImmediate();
  return work();
}

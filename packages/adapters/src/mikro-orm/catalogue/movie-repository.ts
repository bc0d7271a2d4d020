import type { SqlEntityManager } from '@mikro-orm/sql';
import type { BatchOutcome, ImportRecord, MovieRepository } from '@online-cinema/application/ports';
import { type MovieDraft, movieIdentity } from '@online-cinema/domain/catalogue';
import { canonical } from '@online-cinema/domain/shared';
import { type Kysely, sql } from 'kysely';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';
import { type LinkRows, linkRows, movieRow } from './mapper.ts';
import { findOrCreateNames } from './movie-names.ts';
import { indexMovies, wordsOf } from './movie-words.ts';

interface StoredMovie {
  readonly id: number;
  readonly draft: MovieDraft;
}

/** The catalogue's films, written a batch at a time by a fixed number of statements. */
export class MikroOrmMovieRepository implements MovieRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async addAll(drafts: readonly MovieDraft[]): Promise<BatchOutcome> {
    let added = 0;
    for (const some of chunksOf(await this.unknown(drafts))) added += await this.#add(some);
    if (added > 0) await this.#raiseVersion();
    return { added, existing: drafts.length - added };
  }

  async unknown(drafts: readonly MovieDraft[]): Promise<readonly MovieDraft[]> {
    const unknown = new Map<string, MovieDraft>();
    for (const draft of drafts) {
      const identity = movieIdentity(draft);
      if (!unknown.has(identity)) unknown.set(identity, draft);
    }
    const names = [...new Set(drafts.map(({ name }) => canonical(name)))];
    for (const some of chunksOf(names)) {
      const namesakes = await this.#db
        .selectFrom('movies')
        .select(['name', 'date', 'year', 'time'])
        .where('canonical_name', 'in', some)
        .execute();
      for (const film of namesakes) unknown.delete(movieIdentity(film));
    }
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

  /** How many were new: of a film that somebody else stores at this moment the database takes one. */
  async #add(drafts: readonly MovieDraft[]): Promise<number> {
    const names = await findOrCreateNames(this.#db, drafts);
    const inserted = await this.#db
      .insertInto('movies')
      .values(drafts.map((draft) => movieRow(draft, names)))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'uuid'])
      .execute();
    const ids = new Map(inserted.map(({ id, uuid }) => [uuid, id]));
    const stored = drafts.flatMap((draft) => {
      const id = ids.get(draft.uuid);
      return id === undefined ? [] : [{ id, draft }];
    });
    if (stored.length > 0) await this.#addWhatBelongsTo(stored, linkRows(stored, names));
    return stored.length;
  }

  async #addWhatBelongsTo(movies: readonly StoredMovie[], links: LinkRows): Promise<void> {
    const db = this.#db;
    await db
      .insertInto('movie_stats')
      .values(movies.map(({ id }) => ({ movie_id: id })))
      .execute();
    await indexMovies(
      db,
      this.#kind,
      movies.map(({ id, draft }) => wordsOf(id, draft)),
    );
    for (const rows of chunksOf(links.genres)) await db.insertInto('movies_genres').values(rows).execute();
    for (const rows of chunksOf(links.directors)) await db.insertInto('movies_directors').values(rows).execute();
    for (const rows of chunksOf(links.languages)) await db.insertInto('movies_languages').values(rows).execute();
    for (const rows of chunksOf(links.cast)) await db.insertInto('actors_movies').values(rows).execute();
    await this.#countGenres(links.genres.map((link) => link.genre_id));
  }

  /** Rows are raised in the order of their ids, so that two transactions do not wait for each other in a ring. */
  async #countGenres(genreIds: readonly number[]): Promise<void> {
    const counts = new Map<number, number>();
    for (const id of genreIds) counts.set(id, (counts.get(id) ?? 0) + 1);
    const rows = [...counts].sort(([one], [other]) => one - other);
    if (rows.length === 0) return;
    await this.#db
      .insertInto('genre_stats')
      .values(rows.map(([genreId, movies]) => ({ genre_id: genreId, movies })))
      .onConflict((conflict) =>
        conflict.column('genre_id').doUpdateSet({ movies: sql`genre_stats.movies + excluded.movies` }),
      )
      .execute();
  }

  async #raiseVersion(): Promise<void> {
    await sql`update catalogue_version set version = version + 1`.execute(this.#db);
  }
}

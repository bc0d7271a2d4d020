import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FacetRepository } from '@online-cinema/application/ports';
import {
  Facet,
  FacetAlreadyExists,
  type FacetDraft,
  type FacetKind,
  indexedWords,
  isSameFacet,
} from '@online-cinema/domain/catalogue';
import { canonical } from '@online-cinema/domain/shared';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import type { CatalogueTurn } from './catalogue-turn.ts';
import { chunksOf } from './chunks.ts';
import { FACET_SOURCES } from './facet-sql.ts';
import { nameColumns } from './movie-names.ts';
import { reindexMovies, storedWords } from './movie-words.ts';
import { forgetWords } from './vocabulary.ts';

/** The list on which facets of a kind are. */
const LISTS = {
  genre: 'genres',
  actor: 'actors',
  director: 'directors',
  language: 'languages',
  certification: 'certifications',
  country: 'countries',
} as const;

/** Movies name one of these in a column of their own. */
const COLUMNS = { certification: 'certification_id', country: 'country_id' } as const;

/** The words of these are words by which their movies are found. */
const SEARCHED: readonly FacetKind[] = ['actor', 'director'];

/** Everything that movies name. Whoever has the turn to write the catalogue has all of it locked. */
export class MikroOrmFacetRepository implements FacetRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];
  readonly #turn: CatalogueTurn;

  constructor(em: SqlEntityManager, kind: Database['kind'], turn: CatalogueTurn) {
    this.#em = em;
    this.#kind = kind;
    this.#turn = turn;
  }

  async add(draft: FacetDraft): Promise<Facet> {
    await this.#turn.take();
    await this.#assertNoOtherIs(draft);
    const { id } = await this.#db
      .insertInto(LISTS[draft.kind])
      .values(columnsOf(draft))
      .returning('id')
      .executeTakeFirstOrThrow();
    return Facet.restore({ ...draft, id });
  }

  async save({ state }: Facet): Promise<void> {
    const { kind, id } = state;
    await this.#turn.take();
    await this.#assertNoOtherIs(state, id);
    const [before] = await this.#find(kind, sql`id = ${id}`);
    await this.#db.updateTable(LISTS[kind]).set(columnsOf(state)).where('id', '=', id).execute();
    if (before && SEARCHED.includes(kind)) await this.#reindex(await this.#moviesOf(kind, id), before.name);
  }

  async findForUpdate(kind: FacetKind, id: number): Promise<Facet | undefined> {
    await this.#turn.take();
    const [found] = isRowId(id) ? await this.#find(kind, sql`id = ${id}`) : [];
    return found && Facet.restore(found);
  }

  async delete(kind: FacetKind, id: number): Promise<void> {
    await this.#turn.take();
    const [before] = await this.#find(kind, sql`id = ${id}`);
    const movieIds = SEARCHED.includes(kind) ? await this.#moviesOf(kind, id) : [];
    if (kind === 'country' || kind === 'certification') await this.#unname(kind, id);
    // The database takes the links along, and a genre's count.
    await this.#db.deleteFrom(LISTS[kind]).where('id', '=', id).execute();
    if (before) await this.#reindex(movieIds, before.name);
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }

  async #find(kind: FacetKind, condition: RawBuilder<unknown>) {
    const code = kind === 'country' ? sql`code` : sql`null`;
    const { rows } = await sql<{ id: number; name: string; code: string | null }>`
      select id, name, ${code} as code from ${sql.table(LISTS[kind])} where ${condition}`.execute(this.#db);
    return rows.map((row) => ({ kind, ...row }));
  }

  /** @throws FacetAlreadyExists */
  async #assertNoOtherIs(facet: FacetDraft, id?: number): Promise<void> {
    const sameCode = facet.code === null ? sql`` : sql`or code = ${facet.code}`;
    const alike = await this.#find(facet.kind, sql`canonical_name = ${canonical(facet.name)} ${sameCode}`);
    const existing = alike.find((other) => other.id !== id && isSameFacet(other, facet));
    if (existing) throw new FacetAlreadyExists(facet, existing);
  }

  async #moviesOf(kind: FacetKind, id: number): Promise<readonly number[]> {
    const { rows } = await sql<{ movie_id: number }>`${FACET_SOURCES[LISTS[kind]].moviesOf(sql`${id}`)}`.execute(
      this.#db,
    );
    return rows.map((row) => row.movie_id);
  }

  /** Makes movies findable by what they name now, and no more by what one of their facets was called. */
  async #reindex(movieIds: readonly number[], formerName: string): Promise<void> {
    for (const some of chunksOf(movieIds)) {
      await reindexMovies(this.#db, this.#kind, { before: [], after: await storedWords(this.#db, some) });
    }
    if (movieIds.length > 0) await forgetWords(this.#db, this.#kind, indexedWords(formerName));
  }

  /** In parts, as a country may have most of the movies, and no statement may take too long. */
  async #unname(kind: keyof typeof COLUMNS, id: number): Promise<void> {
    const column = sql.ref(COLUMNS[kind]);
    for (const some of chunksOf(await this.#moviesOf(kind, id))) {
      await sql`update movies set ${column} = null where id in (${sql.join(some)})`.execute(this.#db);
    }
  }
}

function columnsOf({ name, code }: FacetDraft) {
  return code === null ? nameColumns(name) : { ...nameColumns(name), code };
}

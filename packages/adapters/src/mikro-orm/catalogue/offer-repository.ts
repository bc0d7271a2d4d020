import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MovieReference, OfferRepository } from '@online-cinema/application/ports';
import type { Offer } from '@online-cinema/domain/ordering';
import { type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import { isRowId } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';

const COLUMNS = ['id', 'uuid', 'name', 'price'] as const;

interface OfferColumns {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly price: number | null;
}

/** What the catalogue's films cost now. */
export class MikroOrmOfferRepository implements OfferRepository {
  readonly #em: SqlEntityManager;
  readonly #currency: Currency;

  constructor(em: SqlEntityManager, currency: Currency) {
    this.#em = em;
    this.#currency = currency;
  }

  async find(movie: MovieReference): Promise<Offer | undefined> {
    const offers = this.#db.selectFrom('movies').select(COLUMNS);
    if ('uuid' in movie)
      return this.#offer(await offers.where('uuid', '=', movie.uuid.toLowerCase()).executeTakeFirst());
    if (!isRowId(movie.id)) return undefined;
    return this.#offer(await offers.where('id', '=', movie.id).executeTakeFirst());
  }

  async findAll(movieIds: readonly number[]): Promise<readonly Offer[]> {
    const found = new Map<number, Offer>();
    for (const ids of chunksOf(movieIds.filter(isRowId))) {
      const rows = await this.#db.selectFrom('movies').select(COLUMNS).where('id', 'in', ids).execute();
      for (const row of rows) found.set(row.id, this.#offer(row));
    }
    return movieIds.flatMap((id) => found.get(id) ?? []);
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }

  #offer(row: OfferColumns): Offer;
  #offer(row: OfferColumns | undefined): Offer | undefined;
  #offer(row: OfferColumns | undefined): Offer | undefined {
    if (!row) return undefined;
    const { id, uuid, name, price } = row;
    return { movie: { id, uuid, name }, price: price === null ? null : Money.of(price, this.#currency) };
  }
}

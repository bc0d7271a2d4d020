import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MovieReference, OfferRepository, OffersToUser } from '@online-cinema/application/ports';
import type { Offer } from '@online-cinema/domain/ordering';
import type { Currency } from '@online-cinema/domain/shared';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';
import { isMovie, MOVIE_LOCKS, OFFER_COLUMNS, offerOf, purchasedBy } from './movie-access.ts';

/**
 * What the catalogue's films cost now. What is found is there until the transaction ends: who puts it into a cart or an
 * order and who deletes it from the catalogue wait for each other.
 */
export class MikroOrmOfferRepository implements OfferRepository {
  readonly #em: SqlEntityManager;
  readonly #settings: { readonly kind: Database['kind']; readonly currency: Currency };

  constructor(em: SqlEntityManager, settings: { kind: Database['kind']; currency: Currency }) {
    this.#em = em;
    this.#settings = settings;
  }

  async find(movie: MovieReference): Promise<Offer | undefined> {
    const row = await this.#offers.where(isMovie(movie)).modifyEnd(this.#lock).executeTakeFirst();
    return row && offerOf(row, this.#settings.currency);
  }

  async findAll(movieIds: readonly number[]): Promise<readonly Offer[]> {
    const found = new Map<number, Offer>();
    for (const ids of chunksOf(movieIds.filter(isRowId))) {
      const rows = await this.#offers.where('id', 'in', ids).orderBy('id').modifyEnd(this.#lock).execute();
      for (const row of rows) found.set(row.id, offerOf(row, this.#settings.currency));
    }
    return movieIds.flatMap((id) => found.get(id) ?? []);
  }

  async findAllFor(userId: number, movieIds: readonly number[]): Promise<OffersToUser> {
    const found = new Map<number, Offer>();
    const purchased = new Set<number>();
    let hasPendingOrder = false;
    for (const ids of chunksOf(movieIds.filter(isRowId))) {
      const rows = await this.#offers
        .select(({ exists, selectFrom }) => [
          purchasedBy(userId).as('purchased'),
          exists(
            selectFrom('orders')
              .select('orders.id')
              .where('orders.user_id', '=', userId)
              .where('orders.status', '=', 'pending'),
          ).as('hasPendingOrder'),
        ])
        .where('id', 'in', ids)
        .orderBy('id')
        .modifyEnd(this.#lock)
        .execute();
      for (const row of rows) {
        found.set(row.id, offerOf(row, this.#settings.currency));
        if (row.purchased) purchased.add(row.id);
        hasPendingOrder ||= Boolean(row.hasPendingOrder);
      }
    }
    return {
      offers: movieIds.flatMap((id) => found.get(id) ?? []),
      purchasedMovieIds: movieIds.filter((id) => purchased.has(id)),
      hasPendingOrder,
    };
  }

  get #offers() {
    return this.#em.getKysely<Schema>().selectFrom('movies').select(OFFER_COLUMNS);
  }

  get #lock() {
    return MOVIE_LOCKS[this.#settings.kind].keeping;
  }
}

import type { MovieReference, MovieRepository, OfferRepository } from '@online-cinema/application/ports';
import {
  Movie,
  MovieAlreadyExists,
  type MovieDraft,
  type MovieState,
  movieIdentity,
} from '@online-cinema/domain/catalogue';
import type { Offer } from '@online-cinema/domain/ordering';
import { forgetMovie } from './community-repositories.ts';
import { withKnownNames } from './named-facets.ts';
import type { Tables } from './tables.ts';

export function movieRepository(tables: Tables): MovieRepository {
  const { movies, facets, movieImports, carts, orders, purchases } = tables;

  function store(draft: MovieDraft): MovieState {
    const state = { ...withKnownNames(draft, facets), id: movies.nextId() };
    movies.put(state.id, state);
    return state;
  }

  function assertNoOtherIs(movie: MovieDraft): void {
    const isOther = (other: MovieState) => other.uuid !== movie.uuid && movieIdentity(other) === movieIdentity(movie);
    if (movies.find(isOther)) throw new MovieAlreadyExists(movie);
  }

  return {
    async add(draft) {
      assertNoOtherIs(draft);
      return Movie.restore(store(draft));
    },
    async save({ id, state }) {
      assertNoOtherIs(state);
      movies.put(id, withKnownNames(state, facets));
    },
    async findForUpdate(reference) {
      const state = findMovie(tables, reference);
      return state && Movie.restore(state);
    },
    async holdersOf(id) {
      return {
        inCarts: carts.all().some(({ items }) => items.some(({ movieId }) => movieId === id)),
        inPendingOrders: orders
          .all()
          .some(({ status, items }) => status === 'pending' && items.some(({ movie }) => movie.id === id)),
        purchased: purchases.all().some(({ movieId }) => movieId === id),
      };
    },
    async delete(id) {
      movies.delete(id);
      tables.popularities.delete(id);
      forgetMovie(id, tables);
      for (const order of orders.all()) {
        const items = order.items.map((item) =>
          item.movie.id === id ? { ...item, movie: { ...item.movie, id: null } } : item,
        );
        orders.put(order.id, { ...order, items });
      }
    },
    async findId(reference) {
      return findMovie(tables, reference)?.id;
    },
    async addAll(drafts) {
      const added = unknownOf(movies.all(), drafts);
      for (const draft of added) store(draft);
      return { added: added.length, existing: drafts.length - added.length };
    },
    async unknown(drafts) {
      return unknownOf(movies.all(), drafts);
    },
    async any() {
      return movies.all().length > 0;
    },
    async findImport(source) {
      return movieImports.get(source);
    },
    async saveImport(record) {
      movieImports.set(record.source, record);
    },
  };
}

function findMovie({ movies }: Tables, reference: MovieReference): MovieState | undefined {
  if ('id' in reference) return movies.get(reference.id);
  const wanted = reference.uuid.toLowerCase();
  return movies.find(({ uuid }) => uuid === wanted);
}

function unknownOf(movies: readonly MovieState[], drafts: readonly MovieDraft[]): readonly MovieDraft[] {
  const known = new Set(movies.map(movieIdentity));
  return drafts.filter((draft) => {
    const identity = movieIdentity(draft);
    if (known.has(identity)) return false;
    known.add(identity);
    return true;
  });
}

export function offerRepository(tables: Tables): OfferRepository {
  const { movies, orders, purchases } = tables;
  return {
    async find(reference) {
      const movie = findMovie(tables, reference);
      return movie && offerOf(movie);
    },
    async findAll(movieIds) {
      return movieIds.flatMap((id) => {
        const movie = movies.get(id);
        return movie ? [offerOf(movie)] : [];
      });
    },
    async findAllFor(userId, movieIds) {
      const bought = purchases.all().filter((purchase) => purchase.userId === userId);
      return {
        offers: await this.findAll(movieIds),
        purchasedMovieIds: movieIds.filter((id) => bought.some(({ movieId }) => movieId === id)),
        hasPendingOrder:
          movieIds.length > 0 && orders.all().some((order) => order.userId === userId && order.status === 'pending'),
      };
    },
  };
}

function offerOf({ id, uuid, name, price }: MovieState): Offer {
  return { movie: { id, uuid, name }, price };
}

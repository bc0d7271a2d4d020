import type { MovieRepository, OfferRepository } from '@online-cinema/application/ports';
import { type MovieState, movieIdentity } from '@online-cinema/domain/catalogue';
import type { Offer } from '@online-cinema/domain/ordering';
import type { Tables } from './tables.ts';

export function movieRepository({ movies, movieImports }: Tables): MovieRepository {
  return {
    async addAll(drafts) {
      const known = new Set(movies.all().map(movieIdentity));
      let added = 0;
      for (const draft of drafts) {
        const identity = movieIdentity(draft);
        if (known.has(identity)) continue;
        known.add(identity);
        const id = movies.nextId();
        movies.put(id, { ...draft, id });
        added += 1;
      }
      return { added, existing: drafts.length - added };
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

export function offerRepository({ movies }: Tables): OfferRepository {
  return {
    async find(reference) {
      const movie = 'id' in reference ? movies.get(reference.id) : movies.find(({ uuid }) => uuid === reference.uuid);
      return movie && offerOf(movie);
    },
    async findAll(movieIds) {
      return movieIds.flatMap((id) => {
        const movie = movies.get(id);
        return movie ? [offerOf(movie)] : [];
      });
    },
  };
}

function offerOf({ id, uuid, name, price }: MovieState): Offer {
  return { movie: { id, uuid, name }, price };
}

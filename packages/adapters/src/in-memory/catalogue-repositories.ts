import type { MovieRepository, OfferRepository } from '@online-cinema/application/ports';
import { type MovieDraft, type MovieState, movieIdentity } from '@online-cinema/domain/catalogue';
import type { Offer } from '@online-cinema/domain/ordering';
import type { Tables } from './tables.ts';

export function movieRepository({ movies, movieImports }: Tables): MovieRepository {
  return {
    async addAll(drafts) {
      const added = unknownOf(movies.all(), drafts);
      for (const draft of added) {
        const id = movies.nextId();
        movies.put(id, { ...draft, id });
      }
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

function unknownOf(movies: readonly MovieState[], drafts: readonly MovieDraft[]): readonly MovieDraft[] {
  const known = new Set(movies.map(movieIdentity));
  return drafts.filter((draft) => {
    const identity = movieIdentity(draft);
    if (known.has(identity)) return false;
    known.add(identity);
    return true;
  });
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

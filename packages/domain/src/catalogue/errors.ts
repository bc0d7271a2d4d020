import { canonical, DomainError } from '../shared/index.ts';
import type { FacetKind } from './facet.ts';
import type { MovieFacts } from './movie-facts.ts';

export class MovieNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Movie with the given ID was not found.');
  }
}

export class MovieAlreadyExists extends DomainError {
  readonly kind = 'conflict';
  constructor({ name, date, year }: Pick<MovieFacts, 'name' | 'date' | 'year'>) {
    const when = date === null ? `year ${year}` : `release date '${date}'`;
    super(`A movie with the name '${name}' and ${when} already exists.`);
  }
}

export class MovieInCarts extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super("Movie is in users' carts and cannot be deleted.");
  }
}

export class MovieInPendingOrders extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Movie is in pending orders and cannot be deleted.');
  }
}

export class MoviePurchased extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Movie purchased by some user and cannot be deleted.');
  }
}

/** `star` is an actor, asked for as a star. */
export class FacetNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor(kind: FacetKind | 'star') {
    super(`${kind.charAt(0).toUpperCase()}${kind.slice(1)} with the given ID was not found.`);
  }
}

type FacetName = Readonly<{ kind: FacetKind; name: string }>;

/** Tells the name that is taken: the stated one, or that of the country that has the stated code. */
export class FacetAlreadyExists extends DomainError {
  readonly kind = 'conflict';
  constructor(stated: FacetName, existing: FacetName = stated) {
    const { kind } = stated;
    const { name } = canonical(stated.name) === canonical(existing.name) ? stated : existing;
    super(`${kind === 'actor' ? 'An' : 'A'} ${kind} with name '${name}' already exists.`);
  }
}

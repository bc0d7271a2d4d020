import { InvalidInput } from '../shared/index.ts';
import { MovieInCarts, MovieInPendingOrders, MoviePurchased } from './errors.ts';
import { type MovieDetails, stated } from './movie-details.ts';
import type { MovieFacts } from './movie-facts.ts';
import { movieFaults } from './movie-faults.ts';
import { tidy } from './tidy.ts';

/** A film that keeps every rule and has no id yet. */
export interface MovieDraft extends MovieFacts {
  readonly uuid: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MovieState extends MovieDraft {
  readonly id: number;
}

/** Who would miss a movie. */
export interface MovieHolders {
  readonly inCarts: boolean;
  readonly inPendingOrders: boolean;
  readonly purchased: boolean;
}

/** What is sold and watched. */
export class Movie {
  #state: MovieState;
  private constructor(state: MovieState) {
    this.#state = state;
  }

  static restore(state: MovieState): Movie {
    return new Movie(state);
  }

  /**
   * A new movie for the catalogue. Outer spaces of names are trimmed, and what is named twice counts once.
   * @throws InvalidInput with every fault of the facts
   */
  static describe(facts: MovieFacts, { uuid, now }: { uuid: string; now: Date }): MovieDraft {
    InvalidInput.throwIfAny(movieFaults(facts, now));
    return { ...tidy(facts), uuid, createdAt: now, updatedAt: now };
  }

  /**
   * A new movie as a moderator states it: released, unless that is stated otherwise.
   * @throws InvalidInput with every fault of the details
   */
  static propose(details: MovieDetails, { uuid, now }: { uuid: string; now: Date }): MovieDraft {
    return { ...soundFacts(details, now), uuid, createdAt: now, updatedAt: now };
  }

  get state(): MovieState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  /**
   * Takes over what is stated; all else stays. A new date brings its year along.
   * @throws InvalidInput with every fault of the movie that this would make
   */
  change(details: MovieDetails, now: Date): void {
    this.#state = { ...this.#state, ...soundFacts(details, now, this.#state), updatedAt: now };
  }

  /** @throws MovieInCarts, MovieInPendingOrders, MoviePurchased where somebody would miss it */
  assertMayGo({ inCarts, inPendingOrders, purchased }: MovieHolders): void {
    if (inCarts) throw new MovieInCarts();
    if (inPendingOrders) throw new MovieInPendingOrders();
    if (purchased) throw new MoviePurchased();
  }
}

/** @throws InvalidInput */
function soundFacts(details: MovieDetails, now: Date, known?: MovieFacts): MovieFacts {
  const { facts, faults } = stated(details, known);
  const missing = new Set(faults.map(({ field }) => field));
  InvalidInput.throwIfAny([...faults, ...movieFaults(facts, now).filter(({ field }) => !missing.has(field))]);
  return tidy(facts);
}

import { InvalidInput } from '../shared/index.ts';
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

/** What is sold and watched. */
export class Movie {
  readonly #state: MovieState;
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

  get state(): MovieState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }
}

/** Choices that look like chance and are the same for the same film every time. */
export interface Pick {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** A whole number from 0 to below `limit`, small ones more often. */
  skewed(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** The first ones more often. */
  pickSkewed<Item>(items: readonly Item[]): Item;
  /** Null for one in five. */
  sometimes<Item>(make: () => Item): Item | null;
}

/** Mulberry32 by Tommy Ettinger (public domain), begun with the film's number. */
export class DiceOfFilms implements Pick {
  #state: number;

  constructor(film: number) {
    this.#state = Math.imul(film + 1, 0x9e3779b1);
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  skewed(limit: number): number {
    return Math.floor(this.#next() ** 3 * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return at(items, Math.floor(this.#next() * items.length));
  }

  pickSkewed<Item>(items: readonly Item[]): Item {
    return at(items, this.skewed(items.length));
  }

  sometimes<Item>(make: () => Item): Item | null {
    return this.#next() < 0.2 ? null : make();
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('There is nothing to choose from');
  return item;
}

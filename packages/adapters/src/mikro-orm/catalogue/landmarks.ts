/** Landmarks that are kept; beyond that all are set anew. */
const CAPACITY = 2_000;

/** Where in a list a film stands, in one version of the catalogue. */
export interface Landmark {
  readonly version: number;
  /** How many films come before it. */
  readonly offset: number;
  readonly id: number;
}

/**
 * Where films stand in the list of all, newest first, so that a page far down is reached from one near it instead of
 * from the beginning. The statement that starts from a landmark reads the version too: where that is another, the page
 * does not count.
 */
export class Landmarks {
  #version: number | undefined;
  readonly #ids = new Map<number, number>();

  /** The last one not beyond so many films. */
  before(offset: number): Landmark | undefined {
    const nearest = this.#ids.has(offset) ? offset : this.#nearest(offset);
    const id = nearest === undefined ? undefined : this.#ids.get(nearest);
    if (this.#version === undefined || nearest === undefined || id === undefined) return undefined;
    return { version: this.#version, offset: nearest, id };
  }

  set({ version, offset, id }: Landmark): void {
    // An answer that was long on its way is none of the newest version.
    if (this.#version !== undefined && version < this.#version) return;
    if (this.#version !== version || this.#ids.size >= CAPACITY) this.#ids.clear();
    this.#version = version;
    this.#ids.set(offset, id);
  }

  #nearest(offset: number): number | undefined {
    let nearest: number | undefined;
    for (const each of this.#ids.keys()) {
      if (each <= offset && (nearest === undefined || each > nearest)) nearest = each;
    }
    return nearest;
  }
}

/** Lets a bounded number of things happen at once and a bounded number wait, in the order in which they came. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #waitingAtMost: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(limits: { atOnce: number; waiting: number }) {
    this.#atOnce = limits.atOnce;
    this.#waitingAtMost = limits.waiting;
  }

  /** Whether something that comes now would find the queue full. */
  get isFull(): boolean {
    return this.#running >= this.#atOnce && this.#queue.length >= this.#waitingAtMost;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Does `work` when it is its turn. Whoever calls has looked at `isFull`. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#atOnce) this.#running += 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // The place is handed on, not given up, so that nobody slips in between.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

/** Answers that are kept; the one asked for longest ago makes room. */
const CAPACITY = 1_000;
/** Longer questions are not worth their memory. */
const LONGEST_QUESTION = 1_000;

interface Remembered {
  readonly version: number;
  readonly total: number;
}

/**
 * How long lists are, remembered for one version of the catalogue. Since the version is read by the statement that
 * reads the page and raised by every write, a total is exact or not used, on any number of processes.
 */
export class RememberedTotals {
  readonly #totals = new Map<string, Remembered>();

  /** The answer to `question` if it was given for this `version`. */
  find(question: string, version: number | undefined): number | undefined {
    const remembered = this.#totals.get(question);
    if (!remembered || remembered.version !== version) return undefined;
    this.#put(question, remembered);
    return remembered.total;
  }

  remember(question: string, answer: Remembered): void {
    if (question.length > LONGEST_QUESTION) return;
    this.#put(question, answer);
    const [oldest] = this.#totals.keys();
    if (oldest !== undefined && this.#totals.size > CAPACITY) this.#totals.delete(oldest);
  }

  #put(question: string, answer: Remembered): void {
    this.#totals.delete(question);
    this.#totals.set(question, answer);
  }
}

import { BoundedMap } from '../bounded-map.ts';

/** Answers that are kept. */
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
  readonly #totals = new BoundedMap<string, Remembered>(CAPACITY);

  /** The answer to `question` if it was given for this `version`. */
  find(question: string, version: number | undefined): number | undefined {
    const remembered = this.#totals.get(question);
    return remembered?.version === version ? remembered?.total : undefined;
  }

  remember(question: string, answer: Remembered): void {
    if (question.length <= LONGEST_QUESTION) this.#totals.set(question, answer);
  }
}

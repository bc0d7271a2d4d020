const LETTER = /\p{L}/u;
/** Words of up to so many characters may have one slip, longer ones two. */
const SHORT = 5;

/**
 * By how many slips a searched word may differ from a word that it stands for. None for a number, since another number
 * is another thing and not the same one misspelt, and none for a single letter, of which no slip would leave anything.
 */
export function slipsAllowed(word: string): 0 | 1 | 2 {
  const { length } = [...word];
  if (length === 1 || !LETTER.test(word)) return 0;
  return length <= SHORT ? 1 : 2;
}

/**
 * Those of the candidates that a misspelt word stands for: all that are as near as any is, within the slips that the
 * word may have. Each once, sorted; empty where none is near enough.
 */
export function nearestWords(word: string, candidates: Iterable<string>): readonly string[] {
  let nearest: number = slipsAllowed(word);
  let found = new Set<string>();
  for (const candidate of candidates) {
    const slips = slipsBetween(word, candidate);
    if (slips > nearest) continue;
    if (slips < nearest) found = new Set();
    nearest = slips;
    found.add(candidate);
  }
  return [...found].sort();
}

/**
 * How many slips lead from one word to the other, in characters: one is left out, added or replaced, or two neighbours
 * are exchanged, none of them being touched twice. This is the optimal string alignment distance, the restricted form of
 * Damerau and Levenshtein's (https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance).
 */
export function slipsBetween(one: string, other: string): number {
  const [from, to] = [[...one], [...other]];
  // The distances of the beginnings of `from`, of which only the last two matter, to every beginning of `to`.
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  let beforeLast = last;
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, wanted] of to.entries()) {
      const replaced = at(last, column) + (letter === wanted ? 0 : 1);
      const added = at(current, column) + 1;
      const leftOut = at(last, column + 1) + 1;
      const exchanged =
        letter === to[column - 1] && from[row - 1] === wanted ? at(beforeLast, column - 1) + 1 : Infinity;
      current.push(Math.min(replaced, added, leftOut, exchanged));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Infinity;
}

import { slipsAllowed } from './nearest-words.ts';

const PARTS = ['head', 'middle', 'tail'] as const;

/** The thirds of a word, each beside the length of the whole in characters: `6:he`, `6:ll`, `6:os`. */
export type WordParts = Readonly<Record<(typeof PARTS)[number], string>>;
export type PartsNear = Readonly<Record<keyof WordParts, readonly string[]>>;

/** The parts by which a word of the vocabulary is looked up. */
export function partsOf(word: string): WordParts {
  const letters = [...word];
  const third = (part: number) => partOf(letters, letters.length, boundsOf(part, letters.length));
  return { head: third(0), middle: third(1), tail: third(2) };
}

/**
 * Parts of which every word that is within the slips allowed for `word` has one, the head among `head` or so on.
 *
 * That no such word is missed: a slip that leaves out, adds or replaces a character spoils one part, so that of one part
 * more than there are slips one is intact, and stands in the misspelt word not further aside than what was left out or
 * added before it and after it allows (G. Li, D. Deng, J. Wang, J. Feng: Pass-Join, a Partition-based Method for
 * Similarity Joins, PVLDB 5(3), 2011). An exchange of neighbours may spoil two parts. It is undone first, wherever it may
 * have been: the word that results is one slip nearer, and the same holds for it.
 */
export function partsNear(word: string): PartsNear {
  const near = { head: new Set<string>(), middle: new Set<string>(), tail: new Set<string>() };
  const slips = slipsAllowed(word);
  if (slips > 0) collect(near, [...word], slips);
  return { head: [...near.head], middle: [...near.middle], tail: [...near.tail] };
}

function collect(near: Record<keyof WordParts, Set<string>>, letters: readonly string[], slips: number): void {
  for (let length = Math.max(1, letters.length - slips); length <= letters.length + slips; length += 1) {
    const surplus = letters.length - length;
    for (const [part, name] of [...PARTS.entries()].slice(-(slips + 1))) {
      const [start, end] = boundsOf(part, length);
      for (let shift = -slips; shift <= slips; shift += 1) {
        const reachable = Math.abs(shift) + Math.abs(surplus - shift) <= slips;
        const within = start + shift >= 0 && end + shift <= letters.length;
        if (reachable && within) near[name].add(partOf(letters, length, [start + shift, end + shift]));
      }
    }
  }
  if (slips === 0) return;
  for (const undone of exchanges(letters)) collect(near, undone, slips - 1);
}

function* exchanges(letters: readonly string[]): Generator<readonly string[]> {
  for (const [index, letter] of letters.entries()) {
    const next = letters[index + 1];
    if (next !== undefined) yield letters.with(index, next).with(index + 1, letter);
  }
}

function boundsOf(part: number, length: number): readonly [start: number, end: number] {
  return [Math.floor((part * length) / PARTS.length), Math.floor(((part + 1) * length) / PARTS.length)];
}

function partOf(letters: readonly string[], length: number, [start, end]: readonly [number, number]): string {
  return `${length}:${letters.slice(start, end).join('')}`;
}

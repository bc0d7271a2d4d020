import { searchable } from '../shared/index.ts';

/** Longer words are cut: nobody types more, and databases bound the length of an indexed word. */
const MAX_WORD = 64;
/** Characters of one text that are indexed, all words together; PostgreSQL takes a megabyte. */
const MAX_INDEXED = 200_000;
/** Words of one search that are looked for: more than any sentence has. */
const MAX_SEARCHED = 64;

/** What most texts are made of, told sooner than what is a letter in any script. */
const PLAIN_WORD = /^[a-z0-9]+$/;

/**
 * The words by which a text is found: folded runs of letters and digits, each once. What punctuation joins is found
 * by its parts and as a whole: “Spider-Man's” by `spider`, `man`, `s`, `mans` and `spidermans`.
 */
export function indexedWords(text: string): readonly string[] {
  const words = new Set<string>();
  let length = 0;
  for (const chunk of searchable(text).split(/\s/u)) {
    // A word is found by itself alone, as often as it comes.
    if (words.has(chunk)) continue;
    for (const word of wordsAndWhole(chunk)) {
      if (words.has(word)) continue;
      length += word.length;
      if (length > MAX_INDEXED) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

/** What a run without spaces is found by. */
function wordsAndWhole(chunk: string): readonly string[] {
  if (PLAIN_WORD.test(chunk)) return [cut(chunk)];
  const parts = wordsOf(chunk);
  return parts.length > 1 ? [...parts, ...wordsOf(withoutApostrophes(chunk)), cut(parts.join(''))] : parts;
}

/**
 * The words that somebody searches for, each once. An apostrophe joins (“ocean's” is `oceans`), every other
 * punctuation separates. Empty for a search without any letter or digit.
 */
export function searchedWords(search: string): readonly string[] {
  const words = new Set(wordsOf(withoutApostrophes(searchable(search))));
  return [...words].slice(0, MAX_SEARCHED);
}

function withoutApostrophes(folded: string): string {
  return folded.replace(/['’ʼ`]/gu, '');
}

function wordsOf(folded: string): string[] {
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);
}

function cut(word: string): string {
  return word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join('');
}
